"""The texts of the assistant for staff: each key in two languages, with what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale

from amparo.language.languages import DEFAULT, Language, language_of
from amparo.replies.catalogue import texts
from amparo.replies.register import Entry, Source, entries, sources
from amparo.replies.render import checked_line, label, render

_LONGEST_SEARCH = 200
_VALUE = re.compile(r"(%\{\w+\})")


class UnknownChoice(LookupError):
    """A language or a family that is not there."""


@dataclass(frozen=True)
class Choice:
    """What a worker asked to see. An empty ``family`` or ``search`` leaves nothing out."""

    language: Language
    beside: Language
    family: str
    search: str


@dataclass(frozen=True)
class Text:
    """One text as it is written. ``form`` is its plural category; odd ``parts`` are placeholders."""

    form: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One key: its texts in the two languages, in the order of the choice, and what they rest on."""

    key: str
    cells: tuple[tuple[Language, tuple[Text, ...]], ...]
    sources: tuple[tuple[Source, str], ...]
    reviewed: str
    values: tuple[tuple[str, str], ...]
    composed: bool


def families() -> list[str]:
    """Return the families of all keys, in alphabetical order."""
    return sorted({_family(key) for key in entries()})


def choice(query: Mapping[str, str], own: Language) -> Choice:
    """Return what is asked for; without a word, the worker's ``own`` language beside English.

    Raises:
        UnknownChoice: the language or the family is not there.
    """
    language = language_of(query.get("lang") or (own if own is not DEFAULT else Language.FR).value)
    beside = language_of(query.get("beside") or DEFAULT.value)
    family = query.get("family", "")
    if language is None or beside is None or (family and family not in families()):
        raise UnknownChoice
    return Choice(language, beside, family, query.get("q", "").strip()[:_LONGEST_SEARCH])


def rows(chosen: Choice, own: Language) -> list[Row]:
    """Return the keys that fit, in the order of the declarations, labelled in the worker's language."""
    wanted = chosen.search.casefold()
    return [
        _row(entry, chosen, own)
        for entry in entries().values()
        if chosen.family in ("", _family(entry.key)) and _fits(entry, chosen, wanted)
    ]


def form_values(chosen: Choice, own: Language) -> dict[str, Any]:
    """Return what the page shows besides the rows: what can be chosen, and the state of the two languages."""
    names = [(one, label("page.name", one)) for one in Language]
    shown = dict(names)
    return {
        "chosen": chosen,
        "languages": names,
        "families": families(),
        "heads": [(one, shown[one], checked_line(one, own)) for one in (chosen.language, chosen.beside)],
    }


def _family(key: str) -> str:
    return key.split(".", 1)[0]


def _fits(entry: Entry, chosen: Choice, wanted: str) -> bool:
    said = (text for one in (chosen.language, chosen.beside) for _, text in _written(entry, one))
    return any(wanted in part.casefold() for part in (entry.key, *said))


def _written(entry: Entry, language: Language) -> Iterable[tuple[str, str]]:
    """Return the plural categories and texts of a key; a missing text is left out."""
    words = texts(language)
    forms = [*Locale.parse(language.value).plural_form.rules, "other"] if entry.plural else [""]
    keys = ((form, f"{entry.key}.{form}" if form else entry.key) for form in forms)
    return [(form, words[key].strip()) for form, key in keys if key in words]


def _row(entry: Entry, chosen: Choice, own: Language) -> Row:
    cells = tuple((one, _texts(entry, one)) for one in (chosen.language, chosen.beside))
    # An id that the register lacks is a finding of the content checks, not a reason for no page.
    known = (sources()[id_] for id_ in entry.sources if id_ in sources())
    read = "console.replies.checked"
    return Row(
        entry.key,
        cells,
        tuple((source, render(read, own, {"day": source.checked.isoformat()})) for source in known),
        render("console.replies.reviewed", own, {"day": entry.reviewed.isoformat()}) if entry.reviewed else "",
        tuple((name, _kind(kind, own)) for name, kind in entry.values.items()),
        entry.composed,
    )


def _texts(entry: Entry, language: Language) -> tuple[Text, ...]:
    return tuple(Text(form, tuple(_VALUE.split(text))) for form, text in _written(entry, language))


def _kind(kind: str, own: Language) -> str:
    # A new type of value is shown by its name until it has words; the page must stay readable meanwhile.
    key = f"console.replies.value.{kind}"
    return label(key, own) if key in entries() else kind
