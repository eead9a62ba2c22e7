"""Rasa's custom actions: glue between the tracker and the services, one file per journey."""
