"""A reply key with plain values becomes text in a language: dates, places and lists by Babel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.lists import format_list

from amparo.language.languages import Language
from amparo.replies.catalogue import MissingWords, lookup, plural_key
from amparo.replies.register import entries, sources

Plain: TypeAlias = "str | int | Sequence[str]"
# Isolates keep a value of the other direction from reordering the sentence around it.
_OPEN, _CLOSE = "\u2068", "\u2069"


def render(key: str, language: Language, values: Mapping[str, Any] | None = None) -> str:
    """Return the text for a person, with its source line when it states facts.

    Args:
        key: a declared key.
        language: the language of the text.
        values: what the key declares, in plain form: an ISO date for ``day``, a number for
            ``days`` and ``number``, country codes for ``territories``, keys for ``keys``.

    Raises:
        MissingWords: the key or one of its values is not there.
    """
    entry = entries().get(key)
    if entry is None:
        raise MissingWords(key)
    given = values or {}
    missing = entry.values.keys() - given.keys()
    if missing:
        raise MissingWords(f"{key}: {sorted(missing)}")
    ready = {name: _FORMATS[kind](given[name], language) for name, kind in entry.values.items()}
    name = plural_key(key, int(given["n"]), language) if entry.plural else key
    text = lookup(name, language, ready)
    return f"{text}\n{source_line(entry.sources, language)}" if entry.sources else text


def label(key: str, language: Language) -> str:
    """Return short wording without values, such as a button."""
    return render(key, language)


def source_line(ids: Sequence[str], language: Language) -> str:
    """Return the line that says where a statement comes from."""
    names = "; ".join(sources()[id_].short for id_ in ids)
    return f"{lookup('page.source', language, {})}: {_isolated(names)}"


def _day(value: Any, language: Language) -> str:
    return format_date(date.fromisoformat(str(value)), format="long", locale=language.cldr)


def _days(value: Any, language: Language) -> str:
    # format_unit has no long form for days in Arabic; a time span has. The threshold keeps it in days.
    return format_timedelta(timedelta(days=int(value)), granularity="day", threshold=1000, locale=language.cldr)


def _number(value: Any, language: Language) -> str:
    return str(int(value))


def _text(value: Any, language: Language) -> str:
    return _isolated(str(value))


def _territories(value: Any, language: Language) -> str:
    names = Locale.parse(language.cldr).territories
    return format_list([str(names.get(code, code)) for code in value], locale=language.cldr)


def _keys(value: Any, language: Language) -> str:
    return "\n".join(f"• {_without_source(key, language)}" for key in value)


def _without_source(key: str, language: Language) -> str:
    return lookup(key, language, {})


def _isolated(text: str) -> str:
    return f"{_OPEN}{text}{_CLOSE}"


_FORMATS: Mapping[str, Callable[[Any, Language], str]] = {
    "day": _day,
    "days": _days,
    "number": _number,
    "text": _text,
    "territories": _territories,
    "keys": _keys,
}
