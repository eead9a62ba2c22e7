"""Which keys exist, what they rest on, and that the domain asks for none that is missing."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from amparo.domain import errors
from amparo.domain.exposure import ReasonCode, StepCode, Unknown
from amparo.domain.interview import OPTIONS, Question
from amparo.domain.notices import AlertKind
from amparo.language.languages import Language
from amparo.replies import register
from amparo.replies.catalogue import texts
from amparo.replies.register import entries, reviews, sources

FOLDER = Path(register.__file__).parent
KINDS_OF_VALUE = {"day", "days", "territories", "keys", "number", "text", "sources_of", "helpers"}


def written(name: str) -> dict[str, Any]:
    """Return a register as it is written, with what the module leaves out."""
    data: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return data


def declared(section: str) -> list[str]:
    """Return the keys of one section over all families, as often as they stand there."""
    return [
        key for path in sorted((FOLDER / "keys").glob("*.yml")) for key in written(f"keys/{path.name}").get(section, ())
    ]


def test_every_factual_key_names_sources_that_are_known() -> None:
    unknown = {
        entry.key: sorted(set(entry.sources) - sources().keys())
        for entry in entries().values()
        if set(entry.sources) - sources().keys()
    }

    assert unknown == {}


def test_no_factual_key_is_without_a_source() -> None:
    assert [key for key in declared("factual") if not entries()[key].sources] == []


def test_every_factual_key_says_when_it_was_reviewed_and_not_in_the_future() -> None:
    reviewed = {key: entries()[key].reviewed for key in declared("factual")}

    assert [key for key, day in reviewed.items() if day is None or day > date.today()] == []


def test_a_source_is_named_once_for_a_key() -> None:
    twice = [key for key, entry in entries().items() if len(entry.sources) != len(set(entry.sources))]

    assert twice == []


@pytest.mark.parametrize("pattern", [r"exposure\.reason\.", r"guidance\.\w+\.more$", r"path\.(waiting|admitted)_"])
def test_every_answer_about_alerts_names_its_sources(pattern: str) -> None:
    answers = [entry for key, entry in entries().items() if re.match(pattern, key)]

    assert answers
    assert [entry.key for entry in answers if not entry.sources] == []


# What states a rule, a number, or what a body does.
FACT = re.compile(r"\d|INTERPOL (writes|tells|deletes|may|must|has)|\bCCF (should|can|accepts|decides)|[Aa]rticle")
# Advice and offers of our own that name these bodies, and no fact about them.
_ADVICE = {"guidance.ask_revision.next", "guidance.ask_representative.next", "path.not_filed"}


def test_no_guidance_that_states_a_fact_is_declared_as_mere_wording() -> None:
    words = texts(Language.EN)
    mere = [key for key in declared("wording") if key.startswith(("guidance.", "path."))]

    assert [key for key in mere if FACT.search(words[key]) and key not in _ADVICE] == []


def test_mere_wording_names_no_source() -> None:
    assert [key for key in declared("wording") if entries()[key].sources] == []


def test_every_key_is_declared_once() -> None:
    times = Counter([*declared("factual"), *declared("wording"), *declared("composed")])

    assert [key for key, count in times.items() if count > 1] == []
    assert entries().keys() == times.keys()


def test_only_declared_keys_take_values_or_plurals() -> None:
    assert ({*declared("values"), *declared("plural")}) - entries().keys() == set()


def test_a_family_declares_only_its_own_keys() -> None:
    sections = ("factual", "wording", "composed", "values", "plural")
    strange = {
        path.stem: [
            key
            for s in sections
            for key in written(f"keys/{path.name}").get(s, ())
            if not key.startswith(f"{path.stem}.")
        ]
        for path in (FOLDER / "keys").glob("*.yml")
    }

    assert {family: keys for family, keys in strange.items() if keys} == {}


def test_every_value_is_of_a_kind_that_can_be_rendered() -> None:
    kinds = {kind for entry in entries().values() for kind in entry.values.values()}

    assert kinds - KINDS_OF_VALUE == set()


def test_every_plural_key_takes_the_number_it_counts() -> None:
    counted = {entry.key: entry.values.get("n") for entry in entries().values() if entry.plural}

    assert counted == dict.fromkeys(declared("plural"), "number")


@pytest.mark.parametrize("id_", written("sources.yml"))
def test_a_source_can_be_looked_up_and_says_when_it_was_read(id_: str) -> None:
    row = written("sources.yml")[id_]

    address = urlsplit(row["address"])
    assert address.scheme == "https"
    assert address.hostname
    assert " " not in row["address"]
    assert isinstance(row["checked"], date)
    assert row["kind"] in {"primary", "secondary"}


@pytest.mark.parametrize("id_", written("sources.yml"))
def test_a_source_has_a_name_a_publisher_and_what_it_supports(id_: str) -> None:
    source = sources()[id_]

    told = (source.short, source.title, source.publisher, source.dated, source.supports)
    assert source.id == id_
    assert [text for text in told if not text.strip() or text == "None"] == []


def test_no_two_sources_look_alike_to_a_reader() -> None:
    times = Counter(source.short for source in sources().values())

    assert [short for short, count in times.items() if count > 1] == []


def test_the_review_of_every_language_is_told() -> None:
    assert reviews().keys() == {language.value for language in Language}


CLASSES = [value for value in vars(errors).values() if isinstance(value, type)]
ERRORS = [kind for kind in CLASSES if issubclass(kind, errors.AmparoError)]
KEYS_OF_THE_DOMAIN = [
    *(f"exposure.reason.{code.value}" for code in ReasonCode),
    *(f"exposure.alert.{kind.value}" for kind in AlertKind),
    *(f"exposure.unknown.{unknown.value}" for unknown in Unknown),
    *(f"exposure.step.{step.value}" for step in StepCode),
    *(f"interview.ask.{question.value}" for question in Question),
    *(f"interview.why.{question.value}" for question in Question),
    *(
        f"interview.option.{question.value}.{option.value}"
        for question, options in OPTIONS.items()
        for option in options
    ),
    # A person must be able to say that nothing happened.
    "interview.option.incident.none",
    "interview.option.incident_more.none",
]


@pytest.mark.parametrize("key", KEYS_OF_THE_DOMAIN)
def test_what_the_domain_can_say_has_a_declared_key(key: str) -> None:
    assert key in entries()


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_has_a_reply_that_takes_only_values_we_can_give(
    error: type[errors.AmparoError],
) -> None:
    entry = entries()[error.reply]

    assert entry.values.keys() <= {"most"}


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("exposure.reason.", {code.value for code in ReasonCode}),
        ("exposure.alert.", {kind.value for kind in AlertKind}),
        ("exposure.unknown.", {unknown.value for unknown in Unknown}),
        ("exposure.step.", {step.value for step in StepCode}),
        ("interview.ask.", {question.value for question in Question}),
        ("interview.why.", {question.value for question in Question}),
    ],
)
def test_no_key_is_kept_for_what_the_domain_no_longer_says(prefix: str, expected: set[str]) -> None:
    found = {key.removeprefix(prefix) for key in entries() if key.startswith(prefix)}

    assert found == expected


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("exposure.reason.country_named", {"countries": "territories"}),
        ("exposure.reason.country_named_by_ngos", {"countries": "territories"}),
        ("exposure.alerts", {"kinds": "keys"}),
        ("exposure.unknowns", {"points": "keys"}),
        ("exposure.limits_today_access", {"admissible_by": "day", "decision_by": "day"}),
        (
            "path.waiting_access",
            {"filed_on": "day", "admissible_by": "day", "decision_by": "day"},
        ),
        (
            "path.waiting_deletion",
            {"filed_on": "day", "admissible_by": "day", "decision_by": "day"},
        ),
    ],
)
def test_the_assessment_is_told_with_the_values_it_has(key: str, values: dict[str, str]) -> None:
    assert entries()[key].values == values


def test_a_signature_is_read_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # YAML takes a bare `on` for true, so the day stands under `date`.
    (tmp_path / "reviews.yml").write_text('languages: {en: {by: "An office", date: 2027-01-31}, fr: null}')
    monkeypatch.setattr(register, "_FOLDER", tmp_path)
    reviews.cache_clear()
    try:
        assert reviews() == {"en": register.Review("An office", date(2027, 1, 31)), "fr": None}
    finally:
        monkeypatch.undo()
        reviews.cache_clear()
