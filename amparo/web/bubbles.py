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

    ``speaker`` is a key of the page's wording. ``turn`` is the same for all that answers one message.
    ``old`` folds its buttons away, since a newer turn has buttons of its own; those of a ``lasting`` one stay.
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
    turn: str = ""


def bubbles(all_received: Sequence[Inbound], all_sent: Sequence[Outbound]) -> list[Bubble]:
    """Return all messages in the order in which they were said.

    An answer stands after the message that it answers, also when a later message came first.
    """
    answered: dict[str | None, list[Outbound]] = {}
    for message in all_sent:
        answered.setdefault(message.answers, []).append(message)
    newest = newest_with_buttons(all_sent)
    rows: list[tuple[datetime, list[Bubble]]] = []
    for received in all_received:
        group = [said(received), *(told(m, newest) for m in answered.pop(received.id, []))]
        rows.append((received.received_at, group))
    for messages in answered.values():
        rows.extend((m.created_at, [told(m, newest)]) for m in messages)
    rows.sort(key=lambda row: row[0])
    return [bubble for _, group in rows for bubble in group]


def newest_with_buttons(sent: Sequence[Outbound]) -> Outbound | None:
    """Return the newest message that has buttons, or none."""
    return max((m for m in sent if m.buttons), key=lambda m: m.position, default=None)


def said(message: Inbound) -> Bubble:
    """Return a message of the person. Its direction follows its first strong letter."""
    return Bubble(message.id, 0, "from_you", message.text, None, "auto", at=message.received_at)


def told(message: Outbound, newest: Outbound | None) -> Bubble:
    """Return a message to the person; ``newest`` is the newest one that has buttons.

    A side answer and the question that is asked again after it are one turn, and both keep theirs.
    """
    staff = message.sender is Sender.STAFF
    lasting = message.key == _LASTING
    older = newest is not None and message.position < newest.position and _turn(message) != _turn(newest)
    old = older and not lasting
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
        _turn(message),
    )


def _turn(message: Outbound) -> str:
    return message.answers or message.id
