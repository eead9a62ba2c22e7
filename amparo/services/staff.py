"""Accounts of staff: argon2id with the library's current parameters."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from amparo.services.ports import Clock, Store

LONGEST_NAME = 64
SHORTEST_PASSWORD = 12
# Longer than any passphrase; a bound keeps the hashing of a sign-in short.
LONGEST_PASSWORD = 1000


class Staff:
    """Makes accounts and checks sign-ins."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep what it works with."""
        self._store = store
        self._clock = clock
        self._hasher = PasswordHasher()
        # Checked when there is no such account, so that time does not tell which names exist.
        self._nobody = self._hasher.hash("nobody")

    def add(self, name: str, password: str) -> None:
        """Make an account, or set its password anew."""
        hashed = self._hasher.hash(password)
        with self._store.begin() as tx:
            tx.staff.add(name, hashed, self._clock())

    def exists(self, name: str) -> bool:
        """Return whether there is such an account; a removed one must not go on with an old cookie."""
        with self._store.read() as tx:
            return tx.staff.password_hash(name) is not None

    def signs_in(self, name: str, password: str) -> bool:
        """Return whether the password fits; false, after the same work, when there is no account."""
        with self._store.read() as tx:
            stored = tx.staff.password_hash(name)
        try:
            return self._hasher.verify(stored or self._nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False
