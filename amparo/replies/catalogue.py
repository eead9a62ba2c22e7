"""Words for a key in a language, through python-i18n, with the language on every call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import i18n
import yaml
from babel import Locale

from amparo.language.languages import Language

_LOCALES = Path(__file__).with_name("locales")


class MissingWords(LookupError):
    """A key or a value is missing. It is a fault of ours and never shown to a person."""


@lru_cache(maxsize=1)
def _load() -> None:
    # python-i18n has one global configuration and looks for files at each miss. All is read once
    # here, misses are errors, and the locale goes along with each call: its global one is a race.
    i18n.set("load_path", [])
    i18n.set("error_on_missing_translation", True)
    i18n.set("error_on_missing_placeholder", True)
    i18n.set("fallback", "none")
    for language in Language:
        for key, text in texts(language).items():
            i18n.add_translation(key, text, language.value)


def lookup(key: str, language: Language, values: Mapping[str, str]) -> str:
    """Return the words of a key with its values, which are text already.

    Raises:
        MissingWords: the key is not in this language, or a value is missing.
    """
    _load()
    try:
        return str(i18n.t(key, locale=language.value, **values)).strip()
    except (KeyError, ValueError) as error:
        raise MissingWords(key) from error


def plural_key(key: str, number: int, language: Language) -> str:
    """Return the key of the right plural form. CLDR's rules, since python-i18n has English ones."""
    return f"{key}.{Locale.parse(language.value).plural_form(number)}"


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Return all keys and texts of a language as they are written."""
    found: dict[str, str] = {}
    for path in sorted((_LOCALES / language.value).glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.update(_flat(data, path.stem))
    return found


def _flat(data: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from _flat(value, key)
        else:
            yield key, str(value)
