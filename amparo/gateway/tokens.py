"""The cookie: a signed conversation id that no script can read."""

from __future__ import annotations

from collections.abc import Sequence

from itsdangerous import BadSignature, TimestampSigner

COOKIE = "amparo"


class Tokens:
    """Signs and reads conversation tokens."""

    def __init__(self, secrets: Sequence[str], keep_days: int) -> None:
        """Keep the secrets, newest first, and how long a token may live."""
        # itsdangerous signs with the last one of its list and accepts all.
        self._signer = TimestampSigner(list(reversed(secrets)), salt="conversation")
        self._most_age_s = keep_days * 24 * 3600

    def issue(self, conversation_id: str) -> str:
        """Return the token of a conversation."""
        return self._signer.sign(conversation_id).decode()

    def read(self, token: str | None) -> str | None:
        """Return the conversation's id, or none when the token is broken, forged or expired."""
        if not token or len(token) > 200:
            return None
        try:
            return self._signer.unsign(token, max_age=self._most_age_s).decode()
        except (BadSignature, UnicodeDecodeError):
            return None
