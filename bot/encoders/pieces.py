"""Cuts a text into the word pieces of an encoder: the likeliest cut under a unigram model.

Our own thirty lines, since the libraries that do this need 270 MB for these 250,000 pieces, or a
protobuf that Rasa's pins exclude. Source: Kudo 2018, Subword Regularization, section 3.2.
"""

from __future__ import annotations

import re

from bot.encoders.packed import PackedModel

_SPACE = "\u2581"
# What the scores of unknown characters lie below the worst piece, as the model was trained.
_PENALTY = 10.0
_SPACES = re.compile(" +")


class Pieces:
    """Piece numbers of a text."""

    def __init__(self, model: PackedModel) -> None:
        """Index the pieces by their letters."""
        self._numbers = {piece: number for number, piece in enumerate(model.pieces) if number != model.unknown}
        self._scores = model.scores.tolist()
        self._longest = max(len(piece) for piece in self._numbers)
        self._unknown = model.unknown
        self._unknown_score = float(model.scores.min()) - _PENALTY
        self._letters = model.letters

    def cut(self, text: str) -> list[int]:
        """Return the numbers of the pieces, in order; an unknown character is one piece."""
        plain = _SPACES.sub(" ", text.translate(self._letters)).strip(" ")
        return self._likeliest((" " + plain).replace(" ", _SPACE))

    def _likeliest(self, text: str) -> list[int]:
        """Return the best cut, by the best cut of each beginning of the text."""
        scores = [0.0] + [float("-inf")] * len(text)
        steps = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            unknown = scores[start] + self._unknown_score
            if unknown > scores[start + 1]:
                scores[start + 1], steps[start + 1] = unknown, (start, self._unknown)
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                number = self._numbers.get(text[start:end])
                if number is not None and scores[start] + self._scores[number] > scores[end]:
                    scores[end], steps[end] = scores[start] + self._scores[number], (start, number)
        return _back(steps)


def _back(steps: list[tuple[int, int]]) -> list[int]:
    numbers = []
    at = len(steps) - 1
    while at > 0:
        at, number = steps[at]
        numbers.append(number)
    return numbers[::-1]
