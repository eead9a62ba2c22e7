"""On PostgreSQL: processes die in turn, and every message is answered once and in order."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator

import pytest

from amparo.language.languages import Language
from amparo.replies.render import label
from amparo.services.conversations import Talk
from tests.live.person import Person
from tests.live.product import Product, running
from tests.postgres import BINARIES, database, find_binaries, own_cluster

_PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with own_cluster(find_binaries(BINARIES)) as server, database(server) as url:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with running(tmp_path_factory.mktemp("postgres"), database_url=plain) as started:
            yield started


def test_the_check_runs_on_postgresql(on_postgres: Product) -> None:
    person = Person(on_postgres, Language.RU)
    assert person.press("device:own") == ["interview.ask.detained"]
    assert person.press("detained:me") == ["safety.detained", "handoff.urgent_opened"]


def test_a_message_sent_while_the_assistant_is_dead_is_answered_when_it_returns(on_postgres: Product) -> None:
    person = Person(on_postgres, Language.EN)
    on_postgres.kill("assistant")
    page = _send(person, "what is a red notice?")
    assert label("error.assistant_starting", Language.EN) in page
    on_postgres.start("assistant")
    _until(lambda: not _waits(person))
    assert _answers_to_last(person) == ["guidance.ask_red_notice", "interview.ask.device"]


def test_a_message_sent_while_the_actions_are_dead_is_answered_once_they_return(on_postgres: Product) -> None:
    person = Person(on_postgres, Language.EN)
    on_postgres.kill("actions")
    page = _send(person, "only me")
    assert label("error.assistant_starting", Language.EN) in page
    # Long enough for more tries than a broken message is given.
    _until(lambda: _talk(person).received[-1].attempts > 4)
    on_postgres.start("actions")
    _until(lambda: not _waits(person))
    assert _answers_to_last(person) == ["interview.ask.detained"]


def test_a_killed_gateway_loses_nothing_that_it_had_accepted(on_postgres: Product) -> None:
    person = Person(on_postgres, Language.EN)
    sent = [f"question number {number}" for number in range(6)]
    on_postgres.kill("assistant")
    for text in sent:
        on_postgres.services.conversations.accept_text(person.id, secrets.token_hex(8), text)
    on_postgres.kill("gateway")
    on_postgres.start("assistant")
    on_postgres.start("gateway")
    on_postgres.wait_until_ready()
    _until(lambda: not _waits(person))
    talk = _talk(person)
    assert [m.text for m in talk.received[1:]] == sent
    answered = [m.answers for m in talk.sent if m.answers is not None]
    assert list(dict.fromkeys(answered)) == [m.id for m in talk.received]


def _send(person: Person, text: str) -> str:
    data = {"text": text, "nonce": secrets.token_hex(8)}
    return person.session.post(f"{person.product.url}/chat", data=data, timeout=60).text


def _talk(person: Person) -> Talk:
    return person.product.services.conversations.talk(person.id)


def _waits(person: Person) -> bool:
    return any(m.waiting for m in _talk(person).received)


def _answers_to_last(person: Person) -> list[str]:
    talk = _talk(person)
    return [str(m.key) for m in talk.sent if m.answers == talk.received[-1].id]


def _until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + _PATIENCE_S
    while not holds():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.2)
