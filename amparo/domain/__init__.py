"""Decisions and values: standard library only, no I/O, no log, no clock."""
