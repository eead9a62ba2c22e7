"""No text makes a claim that the assistant must never make, in any language.

Source: the ten lines that the assistant must not cross, which are named in ``claims/en.yml``. Each language has
its own file: what is never said, sentences that must be caught, and careful sentences that must not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from amparo.content.plain import pattern, plain
from amparo.content.snapshot import Finding, Snapshot
from amparo.language.languages import Language

_FOLDER = Path(__file__).with_name("claims")


@dataclass(frozen=True)
class Claim:
    """What no text may say.

    ``never`` finds the claim; where ``unless`` finds a longer stretch around it, such as a denial, it is no claim.
    ``caught`` are sentences that make the claim.
    """

    line: int
    never: str
    unless: str | None
    caught: tuple[str, ...]

    def made_in(self, text: str) -> str | None:
        """Return the words of a plain text that make the claim, or ``None``."""
        excused = [found.span() for found in pattern(self.unless).finditer(text)] if self.unless else []
        for found in pattern(self.never).finditer(text):
            if not any(_covers(span, found) for span in excused):
                return found[0]
        return None


@dataclass(frozen=True)
class Claims:
    """The claims that are never made in a language, and sentences that come near without making one."""

    never: tuple[Claim, ...]
    careful: tuple[str, ...]

    def made_in(self, text: str) -> Iterator[tuple[Claim, str]]:
        """Yield each claim that a text makes, with the words that make it."""
        plainly = plain(text)
        for claim in self.never:
            words = claim.made_in(plainly)
            if words is not None:
                yield claim, words


@cache
def load(language: Language) -> Claims:
    """Return the claims of a language as its file has them."""
    written = yaml.safe_load((_FOLDER / f"{language.value}.yml").read_text(encoding="utf-8"))
    never = tuple(_claim(row) for row in written["never"])
    return Claims(never, tuple(written["careful"]))


def findings(snapshot: Snapshot, claims: Mapping[Language, Claims]) -> Iterator[Finding]:
    """Yield each claim that a text makes."""
    for language, words in snapshot.texts.items():
        yield from _in_language(language, words.items(), claims[language])


def _in_language(language: Language, words: Iterable[tuple[str, str]], claims: Claims) -> Iterator[Finding]:
    for key, text in words:
        for claim, said in claims.made_in(text):
            yield Finding(language.value, key, f"red line {claim.line}", f'says "{said}"')


def _claim(row: Mapping[str, object]) -> Claim:
    line, never, unless, caught = row["line"], row["never"], row.get("unless"), row["caught"]
    if not (isinstance(line, int) and isinstance(caught, list)):
        raise TypeError(f"not a claim: {never}")
    return Claim(line, str(never), str(unless) if unless else None, tuple(str(sentence) for sentence in caught))


def _covers(span: tuple[int, int], found: re.Match[str]) -> bool:
    return span[0] <= found.start() and found.end() <= span[1]
