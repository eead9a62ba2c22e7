"""Amparo: a self-hosted assistant for people who fear an INTERPOL alert."""
