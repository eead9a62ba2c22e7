"""One plain form of texts and of the patterns that are looked for in them."""

from __future__ import annotations

import re
from functools import cache

from amparo.language.normalise import clean, fold

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


@cache
def plain(text: str) -> str:
    """Return a text for comparing: lower case, single spaces, no accents, marks or joiners, one form of each letter."""
    return fold(clean(text))


@cache
def pattern(written: str) -> re.Pattern[str]:
    """Return a pattern that is looked for in plain texts.

    Args:
        written: a regular expression as people of the language write it, in lower case. Letters beyond
            ASCII are brought into the plain form, so that accents and forms of letters make no difference;
            the rest is syntax and stays.

    Raises:
        re.error: it is not a regular expression.
    """
    return re.compile(_NOT_ASCII.sub(lambda letters: fold(letters[0]), written))
