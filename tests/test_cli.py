"""The operator's commands, as they are typed."""

from __future__ import annotations

import logging
import re
import socket
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import inspect

from amparo.cli import main
from amparo.language.languages import Language
from amparo.sealing import read_keyring
from amparo.services.staff import LONGEST_NAME, Staff
from amparo.store.database import SqlStore, connect
from tests.builders import NOW, a_conversation, an_id, some_facts
from tests.fakes import FakeClock

SHOWN_ONCE = re.compile(r"^Account (?P<name>.+), password (?P<password>\S+) \(shown only now\)\.\n$")


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    # A command configures the logs of its whole process, which here is the test run.
    root, ours = logging.getLogger(), logging.getLogger("amparo")
    before = (root.handlers[:], root.level, ours.level)
    yield
    root.handlers[:], root.level, ours.level = before


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the commands to a folder of the test; give the place of the key."""
    place = tmp_path / "keys" / "installation.keys"
    monkeypatch.setenv("AMPARO_KEY_FILE", str(place))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/data/amparo.db")
    return place


@pytest.fixture
def made(key_file: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Make the key and the database; give the place of the key."""
    assert main(["init"]) == 0
    capsys.readouterr()
    return key_file


def store_of(key_file: Path) -> SqlStore:
    """Return the store that the commands work on."""
    database = key_file.parent.parent / "data" / "amparo.db"
    return SqlStore(connect(f"sqlite:///{database}"), read_keyring(key_file))


def staff_of(key_file: Path) -> Staff:
    """Return the accounts that the commands work on."""
    return Staff(store_of(key_file), FakeClock(NOW))


class TestInit:
    """The first command of an installation."""

    def test_it_makes_the_key_and_the_database(
        self,
        key_file: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        code = main(["init"])

        engine = connect(f"sqlite:///{key_file.parent.parent}/data/amparo.db")
        with engine.begin() as connection:
            tables = set(inspect(connection).get_table_names())
        engine.dispose()
        assert code == 0
        assert len(read_keyring(key_file).keys) == 1
        assert {"conversations", "inbox", "outbox", "facts", "cases", "staff", "trackers"} <= tables
        assert str(key_file) in capsys.readouterr().out

    def test_only_its_owner_can_read_the_key(self, made: Path) -> None:
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700

    def test_the_key_itself_is_never_printed(
        self,
        key_file: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        main(["init"])

        printed = capsys.readouterr()
        assert key_file.read_text().strip() not in printed.out + printed.err

    def test_a_second_time_it_makes_nothing_anew(
        self,
        made: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        key, conversation_id = made.read_bytes(), a_conversation(store_of(made))

        code = main(["init"])

        with store_of(made).begin() as tx:
            language = tx.conversations.get(conversation_id).language
        assert (code, capsys.readouterr().out) == (0, "")
        assert made.read_bytes() == key
        assert language is Language.EN

    def test_it_makes_the_database_for_a_key_that_was_there_before(self, key_file: Path) -> None:
        main(["init"])
        key = key_file.read_bytes()
        (key_file.parent.parent / "data" / "amparo.db").unlink()

        code = main(["init"])

        assert (code, key_file.read_bytes()) == (0, key)
        assert a_conversation(store_of(key_file)) == an_id("one")


class TestStaffAdd:
    """Accounts for the console."""

    def test_it_makes_an_account_and_prints_its_password_once(
        self,
        made: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        code = main(["staff-add", "  Miriam "])

        printed = capsys.readouterr()
        shown = SHOWN_ONCE.match(printed.out)
        assert (code, printed.err) == (0, "")
        assert shown is not None
        assert shown["name"] == "Miriam"
        assert len(shown["password"]) >= 16
        assert staff_of(made).signs_in("Miriam", shown["password"])

    def test_the_password_is_not_stored(self, made: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main(["staff-add", "miriam"])

        shown = SHOWN_ONCE.match(capsys.readouterr().out)
        with store_of(made).begin() as tx:
            stored = tx.staff.password_hash("miriam")
        assert shown is not None
        assert stored is not None
        assert stored.startswith("$argon2id$")
        assert shown["password"] not in stored

    def test_a_second_time_it_sets_the_password_anew(
        self,
        made: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        outputs = []
        for _ in range(2):
            main(["staff-add", "miriam"])
            outputs.append(SHOWN_ONCE.match(capsys.readouterr().out))

        first, second = outputs
        assert first is not None
        assert second is not None
        assert not staff_of(made).signs_in("miriam", first["password"])
        assert staff_of(made).signs_in("miriam", second["password"])

    def test_a_password_that_was_typed_is_not_printed(
        self,
        made: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("getpass.getpass", lambda prompt: "seven green parrots")

        code = main(["staff-add", "miriam", "--ask"])

        printed = capsys.readouterr()
        assert (code, printed.out, printed.err) == (0, "", "")
        assert staff_of(made).signs_in("miriam", "seven green parrots")

    @pytest.mark.parametrize("name", ["", "   ", "\t", "m" * (LONGEST_NAME + 1)])
    def test_a_name_that_cannot_be_typed_at_the_sign_in_is_refused(
        self,
        made: Path,
        capsys: pytest.CaptureFixture[str],
        name: str,
    ) -> None:
        code = main(["staff-add", name])

        printed = capsys.readouterr()
        with store_of(made).begin() as tx:
            count = tx.staff.count()
        assert (code, printed.out, count) == (2, "", 0)
        assert "1 to 64" in printed.err

    def test_the_longest_name_is_taken_whole(self, made: Path) -> None:
        name = "m" * LONGEST_NAME

        code = main(["staff-add", name])

        assert (code, staff_of(made).exists(name)) == (0, True)


class TestForget:
    """Erasing a conversation on request."""

    def test_it_erases_this_conversation_and_no_other(
        self,
        made: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        store = store_of(made)
        one, other = a_conversation(store, "one"), a_conversation(store, "other")
        with store.begin() as tx:
            tx.facts.put(one, some_facts())

        code = main(["forget", one])

        with store.begin() as tx:
            left = tx.conversations.last_seen_before(NOW.replace(year=2999), 10)
        assert (code, capsys.readouterr().out) == (0, "Erased.\n")
        assert list(left) == [other]

    def test_what_is_gone_already_is_no_trouble(self, made: Path) -> None:
        assert main(["forget", an_id("gone")]) == 0


class TestWithoutAKey:
    """Nothing may start without the installation's key."""

    COMMANDS = pytest.mark.parametrize("command", [["staff-add", "miriam"], ["forget", an_id("one")]])

    @COMMANDS
    def test_a_command_refuses_and_makes_no_key(
        self,
        key_file: Path,
        capsys: pytest.CaptureFixture[str],
        command: list[str],
    ) -> None:
        code = main(command)

        printed = capsys.readouterr()
        assert (code, printed.out) == (1, "")
        assert f"no readable key in {key_file}" in printed.err
        assert not key_file.exists()

    @COMMANDS
    @pytest.mark.parametrize("content", ["", "garbage", "c2hvcnQ=", "\u00ff"])
    def test_a_broken_key_is_refused_left_alone_and_not_printed(
        self,
        made: Path,
        capsys: pytest.CaptureFixture[str],
        command: list[str],
        content: str,
    ) -> None:
        made.write_text(content, encoding="latin-1")

        code = main(command)

        printed = capsys.readouterr()
        assert (code, printed.out) == (1, "")
        assert made.read_text(encoding="latin-1") == content
        assert not content or content not in printed.err


class TestPorts:
    """What is said before the processes start."""

    @pytest.fixture
    def port(self, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> int:
        """Point every process to free ports; give the one of the chat page."""
        with ExitStack() as stack:
            taken = [stack.enter_context(socket.socket()) for _ in range(4)]
            for each in taken:
                each.bind(("127.0.0.1", 0))
            chat, console, actions, assistant = (each.getsockname()[1] for each in taken)
        monkeypatch.setenv("AMPARO_PORT", str(chat))
        monkeypatch.setenv("AMPARO_CONSOLE_PORT", str(console))
        monkeypatch.setenv("AMPARO_ACTIONS_PORT", str(actions))
        monkeypatch.setenv("AMPARO_ASSISTANT_URL", f"http://127.0.0.1:{assistant}")
        return int(chat)

    @pytest.mark.usefixtures("port")
    def test_nothing_is_said_when_all_are_free(self, capsys: pytest.CaptureFixture[str]) -> None:
        code = main(["ports"])

        printed = capsys.readouterr()
        assert (code, printed.out, printed.err) == (0, "", "")

    def test_a_port_of_another_program_is_named(
        self,
        port: int,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", port))
            other.listen()

            code = main(["ports"])

        printed = capsys.readouterr()
        assert (code, printed.out) == (1, "")
        assert f"AMPARO_PORT ({port})." in printed.err


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["staff-add"], ["forget"]])
def test_a_command_that_is_not_whole_is_refused(
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)

    assert raised.value.code == 2
    assert "usage: amparo" in capsys.readouterr().err


@pytest.mark.parametrize("password", ["", " ", "too short"])
@pytest.mark.usefixtures("made")
def test_a_password_that_is_empty_or_short_is_refused(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: password)

    assert main(["staff-add", "miriam", "--ask"]) == 2
