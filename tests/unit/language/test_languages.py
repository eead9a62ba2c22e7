"""Which of our languages a tag or a browser asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.language.languages import Language, language_of, preferred


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", Language.EN),
        ("fr", Language.FR),
        ("ar", Language.AR),
        ("ru", Language.RU),
        ("fr-CM", Language.FR),
        ("FR_cm", Language.FR),
        (" ar ", Language.AR),
        ("ar-EG-x-private", Language.AR),
        ("de", None),
        ("zz-fr", None),
        ("french", None),
        ("f", None),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_names_one_of_our_languages_or_none(tag: str | None, language: Language | None) -> None:
    assert language_of(tag) is language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", Language.RU),
        ("de,fr;q=0.8,en;q=0.5", Language.FR),
        ("fr", Language.FR),
        ("ar-SY , en", Language.AR),
        ("de, it", None),
        ("*", None),
        (";;;,,,", None),
        ("", None),
        (None, None),
    ],
)
def test_the_first_language_of_a_browser_that_we_have_is_taken(
    header: str | None,
    language: Language | None,
) -> None:
    assert preferred(header) is language


def test_of_an_endless_header_only_the_beginning_is_read() -> None:
    assert preferred("xx," * 100_000 + "fr") is None


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        (Language.AR, "rtl"),
        (Language.EN, "ltr"),
        (Language.FR, "ltr"),
        (Language.RU, "ltr"),
    ],
)
def test_only_arabic_runs_from_right_to_left(language: Language, direction: str) -> None:
    assert language.direction == direction


@given(st.text())
@settings(derandomize=True, deadline=None)
def test_no_header_makes_the_choice_of_a_language_fail(text: str) -> None:
    assert {language_of(text), preferred(text)} <= {None, *Language}
