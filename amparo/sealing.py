"""Keys and sealed values: what is stored can be read only with the installation's key.

Each conversation has a data key of its own, itself sealed by the installation's key. Destroying
the row with the data key makes everything of that conversation unreadable, also in backups.
"""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amparo.domain.errors import CannotUnseal, MissingKey

_KEY_BYTES = 32
_ID_BYTES = 4
_NONCE_BYTES = 12
# The first byte of every sealed value, so that the format can change one day.
_VERSION = b"\x01"


@dataclass(frozen=True)
class DataKey:
    """The key of one conversation."""

    raw: bytes = field(repr=False)

    def seal(self, value: bytes, place: str) -> bytes:
        """Return the value sealed for one place, such as ``inbox:<row id>``.

        A sealed value that is moved to another row cannot be opened there.
        """
        return _seal(self.raw, value, place)

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return the value.

        Raises:
            CannotUnseal: it is damaged, was sealed for another place, or by another key.
        """
        return _open(self.raw, sealed, place)


@dataclass(frozen=True)
class Keyring:
    """The installation's keys, newest first: the newest seals, all open."""

    keys: tuple[bytes, ...] = field(repr=False)

    def new_data_key(self, conversation_id: str) -> tuple[DataKey, bytes]:
        """Return a fresh data key, and the same sealed for its conversation."""
        key = DataKey(secrets.token_bytes(_KEY_BYTES))
        newest = self.keys[0]
        return key, _key_id(newest) + _seal(newest, key.raw, f"key:{conversation_id}")

    def open_data_key(self, sealed: bytes, conversation_id: str) -> DataKey:
        """Return the data key of a conversation.

        Raises:
            CannotUnseal: none of the installation's keys sealed it for this conversation.
        """
        key_id, rest = sealed[:_ID_BYTES], sealed[_ID_BYTES:]
        for key in self.keys:
            if _key_id(key) == key_id:
                return DataKey(_open(key, rest, f"key:{conversation_id}"))
        raise CannotUnseal("no such key")

    def secret(self, purpose: str) -> str:
        """Return the secret that the newest key gives for a purpose, as hexadecimal text."""
        return self.all_secrets(purpose)[0]

    def all_secrets(self, purpose: str) -> list[str]:
        """Return the secrets for a purpose under every key, newest first."""
        return [_derive(key, purpose).hex() for key in self.keys]


def read_keyring(path: Path) -> Keyring:
    """Return the keys of a file that holds one base64 key a line, newest first.

    Raises:
        MissingKey: the file is not there, is empty, or holds something else. Nothing may start.
    """
    try:
        lines = path.read_text(encoding="ascii").split()
        keys = tuple(base64.b64decode(line, altchars=b"-_", validate=True) for line in lines)
    except (OSError, ValueError) as error:
        raise MissingKey("the installation has no readable key file") from error
    if not keys or any(len(key) != _KEY_BYTES for key in keys):
        raise MissingKey("the key file holds no valid key")
    return Keyring(keys)


def make_key_file(path: Path) -> bool:
    """Write a new key file that only its owner can read; leave an existing one alone.

    Returns:
        Whether a file was made.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
    return True


def _seal(key: bytes, value: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, value, place.encode())


def _open(key: bytes, sealed: bytes, place: str) -> bytes:
    if sealed[:1] != _VERSION:
        raise CannotUnseal("unknown format")
    nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, rest, place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal("damaged, moved, or another key") from error


def _key_id(key: bytes) -> bytes:
    return _derive(key, "key id")[:_ID_BYTES]


def _derive(key: bytes, purpose: str) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=b"amparo " + purpose.encode())
    return kdf.derive(key)
