"""Answers fit a phone, whatever a person told, and an answer that does not is found."""

from __future__ import annotations

import pytest

from amparo.content import length
from amparo.content.snapshot import present
from amparo.domain.circumstances import Circumstance
from amparo.language.languages import Language
from amparo.replies.render import render
from amparo.services.guidance import TOPICS, answer


def test_every_answer_fits() -> None:
    assert list(length.findings(present())) == []


@pytest.mark.parametrize("language", Language)
def test_an_answer_that_is_too_long_is_found(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = max(TOPICS, key=lambda topic: length.longest(topic, language))
    monkeypatch.setattr(length, "MOST", length.longest(longest, language) - 1)

    found = {(finding.language, finding.key) for finding in length.findings(present())}

    assert (language.value, f"guidance.{longest}") in found


def test_what_is_counted_is_the_longest_of_all_variants() -> None:

    for status in ("pending", "naturalised", "recognised_state"):
        reply = answer("ask_refugee_policy", {Circumstance(status)}, {})
        assert len(render(reply.key, Language.EN, reply.values)) <= length.longest("ask_refugee_policy", Language.EN)
