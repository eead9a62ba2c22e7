"""What Rasa makes of endpoints.yml and credentials.yml, and what nothing starts without."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import rasa.__main__ as rasa_main
from rasa.core.channels.channel import register
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from sanic import Sanic

import bot.__main__ as command_line
from amparo.domain.errors import MissingDriver, MissingKey
from bot import environment, harden
from bot.channel import PrivateChannel
from bot.replies import CatalogueReplies
from bot.tracker_store import SealedTrackerStore
from tests.rasa.conftest import ROOT, Installation

pytestmark = pytest.mark.usefixtures("installation")


@pytest.fixture
def endpoints() -> AvailableEndpoints:
    environment.prepare()
    return AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))


def test_trackers_are_sealed_and_not_in_plain_memory(endpoints: AvailableEndpoints) -> None:
    store = TrackerStore.create(endpoints.tracker_store, Domain.empty())

    assert type(store) is SealedTrackerStore


def test_trackers_go_to_the_database_of_the_services(
    endpoints: AvailableEndpoints,
    installation: Installation,
) -> None:
    assert endpoints.tracker_store.url == installation.url


def test_replies_come_from_the_catalogue(endpoints: AvailableEndpoints) -> None:
    replies = NaturalLanguageGenerator.create(endpoints.nlg, Domain.empty())

    assert type(replies) is CatalogueReplies


def test_the_action_server_is_called_with_the_secret_for_actions(endpoints: AvailableEndpoints) -> None:
    expected = {"X-Amparo-Secret": environment.keyring().secret("actions")}

    assert endpoints.action.headers == expected


def test_the_action_server_gets_no_domain(endpoints: AvailableEndpoints) -> None:
    assert endpoints.action.kwargs == {"enable_selective_domain": True}


def test_no_other_endpoint_is_configured(endpoints: AvailableEndpoints) -> None:
    others = (endpoints.model, endpoints.nlu, endpoints.lock_store, endpoints.event_broker)

    assert others == (None, None, None, None)


def test_the_private_channel_is_the_only_channel() -> None:
    channels = create_http_input_channels(None, str(ROOT / "credentials.yml"))

    assert [type(channel) for channel in channels] == [PrivateChannel]


def test_the_channel_has_two_addresses_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sanic, "test_mode", True)
    app = Sanic("addresses", configure_logging=False)

    register([PrivateChannel()], app, route="/webhooks/")

    app.router.finalize()
    found = {(f"/{route.path}", method) for route in app.router.routes for method in route.methods}
    assert found == {("/webhooks/private/health", "GET"), ("/webhooks/private/turn", "POST")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:///var/amparo.db"),
        ("AMPARO_ACTIONS_URL", "http://127.0.0.1:5055/webhook"),
        ("RASA_TELEMETRY_ENABLED", "false"),
    ],
)
def test_what_is_not_set_is_filled_in(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)

    environment.prepare()

    assert os.environ[name] == value


@pytest.mark.parametrize("name", ["DATABASE_URL", "AMPARO_KEY_FILE", "AMPARO_ACTIONS_URL"])
def test_what_is_set_stays(name: str) -> None:
    before = os.environ[name]

    environment.prepare()

    assert os.environ[name] == before


def test_a_secret_for_actions_from_outside_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_ACTIONS_SECRET", "known to somebody")

    environment.prepare()

    assert os.environ["AMPARO_ACTIONS_SECRET"] == environment.keyring().secret("actions")


@pytest.fixture(params=["missing", "empty", "too short", "not a key"])
def without_key(
    request: pytest.FixtureRequest,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """Spoil the key file in each way."""
    content = {"empty": "", "too short": "c2hvcnQ=\n", "not a key": "чужое\n"}
    installation.key_file.unlink()
    if request.param in content:
        installation.key_file.write_text(content[request.param], encoding="utf-8")
    return installation.key_file


def test_nothing_is_prepared_without_a_key(without_key: Path) -> None:
    with pytest.raises(MissingKey):
        environment.prepare()


def test_no_tracker_store_is_made_without_a_key(without_key: Path, installation: Installation) -> None:
    with pytest.raises(MissingKey):
        SealedTrackerStore(installation.url, None)


def test_the_channel_does_not_open_without_a_key(without_key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sanic, "test_mode", True)
    app = Sanic("without_key", configure_logging=False)

    with pytest.raises(MissingKey):
        register([PrivateChannel()], app, route="/webhooks/")


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch, untouched_rasa: None) -> list[list[str]]:
    """Give the arguments with which Rasa's own command line was entered."""
    calls: list[list[str]] = []
    monkeypatch.setattr(rasa_main, "main", lambda: calls.append(list(sys.argv)))
    return calls


@pytest.mark.parametrize("command", ["run", "train"])
def test_rasa_gets_its_command_after_the_environment_is_prepared(
    command: str, handed_over: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bot", command, "--quiet"])

    command_line.main()

    assert handed_over == [["rasa", command, "--quiet"]]
    assert os.environ["AMPARO_ACTIONS_SECRET"] == environment.keyring().secret("actions")


def test_a_server_is_hardened_before_rasa_starts(
    handed_over: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["bot", "run"])

    command_line.main()

    assert rasa_main.configure_structlog is harden._silence_structlog


def test_training_runs_in_rasa_as_it_is(
    handed_over: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["bot", "train"])
    before = rasa_main.configure_structlog

    command_line.main()

    assert rasa_main.configure_structlog is before


def test_rasa_is_not_entered_without_a_key(
    without_key: Path, handed_over: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bot", "run"])

    with pytest.raises(MissingKey):
        command_line.main()

    assert handed_over == []


def test_a_database_driver_that_is_missing_is_an_error_and_not_plain_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    environment.prepare()
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://amparo@localhost/amparo")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))

    with pytest.raises(MissingDriver):
        TrackerStore.create(endpoints.tracker_store)
