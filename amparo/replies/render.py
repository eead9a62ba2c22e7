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
from amparo.replies.register import Entry, Source, entries, reviews, sources

Plain: TypeAlias = "str | int | Sequence[str]"
# Isolates keep a value of the other direction from reordering the sentence around it.
_OPEN, _CLOSE = "\u2068", "\u2069"


def render(key: str, language: Language, values: Mapping[str, Any] | None = None) -> str:
    """Return the text for a person, with its source line when it states facts.

    Args:
        key: a declared key.
        language: the language of the text.
        values: what the key declares, in plain form: an ISO date for ``day``, a number for
            ``days`` and ``number``, country codes for ``territories``, keys for ``keys`` and
            ``sources_of``. For a composed key ``parts`` names the keys that it is made of, and the
            rest are the values of these.

    Raises:
        MissingWords: the key or one of its values is not there.
    """
    given = values or {}
    entry = _declared(key)
    parts = [_declared(str(part)) for part in given.get("parts", ())] if entry.composed else [entry]
    if not parts:
        raise MissingWords(key)
    text = "\n".join(_worded(part, language, given) for part in parts)
    resting_on = tuple(dict.fromkeys(id_ for part in parts for id_ in part.sources))
    return f"{text}\n{source_line(resting_on, language)}" if resting_on else text


def label(key: str, language: Language) -> str:
    """Return short wording without values, such as a button."""
    return render(key, language)


def source_line(ids: Sequence[str], language: Language) -> str:
    """Return the line that says where a statement comes from."""
    names = "; ".join(sources()[id_].short for id_ in ids)
    return f"{lookup('page.source', language, {})}: {_isolated(names)}"


def checked_line(language: Language, told_in: Language) -> str:
    """Return who signed the texts of a language, or that a machine drafted them and nobody did."""
    review = reviews()[language.value]
    if review is None:
        return render("page.machine_drafted", told_in)
    return render("page.signed", told_in, {"by": review.by, "day": review.on.isoformat()})


def _declared(key: str) -> Entry:
    entry = entries().get(key)
    if entry is None:
        raise MissingWords(key)
    return entry


def _worded(entry: Entry, language: Language, given: Mapping[str, Any]) -> str:
    missing = entry.values.keys() - given.keys()
    if missing or entry.composed:
        raise MissingWords(f"{entry.key}: {sorted(missing)}")
    ready = {name: _FORMATS[kind](given[name], language) for name, kind in entry.values.items()}
    name = plural_key(entry.key, int(given["n"]), language) if entry.plural else entry.key
    return lookup(name, language, ready)


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


def _sources_of(value: Any, language: Language) -> str:
    ids = dict.fromkeys(id_ for key in value for id_ in _declared(str(key)).sources)
    return "\n".join(f"• {_full(sources()[id_], language)}" for id_ in ids)


def _full(source: Source, language: Language) -> str:
    """Return a source as one can look it up, and whether it is the body's own text."""
    told = {name: _isolated(getattr(source, name)) for name in ("title", "publisher", "address")}
    told["dated"] = source.dated if source.dated[0].isdigit() else lookup("topic.undated", language, {})
    line = lookup("topic.source_line", language, {**told, "checked": _day(source.checked.isoformat(), language)})
    return f"{line} ({lookup(f'topic.source_kind.{source.kind}', language, {})})"


def _helpers(value: Any, language: Language) -> str:
    """Return a line for each organisation: where it works, its languages, and the operator's own words."""
    return "".join(f"\n• {_helper(row, language)}" for row in value)


def _helper(row: Mapping[str, Any], language: Language) -> str:
    names = Locale.parse(language.cldr).languages
    spoken = ", ".join(str(names.get(tag, tag)) for tag in row["languages"])
    where = "; ".join(part for part in (_territories(row["countries"], language), spoken) if part)
    name = f"{_isolated(row['name'])} ({where})" if where else _isolated(row["name"])
    return f"{name}: {_isolated(row['offers'])}. {_isolated(row['contact'])}"


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
    "sources_of": _sources_of,
    "helpers": _helpers,
}
