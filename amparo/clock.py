"""The real clock."""

from __future__ import annotations

from datetime import datetime, timezone


def now() -> datetime:
    """Return the instant, aware, in UTC."""
    return datetime.now(timezone.utc)
