"""Where the assistant finds its keys and its database."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from amparo.sealing import Keyring, read_keyring

_DEFAULTS = {
    "DATABASE_URL": "sqlite:///var/amparo.db",
    "AMPARO_KEY_FILE": "var/keys/installation.keys",
    "AMPARO_ACTIONS_URL": "http://127.0.0.1:5055/webhook",
    "RASA_TELEMETRY_ENABLED": "false",
}


def prepare() -> None:
    """Fill in what is not set, so that endpoints.yml can name it.

    Raises:
        MissingKey: there is no key file: nothing may start.
    """
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    os.environ["AMPARO_ACTIONS_SECRET"] = keyring().secret("actions")


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """Return the installation's keys."""
    return read_keyring(Path(os.environ.get("AMPARO_KEY_FILE", _DEFAULTS["AMPARO_KEY_FILE"])))
