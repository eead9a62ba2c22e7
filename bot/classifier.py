"""Intent of a message: two experts, one for its sense and one for its spelling, weighed against each other.

One model serves all languages. Everything that is learned is kept as arrays and names, never as code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax

from bot.features import sentence_vectors
from bot.ngrams import Spelling, count
from bot.sense import Sense

Floats = NDArray[np.float32]
_FILE = "intent_classifier"
# Logarithms of a weight. A handful of examples can be told apart perfectly, and would make it endless.
_LEAST_AND_MOST = (-4.0, 5.0)
# One example in five weighs the experts and sets how sure they may be.
_HELD_OUT = 0.2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TwoExpertsClassifier(GraphComponent, IntentClassifier):
    """Gives each message an intent and a ranking with calibrated probabilities."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings; config.yml says why each has its value."""
        return {
            "buckets": 131072,
            "spelling_c": 0.5,
            "sense_c": 5.0,
            "sense_rounds": 60,
            "ranking_length": 5,
            "training_threads": 2,
            "random_state": 7,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Keep settings and the place to persist."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model: TwoExperts | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TwoExpertsClassifier:
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples and keep the model."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        labels = np.array([str(e.get(INTENT)) for e in examples])
        self._model = TwoExperts.fit(read(examples, self._config), labels, self._config)
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
    ) -> TwoExpertsClassifier:
        """Return the trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = TwoExperts.load(folder / _FILE, config)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message."""
        if self._model is None:
            return messages
        for message in messages:
            ranking = self._model.rank(read([message], self._config))[: self._config["ranking_length"]]
            rows = [{"name": name, "confidence": confidence} for name, confidence in ranking]
            message.set(INTENT, rows[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, rows, add_to_output=True)
        return messages


@dataclass(frozen=True)
class Reading:
    """What the experts see of some texts: vectors [texts, numbers], none without encoders, and counts of n-grams."""

    vectors: Floats | None
    counts: csr_matrix

    def of(self, chosen: NDArray[np.bool_]) -> Reading:
        """Return the reading of some of the texts."""
        return Reading(None if self.vectors is None else self.vectors[chosen], self.counts[chosen])


def read(messages: Sequence[Message], config: Mapping[str, Any]) -> Reading:
    """Return what the experts see of messages."""
    texts = [str(message.get(TEXT) or "") for message in messages]
    return Reading(sentence_vectors(messages), count(texts, config["buckets"]))


class TwoExperts:
    """Both experts, the weight of each, and the names of the intents in the order of their columns."""

    def __init__(self, sense: Sense | None, spelling: Spelling, weights: Sequence[float], names: list[str]) -> None:
        """Keep them. Without encoders there is no expert for sense."""
        self._sense = sense
        self._spelling = spelling
        self._weights = weights
        self._names = names

    @classmethod
    def fit(cls, reading: Reading, labels: NDArray[Any], config: Mapping[str, Any]) -> TwoExperts:
        """Fit both experts on everything, and weigh them on examples that a second pair did not see."""
        held = _held_out(labels, config["random_state"])
        with ThreadPoolExecutor(config["training_threads"]) as pool:
            pair = _experts(pool, reading, labels, config)
            judged = _experts(pool, reading.of(~held), labels[~held], config)
            sense, spelling = (expert.result() if expert else None for expert in pair)
            scores = _scores(*(expert.result() if expert else None for expert in judged), reading.of(held))
        truth = np.searchsorted(np.unique(labels[~held]), labels[held])
        weights = _best_weights(scores, truth) if held.any() else [1.0] * len(scores)
        names = sorted({str(label) for label in labels})
        return cls(sense, spelling, weights, names)

    def rank(self, reading: Reading) -> list[tuple[str, float]]:
        """Return intents with probabilities for one text, the likeliest first."""
        odds = self.probabilities(reading)[0]
        order = np.argsort(-odds, kind="stable")
        return [(self._names[i], float(odds[i])) for i in order]

    def probabilities(self, reading: Reading) -> Floats:
        """Return probabilities [texts, intents]."""
        weighed = _weighed(_scores(self._sense, self._spelling, reading), self._weights)
        return np.asarray(softmax(weighed, axis=1), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write arrays and names; no pickle, since a pickle is code."""
        arrays = {f"spelling_{k}": v for k, v in vars(self._spelling).items()}
        if self._sense is not None:
            arrays |= {f"sense_{k}": v for k, v in vars(self._sense).items()}
        np.savez_compressed(f"{path}.npz", expert_weights=np.array(self._weights), **arrays)
        Path(f"{path}.json").write_text(json.dumps(self._names), encoding="utf-8")

    @classmethod
    def load(cls, path: Path, config: Mapping[str, Any]) -> TwoExperts:
        """Read what ``save`` wrote."""
        with np.load(f"{path}.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        spelling = Spelling(*(arrays[f"spelling_{k}"] for k in ("weights", "bias", "rarity")))
        sense = Sense(*(arrays[f"sense_{k}"] for k in ("weights", "bias", "mean"))) if "sense_mean" in arrays else None
        names = json.loads(Path(f"{path}.json").read_text(encoding="utf-8"))
        return cls(sense, spelling, arrays["expert_weights"].tolist(), names)


def _held_out(labels: NDArray[Any], seed: int) -> NDArray[np.bool_]:
    """Choose examples to weigh the experts on; of an intent at least one example is left to learn from."""
    held = np.random.default_rng(seed).random(len(labels)) < _HELD_OUT
    held[np.unique(labels, return_index=True)[1]] = False
    return held


def _experts(
    pool: ThreadPoolExecutor, reading: Reading, labels: NDArray[Any], config: Mapping[str, Any]
) -> tuple[Future[Sense] | None, Future[Spelling]]:
    vectors = reading.vectors
    sense = None if vectors is None else pool.submit(Sense.fit, vectors, labels, config)
    return sense, pool.submit(Spelling.fit, reading.counts, labels, config)


def _scores(sense: Sense | None, spelling: Spelling, reading: Reading) -> list[Floats]:
    spelled = spelling.scores(reading.counts)
    if sense is None or reading.vectors is None:
        return [spelled]
    return [sense.scores(reading.vectors), spelled]


def _weighed(scores: Sequence[Floats], weights: Sequence[float]) -> Floats:
    return np.asarray(sum(w * s for w, s in zip(weights, scores, strict=True)), dtype=np.float32)


def _best_weights(scores: Sequence[Floats], truth: NDArray[Any]) -> Sequence[float]:
    """Return the weight of each expert under which unseen examples surprise least: this also sets the temperature."""
    rows = np.arange(len(truth))

    def surprise(logs: Floats) -> float:
        weighed = _weighed(scores, np.exp(logs).tolist())
        return float(-log_softmax(weighed, axis=1)[rows, truth].mean())

    # The spelling expert's distances are small numbers, the sense expert's are logarithms of probabilities.
    start = [0.0, 1.5] if len(scores) == 2 else [1.5]
    bounds = [_LEAST_AND_MOST] * len(start)
    found = minimize(surprise, start, method="Nelder-Mead", bounds=bounds, options={"maxiter": 80})
    return [float(weight) for weight in np.exp(found.x)]
