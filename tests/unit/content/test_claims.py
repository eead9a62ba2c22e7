"""No language makes a claim that crosses a red line, and careful sentences are let through."""

from __future__ import annotations

import pytest

from amparo.content import claims
from amparo.content.claims import Claim
from amparo.content.plain import plain
from amparo.content.snapshot import Finding, present
from amparo.language.languages import Language
from tests.unit.content.planted import catalogue, wording

ALL = {language: claims.load(language) for language in Language}
CAUGHT = [
    pytest.param(language, claim, sentence, id=f"{language.value}-{claim.line}-{sentence[:30]}")
    for language in Language
    for claim in ALL[language].never
    for sentence in claim.caught
]
CAREFUL = [(language, sentence) for language in Language for sentence in ALL[language].careful]


def test_no_present_text_crosses_a_red_line() -> None:
    assert sorted(claims.findings(present(), ALL)) == []


@pytest.mark.parametrize(("language", "claim", "sentence"), CAUGHT)
def test_a_sentence_across_a_red_line_is_caught(language: Language, claim: Claim, sentence: str) -> None:
    assert claim.made_in(plain(sentence)) is not None


@pytest.mark.parametrize(("language", "sentence"), CAREFUL)
def test_a_careful_sentence_crosses_no_red_line(language: Language, sentence: str) -> None:
    assert [(claim.line, words) for claim, words in ALL[language].made_in(sentence)] == []


@pytest.mark.parametrize("language", Language)
def test_every_red_line_is_guarded_in_every_language(language: Language) -> None:
    assert {claim.line for claim in ALL[language].never} == set(range(1, 11))


@pytest.mark.parametrize("language", Language)
def test_every_claim_has_a_sentence_that_it_catches(language: Language) -> None:
    assert [claim.never for claim in ALL[language].never if not claim.caught] == []


def test_a_planted_claim_is_told_with_its_line_and_words() -> None:
    planted = catalogue({Language.EN: {"page.a": "Do not worry.\nYou are  SAFE now."}}, wording("page.a"))

    assert list(claims.findings(planted, ALL)) == [
        Finding("en", "page.a", "red line 2", 'says "you are safe"'),
        Finding("en", "page.a", "red line 2", 'says "do not worry"'),
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (Language.AR, "لا يُوجَدُ تَنبِيهٌ بِشأنِكُم"),
        (Language.AR, "لا يوجد تنبيه بشأنكم"),
        (Language.FA, "هشداري درباره شما وجود ندارد"),
        (Language.FA, "هشداری دربارهٔ شما وجود ندارد"),
        (Language.FR, "Il n'y a pas d'alerte à votre sujet."),
        (Language.FR, "IL N’Y A  PAS D’ALERTE."),
        (Language.TR, "HAKKINIZDA BİR UYARI YOK."),
    ],
)
def test_marks_letters_and_spaces_do_not_hide_a_claim(language: Language, sentence: str) -> None:
    assert [claim.line for claim, _ in ALL[language].made_in(sentence)] == [1]


def test_a_denial_excuses_only_the_words_that_it_covers() -> None:
    both = "Cela ne veut pas dire qu’il n’y a pas d’alerte. Il n’y a pas d’alerte à votre sujet."

    assert [claim.line for claim, _ in ALL[Language.FR].made_in(both)] == [1]


@pytest.mark.parametrize(
    "sentence",
    [
        "You are safe.",
        "It is safe to travel.",
        "There is no alert about you.",
        "You are on the list.",
        "Your country will not be informed.",
        "They will not learn of it.",
        "We guarantee it.",
        "The data will be deleted.",
        "It cannot lead to arrest.",
        "You cannot be arrested.",
        "Please call your embassy.",
        "Send your request by e-mail.",
        "The risk is 20%.",
        "It is likely that there is an alert.",
        "Your score is high.",
    ],
)
def test_the_worst_sentences_are_caught(sentence: str) -> None:
    assert list(ALL[Language.EN].made_in(sentence))
