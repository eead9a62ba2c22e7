"""Work that nobody waits for: erasing what has been kept long enough. ``python -m amparo.worker``."""

from __future__ import annotations

import signal
import threading

from amparo import logs
from amparo.services.conversations import Conversations
from amparo.wiring import wire

# Retention is counted in days; a minute more or less does not matter, a long pause would.
_EVERY_S = 60.0


def main() -> None:
    """Work until asked to stop."""
    logs.configure()
    wired = wire()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    while True:
        purge(wired.services.conversations, wired.settings.keep_days)
        if stopped.wait(_EVERY_S):
            return


def purge(conversations: Conversations, keep_days: int) -> int:
    """Erase all that is older than it may be; return how many conversations went."""
    erased = 0
    try:
        while count := conversations.purge(keep_days):
            erased += count
        conversations.tidy()
    except Exception as error:  # A database that is away comes back; the worker tries again.
        logs.event("purge_failed", code=type(error).__name__)
    if erased:
        logs.event("purged", count=erased)
    return erased


if __name__ == "__main__":
    main()
