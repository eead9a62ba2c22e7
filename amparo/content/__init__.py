"""Checks of the catalogue's wording, for those who write and translate it: ``python -m amparo.content check``."""
