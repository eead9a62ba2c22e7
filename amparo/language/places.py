"""Countries in a text, by the territory names of CLDR and lists of other names and of nationalities.

Names are looked up in all our languages at once: people name a country as they know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from amparo.language.gazetteer import gazetteer
from amparo.language.lookalikes import Place, Verdict, are_listed, judge
from amparo.language.tokens import Token, tokens


@dataclass(frozen=True)
class Named:
    """A country named in a text.

    ``start`` and ``end`` count characters of the text as given, ``end`` is exclusive. ``code`` is
    the ISO 3166-1 alpha-2 code.
    """

    start: int
    end: int
    code: str


def countries(text: str) -> tuple[str, ...]:
    """Return the ISO 3166-1 alpha-2 codes of the countries named, in their order, each once."""
    return tuple(dict.fromkeys(named.code for named in spans(text)))


def spans(text: str) -> tuple[Named, ...]:
    """Return every place of the text where a country or its people is named, in their order."""
    return tuple(
        Named(place.name[0].start, place.name[-1].end, place.entry.code) for place in _counted(_judged(tokens(text)))
    )


def regions(text: str) -> bool:
    """Return whether a name stands in the text that tells no state, so that we ask back.

    Such names are lands and peoples without a state (Kurdistan), and names that two states share
    (Korea, Congo).
    """
    return any(verdict is Verdict.ASK_BACK for _, verdict in _judged(tokens(text)))


def _judged(said: Sequence[Token]) -> list[tuple[Place, Verdict]]:
    """Return the names of the text, and what each counts for."""
    found: list[tuple[Place, Verdict]] = []
    for place in _names(said):
        last = found[-1] if found else None
        follows = last is not None and last[1] is Verdict.LANGUAGE and are_listed(last[0], place)
        found.append((place, judge(place, follows_language=follows)))
    return found


def _names(said: Sequence[Token]) -> Iterator[Place]:
    start = 0
    while start < len(said):
        match = gazetteer().longest(said, start)
        if match is not None:
            yield Place(said, start, start + match[1], match[0])
        start += match[1] if match is not None else 1


def _counted(found: Sequence[tuple[Place, Verdict]]) -> Iterator[Place]:
    """Give the names that count, and the doubtful ones in a list with them: Syria, Jordan."""
    counts = [verdict is Verdict.COUNTS for _, verdict in found]
    for at in (*range(1, len(found)), *range(len(found) - 2, -1, -1)):
        for neighbour in (at - 1, at + 1):
            if found[at][1] is Verdict.DOUBTFUL and 0 <= neighbour < len(found) and counts[neighbour]:
                first, second = sorted((at, neighbour))
                counts[at] = counts[at] or are_listed(found[first][0], found[second][0])
    return (place for (place, _), does_count in zip(found, counts, strict=True) if does_count)
