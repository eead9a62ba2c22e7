"""Each answer of the guidance fits a phone: the longest form that anybody can read is counted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from amparo.content.snapshot import Finding, Snapshot
from amparo.domain.circumstances import Circumstance, circumstances
from amparo.domain.facts import Facts, Status
from amparo.language.languages import Language
from amparo.replies.catalogue import MissingWords
from amparo.replies.render import render
from amparo.services import guidance

RULE = "length"
# Characters of the short form, with its source line. Two screens of a phone.
MOST = 900
# Two long names stand for what people name; three and more are rare.
_COUNTRIES = ["BA", "CD"]


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield each topic whose short form is too long in a language."""
    for language in snapshot.texts:
        for topic in guidance.TOPICS:
            try:
                length = longest(topic, language)
            except MissingWords:
                # The rule `complete` names what is missing.
                continue
            if length > MOST:
                yield Finding(language.value, f"guidance.{topic}", RULE, f"has {length} characters, at most {MOST}")


def longest(topic: str, language: Language) -> int:
    """Return the length of the longest short form of a topic, whatever a person told.

    Each status is taken with every choice of the other circumstances that the topic knows. The
    operator's own entries of helpers are not counted.
    """
    replies = (guidance.answer(topic, holds, {"countries": _COUNTRIES, "helpers": []}) for holds in _told(topic))
    return max(len(render(reply.key, language, reply.values)) for reply in replies)


def _told(topic: str) -> Iterator[frozenset[Circumstance]]:
    """Yield all that can hold at once for one person, as far as the topic knows it."""
    chosen = guidance.TOPICS[topic]
    known = {*chosen.also, *(circumstance for variants in chosen.instead.values() for circumstance in variants)}
    by_status = [circumstances(Facts(status=status)) for status in (None, *Status)]
    others = sorted(known - frozenset().union(*by_status), key=lambda circumstance: circumstance.value)
    for status in by_status:
        for number in range(len(others) + 1):
            yield from (status | frozenset(some) for some in combinations(others, number))
