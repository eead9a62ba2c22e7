"""A key and plain values become words, with the source beneath what states facts."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.language.languages import Language
from amparo.replies.catalogue import MissingWords, lookup
from amparo.replies.register import entries, sources
from amparo.replies.render import label, render, source_line

OPEN, CLOSE = "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        (Language.EN, "5 March 2021"),
        (Language.FR, "5 mars 2021"),
        (Language.AR, "5 مارس 2021"),
        (Language.RU, "5 марта 2021"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language: Language, day: str) -> None:
    said = render("interview.understood.day", language, {"day": "2021-03-05"})

    assert day in said


@pytest.mark.parametrize(
    ("language", "days"),
    [
        (Language.EN, "30 days"),
        (Language.FR, "30\u00a0jours"),
        (Language.AR, "30 يومًا"),
        (Language.RU, "30 дней"),
    ],
)
def test_a_number_of_days_is_counted_as_the_language_counts(language: Language, days: str) -> None:
    assert days in render("consent.kept", language, {"days": 30})


@pytest.mark.parametrize(
    ("codes", "language", "names"),
    [
        (("PE",), Language.EN, "Peru"),
        (("PE", "BO"), Language.EN, "Peru and Bolivia"),
        (("PE", "BO", "CL"), Language.EN, "Peru, Bolivia and Chile"),
        (("PE", "BO"), Language.FR, "Pérou et Bolivie"),
        (("PE", "BO"), Language.AR, "بيرو وبوليفيا"),
        (("PE", "BO"), Language.RU, "Перу и Боливия"),
        (("XQ",), Language.EN, "XQ"),
    ],
)
def test_countries_are_named_in_the_language(codes: tuple[str, ...], language: Language, names: str) -> None:
    said = render("interview.understood.country", language, {"countries": codes})

    assert names in said


def test_listed_keys_become_lines_without_their_own_sources() -> None:
    kinds = ["exposure.alert.diffusion", "exposure.alert.blue_notice"]

    said = render("exposure.alerts", Language.EN, {"kinds": kinds})

    lines = [f"• {lookup(key, Language.EN, {})}" for key in kinds]
    assert "\n".join(lines) in said
    assert said.count("Source:") == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "There is 1 question."), (13, "There are about 13 questions.")],
)
def test_a_counted_text_takes_its_plural_form(number: int, words: str) -> None:
    assert render("interview.length", Language.EN, {"n": number}) == words


def test_a_number_has_no_separator_that_another_language_reads_otherwise() -> None:
    said = render("error.too_long", Language.FR, {"most": 2000})

    assert "2000" in said


@pytest.mark.parametrize("language", Language)
def test_a_text_that_states_facts_ends_with_its_sources(language: Language) -> None:
    factual = [entry for entry in entries().values() if entry.sources and not entry.values]

    without = [
        entry.key
        for entry in factual
        if not render(entry.key, language).endswith("\n" + source_line(entry.sources, language))
    ]

    assert factual
    assert without == []


@pytest.mark.parametrize("language", Language)
def test_wording_without_facts_has_no_source_line(language: Language) -> None:
    said = render("page.title", language)

    assert said == lookup("page.title", language, {})


def test_a_source_line_names_every_source_apart_from_the_words_around_it() -> None:
    line = source_line(["ccf-statute", "rpd"], Language.AR)

    names = f"{sources()['ccf-statute'].short}; {sources()['rpd'].short}"
    word = lookup("page.source", Language.AR, {})
    assert line == f"{word}: {OPEN}{names}{CLOSE}"


def test_a_label_is_the_bare_wording() -> None:
    assert label("handoff.offer_no", Language.EN) == "Not now"


def test_a_key_that_is_not_declared_cannot_be_rendered() -> None:
    with pytest.raises(MissingWords, match=r"page\.no_such_key"):
        render("page.no_such_key", Language.EN)


@pytest.mark.parametrize(
    ("key", "values", "missing"),
    [
        ("consent.kept", None, "days"),
        ("interview.understood.date", {"first": "2021-03-01"}, "last"),
        ("interview.length", {}, "n"),
        ("exposure.limits_today_access", {"decision_by": "2027-04-22"}, "admissible_by"),
    ],
)
def test_a_missing_value_is_named_and_nothing_is_shown(
    key: str,
    values: dict[str, Any] | None,
    missing: str,
) -> None:
    with pytest.raises(MissingWords, match=missing):
        render(key, Language.EN, values)


def test_a_listed_key_without_words_is_refused() -> None:
    with pytest.raises(MissingWords):
        render("exposure.unknowns", Language.EN, {"points": ["exposure.unknown.none"]})


def test_values_that_a_text_does_not_take_are_not_shown() -> None:
    said = render("page.title", Language.EN, {"name": "an invented name"})

    assert said == "Amparo"


def test_a_value_is_never_read_as_a_placeholder() -> None:
    said = render("interview.understood.country", Language.EN, {"countries": ["%{days}"]})

    assert "%{days}" in said


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("interview.understood.day", {"day": "next spring"}),
        ("consent.kept", {"days": "many"}),
        ("error.too_long", {"most": "many"}),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(key: str, values: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        render(key, Language.EN, values)
