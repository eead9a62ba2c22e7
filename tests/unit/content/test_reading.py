"""Long sentences and rare words are found; what is no sentence is not counted."""

from __future__ import annotations

import pytest

from amparo.content import glossary, reading, words
from amparo.content.reading import Limits
from amparo.content.sentences import length, sentences
from amparo.content.snapshot import present
from amparo.language.languages import Language
from tests.unit.content.planted import catalogue, factual, wording

EN = Language.EN
ROOMY = Limits(mean=99, longest=99, rare=1, rare_below=3, grade=99)


def found(text: str, limits: Limits) -> list[str]:
    planted = catalogue({EN: {"page.a": text}}, factual("page.a"))
    return [finding.what for finding in reading.findings(planted, {EN: limits}, glossary.load())]


def test_the_present_texts_are_easy_to_read() -> None:
    assert sorted(reading.findings(present(), reading.load(), glossary.load())) == []


def test_every_language_has_its_limits_and_english_those_that_were_agreed() -> None:
    assert reading.load().keys() == set(Language)
    assert (reading.load()[EN].mean, reading.load()[EN].grade) == (16, 7)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("1. First step\n• second\n- third", ["First step", "second", "third"]),
        ("These:\n%{points}", ["These:"]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
        ("هل هذا؟ نعم.", ["هل هذا؟", "نعم."]),
        ("See 29.1 there.", ["See 29.1 there."]),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("sentence", "language", "long"),
    [
        ("You don't know INTERPOL's rules.", EN, 5),
        ("نمی‌توانم بگویم", Language.FA, 2),
        ("您询问CCF。", Language.ZH, 4),
    ],
)
def test_a_sentence_is_as_long_as_its_words_or_characters(sentence: str, language: Language, long: int) -> None:
    assert length(sentence, language) == long


def test_a_sentence_that_is_too_long_is_found() -> None:
    limits = Limits(mean=99, longest=4, rare=1, rare_below=3, grade=99)

    assert found("One two three. One two three four five.", limits) == [
        'a sentence of 5, at most 4: "One two three four five. ..."'
    ]


def test_sentences_that_are_long_on_average_are_found() -> None:
    limits = Limits(mean=3, longest=99, rare=1, rare_below=3, grade=99)

    assert found("We go home. We all go home now today.", limits) == ["words a sentence on average 4.5, at most 3"]


def test_rare_words_are_found_and_terms_of_the_glossary_are_not_counted() -> None:
    limits = Limits(mean=99, longest=99, rare=0.1, rare_below=3, grade=99)

    assert found("We perambulate lugubriously.", limits) == ["share of rare words 0.667, at most 0.1"]
    assert found("Extradition to INTERPOL and UNHCR.", limits) == []


def test_a_high_grade_is_found() -> None:
    limits = Limits(mean=99, longest=99, rare=1, rare_below=3, grade=7)

    assert [what[:5] for what in found("International organisations authorise administrative operations.", limits)] == [
        "grade"
    ]


def test_only_what_states_facts_is_measured() -> None:
    planted = catalogue({EN: {"page.a": "One two three four."}}, wording("page.a"))

    assert reading.figures(planted, EN, ROOMY, glossary.load()) is None


@pytest.mark.parametrize(
    ("word", "count"), [("asylum", 3), ("deletion", 3), ("CCF", 3), ("home", 1), ("Interpollike", 4)]
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert words.syllables(word) == count


def test_chinese_is_cut_into_words_without_a_file_and_without_a_word_on_stderr(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert words.tokens("您询问国际刑警组织", Language.ZH)[:2] == ["您", "询问"]
    assert capfd.readouterr().err == ""
