"""Each message gets the vectors of all encoders side by side, of its text in the form that encoders know."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import encoders
from bot.encoders import unit
from bot.features import SentenceFeaturizer, sentence_vectors

SIZES = {"e5": 1152, "use": 512}
# One batch has one scale of its numbers, so that a message alone has nearly the vector of training.
ALIKE = 0.99


def featurizer(*names: str) -> SentenceFeaturizer:
    return SentenceFeaturizer({"encoders": list(names), "training_threads": 2})


def read(texts: list[str | None], *names: str) -> np.ndarray | None:
    return sentence_vectors(featurizer(*names).process([Message({"text": text}) for text in texts]))


@pytest.mark.parametrize("names", [("e5", "use"), ("use", "e5"), ("e5",), ("use",)], ids="+".join)
def test_a_message_has_the_vectors_of_each_encoder_side_by_side(names: tuple[str, ...]) -> None:
    texts = ["what is a red notice", "سلام"]

    vectors = read(texts, *names)

    parts = np.split(vectors, np.cumsum([SIZES[name] for name in names])[:-1], axis=1)
    assert all(np.array_equal(p, encoders.load(n).encode(texts)) for p, n in zip(parts, names, strict=True))


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("WHAT IS A RED NOTICE", "what is a red notice"),
        ("İSTANBUL", "istanbul"),
        ("أنا مُعتقَل فـــي المطار", "انا معتقل في المطار"),
        ("پليس مرا مي\u200cخواهد", "پلیس مرا می خواهد"),
        ("ＣＣＦ\u200f", "ccf"),
    ],
)
def test_one_text_in_two_forms_has_one_vector(typed: str, same: str) -> None:
    assert np.array_equal(read([typed], "e5", "use"), read([same], "e5", "use"))


def test_a_message_without_text_has_the_vector_of_an_empty_one() -> None:
    assert np.array_equal(read([None], "e5", "use"), read([""], "e5", "use"))


def test_a_message_has_nearly_the_vector_that_it_had_in_training() -> None:
    texts = ["hello", "what is a red notice and who can see it", "我在机场被抓了", "تشکر از شما", "дякую"] * 20
    examples = [Message({"text": text, "intent": "any"}) for text in texts]
    trained = sentence_vectors(featurizer("e5", "use").process_training_data(TrainingData(examples)).intent_examples)

    alone = np.vstack([read([text], "e5", "use") for text in texts[:5]])

    assert (unit(trained[:5]) * unit(alone)).sum(axis=1).min() >= ALIKE


def test_without_encoders_messages_stay_as_they_are() -> None:
    (message,) = featurizer().process([Message({"text": "hello"})])

    assert message == Message({"text": "hello"})
    assert sentence_vectors([message]) is None


def test_no_message_gives_no_vector() -> None:
    assert featurizer("use").process([]) == []
    assert sentence_vectors([]) is None


def test_an_unknown_encoder_stops_the_assistant_at_its_start() -> None:
    with pytest.raises(ValueError, match="no encoder named 'e6'"):
        featurizer("e5", "e6")
