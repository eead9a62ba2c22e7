"""Whether the turn that runs now has failed, so that half a turn is never kept."""

from __future__ import annotations

from contextvars import ContextVar

_failed: ContextVar[list[str] | None] = ContextVar("failed", default=None)


def begin() -> None:
    """Start to watch a turn in this task."""
    _failed.set([])


def fail(error: BaseException) -> None:
    """Note that an action of this turn failed; its class only, since messages carry text."""
    watched = _failed.get()
    if watched is not None:
        watched.append(type(error).__name__)


def failures() -> tuple[str, ...]:
    """Return the classes of the errors of this turn."""
    return tuple(_failed.get() or ())
