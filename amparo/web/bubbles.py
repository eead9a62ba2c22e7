"""Both sides of a talk as messages on a page, in the order in which they were said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from amparo.services.records import Button, Inbound, Outbound, Sender

_QUESTION = "interview.ask."
# The way back from a change of language that the person did not ask for must not fold away with the next answer.
_LASTING = "dialog.language_noticed"


@dataclass(frozen=True)
class Bubble:
    """One message on the page.

    ``speaker`` is a key of the page's wording. ``old`` folds its buttons away, since a newer
    message has buttons of its own; those of a ``lasting`` one stay.
    """

    id: str
    position: int
    speaker: str
    text: str
    language: str | None
    direction: str
    buttons: tuple[Button, ...] = ()
    old: bool = False
    at: datetime | None = None
    lasting: bool = False


def bubbles(all_received: Sequence[Inbound], all_sent: Sequence[Outbound]) -> list[Bubble]:
    """Return all messages in the order in which they were said.

    An answer stands after the message that it answers, also when a later message came first.
    """
    answered: dict[str | None, list[Outbound]] = {}
    for message in all_sent:
        answered.setdefault(message.answers, []).append(message)
    last = max((m.position for m in all_sent if m.buttons), default=0)
    rows: list[tuple[datetime, list[Bubble]]] = []
    for received in all_received:
        group = [said(received), *(told(m, last) for m in answered.pop(received.id, []))]
        rows.append((received.received_at, group))
    for messages in answered.values():
        rows.extend((m.created_at, [told(m, last)]) for m in messages)
    rows.sort(key=lambda row: row[0])
    return [bubble for _, group in rows for bubble in group]


def said(message: Inbound) -> Bubble:
    """Return a message of the person. Its direction follows its first strong letter."""
    return Bubble(message.id, 0, "from_you", message.text, None, "auto", at=message.received_at)


def told(message: Outbound, last: int) -> Bubble:
    """Return a message to the person; ``last`` is the position of the newest one with buttons."""
    staff = message.sender is Sender.STAFF
    lasting = message.key == _LASTING
    old = message.position < last and not lasting
    is_question = (message.key or "").startswith(_QUESTION)
    return Bubble(
        message.id,
        message.position,
        "from_staff" if staff else "from_assistant",
        message.text,
        None if staff else message.language.value,
        "auto" if staff else message.language.direction,
        message.buttons if is_question or not old else (),
        old,
        message.created_at,
        lasting,
    )
