"""The intent classifier learns a few intents in four languages, is stored without code, and read again."""

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
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from bot.classifier import TwoExpertsClassifier
from bot.features import SentenceFeaturizer
from bot.ngrams import Spelling, count
from bot.sense import Sense
from tests.rasa.conftest import ROOT

WHERE = {
    "ask_red_notice": "alerts",
    "ask_cost": "ccf",
    "report_detained": "exposure",
    "greet": "steering",
    "ask_privacy": "steering",
    "request_human": "tasks",
}
LANGUAGES = ("en", "fr", "fa", "zh")
# As many a language and intent; more would only take longer.
EXAMPLES = 16
CONFIG = {
    **TwoExpertsClassifier.get_default_config(),
    # Fewer than in config.yml, so that training is quick.
    "buckets": 8192,
    "ranking_length": len(WHERE),
}
UNSEEN = [
    ("ask_red_notice", "explain to me what a red notice means"),
    ("ask_red_notice", "expliquez-moi ce qu'est une notice rouge"),
    ("ask_red_notice", "لطفاً توضیح بدهید اعلان قرمز یعنی چه"),
    ("ask_red_notice", "请解释一下红色通报的意思"),
    ("ask_cost", "is it expensive to write to them"),
    ("ask_cost", "combien coûte la demande"),
    ("ask_cost", "هزینه‌اش چقدر می‌شود"),
    ("ask_cost", "申请一次要多少钱呢"),
    ("report_detained", "the police hold my brother at the airport right now"),
    ("report_detained", "je suis arrêté à l'aéroport maintenant"),
    ("report_detained", "همین حالا برادرم را در فرودگاه گرفته‌اند"),
    ("report_detained", "我哥哥刚刚在机场被警察抓走了"),
    ("greet", "hello to all of you"),
    ("greet", "bonjour tout le monde"),
    ("greet", "سلام به همگی، روزتان بخیر"),
    ("greet", "各位上午好"),
    ("ask_privacy", "who reads my messages here"),
    ("ask_privacy", "qui peut lire mes messages ici"),
    ("ask_privacy", "پیام‌های مرا چه کسی می‌خواند"),
    ("ask_privacy", "我发的消息谁看得到"),
    ("request_human", "can I speak with a real human being"),
    ("request_human", "je veux parler à une vraie personne"),
    ("request_human", "می‌خواهم با یک آدم واقعی حرف بزنم"),
    ("request_human", "我要跟真人说话"),
]
UNSEEN_TEXTS = [text for _, text in UNSEEN]
NO_WORDS = ["", "   ", "\n", "?!", "…", "🙂", "\u200f", "、。"]
WITH_ENCODERS = ("e5", "use")


@dataclass(frozen=True)
class Assistant:
    """The two components of config.yml that read a message, one after the other."""

    featurizer: SentenceFeaturizer
    classifier: TwoExpertsClassifier
    folder: Path

    def read(self, texts: list[str | None]) -> list[Message]:
        return self.classifier.process(self.featurizer.process([Message({"text": text}) for text in texts]))

    def ranking(self, text: str | None) -> list[tuple[str, float]]:
        (message,) = self.read([text])
        return [(row["name"], row["confidence"]) for row in message.get("intent_ranking")]

    def reloaded(self, **changes: Any) -> Assistant:
        storage = LocalModelStorage(self.folder)
        classifier = TwoExpertsClassifier.load({**CONFIG, **changes}, storage, Resource("intents"), None)
        return Assistant(self.featurizer, classifier, self.folder)

    def stored(self) -> dict[str, np.ndarray]:
        (path,) = self.folder.rglob("*.npz")
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}


def untrained(folder: Path, encoders: tuple[str, ...], **changes: Any) -> Assistant:
    folder.mkdir(exist_ok=True)
    threads = changes.get("training_threads", CONFIG["training_threads"])
    featurizer = SentenceFeaturizer({"encoders": list(encoders), "training_threads": threads})
    classifier = TwoExpertsClassifier.create(
        {**CONFIG, **changes}, LocalModelStorage(folder), Resource("intents"), None
    )
    return Assistant(featurizer, classifier, folder)


def trained_on(
    folder: Path,
    examples: list[Message],
    encoders: tuple[str, ...] = WITH_ENCODERS,
    **changes: Any,
) -> Assistant:
    made = untrained(folder, encoders, **changes)
    made.classifier.train(made.featurizer.process_training_data(TrainingData(examples)))
    return made


def some_examples() -> Iterator[Message]:
    for intent, file in WHERE.items():
        for language in LANGUAGES:
            every = load_data(str(ROOT / "data" / "nlu" / f"{file}.{language}.yml")).intent_examples
            yield from [example for example in every if example.get("intent") == intent][:EXAMPLES]


def said(**texts: list[str]) -> list[Message]:
    return [Message({"text": text, "intent": intent}) for intent in texts for text in texts[intent]]


def a_few_examples() -> list[Message]:
    return said(
        greet=["hello", "good day", "hi there"],
        ask_cost=["the price", "how much", "what fee"],
        goodbye=["see you", "farewell", "until next time"],
    )


def two_intents() -> list[Message]:
    return said(
        ask_cost=[
            "how much is it",
            "what is the price",
            "is there a fee",
            "does it cost money",
            "must I pay",
            "a fee?",
        ],
        greet=["hello", "good morning", "hi there", "good evening to you", "hey", "good day to all"],
    )


@pytest.fixture(scope="module")
def examples() -> list[Message]:
    return list(some_examples())


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, examples: list[Message]) -> Assistant:
    return trained_on(tmp_path_factory.mktemp("model"), examples)


@pytest.fixture(scope="module")
def spelling_alone(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return trained_on(tmp_path_factory.mktemp("model"), list(some_examples()), encoders=())


@pytest.mark.parametrize(("intent", "text"), UNSEEN)
def test_a_plain_sentence_that_it_has_not_seen_is_understood(
    intent: str,
    text: str,
    trained: Assistant,
    examples: list[Message],
) -> None:
    assert text not in {example.get("text") for example in examples}

    assert trained.ranking(text)[0][0] == intent


@pytest.mark.parametrize(("intent", "text"), UNSEEN)
def test_capitals_and_marks_at_the_end_change_nothing(intent: str, text: str, trained: Assistant) -> None:
    assert trained.ranking(f"{text.upper()} !!!")[0][0] == intent


@pytest.mark.parametrize("text", UNSEEN_TEXTS + NO_WORDS)
def test_the_probabilities_are_of_every_intent_and_sum_to_one(text: str, trained: Assistant) -> None:
    ranked = trained.ranking(text)

    assert {name for name, _ in ranked} == WHERE.keys()
    assert sum(confidence for _, confidence in ranked) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", UNSEEN_TEXTS + NO_WORDS)
def test_the_likeliest_intent_comes_first_and_is_the_one_that_rasa_takes(text: str, trained: Assistant) -> None:
    (message,) = trained.read([text])

    ranked = message.get("intent_ranking")
    assert ranked == sorted(ranked, key=lambda row: -row["confidence"])
    assert message.get("intent") == ranked[0]


@pytest.mark.parametrize("text", NO_WORDS)
def test_nothing_to_read_gives_a_ranking_of_plain_numbers(text: str, trained: Assistant) -> None:
    ranked = trained.ranking(text)

    assert all(np.isfinite(confidence) and type(confidence) is float for _, confidence in ranked)


def test_a_message_without_text_is_ranked_like_an_empty_one(trained: Assistant) -> None:
    assert trained.ranking(None) == trained.ranking("")


@pytest.mark.parametrize("text", UNSEEN_TEXTS + NO_WORDS)
def test_what_was_stored_and_read_again_ranks_the_same(text: str, trained: Assistant) -> None:
    assert trained.reloaded().ranking(text) == trained.ranking(text)


@pytest.fixture(scope="module")
def as_sklearn(trained: Assistant) -> tuple[TfidfTransformer, LinearSVC, LogisticRegression]:
    """Give scikit-learn's own objects with the numbers that are stored."""
    stored = trained.stored()
    scaler, machine, regression = TfidfTransformer(sublinear_tf=True), LinearSVC(), LogisticRegression()
    scaler.idf_ = stored["spelling_rarity"]
    machine.coef_, machine.intercept_ = stored["spelling_weights"], stored["spelling_bias"]
    regression.coef_, regression.intercept_ = stored["sense_weights"], stored["sense_bias"]
    machine.classes_ = regression.classes_ = np.array(sorted(WHERE))
    regression.multi_class = "multinomial"
    return scaler, machine, regression


@pytest.mark.parametrize("text", [*UNSEEN_TEXTS, *NO_WORDS, "fee fee fee, what fee"])
def test_one_message_is_scored_as_sklearn_would_score_it(
    text: str,
    trained: Assistant,
    as_sklearn: tuple[TfidfTransformer, LinearSVC, LogisticRegression],
) -> None:
    scaler, machine, regression = as_sklearn
    stored = trained.stored()
    by_sense, by_spelling = stored["expert_weights"]
    vector = trained.featurizer.encode([text], threads=1) - stored["sense_mean"]
    distances = machine.decision_function(scaler.transform(count([text], CONFIG["buckets"])))
    odds = softmax(by_sense * regression.predict_log_proba(vector) + by_spelling * distances, axis=1)

    ranked = dict(trained.ranking(text))

    assert [ranked[name] for name in sorted(WHERE)] == pytest.approx(list(odds[0]), abs=1e-4)


@pytest.mark.parametrize("length", [1, 3])
def test_the_ranking_is_no_longer_than_it_is_set_to(length: int, trained: Assistant) -> None:
    text = UNSEEN_TEXTS[0]

    ranked = trained.reloaded(ranking_length=length).ranking(text)

    assert ranked == trained.ranking(text)[:length]


def test_many_messages_are_ranked_like_each_alone(trained: Assistant) -> None:
    messages = trained.read(list(UNSEEN_TEXTS))

    together = [message.get("intent")["name"] for message in messages]
    assert together == [trained.ranking(text)[0][0] for text in UNSEEN_TEXTS]


def test_intent_and_ranking_reach_what_rasa_gives_out(trained: Assistant) -> None:
    (message,) = trained.read(UNSEEN_TEXTS[:1])

    assert {"intent", "intent_ranking"} <= message.as_dict(only_output_properties=True).keys()


def test_the_same_examples_give_the_same_model(tmp_path: Path) -> None:
    first, second = (trained_on(tmp_path / name, a_few_examples()) for name in ("first", "second"))

    assert first.ranking("hello you") == second.ranking("hello you")


def test_the_number_of_threads_does_not_change_the_model(tmp_path: Path) -> None:
    # Two batches of the encoders, at least.
    one, two = (
        trained_on(tmp_path / str(threads), list(some_examples())[:160], training_threads=threads).stored()
        for threads in (1, 2)
    )

    assert one.keys() == two.keys()
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_the_weight_of_each_expert_is_positive(trained: Assistant) -> None:
    weights = trained.stored()["expert_weights"]

    assert weights.shape == (2,)
    assert np.isfinite(weights).all()
    assert (weights > 0).all()


@pytest.mark.parametrize("number", [2, 3])
def test_the_expert_for_sense_scores_as_sklearn_does(number: int) -> None:
    labels = np.arange(30) % number
    vectors = np.random.default_rng(1).normal(labels[:, np.newaxis], 1.0, (30, 8)).astype(np.float32)
    mean = vectors.mean(axis=0)
    theirs = LogisticRegression(C=CONFIG["sense_c"], max_iter=1000, multi_class="multinomial").fit(
        vectors - mean, labels
    )

    ours = Sense.fit(vectors, labels, {**CONFIG, "sense_rounds": 1000})

    assert ours.scores(vectors) == pytest.approx(theirs.predict_log_proba(vectors - mean), abs=1e-4)


@pytest.mark.parametrize("examples", [two_intents(), a_few_examples()], ids=["two intents", "three intents"])
def test_the_expert_for_spelling_scores_as_sklearn_does(examples: list[Message]) -> None:
    labels = np.array([example.get("intent") for example in examples])
    counts = count([example.get("text") for example in examples], CONFIG["buckets"])
    scaled = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    theirs = LinearSVC(C=CONFIG["spelling_c"], random_state=CONFIG["random_state"]).fit(scaled, labels)

    ours = Spelling.fit(counts, labels, CONFIG)

    distances = theirs.decision_function(scaled)
    # Of two intents scikit-learn gives one distance: that from the first.
    expected = distances if distances.ndim == 2 else np.stack([-distances, distances], axis=1)
    assert ours.scores(counts) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("encoders", [WITH_ENCODERS, ("e5",), ()], ids=["both encoders", "one encoder", "none"])
def test_two_intents_can_be_told_apart(encoders: tuple[str, ...], tmp_path: Path) -> None:
    made = trained_on(tmp_path, two_intents(), encoders)

    found = [made.ranking(text) for text in ("what is the fee", "good morning all")]

    assert [ranked[0][0] for ranked in found] == ["ask_cost", "greet"]
    assert [sum(confidence for _, confidence in ranked) for ranked in found] == pytest.approx([1.0, 1.0], abs=1e-5)


@pytest.mark.parametrize("encoders", [WITH_ENCODERS, ()], ids=["with encoders", "without"])
@pytest.mark.parametrize("rare", ["a_goodbye", "goodbye", "z_goodbye"])
# With 6 and 8 the draw would put aside the one example, to weigh the experts on; with 7 nothing.
@pytest.mark.parametrize("seed", [6, 7, 8])
def test_an_intent_with_one_example_is_learned(
    seed: int,
    rare: str,
    encoders: tuple[str, ...],
    tmp_path: Path,
) -> None:
    # The name decides whether it is the first, between the others or the last.
    examples = [*two_intents(), *said(**{rare: ["farewell, see you"]})]

    made = trained_on(tmp_path, examples, encoders, random_state=seed)

    ranked = made.ranking("farewell, see you")
    assert ranked[0][0] == rare
    assert {name for name, _ in ranked} == {"ask_cost", "greet", rare}


@pytest.mark.parametrize("encoders", [WITH_ENCODERS, ()], ids=["with encoders", "without"])
def test_one_example_of_each_intent_is_enough_to_be_trained(encoders: tuple[str, ...], tmp_path: Path) -> None:
    # None can be held out, so that the experts are not weighed.
    made = trained_on(tmp_path, said(greet=["hello"], ask_cost=["what fee"], goodbye=["farewell"]), encoders)

    assert made.ranking("hello")[0][0] == "greet"
    assert made.stored()["expert_weights"].tolist() == [1.0, 1.0][: 2 if encoders else 1]


def test_without_encoders_spelling_alone_understands_most(spelling_alone: Assistant) -> None:
    right = [spelling_alone.ranking(text)[0][0] == intent for intent, text in UNSEEN]

    assert sum(right) > len(right) / 2


def test_without_encoders_only_spelling_is_stored(spelling_alone: Assistant) -> None:
    stored = spelling_alone.stored()

    assert stored.keys() == {"expert_weights", "spelling_weights", "spelling_bias", "spelling_rarity"}
    assert stored["expert_weights"].shape == (1,)
    assert stored["expert_weights"][0] > 0


@pytest.mark.parametrize("text", UNSEEN_TEXTS + NO_WORDS)
def test_without_encoders_what_was_stored_ranks_the_same(text: str, spelling_alone: Assistant) -> None:
    ranked = spelling_alone.reloaded().ranking(text)

    assert ranked == spelling_alone.ranking(text)
    assert {name for name, _ in ranked} == WHERE.keys()
    assert sum(confidence for _, confidence in ranked) == pytest.approx(1.0, abs=1e-5)


def test_an_untrained_classifier_leaves_messages_alone(tmp_path: Path) -> None:
    made = untrained(tmp_path, ())

    (message,) = made.read(["hello"])

    assert message == Message({"text": "hello"})


def test_only_numbers_and_names_are_stored(trained: Assistant) -> None:
    found = sorted(path.name for path in trained.folder.rglob("*") if path.is_file())

    assert found == ["intent_classifier.json", "intent_classifier.npz"]


def test_nothing_that_is_stored_is_code(trained: Assistant) -> None:
    # A pickled object has the type "O", and reading it without leave is an error.
    kinds = {array.dtype.kind for array in trained.stored().values()}

    assert kinds == {"f"}


def test_a_stored_object_is_refused_since_it_could_be_code(tmp_path: Path) -> None:
    folder = tmp_path / "intents"
    folder.mkdir()
    np.savez(folder / "intent_classifier.npz", spelling_weights=np.array([{"any": "object"}], dtype=object))

    with pytest.raises(ValueError, match="allow_pickle"):
        TwoExpertsClassifier.load(CONFIG, LocalModelStorage(tmp_path), Resource("intents"), None)
