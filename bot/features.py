"""Rasa's dense featurizer over our sentence encoders: one vector a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from amparo.language.normalise import legible
from bot import encoders
from bot.encoders import Floats


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(GraphComponent):
    """Sets one dense sentence feature: the vectors of all encoders side by side."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings; config.yml says why each has its value."""
        return {"encoders": ["e5", "use"], "training_threads": 2}

    def __init__(self, config: dict[str, Any]) -> None:
        """Load the encoders.

        Raises:
            ValueError: an encoder is not known or not installed.
        """
        self._encoders = [encoders.load(name) for name in config["encoders"]]
        self._training_threads = int(config["training_threads"])
        self._origin = type(self).__name__

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Return the component."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the feature of every example."""
        self._set([m for m in training_data.training_examples if m.get(TEXT)], self._training_threads)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the feature of each message."""
        self._set(messages, 1)
        return messages

    def _set(self, messages: Sequence[Message], threads: int) -> None:
        if not messages or not self._encoders:
            return
        vectors = self.encode([str(message.get(TEXT) or "") for message in messages], threads)
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(Features(vector[np.newaxis], FEATURE_TYPE_SENTENCE, TEXT, self._origin))

    def encode(self, texts: Sequence[str], threads: int) -> Floats:
        """Return one row a text."""
        plain = [legible(text) for text in texts]
        return np.hstack([encoder.encode(plain, threads) for encoder in self._encoders])


def sentence_vectors(messages: Sequence[Message]) -> Floats | None:
    """Return the dense sentence features of messages, one row each; ``None`` when the pipeline has no encoder."""
    found = [message.get_dense_features(TEXT, [])[1] for message in messages]
    if not found or found[0] is None:
        return None
    return np.asarray(np.vstack([features.features for features in found if features is not None]), dtype=np.float32)
