"""SQLAlchemy 2: the only place with SQL, save Rasa's tracker store."""
