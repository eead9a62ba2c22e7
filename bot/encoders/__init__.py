"""Sentence encoders behind one small interface: text in, one vector a text out."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_OURS = {"e5": "bot.encoders.e5.E5Encoder", "use": "bot.encoders.use.UseEncoder"}


class Encoder(Protocol):
    """Turns texts of any language into vectors; texts of one meaning lie near each other."""

    size: int

    def encode(self, texts: Sequence[str], threads: int = 1) -> Floats:
        """Return one row of ``size`` numbers a text.

        Args:
            texts: lower-cased and cleaned; may be empty strings.
            threads: how many cores may work at once. One message is fastest on one.
        """


@lru_cache(maxsize=4)
def load(name: str) -> Encoder:
    """Return the encoder of a short name (``e5``, ``use``) or of a class named ``package.module.Class``.

    Loaded once a process, since an encoder holds its weights.

    Raises:
        ValueError: there is no such encoder.
    """
    module, _, kind = _OURS.get(name, name).rpartition(".")
    try:
        found: Any = getattr(import_module(module), kind)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"no encoder named {name!r}") from error
    encoder: Encoder = found()
    return encoder


def in_batches(texts: Sequence[Sized], size: int) -> list[NDArray[np.int64]]:
    """Return the positions of the texts in batches of like length, so that little is padding."""
    order = np.argsort([-len(text) for text in texts], kind="stable")
    return [order[start : start + size] for start in range(0, len(order), size)]


def each(work: Callable[[NDArray[np.int64]], None], batches: Sequence[NDArray[np.int64]], threads: int) -> None:
    """Do the work for each batch, in so many threads."""
    if threads == 1:
        # No pool for one message: a thread of its own would cost time, and memory that is never given back.
        for batch in batches:
            work(batch)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, batches))


def unit(vectors: Floats) -> Floats:
    """Return the rows at length one; a row of zeros stays as it is."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
