"""The order of messages on a page, and which of their buttons are still open."""

from __future__ import annotations

from datetime import datetime

import pytest

from amparo.language.languages import Language
from amparo.services.records import Button, Inbound, Outbound, Sender
from amparo.web.bubbles import Bubble, bubbles
from tests.builders import NOW, a_message, an_id, minutes

CONVERSATION = an_id("one")
YES = Button("yes", "Yes")


def heard(name: str, minute: float) -> Inbound:
    """Return a message of the person."""
    return a_message(CONVERSATION, name, received_at=NOW + minutes(minute))


def told(
    position: int,
    minute: float,
    answers: Inbound | None = None,
    *,
    key: str | None = "dialog.thank",
    buttons: tuple[Button, ...] = (),
    sender: Sender = Sender.ASSISTANT,
    language: Language = Language.EN,
) -> Outbound:
    """Return a message to the person."""
    at: datetime = NOW + minutes(minute)
    answered = answers.id if answers else None
    text = f"sent {position}"
    return Outbound(str(position), position, sender, key, text, language, buttons, at, answered)


def texts(rows: list[Bubble]) -> list[str]:
    """Return the words in order."""
    return [row.text for row in rows]


def test_nothing_said_is_an_empty_page() -> None:
    assert bubbles([], []) == []


def test_an_answer_stands_after_the_message_that_it_answers() -> None:
    first, second = heard("first", 0), heard("second", 1)
    sent = [told(1, 2, first), told(2, 3, second)]

    rows = bubbles([first, second], sent)

    assert texts(rows) == ["first", "sent 1", "second", "sent 2"]


def test_all_parts_of_an_answer_stay_together_in_their_order() -> None:
    first, second = heard("first", 0), heard("second", 1)
    sent = [told(1, 2, first), told(2, 2, first), told(3, 2, first)]

    rows = bubbles([first, second], sent)

    assert texts(rows) == ["first", "sent 1", "sent 2", "sent 3", "second"]


def test_words_of_staff_stand_where_they_were_said() -> None:
    first, second = heard("first", 0), heard("second", 4)
    sent = [told(1, 1, first), told(2, 2, sender=Sender.STAFF), told(3, 5, sender=Sender.STAFF)]

    rows = bubbles([first, second], sent)

    assert texts(rows) == ["first", "sent 1", "sent 2", "second", "sent 3"]


def test_an_answer_to_a_message_that_is_not_shown_stands_by_its_time() -> None:
    hidden, shown = heard("hidden", 0), heard("shown", 2)
    sent = [told(1, 1, hidden), told(2, 3, shown)]

    rows = bubbles([shown], sent)

    assert texts(rows) == ["sent 1", "shown", "sent 2"]


def test_messages_of_one_instant_keep_the_order_in_which_they_came() -> None:
    received = [heard(name, 0) for name in ("a", "b", "c")]

    rows = bubbles(received, [])

    assert texts(rows) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("key", "kept"),
    [("interview.ask.device", True), ("dialog.greet", False), ("interview.asked", False), (None, False)],
)
def test_of_older_messages_only_questions_keep_their_buttons(key: str | None, kept: bool) -> None:
    older = told(1, 1, key=key, buttons=(YES,))
    newest = told(2, 2, buttons=(YES,))

    rows = bubbles([], [older, newest])

    assert [(row.old, row.buttons) for row in rows] == [(True, (YES,) if kept else ()), (False, (YES,))]


def test_a_side_answer_and_the_question_after_it_both_keep_their_buttons() -> None:
    first = heard("first", 0)
    side = told(1, 1, first, key="guidance.ask_cost", buttons=(YES,))
    question = told(2, 1, first, key="interview.ask.status", buttons=(YES,))

    rows = bubbles([first], [side, question])

    assert [(row.old, row.buttons) for row in rows[1:]] == [(False, (YES,)), (False, (YES,))]


def test_the_newest_buttons_stay_open_when_plain_words_follow() -> None:
    question = told(1, 1, key="dialog.greet", buttons=(YES,))
    plain = told(2, 2)

    rows = bubbles([], [question, plain])

    assert [(row.old, row.buttons) for row in rows] == [(False, (YES,)), (False, ())]


@pytest.mark.parametrize(
    ("sender", "language", "speaker", "tag", "direction"),
    [
        (Sender.ASSISTANT, Language.EN, "from_assistant", "en", "ltr"),
        (Sender.ASSISTANT, Language.AR, "from_assistant", "ar", "rtl"),
        # Nobody knows in which language a worker writes: the first strong letter decides.
        (Sender.STAFF, Language.AR, "from_staff", None, "auto"),
    ],
)
def test_a_message_says_who_speaks_and_in_which_direction(
    sender: Sender,
    language: Language,
    speaker: str,
    tag: str | None,
    direction: str,
) -> None:
    (row,) = bubbles([], [told(1, 1, sender=sender, language=language)])

    assert (row.speaker, row.language, row.direction) == (speaker, tag, direction)


def test_words_of_the_person_follow_their_own_first_letter() -> None:
    (row,) = bubbles([heard("مرحبا", 0)], [])

    assert (row.speaker, row.language, row.direction, row.position) == ("from_you", None, "auto", 0)


def test_the_way_back_from_a_change_of_language_stays_open() -> None:
    notice = told(1, 1, key="dialog.language_noticed", buttons=(YES,))
    question = told(2, 2, key="interview.ask.device", buttons=(YES,))

    first, _ = bubbles([], [notice, question])

    assert (first.buttons, first.old, first.lasting) == ((YES,), False, True)
