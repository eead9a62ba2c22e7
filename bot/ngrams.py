"""The expert for spelling: letters and words of a message, hashed, under one linear model.

It knows names, terms and typing mistakes that sentence vectors blur.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC

from amparo.language.normalise import words

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Spelling:
    """Weights [intents, buckets], bias [intents] and inverse document frequencies [buckets]."""

    weights: Floats
    bias: Floats
    rarity: Floats

    @classmethod
    def fit(cls, counts: csr_matrix, labels: NDArray[Any], config: Mapping[str, Any]) -> Spelling:
        """Return the model of counted n-grams; the intents are in the order of their names."""
        scaler = TfidfTransformer(sublinear_tf=True).fit(counts)
        machine = LinearSVC(C=config["spelling_c"], random_state=config["random_state"])
        machine.fit(scaler.transform(counts), labels)
        weights, bias = machine.coef_, machine.intercept_
        if len(weights) == 1:  # Of two intents scikit-learn keeps one row: that of the second.
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(weights.astype(np.float32), bias.astype(np.float32), scaler.idf_.astype(np.float32))

    def scores(self, counts: csr_matrix) -> Floats:
        """Return the signed distances [texts, intents] from each intent's border."""
        scaled = counts.astype(np.float32)
        scaled.data = (1.0 + np.log(scaled.data)) * self.rarity[scaled.indices]
        lengths = np.sqrt(scaled.multiply(scaled).sum(axis=1)).A1
        rows = [self._row(scaled[i], float(lengths[i]) or 1.0) for i in range(scaled.shape[0])]
        # Of no text there are no rows: so it is when too few examples are left to weigh the experts on.
        return np.asarray(np.array(rows).reshape(-1, len(self.bias)) + self.bias, dtype=np.float32)

    def _row(self, row: csr_matrix, length: float) -> Floats:
        # Only the columns that occur: a whole product would read all the weights at each message.
        return np.asarray(self.weights[:, row.indices] @ (row.data / length), dtype=np.float32)


def count(texts: Sequence[str], buckets: int) -> csr_matrix:
    """Return how often each n-gram occurs: half the buckets for letters, half for words and pairs of them."""
    half = buckets // 2
    options = {"norm": None, "alternate_sign": False, "lowercase": False}
    folded = [" ".join(words(text)) for text in texts]
    letters = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=half, **options)
    tokens = HashingVectorizer(analyzer=_word_pairs, n_features=buckets - half, **options)
    return hstack([letters.transform(folded), tokens.transform(folded)]).tocsr()


def _word_pairs(text: str) -> list[str]:
    parts = text.split()
    return parts + [f"{a} {b}" for a, b in zip(parts, parts[1:], strict=False)]
