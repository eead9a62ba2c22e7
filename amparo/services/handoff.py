"""Handing a conversation to staff and back; every move goes through the domain's table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from amparo.domain.errors import MoveNotAllowed
from amparo.domain.facts import Facts
from amparo.domain.handoff import Actor, State, move
from amparo.domain.triage import (
    HandoverReason,
    Urgency,
    reasons_for_a_person,
    urgency_of,
)
from amparo.services.ports import Clock, Store, Transaction
from amparo.services.records import Case, Draft, Inbound, Outbound, Sender
from amparo.services.reply import Reply

_FIRST_STEPS = {
    HandoverReason.DETAINED: "safety.detained",
    HandoverReason.TRAVEL_SOON: "safety.travel_soon",
    HandoverReason.RELATIVES_THREATENED: "safety.relatives_threatened",
    HandoverReason.DISTRESS: "safety.distress",
}


# "My request" may mean the one to the CCF.
_REQUEST = ("path.button.where", "/ask_progress")


@dataclass(frozen=True)
class CaseView:
    """All that staff see of a case: facts, and what was written since it was opened."""

    case: Case
    facts: Facts
    received: Sequence[Inbound]
    sent: Sequence[Outbound]
    history: Sequence[tuple[datetime, str, str]]


class Handoff:
    """Opens, takes, answers and closes cases."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep what it works with."""
        self._store = store
        self._clock = clock

    def ask(self, conversation_id: str, reasons: Sequence[HandoverReason]) -> tuple[Reply, ...]:
        """Open a case for these reasons and those of the facts; return what the person is told.

        Asking twice leaves one case. An urgent reason brings the card of first steps each time.
        """
        now = self._clock()
        with self._store.begin() as tx:
            known = reasons_for_a_person(tx.facts.get(conversation_id))
            together = tuple(dict.fromkeys((*reasons, *known)))
            before = tx.cases.current(conversation_id)
            waits = before is not None and before.closed_at is None
            case = tx.cases.open(conversation_id, urgency_of(together), together, now)
            state = tx.conversations.get(conversation_id).state
            if state in (State.WITH_BOT, State.CLOSED):
                tx.conversations.set_state(conversation_id, move(state, State.ASKED, Actor.PERSON))
        return (*_first_steps(together), _told(case, waits=waits))

    def status(self, conversation_id: str) -> Reply:
        """Return what a person is told about their case."""
        with self._store.read() as tx:
            case = tx.cases.current(conversation_id)
            state = tx.conversations.get(conversation_id).state
        if case is None:
            return Reply("handoff.status_none", buttons=(("dialog.menu_person", "/request_human"), _REQUEST))
        keys = {State.ASKED: "asked", State.WITH_PERSON: "with_person", State.CLOSED: "closed"}
        return Reply(f"handoff.status_{keys.get(state, 'none')}", buttons=(_REQUEST,))

    def is_open(self, conversation_id: str) -> bool:
        """Return whether a case of the person waits or is with somebody."""
        with self._store.read() as tx:
            case = tx.cases.current(conversation_id)
        return case is not None and case.closed_at is None

    def queue(self) -> Sequence[Case]:
        """Return the open cases, urgent first, then the oldest."""
        with self._store.read() as tx:
            return tx.cases.queue()

    def view(self, case_id: str, worker: str) -> CaseView:
        """Return a case with its content, and note who looked.

        Raises:
            UnknownConversation: there is no such case.
        """
        with self._store.begin() as tx:
            case = tx.cases.get(case_id)
            tx.cases.note(case_id, worker, "viewed", self._clock())
            sent = tx.outbox.after(case.conversation_id, 0)
            received = tx.inbox.history(case.conversation_id, case.opened_at)
            return CaseView(
                case,
                # What is told after a case was closed is for the assistant again, not for staff.
                tx.facts.get(case.conversation_id) if case.closed_at is None else Facts(),
                [message for message in received if _belongs(case, message.received_at)],
                [message for message in sent if _belongs(case, message.created_at)],
                tx.cases.history(case_id),
            )

    def take(self, case_id: str, worker: str, told: Draft) -> None:
        """Make a worker the owner; the assistant is silent from here on.

        Raises:
            MoveNotAllowed: somebody else has it, or it is closed.
        """
        with self._store.begin() as tx:
            case = tx.cases.get(case_id)
            state = move(case.state, State.WITH_PERSON, Actor.STAFF)
            if not tx.cases.take(case_id, worker):
                raise MoveNotAllowed("taken")
            tx.conversations.set_state(case.conversation_id, state)
            tx.cases.note(case_id, worker, "taken", self._clock())
            self._tell(tx, case, told)

    def answer(self, case_id: str, worker: str, text: str) -> None:
        """Send a worker's words to the person.

        Raises:
            MoveNotAllowed: the case is not this worker's, or is closed.
        """
        with self._store.begin() as tx:
            case = _owned(tx, case_id, worker)
            draft = Draft(text, case.language, sender=Sender.STAFF)
            tx.outbox.add(case.conversation_id, [draft], None, self._clock())
            tx.cases.note(case_id, worker, "answered", self._clock())

    def close(self, case_id: str, worker: str, told: Draft) -> None:
        """Close a case; the assistant answers again.

        Raises:
            MoveNotAllowed: the case is not this worker's, or is closed.
        """
        with self._store.begin() as tx:
            case = _owned(tx, case_id, worker)
            tx.conversations.set_state(case.conversation_id, move(case.state, State.CLOSED, Actor.STAFF))
            tx.cases.close(case_id, self._clock())
            tx.cases.note(case_id, worker, "closed", self._clock())
            self._tell(tx, case, told)

    def language_of(self, case_id: str) -> Case:
        """Return a case without its content, for wording what the person is told."""
        with self._store.read() as tx:
            return tx.cases.get(case_id)

    def _tell(self, tx: Transaction, case: Case, told: Draft) -> None:
        tx.outbox.add(case.conversation_id, [told], None, self._clock())


def _belongs(case: Case, at: datetime) -> bool:
    return case.opened_at <= at and (case.closed_at is None or at <= case.closed_at)


def _owned(tx: Transaction, case_id: str, worker: str) -> Case:
    case = tx.cases.get(case_id)
    if case.owner != worker or case.closed_at is not None:
        raise MoveNotAllowed("not the owner")
    return case


def _first_steps(reasons: Sequence[HandoverReason]) -> list[Reply]:
    return [Reply(_FIRST_STEPS[reason]) for reason in reasons if reason in _FIRST_STEPS]


def _told(case: Case, *, waits: bool) -> Reply:
    if case.urgency is Urgency.URGENT:
        return Reply("handoff.urgent_opened")
    return Reply("handoff.already_open" if waits else "handoff.opened")
