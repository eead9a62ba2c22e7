"""Whether the turn that runs now has failed, so that half a turn is never kept."""

from __future__ import annotations

from contextvars import ContextVar

from aiohttp import ClientConnectionError

# Stands for an action server that is away: the message is fine and can wait.
AWAY = "ActionsAway"

_failed: ContextVar[list[str] | None] = ContextVar("failed", default=None)


def begin() -> None:
    """Start to watch a turn in this task."""
    _failed.set([])


def fail(error: BaseException) -> None:
    """Note that an action of this turn failed; its class only, since messages carry text."""
    watched = _failed.get()
    if watched is not None:
        watched.append(AWAY if _could_not_connect(error) else type(error).__name__)


def failures() -> tuple[str, ...]:
    """Return the classes of the errors of this turn."""
    return tuple(_failed.get() or ())


def is_outage() -> bool:
    """Return whether all that failed was that the action server could not be reached."""
    found = failures()
    return bool(found) and set(found) == {AWAY}


def _could_not_connect(error: BaseException) -> bool:
    # Rasa turns the error of the connection into one of its own, without naming its cause.
    return isinstance(error.__cause__ or error.__context__, ClientConnectionError)
