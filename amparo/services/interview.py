"""Questions to a person, one message at a time: record what was said and tell what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from amparo.domain.facts import DayRange, Device, Facts, NoAnswer, Value, with_values
from amparo.domain.interview import Question, next_question, record
from amparo.domain.progress import begin_anew, next_progress_question
from amparo.domain.triage import is_urgent
from amparo.services.facts_json import question_of
from amparo.services.ports import Clock, Store
from amparo.services.reply import Reply
from amparo.services.suggest import meant_instead
from amparo.services.understand import (
    DATE_QUESTIONS,
    Heard,
    Meaning,
    Understood,
    is_sentence,
    names_a_region,
    understand,
)

_AM_I_LISTED = "check_exposure"
# A failed try to answer is short; whoever writes more than this asks or tells something of their own.
_LONGEST_TRY = 6
# Questions left are counted on the plain path; it is said as "about" that many.
_ALL_QUESTIONS = 13


class Course(Enum):
    """Which questions are asked: the exposure check, or those about a request to the CCF."""

    EXPOSURE = "exposure"
    PROGRESS = "progress"


_NEXT = {Course.EXPOSURE: next_question, Course.PROGRESS: next_progress_question}


@dataclass(frozen=True)
class Step:
    """What one message led to.

    ``elsewhere`` is true when the message was no answer and must be handled by the rules.
    ``recorded`` names the question whose answer was kept, and how ("given", "unknown",
    "skipped"). ``ask`` is the next question, or none when the check is over.
    """

    replies: tuple[Reply, ...] = ()
    recorded: tuple[Question, str] | None = None
    ask: Question | None = None
    elsewhere: bool = False


class Interview:
    """Answers go in, the next question comes out. The facts stay in the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep what it works with."""
        self._store = store
        self._clock = clock

    def begin(self, conversation_id: str) -> Step:
        """Return the first open question of the check; a finished check begins anew."""
        with self._store.begin() as tx:
            facts = tx.facts.get(conversation_id)
            if next_question(facts) is None:
                # After an urgent answer the check goes on where it was; a finished one begins anew.
                goes_on = is_urgent(facts) and not facts.urgent_handled
                facts = with_values(facts, urgent_handled=True) if goes_on else Facts()
                tx.facts.put(conversation_id, facts)
        fresh = facts == Facts()
        intro = (Reply("interview.intro"), Reply("interview.length", {"n": _ALL_QUESTIONS})) if fresh else ()
        return Step(intro, None, next_question(facts))

    def begin_progress(self, conversation_id: str, *, anew: bool) -> Step:
        """Return the first open question about a request to the CCF, or none when all is known.

        Args:
            conversation_id: whose request it is.
            anew: forget what was told about a request before.
        """
        with self._store.begin() as tx:
            facts = tx.facts.get(conversation_id)
            if anew:
                facts = begin_anew(facts)
                tx.facts.put(conversation_id, facts)
        ask = next_progress_question(facts)
        return Step((Reply("path.ask"),) if ask is not None else (), None, ask)

    def restart(self, conversation_id: str) -> None:
        """Forget all answers of the check."""
        with self._store.begin() as tx:
            tx.facts.put(conversation_id, Facts())

    def hear(self, conversation_id: str, asked: Question, heard: Heard, course: Course = Course.EXPOSURE) -> Step:
        """Take one message while a question is open.

        Args:
            conversation_id: whose answers they are.
            asked: the question that is open.
            heard: the message.
            course: which questions follow.
        """
        with self._store.begin() as tx:
            facts = tx.facts.get(conversation_id)
            understood = understand(heard, asked, facts, self._today())
            if understood.meaning is Meaning.ELSEWHERE and heard.intent == _AM_I_LISTED and course is Course.EXPOSURE:
                # The check is the answer to it and is open already, so it is said what no check can say.
                return Step((Reply("dialog.no_verdict"),), None, asked)
            if understood.meaning is Meaning.ELSEWHERE:
                return Step(ask=asked, elsewhere=True)
            if understood.question is None or understood.value is None:
                return Step((_unclear(asked, heard),), None, asked)
            facts = record(facts, understood.question, understood.value)
            tx.facts.put(conversation_id, facts)
        return Step(_said(understood), (understood.question, _mark(understood.value)), _NEXT[course](facts))

    def change(self, conversation_id: str, heard: Heard) -> bool:
        """Take a button of an earlier question while none is open; false when it is none."""
        question = question_of((heard.answer or "").partition(":")[0])
        if question is None:
            return False
        step = self.hear(conversation_id, question, heard)
        return step.recorded is not None

    def facts(self, conversation_id: str) -> Facts:
        """Return what is known."""
        with self._store.read() as tx:
            return tx.facts.get(conversation_id)

    def _today(self) -> date:
        return self._clock().date()


def _mark(value: Value) -> str:
    return value.value if isinstance(value, NoAnswer) else "given"


def _unclear(asked: Question, heard: Heard) -> Reply:
    instead = meant_instead(heard.ranking) if is_sentence(heard, _LONGEST_TRY) else None
    if instead is not None:
        return instead
    if asked is Question.COUNTRY:
        return Reply("interview.ask_back_region" if names_a_region(heard.text) else "interview.not_understood_country")
    if asked in DATE_QUESTIONS:
        return Reply("interview.not_understood_date")
    return Reply("interview.not_understood")


def _said(understood: Understood) -> tuple[Reply, ...]:
    """Repeat what was understood from words, so that a wrong reading can be corrected."""
    value = understood.value
    if understood.meaning is Meaning.CORRECTION:
        if understood.question is Question.COUNTRY and isinstance(value, tuple):
            return (Reply("interview.corrected_country", {"countries": list(value)}),)
        return (Reply("interview.corrected"),)
    if understood.question is Question.COUNTRY and isinstance(value, tuple):
        return (Reply("interview.understood.country", {"countries": list(value)}),)
    if isinstance(value, DayRange):
        return (_understood_days(value),)
    return (Reply("interview.device_advice"),) if value in (Device.SHARED, Device.WATCHED) else ()


def _understood_days(days: DayRange) -> Reply:
    if days.first == days.last:
        return Reply("interview.understood.day", {"day": days.first.isoformat()})
    plain = {"first": days.first.isoformat(), "last": days.last.isoformat()}
    return Reply("interview.understood.date", plain)
