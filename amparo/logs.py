"""Log lines that cannot carry what a person typed: only listed fields, only simple values."""

from __future__ import annotations

import json
import logging

_FIELDS = frozenset(
    {
        "action",
        "attempts",
        "channel",
        "code",
        "count",
        "key",
        "language",
        "ms",
        "process",
        "seconds",
        "status",
        "urgency",
    }
)


def event(name: str, **fields: str | int) -> None:
    """Write one line of JSON at INFO.

    Raises:
        ValueError: a field is not on the list, so it might be personal.
    """
    unknown = fields.keys() - _FIELDS
    if unknown:
        raise ValueError(f"fields that may not be logged: {sorted(unknown)}")
    logging.getLogger("amparo").info(json.dumps({"event": name, **fields}, sort_keys=True))


class BareFormatter(logging.Formatter):
    """Writes our own lines as they are, and of everybody else's only where and which class.

    Libraries put requests, SQL values and answers into their messages and tracebacks.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without the message of a foreign record."""
        if record.name == "amparo":
            return f"{record.levelname} {record.getMessage()}"
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "-"
        return f"{record.levelname} {record.name}:{record.lineno} {kind}"


def configure() -> None:
    """Send all logs to standard error through the bare formatter."""
    handler = logging.StreamHandler()
    handler.setFormatter(BareFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("amparo").setLevel(logging.INFO)
