"""Every declared key has its text in every language, with its values and plural forms, and no other key has one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel import Locale

from amparo.content.snapshot import Finding, Snapshot
from amparo.language.languages import Language
from amparo.replies.register import Entry

RULE = "complete"
_PLACEHOLDER = re.compile(r"%\{(\w+)\}")
# YAML gives None for a key without a value, and we would say the word.
_UNWRITTEN = {"", "None"}


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield each key that is missing, empty or not declared, and each text with other values than declared."""
    for language in snapshot.texts:
        yield from _keys(snapshot, language)
        yield from _values(snapshot, language)


def _keys(snapshot: Snapshot, language: Language) -> Iterator[Finding]:
    words = snapshot.texts[language]
    wanted = {key for entry in snapshot.entries.values() for key in _names(entry, language)}
    for key in wanted - words.keys():
        yield Finding(language.value, key, RULE, "has no text")
    for key in words.keys() - wanted:
        yield Finding(language.value, key, RULE, "is not declared, or is a plural form that the language does not have")
    for key in wanted & words.keys():
        if words[key].strip() in _UNWRITTEN:
            yield Finding(language.value, key, RULE, "is empty")


def _names(entry: Entry, language: Language) -> Iterator[str]:
    if entry.composed:
        return
    if not entry.plural:
        yield entry.key
        return
    for form in {*Locale.parse(language.value).plural_form.rules, "other"}:
        yield f"{entry.key}.{form}"


def _values(snapshot: Snapshot, language: Language) -> Iterator[Finding]:
    for key, text in snapshot.texts[language].items():
        entry = snapshot.declaration(key)
        if entry is None:
            continue
        used = set(_PLACEHOLDER.findall(text))
        # "One question" and "two questions" may be words without their number; the last form takes all.
        optional = set(entry.values) if entry.plural and not key.endswith(".other") else set()
        for name in used - set(entry.values):
            yield Finding(language.value, key, RULE, f"takes %{{{name}}}, which is not declared")
        for name in set(entry.values) - used - optional:
            yield Finding(language.value, key, RULE, f"leaves out %{{{name}}}")
        yield from _unlike_english(snapshot, language, key, used - optional)


def _unlike_english(snapshot: Snapshot, language: Language, key: str, used: set[str]) -> Iterator[Finding]:
    english = snapshot.texts.get(Language.EN, {}).get(key)
    entry = snapshot.declaration(key)
    if english is None or entry is None or entry.plural:
        return
    other = set(_PLACEHOLDER.findall(english)) ^ used
    if other:
        yield Finding(language.value, key, RULE, f"has other values than English: {', '.join(sorted(other))}")
