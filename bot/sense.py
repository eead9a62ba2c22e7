"""The expert for sense: sentence vectors under a multinomial logistic regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Sense:
    """Weights [intents, numbers of a vector], bias [intents] and the mean vector of the training data."""

    weights: Floats
    bias: Floats
    mean: Floats

    @classmethod
    def fit(cls, vectors: Floats, labels: NDArray[Any], config: Mapping[str, Any]) -> Sense:
        """Return the model; the intents are in the order of their names."""
        # Vectors of e5 all point one way; what tells them apart is what differs from the mean.
        mean = vectors.mean(axis=0)
        model = LogisticRegression(C=config["sense_c"], max_iter=config["sense_rounds"], multi_class="multinomial")
        with catch_warnings():
            # Stopped early on purpose: more rounds took longer and were no better on unseen phrasings.
            simplefilter("ignore", ConvergenceWarning)
            model.fit(vectors - mean, labels)
        weights, bias = model.coef_, model.intercept_
        if len(weights) == 1:  # Of two intents scikit-learn keeps one row, half the difference of both.
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(weights.astype(np.float32), bias.astype(np.float32), mean.astype(np.float32))

    def scores(self, vectors: Floats) -> Floats:
        """Return logarithms of probabilities [texts, intents]."""
        return np.asarray(log_softmax((vectors - self.mean) @ self.weights.T + self.bias, axis=1), dtype=np.float32)
