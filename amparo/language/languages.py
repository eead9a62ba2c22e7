"""The languages that people can choose."""

from __future__ import annotations

from enum import Enum


class Language(str, Enum):
    """A language with a complete catalogue; its value is the BCP 47 tag."""

    EN = "en"
    FR = "fr"
    ES = "es"
    AR = "ar"
    RU = "ru"
    TR = "tr"
    FA = "fa"
    ZH = "zh"
    UK = "uk"

    @property
    def cldr(self) -> str:
        """Return the locale for dates and names. British English: day, then month, then year."""
        return "en_GB" if self is Language.EN else self.value

    @property
    def direction(self) -> str:
        """Return ``rtl`` or ``ltr`` for HTML's ``dir``."""
        return "rtl" if self in (Language.AR, Language.FA) else "ltr"


DEFAULT = Language.EN


def language_of(tag: str | None) -> Language | None:
    """Return the language for a tag such as ``fr`` or ``fr-CM``; ``None`` when we do not have it."""
    base = (tag or "").strip().lower().replace("_", "-").split("-")[0]
    try:
        return Language(base)
    except ValueError:
        return None


def preferred(accept_language: str | None) -> Language | None:
    """Return the first language of an ``Accept-Language`` header that we have."""
    for part in (accept_language or "")[:200].split(","):
        found = language_of(part.split(";")[0])
        if found is not None:
            return found
    return None
