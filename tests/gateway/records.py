"""All that log records can carry."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence


def everything_logged(records: Sequence[logging.LogRecord]) -> str:
    """Return messages, arguments and tracebacks of all records."""
    parts = []
    for record in records:
        parts += [record.getMessage(), repr(record.args)]
        if record.exc_info:
            parts += traceback.format_exception(*record.exc_info)
    return "\n".join(parts)
