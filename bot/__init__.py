"""Everything that lives inside Rasa's process, and nothing else. Python 3.10."""
