"""The intent classifier learns a few intents in two languages, is stored without code, and read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfTransformer

from bot.classifier import IntentClassifier, _grams, encode
from tests.rasa.conftest import ROOT

WHERE = {
    "ask_red_notice": "alerts",
    "ask_cost": "ccf",
    "report_detained": "exposure",
    "greet": "steering",
    "ask_privacy": "steering",
    "request_human": "tasks",
}
LANGUAGES = ("en", "fr")
# As many a language and intent; more would only take longer.
EXAMPLES = 16
CONFIG = {
    **IntentClassifier.get_default_config(),
    # Fewer than in config.yml, so that training is quick.
    "buckets": 8192,
    "ranking_length": len(WHERE),
}
UNSEEN = [
    ("ask_red_notice", "explain to me what a red notice means"),
    ("ask_red_notice", "expliquez-moi ce qu'est une notice rouge"),
    ("ask_cost", "is it expensive to write to them"),
    ("ask_cost", "combien coûte la demande"),
    ("report_detained", "the police hold my brother at the airport right now"),
    ("report_detained", "je suis arrêté à l'aéroport maintenant"),
    ("greet", "hello to all of you"),
    ("greet", "bonjour tout le monde"),
    ("ask_privacy", "who reads my messages here"),
    ("ask_privacy", "qui peut lire mes messages ici"),
    ("request_human", "can I speak with a real human being"),
    ("request_human", "je veux parler à une vraie personne"),
]
NO_WORDS = ["", "   ", "\n", "?!", "…", "🙂", "\u200f", "、。"]


@dataclass(frozen=True)
class Trained:
    classifier: IntentClassifier
    folder: Path
    texts: frozenset[str]

    def loaded(self, **changes: Any) -> IntentClassifier:
        storage = LocalModelStorage(self.folder)
        return IntentClassifier.load({**CONFIG, **changes}, storage, Resource("intents"), None)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("model")
    examples = list(some_examples())
    classifier = IntentClassifier.create(CONFIG, LocalModelStorage(folder), Resource("intents"), None)
    classifier.train(TrainingData(examples))
    return Trained(classifier, folder, frozenset(str(example.get("text")) for example in examples))


def some_examples() -> Iterator[Message]:
    for intent, file in WHERE.items():
        for language in LANGUAGES:
            every = load_data(str(ROOT / "data" / "nlu" / f"{file}.{language}.yml")).intent_examples
            yield from [example for example in every if example.get("intent") == intent][:EXAMPLES]


def ranking(classifier: IntentClassifier, text: str | None) -> list[tuple[str, float]]:
    (message,) = classifier.process([Message({"text": text})])
    return [(row["name"], row["confidence"]) for row in message.get("intent_ranking")]


@pytest.mark.parametrize(("intent", "text"), UNSEEN)
def test_a_plain_sentence_that_it_has_not_seen_is_understood(
    intent: str,
    text: str,
    trained: Trained,
) -> None:
    assert text not in trained.texts

    assert ranking(trained.classifier, text)[0][0] == intent


@pytest.mark.parametrize(("intent", "text"), UNSEEN)
def test_capitals_and_marks_at_the_end_change_nothing(intent: str, text: str, trained: Trained) -> None:
    assert ranking(trained.classifier, f"{text.upper()} !!!")[0][0] == intent


@pytest.mark.parametrize("text", [text for _, text in UNSEEN] + NO_WORDS)
def test_the_probabilities_are_of_every_intent_and_sum_to_one(text: str, trained: Trained) -> None:
    ranked = ranking(trained.classifier, text)

    assert {name for name, _ in ranked} == WHERE.keys()
    assert sum(confidence for _, confidence in ranked) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", [text for _, text in UNSEEN] + NO_WORDS)
def test_the_likeliest_intent_comes_first_and_is_the_one_that_rasa_takes(text: str, trained: Trained) -> None:
    (message,) = trained.classifier.process([Message({"text": text})])

    ranked = message.get("intent_ranking")
    assert ranked == sorted(ranked, key=lambda row: -row["confidence"])
    assert message.get("intent") == ranked[0]


@pytest.mark.parametrize("text", NO_WORDS)
def test_nothing_to_read_gives_a_ranking_of_plain_numbers(text: str, trained: Trained) -> None:
    ranked = ranking(trained.classifier, text)

    assert all(np.isfinite(confidence) and type(confidence) is float for _, confidence in ranked)


def test_a_message_without_text_is_ranked_like_an_empty_one(trained: Trained) -> None:
    assert ranking(trained.classifier, None) == ranking(trained.classifier, "")


@pytest.mark.parametrize("text", [text for _, text in UNSEEN] + NO_WORDS)
def test_what_was_stored_and_read_again_ranks_the_same(text: str, trained: Trained) -> None:
    assert ranking(trained.loaded(), text) == ranking(trained.classifier, text)


@pytest.mark.parametrize("text", [text for _, text in UNSEEN] + NO_WORDS + ["fee fee fee, what fee"])
def test_one_message_is_scored_as_sklearn_would_score_it(text: str, trained: Trained) -> None:
    with np.load(next(trained.folder.rglob("*.npz"))) as stored:
        weights, bias, idf, temperature = (stored[n] for n in ("weights", "bias", "idf", "temperature"))
    scaler = TfidfTransformer(sublinear_tf=True)
    scaler.idf_ = idf
    grams = scaler.transform(_grams([text], CONFIG["buckets"])).toarray()
    features = np.hstack([grams, encode([text]) * CONFIG["encoder_weight"]])
    odds = softmax((features @ weights.T + bias)[0] / temperature)

    ranked = dict(ranking(trained.classifier, text))

    assert [ranked[name] for name in sorted(WHERE)] == pytest.approx(list(odds), abs=1e-5)


@pytest.mark.parametrize("length", [1, 3])
def test_the_ranking_is_no_longer_than_it_is_set_to(length: int, trained: Trained) -> None:
    text = UNSEEN[0][1]

    ranked = ranking(trained.loaded(ranking_length=length), text)

    assert ranked == ranking(trained.classifier, text)[:length]


def test_many_messages_are_ranked_like_each_alone(trained: Trained) -> None:
    texts = [text for _, text in UNSEEN]

    messages = trained.classifier.process([Message({"text": text}) for text in texts])

    together = [message.get("intent")["name"] for message in messages]
    assert together == [ranking(trained.classifier, text)[0][0] for text in texts]


def test_intent_and_ranking_reach_what_rasa_gives_out(trained: Trained) -> None:
    (message,) = trained.classifier.process([Message({"text": UNSEEN[0][1]})])

    assert {"intent", "intent_ranking"} <= message.as_dict(only_output_properties=True).keys()


def trained_on(folder: Path, examples: list[Message]) -> IntentClassifier:
    folder.mkdir()
    classifier = IntentClassifier.create(CONFIG, LocalModelStorage(folder), Resource("intents"), None)
    classifier.train(TrainingData(examples))
    return classifier


def a_few_examples() -> list[Message]:
    said = {
        "greet": ["hello", "good day", "hi there"],
        "ask_cost": ["the price", "how much", "what fee"],
        "goodbye": ["see you", "farewell", "until next time"],
    }
    return [Message({"text": text, "intent": intent}) for intent in said for text in said[intent]]


def test_the_same_examples_give_the_same_model(tmp_path: Path) -> None:
    first, second = (trained_on(tmp_path / name, a_few_examples()) for name in ("first", "second"))

    assert ranking(first, "hello you") == ranking(second, "hello you")


def test_an_untrained_classifier_leaves_messages_alone(tmp_path: Path) -> None:
    classifier = IntentClassifier.create(CONFIG, LocalModelStorage(tmp_path), Resource("intents"), None)

    (message,) = classifier.process([Message({"text": "hello"})])

    assert message == Message({"text": "hello"})


def test_only_numbers_and_names_are_stored(trained: Trained) -> None:
    found = sorted(path.name for path in trained.folder.rglob("*") if path.is_file())

    assert found == ["intent_classifier.json", "intent_classifier.npz"]


def test_nothing_that_is_stored_is_code(trained: Trained) -> None:
    (path,) = trained.folder.rglob("*.npz")

    # A pickled object has the type "O", and reading it without leave is an error.
    with np.load(path, allow_pickle=False) as stored:
        kinds = {stored[name].dtype.kind for name in stored.files}
    assert kinds == {"f"}


def test_a_stored_object_is_refused_since_it_could_be_code(trained: Trained, tmp_path: Path) -> None:
    folder = tmp_path / "intents"
    folder.mkdir()
    np.savez(folder / "intent_classifier.npz", weights=np.array([{"any": "object"}], dtype=object))

    with pytest.raises(ValueError, match="allow_pickle"):
        IntentClassifier.load(CONFIG, LocalModelStorage(tmp_path), Resource("intents"), None)


def test_the_temperature_is_positive_and_within_what_was_searched(trained: Trained) -> None:
    with np.load(next(trained.folder.rglob("*.npz"))) as stored:
        temperature = float(stored["temperature"])

    assert 0.05 <= temperature <= 2.0


def test_a_sentence_becomes_one_vector_of_length_one(trained: Trained) -> None:
    vectors = encode([text for _, text in UNSEEN])

    assert vectors.shape == (len(UNSEEN), 512)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(UNSEEN)), abs=1e-5)


def test_many_sentences_have_the_vectors_that_each_has_alone() -> None:
    # More than one batch of the encoder.
    texts = [f"request number {number}" for number in range(70)]

    together = encode(texts)

    assert together[[0, 69]] == pytest.approx(np.vstack([encode(texts[:1]), encode(texts[69:])]), abs=1e-4)
