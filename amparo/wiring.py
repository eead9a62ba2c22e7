"""Puts the parts together: the only place that knows settings and every adapter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from amparo import clock
from amparo.sealing import Keyring, read_keyring
from amparo.services.conversations import Conversations
from amparo.services.guide import Guide
from amparo.services.handoff import Handoff
from amparo.services.interview import Interview
from amparo.services.ports import Clock, Store
from amparo.services.staff import Staff
from amparo.settings import Settings
from amparo.store.database import SqlStore, connect
from amparo.store.help_file import read_helpers


@dataclass(frozen=True)
class Services:
    """The use cases, ready to be called."""

    conversations: Conversations
    interview: Interview
    guide: Guide
    handoff: Handoff
    staff: Staff
    clock: Clock


@dataclass(frozen=True)
class Wired:
    """Everything that a process needs."""

    settings: Settings
    keyring: Keyring
    store: Store
    services: Services


def wire(settings: Settings | None = None) -> Wired:
    """Read settings and keys, connect, and return the services.

    Raises:
        MissingKey: there is no key file: nothing may start without it.
        BadHelpFile: the register of helpers cannot be read as it is.
    """
    chosen = settings or Settings()
    keyring = read_keyring(chosen.key_file)
    store = SqlStore(connect(chosen.database_url), keyring)
    return Wired(chosen, keyring, store, services_over(store, clock.now, chosen.help_file))


def services_over(store: Store, now: Clock, help_file: Path) -> Services:
    """Return the use cases over a store, a clock and the register of helpers."""
    return Services(
        Conversations(store, now),
        Interview(store, now),
        Guide(store, now, read_helpers(help_file)),
        Handoff(store, now),
        Staff(store, now),
        now,
    )
