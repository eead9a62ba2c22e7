"""The stream by which new messages come to an open page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import pytest

from amparo.domain.triage import HandoverReason
from amparo.language.languages import Language
from amparo.replies.render import render
from amparo.replies.wording import word
from amparo.services.records import Inbound
from amparo.services.reply import Reply
from tests.builders import minutes
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient, conversation_of
from tests.gateway.installation import Installation

# A stream writes a comment after each look at the database, so a read of so many parts ends.
MOST_PARTS = 60
BEGINNING = ["I ask some short questions.", "Is somebody held now?"]


@dataclass(frozen=True)
class Event:
    """One event as a browser takes it."""

    kind: str
    data: str
    id: int | None

    @property
    def text(self) -> str:
        """Return the words of a message."""
        ((_, words),) = Page(self.data).bubbles()
        return words


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.gateway.stream._POLL_S", 0.02)


@contextmanager
def listening(
    client: TestClient,
    query: str = "",
    headers: dict[str, str] | None = None,
) -> Iterator[Iterator[Event]]:
    """Give the events of a stream, and close it at the end."""
    with client.stream("GET", f"/chat/events{query}", headers=headers) as response:
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        yield _events(islice(response.iter_raw(), MOST_PARTS))


def _events(parts: Iterator[bytes]) -> Iterator[Event]:
    for part in parts:
        for block in part.decode().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if fields:
                number = int(fields["id"]) if "id" in fields else None
                yield Event(fields["event"], json.loads(fields["data"]), number)


def positions(client: TestClient) -> list[int]:
    """Return the numbers of the messages that the stream gives from the start."""
    with listening(client) as events:
        return [event.id or 0 for event in islice(events, 2)]


def test_without_a_conversation_the_stream_is_over_at_once(visitor: TestClient) -> None:
    response = visitor.get("/chat/events")

    assert response.status_code == 200
    assert response.text == 'event: ended\ndata: ""\n\n'


def test_the_stream_gives_every_message_with_its_number(person: TestClient) -> None:
    with listening(person) as events:
        first, second = islice(events, 2)

    assert [event.kind for event in (first, second)] == ["message", "message"]
    assert [event.text for event in (first, second)] == BEGINNING
    assert 0 < (first.id or 0) < (second.id or 0)


def test_the_stream_goes_on_after_the_number_of_the_page(person: TestClient) -> None:
    first, second = positions(person)

    with listening(person, f"?after={first}") as events:
        event = next(events)

    assert (event.kind, event.id, event.text) == ("message", second, BEGINNING[1])


def test_the_page_names_the_number_from_which_the_stream_goes_on(person: TestClient) -> None:
    numbers = positions(person)

    page = Page(person.get("/chat").text)

    log = next(e for e in page.elements if e.attributes.get("id") == "log")
    assert log.attributes["data-last"] == str(numbers[-1])


def test_a_browser_that_comes_back_goes_on_where_it_was(person: TestClient) -> None:
    first, second = positions(person)

    # The browser repeats the address that it began with, and adds what it got last.
    with listening(person, "?after=0", {"Last-Event-ID": str(first)}) as events:
        event = next(events)

    assert (event.id, event.text) == (second, BEGINNING[1])


@pytest.mark.parametrize("given", ["", "x", "-1", "1e3", "²", "٣", "9" * 30, "0x1", "1;DROP TABLE outbox"])
def test_a_number_that_is_none_gives_everything(person: TestClient, given: str) -> None:
    with person.stream("GET", "/chat/events", params={"after": given}) as response:
        texts = [event.text for event in islice(_events(islice(response.iter_raw(), MOST_PARTS)), 2)]

    assert texts == BEGINNING


def test_a_new_message_comes_while_the_stream_is_open(person: TestClient, installation: Installation) -> None:
    *_, last = positions(person)

    with listening(person, f"?after={last}") as events:
        installation.clock.move(minutes(1))
        person.post("/chat", data={"text": "Hello", "nonce": "n1"})
        event = next(event for event in events if event.kind == "message")

    assert event.text == "heard Hello"
    assert (event.id or 0) > last


def test_words_of_staff_come_from_another_process(person: TestClient, installation: Installation) -> None:
    *_, last = positions(person)
    handoff = installation.services.handoff
    handoff.ask(conversation_of(person), (HandoverReason.ASKED,))
    (case,) = handoff.queue()

    with listening(person, f"?after={last}") as events:
        handoff.take(case.id, "miriam", word(Reply("handoff.taken"), Language.EN))
        handoff.answer(case.id, "miriam", "Good evening")
        taken, answer = islice((event for event in events if event.kind == "message"), 2)

    assert taken.text == render("handoff.taken", Language.EN)
    assert Page(answer.data).bubbles() == [("from_staff", "Good evening")]


def test_each_message_comes_once_also_when_an_answer_belongs_before_a_later_one(
    person: TestClient,
    installation: Installation,
    assistant: FakeAssistant,
) -> None:
    *_, last = positions(person)
    draft = word(Reply("dialog.thank"), Language.EN)

    def speak_meanwhile(message: Inbound) -> None:
        installation.clock.move(minutes(1))
        installation.services.conversations.say(message.conversation_id, [draft])

    assistant.meanwhile = speak_meanwhile
    installation.clock.move(minutes(1))
    person.post("/chat", data={"text": "Hello", "nonce": "n1"})

    with listening(person, f"?after={last}") as events:
        fresh = [event for event in events if event.kind == "message"]

    # In the order of their numbers, since the browser goes on after the last one that it got.
    assert [event.text for event in fresh] == [draft.text, "heard Hello"]


def test_the_stream_gives_nothing_of_another_conversation(
    person: TestClient,
    installation: Installation,
) -> None:
    mine = conversation_of(person)
    person.cookies.clear()
    person.post("/en/start")
    *_, last = positions(person)
    draft = word(Reply("dialog.thank"), Language.EN)

    with listening(person, f"?after={last}") as events:
        installation.services.conversations.say(mine, [draft])
        installation.services.conversations.say(conversation_of(person), [draft])
        event = next(events)
        later = [event for event in events if event.kind == "message"]

    assert event.text == render("dialog.thank", Language.EN)
    assert later == []


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
def test_the_status_says_that_the_assistant_is_away(
    visitor: TestClient,
    assistant: FakeAssistant,
    language: Language,
) -> None:
    assistant.away = True
    visitor.post(f"/{language.value}/start")

    with listening(visitor) as events:
        event = next(events)

    assert (event.kind, event.data) == ("status", render("error.assistant_starting", language))


def test_the_status_is_empty_again_after_the_answer(person: TestClient, assistant: FakeAssistant) -> None:
    *_, last = positions(person)
    assistant.away = True
    person.post("/chat", data={"text": "Anybody?", "nonce": "n1"})

    with listening(person, f"?after={last}") as events:
        away = next(events)
        assistant.away = False
        person.post("/chat", data={"text": "Hello?", "nonce": "n2"})
        later = list(islice((e for e in events if e.data != away.data), 3))

    assert away.kind == "status"
    assert [e.text for e in later if e.kind == "message"] == ["heard Anybody?", "heard Hello?"]
    assert [e.data for e in later if e.kind == "status"] == [""]


def test_a_stream_ends_when_the_conversation_is_erased(person: TestClient) -> None:
    with listening(person) as events:
        before = next(events)
        person.post("/chat/erase")
        after = list(events)

    assert before.kind == "message"
    # The stream itself is over: otherwise the read would have given up without this event.
    assert after[-1] == Event("ended", "", None)


def test_html_of_a_message_cannot_break_out_of_its_event(
    person: TestClient,
    installation: Installation,
) -> None:
    *_, last = positions(person)
    handoff = installation.services.handoff
    handoff.ask(conversation_of(person), (HandoverReason.ASKED,))
    (case,) = handoff.queue()
    handoff.take(case.id, "miriam", word(Reply("handoff.taken"), Language.EN))
    words = "one\n\nevent: ended\ndata: <img src=x onerror=alert(1)>"
    handoff.answer(case.id, "miriam", words)

    with listening(person, f"?after={last}") as events:
        fresh = list(islice(events, 2))

    assert [event.kind for event in fresh] == ["message", "message"]
    assert "<img" not in fresh[1].data
    assert "&lt;img src=x onerror=alert(1)&gt;" in fresh[1].data
