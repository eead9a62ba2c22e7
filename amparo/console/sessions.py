"""Sign-in of staff: a signed cookie that ends with the working day, and slow guessing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from itsdangerous import BadSignature, TimestampSigner

COOKIE = "amparo_staff"
_MOST_AGE_S = 8 * 3600
_MOST_TRIES = 5
_WINDOW_S = 300.0


class Sessions:
    """Issues and reads the cookie."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """Keep the secrets, newest first."""
        self._signer = TimestampSigner(list(reversed(secrets)), salt="staff")

    def issue(self, name: str) -> str:
        """Return the cookie's value for an account."""
        return self._signer.sign(name.encode()).decode()

    def read(self, token: str | None) -> str | None:
        """Return the account's name, or none."""
        if not token or len(token) > 400:
            return None
        try:
            return self._signer.unsign(token, max_age=_MOST_AGE_S).decode()
        except (BadSignature, UnicodeDecodeError):
            return None


class Tries:
    """Counts failed tries of a name; kept in memory only."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Begin with none."""
        self._now = now
        self._failed: dict[str, list[float]] = {}

    def allowed(self, name: str) -> bool:
        """Return whether this name may be tried now."""
        return len(self._recent(name)) < _MOST_TRIES

    def failed(self, name: str) -> None:
        """Count one failed try."""
        self._failed[name] = [*self._recent(name), self._now()]

    def _recent(self, name: str) -> list[float]:
        return [at for at in self._failed.get(name, []) if self._now() - at < _WINDOW_S]
