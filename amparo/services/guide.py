"""Answers questions for one person: what they told, their language and the operator's register decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amparo.domain.circumstances import Circumstance, circumstances
from amparo.domain.facts import CcfRequest, Facts
from amparo.domain.helpers import Helper, shown
from amparo.domain.procedure import LANGUAGES, Filer, RequestKind, enclosures
from amparo.domain.progress import position
from amparo.domain.refugees import refugee_path
from amparo.language.languages import Language
from amparo.services import guidance, path
from amparo.services.ports import Clock, Store
from amparo.services.reply import Reply


class Guide:
    """The guidance as a person reads it."""

    def __init__(self, store: Store, clock: Clock, helpers: Sequence[Helper]) -> None:
        """Keep what it works with; ``helpers`` is the operator's register."""
        self._store = store
        self._clock = clock
        self._helpers = helpers

    def answer(self, conversation_id: str, topic: str, language: Language) -> tuple[Reply, ...]:
        """Return the short answer to a topic; a question about time brings the person's own days.

        Raises:
            KeyError: there is no such topic.
        """
        facts = self._facts(conversation_id)
        helpers = self._shown(language)
        short = guidance.answer(topic, _holds(facts, language, helpers), _values(facts, helpers))
        if topic == "ask_processing_time" and facts.has_filed():
            return (short, path.explain(position(facts, self._clock().date())))
        return (short,)

    def explain(self, conversation_id: str, topic: str, depth: int, language: Language) -> Reply:
        """Return more about a topic that was answered.

        Args:
            conversation_id: who asks.
            topic: what was answered last.
            depth: 1 for the longer form, 2 for the sources, more for the end of what there is.
            language: the language of the conversation.
        """
        if depth <= 1:
            return guidance.longer(topic)
        if depth == 2:
            holds = _holds(self._facts(conversation_id), language, self._shown(language))
            return guidance.sources_of(topic, holds)
        return Reply("topic.last", buttons=guidance.TOPICS[topic].ways)

    def progress(self, conversation_id: str) -> Reply:
        """Return where the person is in the procedure of the CCF."""
        return path.explain(position(self._facts(conversation_id), self._clock().date()))

    def has_filed(self, conversation_id: str) -> bool:
        """Return whether the person told of a request to the CCF."""
        return self._facts(conversation_id).has_filed()

    def refugee_points(self, conversation_id: str) -> Reply:
        """Return the refugee rules point by point, with what the person told of each."""
        return path.explain_refugee(refugee_path(self._facts(conversation_id)))

    def enclosures(self, conversation_id: str) -> Reply:
        """Return what goes with the person's request; who files is not known, so each way of filing is named."""
        access = self._facts(conversation_id).ccf_request is CcfRequest.ACCESS
        kind = RequestKind.ACCESS if access else RequestKind.DELETION
        papers = dict.fromkeys(paper for filer in Filer for paper in enclosures(kind, filer))
        return path.explain_enclosures(tuple(papers))

    def _facts(self, conversation_id: str) -> Facts:
        with self._store.read() as tx:
            return tx.facts.get(conversation_id)

    def _shown(self, language: Language) -> tuple[Helper, ...]:
        return shown(self._helpers, language.value, self._clock().date())


def _holds(facts: Facts, language: Language, helpers: Sequence[Helper]) -> frozenset[Circumstance]:
    other = {Circumstance.OTHER_LANGUAGE} if language.value not in LANGUAGES else set()
    listed = {Circumstance.LISTED} if helpers else set()
    return circumstances(facts) | other | listed


def _values(facts: Facts, helpers: Sequence[Helper]) -> dict[str, Any]:
    named = {"countries": list(facts.countries())} if facts.countries() else {}
    listed = [
        {
            "name": helper.name,
            "countries": list(helper.countries),
            "languages": list(helper.languages),
            "offers": helper.offers,
            "contact": helper.contact,
        }
        for helper in helpers
    ]
    return {**named, **({"helpers": listed} if listed else {})}
