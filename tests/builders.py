"""Builders for facts, messages and conversations, and what tests with threads need."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypeVar

from amparo.domain.facts import (
    CcfRequest,
    CcfStage,
    DayRange,
    Detained,
    Device,
    Facts,
    HomeCase,
    Incident,
    IncidentKind,
    Learned,
    NoAnswer,
    Status,
    Travel,
    YesNo,
    with_values,
)
from amparo.language.languages import Language
from amparo.sealing import Keyring
from amparo.services.ports import Store
from amparo.services.records import Draft, Inbound, Kind, Sender
from amparo.services.understand import Heard

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=timezone.utc)
TODAY = NOW.date()
KEYRING = Keyring((bytes(range(32)),))
# A worker of a test that hangs is given up after this time.
PATIENCE_S = 60.0

Result = TypeVar("Result")


def an_id(name: str) -> str:
    """Return an id of 32 hexadecimal digits, the same for the same name."""
    return hashlib.blake2s(name.encode(), digest_size=16).hexdigest()


def minutes(number: float) -> timedelta:
    """Return a span of minutes."""
    return timedelta(minutes=number)


def some_facts(**changes: Any) -> Facts:
    """Return the answers up to the status: nothing urgent, a refugee with a status."""
    told = Facts(
        device=Device.OWN,
        detained=Detained.NO,
        travel=Travel.NO,
        relatives_threatened=YesNo.NO,
        country=("TR",),
        status=Status.RECOGNISED_STATE,
    )
    return with_values(told, **changes)


def all_facts(**changes: Any) -> Facts:
    """Return the answers of a whole check that is not urgent, with every kind of value."""
    told = some_facts(
        country=("TR", "DE"),
        home_case=HomeCase.WARRANT,
        learned=NoAnswer.SKIPPED,
        incidents=(
            Incident(
                IncidentKind.BORDER,
                DayRange(date(2024, 3, 1), date(2024, 3, 31)),
                "a small airport",
            ),
            Incident(IncidentKind.BANK, NoAnswer.UNKNOWN, NoAnswer.SKIPPED),
        ),
        incidents_done=True,
        extradition=YesNo.NO,
        ccf_request=CcfRequest.ACCESS,
        ccf_request_date=DayRange(date(2025, 5, 4), date(2025, 5, 4)),
        relatives_questioned=NoAnswer.UNKNOWN,
        ccf_stage=CcfStage.ADMITTED,
        ccf_admitted_on=DayRange(date(2025, 6, 2), date(2025, 6, 2)),
    )
    return with_values(told, **changes)


def proven_facts(**changes: Any) -> Facts:
    """Return the answers of a whole check of a person who holds a paper."""
    return all_facts(learned=Learned.PAPER, **changes)


def a_message(
    conversation_id: str,
    text: str = "Good morning",
    *,
    name: str | None = None,
    payload: str | None = None,
    received_at: datetime = NOW,
) -> Inbound:
    """Return a message; ``name`` makes its id, and is its text when left out."""
    kind = Kind.TEXT if payload is None else Kind.BUTTON
    message_id = an_id(f"{conversation_id} {name or text}")
    return Inbound(message_id, conversation_id, kind, text, payload, received_at)


def a_draft(text: str = "Welcome", *buttons: tuple[str, str], **changes: Any) -> Draft:
    """Return a message to send, with pairs of a label and a payload as its buttons."""
    return Draft(text, Language.EN, "dialog.greet", buttons, **changes)


def staff_draft(text: str = "A person reads this now") -> Draft:
    """Return a message that staff send."""
    return Draft(text, Language.EN, None, (), Sender.STAFF)


def a_conversation(
    store: Store,
    name: str = "one",
    *,
    language: Language = Language.EN,
    now: datetime = NOW,
) -> str:
    """Store a new conversation and return its id."""
    conversation_id = an_id(name)
    with store.begin() as tx:
        tx.conversations.add(conversation_id, language, "web", now)
    return conversation_id


def typed(
    text: str,
    intent: str = "nlu_fallback",
    confidence: float = 0.3,
    language: Language = Language.EN,
) -> Heard:
    """Return words as the assistant hears them; by default it does not know the intent."""
    return Heard(text, language, intent, confidence)


def pressed(answer: str, language: Language = Language.EN) -> Heard:
    """Return a button as the assistant hears it, such as ``device:own``."""
    return Heard("", language, "answer", 1.0, answer)


def at_once(*calls: Callable[[], Result]) -> list[Result]:
    """Run each call in a thread of its own and return the results in the order of the calls."""
    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        futures = [pool.submit(call) for call in calls]
        return [future.result(timeout=PATIENCE_S) for future in futures]
