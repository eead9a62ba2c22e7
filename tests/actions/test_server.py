"""The action server: who may call it, and what it says when an action fails."""

from __future__ import annotations

import json
import logging
import zlib

import pytest

from actions.server import create_app
from tests.actions.tracker import Caller, call_of, pressed, said
from tests.builders import an_id
from tests.gateway.browser import TestClient
from tests.gateway.installation import Installation
from tests.gateway.records import everything_logged

SECRET_WORDS = "plover-of-a-person"
RESTART = "action_restart"


def test_the_right_secret_runs_the_action(
    client: TestClient,
    installation: Installation,
    secret: str,
    one: str,
) -> None:
    body = call_of(one, "action_request_human", pressed("request_human"))

    response = client.post("/webhook", json=body, headers={"X-Amparo-Secret": secret})

    assert response.status_code == 200
    assert [reply["key"] for reply in response.json()["responses"]] == ["handoff.opened"]
    assert installation.rows()["cases"] == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Amparo-Secret": ""},
        {"X-Amparo-Secret": "wrong"},
        {"X-Amparo-Secret": "0" * 64},
        {"X-Amparo-Secret": "\u00ff" * 64},
        {"Authorization": "Bearer wrong"},
    ],
    ids=["none", "empty", "wrong", "as long", "no ascii", "elsewhere"],
)
def test_without_the_secret_nothing_runs(
    client: TestClient,
    installation: Installation,
    one: str,
    headers: dict[str, str],
) -> None:
    body = call_of(one, "action_request_human", pressed("request_human"))
    before = installation.rows()

    coded = {name: value.encode("latin-1") for name, value in headers.items()}
    response = client.post("/webhook", json=body, headers=coded)

    assert (response.status_code, response.json()) == (403, {"error": "forbidden"})
    assert installation.rows() == before


@pytest.mark.parametrize("purpose", ["channel", "cookie", "staff"])
def test_the_secret_of_another_purpose_runs_nothing(
    client: TestClient,
    installation: Installation,
    one: str,
    purpose: str,
) -> None:
    body = call_of(one, "action_request_human", pressed("request_human"))

    secret = installation.keyring.secret(purpose)
    response = client.post("/webhook", json=body, headers={"X-Amparo-Secret": secret})

    assert response.status_code == 403


def test_without_any_secret_of_its_own_the_server_refuses_everybody(installation: Installation) -> None:
    body = call_of(an_id("one"), RESTART, pressed("restart"))

    with TestClient(create_app(installation.services, [])) as client:
        response = client.post("/webhook", json=body, headers={"X-Amparo-Secret": ""})

    assert response.status_code == 403


def test_an_older_secret_still_runs_actions_after_the_key_has_changed(
    installation: Installation,
    one: str,
) -> None:
    body = call_of(one, "action_ask_case_status", pressed("ask_case_status"))

    with TestClient(create_app(installation.services, ["newest", "older"])) as client:
        answers = [
            client.post("/webhook", json=body, headers={"X-Amparo-Secret": given})
            for given in ("newest", "older", "oldest")
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 403]


def test_a_body_may_be_compressed_as_rasa_does_it(client: TestClient, secret: str, one: str) -> None:
    body = call_of(one, "action_ask_case_status", pressed("ask_case_status"))
    headers = {"X-Amparo-Secret": secret, "Content-Encoding": "deflate"}

    response = client.post("/webhook", content=zlib.compress(json.dumps(body).encode()), headers=headers)

    assert response.status_code == 200
    assert [reply["key"] for reply in response.json()["responses"]] == ["handoff.status_none"]


@pytest.mark.parametrize("name", ["action_unknown", "ActionRestart", "restart", "action_session_start"])
def test_an_unknown_action_is_not_found(client: TestClient, secret: str, one: str, name: str) -> None:
    body = call_of(one, name, said(SECRET_WORDS))

    response = client.post("/webhook", json=body, headers={"X-Amparo-Secret": secret})

    assert (response.status_code, response.json()) == (404, {"error": "unknown action"})


@pytest.mark.parametrize("name", [None, ""])
def test_a_call_without_an_action_does_nothing(
    client: TestClient,
    installation: Installation,
    secret: str,
    one: str,
    name: str | None,
) -> None:
    before = installation.rows()
    body = {**call_of(one, RESTART, said(SECRET_WORDS)), "next_action": name}

    response = client.post("/webhook", json=body, headers={"X-Amparo-Secret": secret})

    assert (response.status_code, response.json()) == (200, None)
    assert installation.rows() == before


class TestFailure:
    """An action that fails says its class, and nothing of the conversation."""

    @pytest.mark.parametrize(
        "name",
        ["validate_exposure_form", "action_restart", "action_exposure_outcome", "action_request_human"],
    )
    def test_an_action_of_an_erased_conversation_fails_without_words(
        self,
        client: TestClient,
        secret: str,
        caplog: pytest.LogCaptureFixture,
        name: str,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        gone = an_id("erased long ago")
        body = call_of(gone, name, said(SECRET_WORDS), asked="device")

        response = client.post("/webhook", json=body, headers={"X-Amparo-Secret": secret})

        logged = everything_logged(caplog.records)
        assert (response.status_code, response.json()) == (500, {"error": "failed"})
        assert '{"code": "UnknownConversation", "event": "action_failed"}' in logged
        assert SECRET_WORDS not in logged
        assert gone not in logged

    def test_a_database_that_is_away_fails_without_words(
        self,
        client: TestClient,
        installation: Installation,
        secret: str,
        one: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.INFO)
        installation.run_sql("DROP TABLE facts")
        body = call_of(one, "validate_exposure_form", said(SECRET_WORDS), asked="device")

        response = client.post("/webhook", json=body, headers={"X-Amparo-Secret": secret})

        logged = everything_logged(caplog.records)
        assert (response.status_code, response.json()) == (500, {"error": "failed"})
        assert '{"code": "OperationalError", "event": "action_failed"}' in logged
        assert SECRET_WORDS not in logged
        assert "facts" not in logged

    @pytest.mark.parametrize(
        ("content", "encoding"),
        [
            (SECRET_WORDS.encode(), "identity"),
            (SECRET_WORDS.encode(), "deflate"),
            (b"", "identity"),
            (b"[]", "identity"),
            (b'{"next_action": "action_restart"}', "identity"),
            (b'{"next_action": "action_restart", "tracker": {}}', "identity"),
            (b'{"next_action": "action_restart", "tracker": null}', "identity"),
        ],
        ids=["no json", "no deflate", "empty", "no call", "no tracker", "empty tracker", "null tracker"],
    )
    def test_a_body_that_cannot_be_read_fails_without_words(
        self,
        client: TestClient,
        secret: str,
        caplog: pytest.LogCaptureFixture,
        content: bytes,
        encoding: str,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        headers = {"X-Amparo-Secret": secret, "Content-Encoding": encoding}

        response = client.post("/webhook", content=content, headers=headers)

        assert (response.status_code, response.json()) == (500, {"error": "failed"})
        assert SECRET_WORDS not in everything_logged(caplog.records)

    def test_an_action_that_works_logs_nothing_of_the_conversation(
        self,
        rasa: Caller,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)

        rasa.run("validate_exposure_form", said(SECRET_WORDS), asked="country")

        logged = everything_logged(caplog.records)
        assert SECRET_WORDS not in logged
        assert rasa.conversation_id not in logged


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200),
        ("GET", "/webhook", 405),
        # rasa_sdk's own server lists its actions and answers anybody.
        ("GET", "/actions", 404),
        ("POST", "/actions", 404),
        ("GET", "/", 404),
    ],
)
def test_nothing_is_open_but_the_health_check(
    client: TestClient,
    method: str,
    path: str,
    status: int,
) -> None:
    response = client.request(method, path)

    assert response.status_code == status
    assert "access-control-allow-origin" not in response.headers


def test_the_health_check_says_nothing_but_that_it_runs(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
