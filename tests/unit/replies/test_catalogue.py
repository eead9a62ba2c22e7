"""Every language has every key, with the same values, and no two languages ever mix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import i18n
import pytest
from babel import Locale

from amparo.language.languages import Language
from amparo.replies.catalogue import MissingWords, lookup, plural_key, texts
from amparo.replies.register import Entry, entries
from amparo.replies.render import render

TRANSLATIONS = [language for language in Language if language is not Language.EN]
# Long enough that two languages cannot agree by chance, as they do in names and "INTERPOL".
LONG = 40
SAMPLES: Mapping[str, Any] = {
    "day": "2026-11-22",
    "days": 30,
    "number": 2000,
    "text": "an invented word",
    "territories": ("PE", "BO"),
    "keys": ("exposure.alert.red_notice", "exposure.alert.diffusion"),
    "sources_of": ("guidance.ask_scam.more", "guidance.ask_cost.answer"),
    "helpers": (
        {
            "name": "Open Door",
            "countries": ["PE"],
            "languages": ["en", "fa"],
            "offers": "advice",
            "contact": "https://door.example",
        },
        {"name": "Anywhere", "countries": [], "languages": [], "offers": "advice", "contact": "https://any.example"},
    ),
}
# They reach every plural form that whole numbers have in our languages.
NUMBERS = (0, 1, 2, 3, 5, 11, 13, 21, 100, 1_000_000)


def forms(language: Language) -> set[str]:
    return {*Locale.parse(language.value).plural_form.rules, "other"}


def declared(language: Language) -> set[str]:
    """Return every key that a language must have, one for each plural form."""
    return {
        f"{entry.key}.{form}" if form else entry.key
        for entry in entries().values()
        if not entry.composed
        for form in (forms(language) if entry.plural else {""})
    }


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\{(\w+)\}", text))


def forms_written(key: str, language: Language) -> set[str]:
    return {name.removeprefix(f"{key}.") for name in texts(language) if name.startswith(f"{key}.")}


def singular() -> list[Entry]:
    return [entry for entry in entries().values() if not entry.plural]


def plural() -> list[Entry]:
    return [entry for entry in entries().values() if entry.plural]


def sample_values(entry: Entry) -> list[dict[str, Any]]:
    if entry.composed:
        parts = [part for part in singular() if part.key.startswith(f"{entry.key}.")] or [entries()["path.late"]]
        return [{"parts": [part.key], **sample_values(part)[0]} for part in parts]
    values = {name: SAMPLES[kind] for name, kind in entry.values.items()}
    return [{**values, "n": n} for n in NUMBERS] if entry.plural else [values]


@pytest.mark.parametrize("language", Language)
def test_every_declared_key_has_words(language: Language) -> None:
    assert sorted(declared(language) - texts(language).keys()) == []


@pytest.mark.parametrize("language", Language)
def test_no_words_stand_under_an_undeclared_key(language: Language) -> None:
    assert sorted(texts(language).keys() - declared(language)) == []


@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty(language: Language) -> None:
    empty = [key for key, text in texts(language).items() if not text.strip()]

    # YAML gives None for a key without a value, and we would say the word "None".
    unwritten = [key for key, text in texts(language).items() if text == "None"]
    assert empty + unwritten == []


@pytest.mark.parametrize("language", Language)
def test_a_text_takes_exactly_the_values_that_are_declared(language: Language) -> None:
    words = texts(language)

    wrong = {
        entry.key: placeholders(words[entry.key])
        for entry in singular()
        if entry.key in words and placeholders(words[entry.key]) != set(entry.values)
    }

    assert wrong == {}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_text_has_the_placeholders_of_the_english_one(language: Language) -> None:
    words, english = texts(language), texts(Language.EN)

    wrong = {
        key: placeholders(words[key]) ^ placeholders(english[key])
        for key in words.keys() & english.keys()
        if placeholders(words[key]) != placeholders(english[key])
        and key not in {f"{e.key}.{form}" for e in plural() for form in forms(language)}
    }

    assert wrong == {}


@pytest.mark.parametrize("language", Language)
def test_a_plural_form_takes_no_other_value_and_the_last_form_takes_all(
    language: Language,
) -> None:
    words = texts(language)
    for entry in plural():
        of_each = {
            form: placeholders(words[f"{entry.key}.{form}"])
            for form in forms(language)
            if f"{entry.key}.{form}" in words
        }

        # "One question" and "two questions" may be words without their number.
        assert of_each["other"] == set(entry.values)
        assert all(used <= set(entry.values) for used in of_each.values())


@pytest.mark.parametrize("language", Language)
def test_a_plural_key_has_exactly_the_forms_of_its_language(language: Language) -> None:
    written = {entry.key: forms_written(entry.key, language) for entry in plural()}

    assert written == {entry.key: forms(language) for entry in plural()}


def test_there_is_a_plural_key_to_check() -> None:
    assert [entry.key for entry in plural()] == ["interview.length"]


@pytest.mark.parametrize(
    ("number", "language", "form"),
    [
        (0, Language.EN, "other"),
        (1, Language.EN, "one"),
        (13, Language.EN, "other"),
        (0, Language.FR, "one"),
        (1, Language.FR, "one"),
        (2, Language.FR, "other"),
        (1_000_000, Language.FR, "many"),
        (1, Language.RU, "one"),
        (3, Language.RU, "few"),
        (11, Language.RU, "many"),
        (13, Language.RU, "many"),
        (21, Language.RU, "one"),
        (0, Language.AR, "zero"),
        (1, Language.AR, "one"),
        (2, Language.AR, "two"),
        (3, Language.AR, "few"),
        (13, Language.AR, "many"),
        (100, Language.AR, "other"),
    ],
)
def test_the_plural_form_follows_the_language(number: int, language: Language, form: str) -> None:
    assert plural_key("interview.length", number, language) == f"interview.length.{form}"


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_long_text_was_left_in_english(language: Language) -> None:
    english = texts(Language.EN)

    left = [
        key
        for key, text in texts(language).items()
        if len(text) > LONG and text.strip() == english.get(key, "").strip()
    ]

    assert left == []


@pytest.mark.parametrize("language", Language)
def test_no_placeholder_is_left_after_rendering(language: Language) -> None:
    failed = []
    for entry in entries().values():
        for values in sample_values(entry):
            try:
                said = render(entry.key, language, values)
            except MissingWords as missing:
                failed.append(f"{entry.key} {values.get('n', '')}: {missing}")
                continue
            # Addresses may hold a percent sign of their own.
            if not said.strip() or re.search(r"[{}]|%\w", re.sub(r"https://\S+", "", said)):
                failed.append(f"{entry.key}: {said}")

    assert failed == []


def test_a_missing_key_has_no_words() -> None:
    with pytest.raises(MissingWords, match=r"page\.no_such_key"):
        lookup("page.no_such_key", Language.EN, {})


def test_a_missing_value_is_never_shown_as_a_placeholder() -> None:
    with pytest.raises(MissingWords, match=r"error\.too_long"):
        lookup("error.too_long", Language.EN, {})


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_missing_text_is_not_lent_from_english(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    lookup("page.name", Language.EN, {})
    monkeypatch.setitem(i18n.translations.container["en"], "page.only_english", "Only English")

    assert lookup("page.only_english", Language.EN, {}) == "Only English"
    with pytest.raises(MissingWords):
        lookup("page.only_english", language, {})


THREADS = 8
TIMES = 400


class MeetingPoint(dict[str, Any]):
    """The settings of python-i18n, in which threads wait for each other before the locale is read.

    Whoever wrote a locale there and reads it back finds what another thread wrote meanwhile, so
    that the race shows itself each time and not once in a thousand.
    """

    def __init__(self, settings: Mapping[str, Any], meeting: Barrier) -> None:
        super().__init__(settings)
        self._meeting = meeting

    def __getitem__(self, key: str) -> Any:
        if key == "locale":
            self._meeting.wait()
        return super().__getitem__(key)


def two_texts(language: Language) -> tuple[str, str]:
    return render("consent.kept", language, {"days": 30}), render("page.leave", language)


def test_two_languages_never_mix_in_eight_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = {language: two_texts(language) for language in (Language.EN, Language.AR)}
    meeting = Barrier(THREADS, timeout=30)
    monkeypatch.setattr(i18n.config, "settings", MeetingPoint(i18n.config.settings, meeting))
    languages = [Language.EN, Language.AR] * (THREADS // 2)

    with ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(lambda one: {two_texts(one) for _ in range(TIMES)}, languages))

    assert alone[Language.EN] != alone[Language.AR]
    assert together == [{alone[language]} for language in languages]
