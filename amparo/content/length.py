"""Each answer of the guidance fits a phone: the longest form that anybody can read is counted."""

from __future__ import annotations

from collections.abc import Iterator

from amparo.content.snapshot import Finding, Snapshot
from amparo.domain.circumstances import Circumstance
from amparo.language.languages import Language
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
            length = longest(topic, language)
            if length > MOST:
                yield Finding(language.value, f"guidance.{topic}", RULE, f"has {length} characters, at most {MOST}")


def longest(topic: str, language: Language) -> int:
    """Return the length of the longest short form of a topic, whatever a person told.

    Every added line is there, beside each variant in turn. The operator's own entries of helpers are
    not counted.
    """
    chosen = guidance.TOPICS[topic]
    own: set[Circumstance] = {circumstance for variants in chosen.instead.values() for circumstance in variants}
    told: list[set[Circumstance]] = [{*chosen.also}, *({*chosen.also, one} for one in own)]
    replies = [guidance.answer(topic, holds, {"countries": _COUNTRIES, "helpers": []}) for holds in told]
    return max(len(render(reply.key, language, reply.values)) for reply in replies)
