"""The measures of understanding, on guesses small enough to count by hand."""

from __future__ import annotations

import pytest

from bench import measures
from bench.heldout import Utterance, utterances
from bench.measures import Guess


def guess(meant: str, *ranking: tuple[str, float]) -> Guess:
    return Guess(Utterance("en", meant, "plain", "said"), ranking)


FOUR = [
    guess("greet", ("greet", 0.9), ("stop", 0.1)),
    guess("greet", ("stop", 0.6), ("greet", 0.4)),
    guess("stop", ("stop", 0.5), ("greet", 0.5)),
    guess("out_of_scope", ("stop", 0.7), ("out_of_scope", 0.3)),
]


def test_accuracy_counts_the_first_and_among_the_first() -> None:
    assert measures.accuracy(FOUR) == 0.5
    assert measures.accuracy(FOUR, 2) == 1.0


def test_macro_f1_is_the_mean_over_the_intents_that_were_meant() -> None:
    # greet: 2 of 3; stop: 1 guessed rightly of 3, 1 meant; out_of_scope: never guessed.
    assert measures.macro_f1(FOUR) == pytest.approx((2 / 3 + 2 / 4 + 0) / 3)


def test_a_model_that_is_right_as_often_as_it_is_sure_has_no_calibration_error() -> None:
    said = [guess("greet", ("greet", 0.75))] * 3 + [guess("stop", ("greet", 0.75))]

    assert measures.calibration_error(said) == pytest.approx(0)


def test_a_model_that_is_always_sure_and_always_wrong_has_the_greatest_calibration_error() -> None:
    assert measures.calibration_error([guess("stop", ("greet", 1.0))]) == 1.0


def test_the_recall_of_an_intent_is_over_what_was_meant() -> None:
    assert measures.recall(FOUR, "greet") == 0.5
    assert measures.recall(FOUR, "stop") == 1.0


@pytest.mark.parametrize(("threshold", "share"), [(0.6, 1.0), (0.7, 1.0), (0.8, 0.0)])
def test_out_of_scope_is_answered_when_the_model_is_sure_of_something_else(threshold: float, share: float) -> None:
    assert measures.answered_out_of_scope(FOUR, threshold) == share


def test_what_is_answered_at_once_and_rightly_leaves_out_of_scope_aside() -> None:
    assert measures.answered(FOUR, 0.6) == (pytest.approx(2 / 3), 0.5)


def test_confusions_are_listed_by_how_often_they_happen() -> None:
    assert measures.confusions([*FOUR, FOUR[1]]) == [("greet", "stop", 2), ("out_of_scope", "stop", 1)]


def test_nothing_measured_is_nothing_right() -> None:
    assert (measures.accuracy([]), measures.macro_f1([]), measures.calibration_error([])) == (0.0, 0.0, 0)


def test_the_held_out_utterances_cover_every_intent_and_language() -> None:
    found = {(u.language, u.intent) for u in utterances()}

    assert len({language for language, _ in found}) == 9
    assert len(found) == 9 * len({intent for _, intent in found}) == 9 * 62
