"""Passwords of staff: argon2id with the library's current parameters."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
# Checked when there is no such account, so that time does not tell which names exist.
_NOBODY = _HASHER.hash("nobody")


def hash_password(password: str) -> str:
    """Return the hash to store."""
    return _HASHER.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Return whether the password fits; false, after the same work, when there is no account."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
