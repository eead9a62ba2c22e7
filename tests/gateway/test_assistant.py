"""The way to the assistant: what is sent, what is understood, and every way it can fail."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from amparo.domain.errors import AssistantUnavailable, TurnFailed, UnknownConversation
from amparo.gateway.assistant import PrivateAssistant
from amparo.language.languages import Language
from amparo.services.records import AssistantReply, Inbound
from tests.builders import PATIENCE_S, a_message, an_id

SECRET = "a secret of the installation"
WORDS = "plover-of-a-person"
NOTHING = b'{"messages": []}'


@dataclass
class Served:
    """What the server answers, and what it was asked: method, path, headers, body."""

    status: int = 200
    body: bytes = NOTHING
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""
    may_answer: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Answers as it was told, and closes each connection."""

    served: Served

    def do_POST(self) -> None:
        """Answer a turn."""
        size = int(self.headers.get("content-length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.served.asked.append((self.command, self.path, headers, self.rfile.read(size)))
        self.served.may_answer.wait(PATIENCE_S)
        self.send_response(self.served.status)
        self.send_header("Content-Length", str(len(self.served.body)))
        self.end_headers()
        self.wfile.write(self.served.body)

    def do_GET(self) -> None:
        """Answer a health check in the same way."""
        self.do_POST()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


@contextmanager
def serving(served: Served) -> Iterator[None]:
    """Run a server on loopback."""
    handler = type("ServedHandler", (Handler,), {"served": served})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        served.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            served.may_answer.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def served() -> Iterator[Served]:
    """Give a server that answers a turn with no message."""
    told = Served()
    told.may_answer.set()
    with serving(told):
        yield told


@pytest.fixture
def assistant(served: Served) -> PrivateAssistant:
    """Give the client of that server."""
    return PrivateAssistant(served.url + "/", SECRET, PATIENCE_S)


@pytest.fixture
def nobody() -> PrivateAssistant:
    """Give the client of an address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    return PrivateAssistant(f"http://127.0.0.1:{port}", SECRET, PATIENCE_S)


@pytest.fixture
def message() -> Inbound:
    """Give a message of a person."""
    return a_message(an_id("one"), WORDS)


def test_a_turn_carries_the_message_and_nothing_else(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
) -> None:
    assistant.answer(message, Language.AR)

    ((method, path, _, body),) = served.asked
    assert (method, path) == ("POST", "/webhooks/private/turn")
    assert json.loads(body) == {
        "conversation_id": message.conversation_id,
        "message_id": message.id,
        "kind": "text",
        "text": WORDS,
        "language": "ar",
    }


def test_a_turn_carries_the_secret(served: Served, assistant: PrivateAssistant, message: Inbound) -> None:
    assistant.answer(message, Language.EN)

    ((_, _, headers, _),) = served.asked
    assert headers["x-amparo-secret"] == SECRET


def test_nothing_a_person_writes_stands_in_the_address_or_the_headers(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
) -> None:
    assistant.answer(message, Language.EN)

    ((_, path, headers, _),) = served.asked
    assert WORDS not in path + str(headers)
    assert message.conversation_id not in path + str(headers)


def test_replies_come_in_order_with_key_language_buttons_and_command(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
) -> None:
    buttons = [{"title": "Oui", "payload": '/inform{"answer": "detained:me"}'}]
    rows = [
        {
            "key": "interview.ask.detained",
            "text": "Quelqu'un ?",
            "language": "fr",
            "buttons": buttons,
            "command": None,
        },
        {"key": None, "text": "", "language": "fr", "buttons": [], "command": "language:fr"},
    ]
    served.body = json.dumps({"messages": rows}).encode()

    replies = assistant.answer(message, Language.FR)

    payload = '/inform{"answer": "detained:me"}'
    assert replies == [
        AssistantReply("Quelqu'un ?", Language.FR, "interview.ask.detained", (("Oui", payload),)),
        AssistantReply("", Language.FR, None, (), "language:fr"),
    ]


def test_what_a_reply_leaves_out_has_a_plain_meaning(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
) -> None:
    served.body = b'{"messages": [{"text": "Hello"}, {}]}'

    replies = assistant.answer(message, Language.EN)

    assert replies == [AssistantReply("Hello", Language.EN), AssistantReply("", Language.EN)]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, UnknownConversation),
        (503, TurnFailed),
        (400, AssistantUnavailable),
        (403, AssistantUnavailable),
        (500, AssistantUnavailable),
        (502, AssistantUnavailable),
    ],
)
def test_each_refusal_of_the_assistant_is_an_error_of_ours(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
    status: int,
    error: type[Exception],
) -> None:
    served.status = status

    with pytest.raises(Exception) as raised:
        assistant.answer(message, Language.EN)

    # Exactly this class: a failed turn counts attempts, an absence does not.
    assert raised.type is error


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        b"<html>Bad gateway</html>",
        b"null",
        b"[]",
        b"7",
        b"{}",
        b'{"messages": null}',
        b'{"messages": 7}',
        b'{"messages": [{"text": "x", "buttons": [{}]}]}',
        b'{"messages": [{"text": "x", "buttons": 7}]}',
        b'{"messages": [{"text": "x", "buttons": ["x"]}]}',
        b'{"messages": [{"text": "x"',
        b"\xff\xfe\x00",
    ],
)
def test_an_answer_that_cannot_be_read_is_no_answer(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
    body: bytes,
) -> None:
    served.body = body

    with pytest.raises(AssistantUnavailable) as raised:
        assistant.answer(message, Language.EN)

    assert raised.type is AssistantUnavailable


def test_a_refused_connection_is_an_absence(nobody: PrivateAssistant, message: Inbound) -> None:
    with pytest.raises(AssistantUnavailable) as raised:
        nobody.answer(message, Language.EN)

    assert raised.type is AssistantUnavailable


def test_an_assistant_that_does_not_answer_in_time_is_away(served: Served, message: Inbound) -> None:
    served.may_answer.clear()
    impatient = PrivateAssistant(served.url, SECRET, 0.05)

    with pytest.raises(AssistantUnavailable) as raised:
        impatient.answer(message, Language.EN)

    assert raised.type is AssistantUnavailable


def test_an_error_says_its_class_and_never_what_was_written(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
) -> None:
    served.body = f"garbage with {WORDS}".encode()

    with pytest.raises(AssistantUnavailable) as raised:
        assistant.answer(message, Language.EN)

    assert str(raised.value) == "JSONDecodeError"


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_never_sees_what_people_write(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    proxy = Served()
    proxy.may_answer.set()
    for exception in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(exception, raising=False)

    with serving(proxy):
        monkeypatch.setenv(name, proxy.url)
        assistant.answer(message, Language.EN)

    assert proxy.asked == []
    assert len(served.asked) == 1


def test_each_thread_has_a_connection_of_its_own_and_all_carry_the_secret(
    served: Served,
    assistant: PrivateAssistant,
    message: Inbound,
) -> None:
    threads = [threading.Thread(target=assistant.answer, args=(message, Language.EN)) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)

    assert [headers["x-amparo-secret"] for _, _, headers, _ in served.asked] == [SECRET] * 4


@pytest.mark.parametrize(("status", "ready"), [(200, True), (503, False), (404, False), (500, False)])
def test_the_assistant_is_ready_when_its_health_check_says_so(
    served: Served,
    assistant: PrivateAssistant,
    status: int,
    ready: bool,
) -> None:
    served.status = status

    answer = assistant.is_ready()

    assert answer is ready
    assert [(method, path) for method, path, _, _ in served.asked] == [("GET", "/webhooks/private/health")]


def test_nobody_there_is_not_ready(nobody: PrivateAssistant) -> None:
    assert nobody.is_ready() is False


@pytest.mark.parametrize(
    "body",
    [
        b'{"messages": ["x"]}',
        b'{"messages": [null]}',
        b'{"messages": "abc"}',
        b'{"messages": {"a": 1}}',
        b'{"messages": [{"language": 5}]}',
        b'{"messages": [{"command": 5}]}',
        b'{"messages": [{"key": 5, "text": "x"}]}',
        b'{"messages": [{"buttons": [{"title": 5, "payload": "x"}]}]}',
    ],
)
def test_an_answer_of_another_shape_is_no_answer(
    served: Served, assistant: PrivateAssistant, message: Inbound, body: bytes
) -> None:
    served.body = body

    with pytest.raises(AssistantUnavailable):
        assistant.answer(message, Language.EN)
