"""The folded words of a text, each with the place where it stands in the text as given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from amparo.language.normalise import fold

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_ZWNJ = "\u200c"
# Who begins a new sentence writes a capital without meaning a name.
_SENTENCE_END = re.compile(r"[.!?…\n]")


@dataclass(frozen=True)
class Token:
    """A folded word.

    ``start`` and ``end`` count characters of the text as given. ``before`` is what stands between
    it and the word before, folded: a space, a comma, an apostrophe; empty between Han characters.
    """

    word: str
    raw: str
    start: int
    end: int
    before: str

    @property
    def is_capital(self) -> bool:
        """Return whether the first letter was written as a capital."""
        return self.raw[0].isupper()

    @property
    def is_glued(self) -> bool:
        """Return whether only an apostrophe parts it from the word before: Iran's, Türkiye'den."""
        return self.before == "'"

    @property
    def begins_sentence(self) -> bool:
        """Return whether a sentence ended right before; the caller knows where the text begins."""
        return _SENTENCE_END.search(self.before) is not None


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text, split also at apostrophes; each Han character is one."""
    folded, places = _folded(text)
    found = []
    end = 0
    for match in _WORD.finditer(folded):
        start, stop = places[match.start()][0], places[match.end() - 1][1]
        found.append(Token(match.group(), text[start:stop], start, stop, folded[end : match.start()]))
        end = match.end()
    return tuple(found)


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the folded text, and for each of its characters where it stood."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for start, cluster in _clusters(text):
        form = _fold_cluster(cluster)
        folded.append(form)
        places.extend([(start, start + len(cluster))] * len(form))
    return "".join(folded), places


def _clusters(text: str) -> list[tuple[int, str]]:
    """Return each character together with the marks on it, since they are folded as one."""
    found = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            found.append((start, text[start:end]))
            start = end
    return found


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    if cluster.isspace():
        return "\n" if "\n" in cluster else " "
    # Persian writes its endings behind this joiner: ایرانی‌ها.
    return " " if cluster == _ZWNJ else fold(cluster)
