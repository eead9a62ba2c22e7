"""Sealed values open only in their place, with their key, and undamaged."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.domain.errors import CannotUnseal, MissingKey
from amparo.sealing import DataKey, Keyring, make_key_file, read_keyring

OLD, NEW, FOREIGN = b"o" * 32, b"n" * 32, b"f" * 32
KEY = DataKey(b"k" * 32)
PLACE = "inbox:0001"
VALUE = "the swallow returns, السنونو".encode()


def _encoded(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


@given(value=st.binary(max_size=200), place=st.text(max_size=40))
@settings(derandomize=True, deadline=None)
def test_what_is_sealed_opens_in_its_place(value: bytes, place: str) -> None:
    # A lone surrogate is no text that a place can be made of.
    place = place.encode("utf-8", "ignore").decode()

    opened = KEY.open(KEY.seal(value, place), place)

    assert opened == value


def test_the_same_value_is_never_sealed_the_same_twice() -> None:
    sealed = {KEY.seal(VALUE, PLACE) for _ in range(20)}

    assert len(sealed) == 20


def test_a_sealed_value_does_not_show_what_it_holds() -> None:
    sealed = KEY.seal(VALUE, PLACE)

    assert (VALUE in sealed, KEY.raw in sealed) == (False, False)


@pytest.mark.parametrize("place", ["inbox:0002", "outbox:0001", "inbox:000", ""])
def test_a_sealed_value_cannot_be_opened_in_another_place(place: str) -> None:
    sealed = KEY.seal(VALUE, PLACE)

    with pytest.raises(CannotUnseal):
        KEY.open(sealed, place)


def test_a_sealed_value_cannot_be_opened_with_another_key() -> None:
    sealed = KEY.seal(VALUE, PLACE)

    with pytest.raises(CannotUnseal):
        DataKey(FOREIGN).open(sealed, PLACE)


def test_a_change_of_any_byte_is_noticed() -> None:
    sealed = KEY.seal(VALUE, PLACE)
    opened = []

    for position in range(len(sealed)):
        damaged = bytearray(sealed)
        damaged[position] ^= 1
        try:
            opened.append(KEY.open(bytes(damaged), PLACE))
        except CannotUnseal:
            continue

    assert opened == []


def test_a_cut_at_any_length_is_noticed() -> None:
    sealed = KEY.seal(VALUE, PLACE)
    opened = []

    for length in range(len(sealed)):
        try:
            opened.append(KEY.open(sealed[:length], PLACE))
        except CannotUnseal:
            continue

    assert opened == []


@pytest.mark.parametrize("more", [b"\x00", b"more"])
def test_bytes_put_behind_are_noticed(more: bytes) -> None:
    sealed = KEY.seal(VALUE, PLACE)

    with pytest.raises(CannotUnseal):
        KEY.open(sealed + more, PLACE)


# The installation's keys


def test_each_conversation_gets_a_key_of_its_own() -> None:
    keyring = Keyring((NEW,))

    keys = {keyring.new_data_key("one")[0].raw for _ in range(20)}

    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}


def test_a_data_key_opens_for_its_conversation() -> None:
    keyring = Keyring((NEW,))
    key, sealed = keyring.new_data_key("one")

    opened = keyring.open_data_key(sealed, "one")

    assert opened == key
    assert key.raw not in sealed


def test_a_data_key_does_not_open_for_another_conversation() -> None:
    keyring = Keyring((NEW,))
    _, sealed = keyring.new_data_key("one")

    with pytest.raises(CannotUnseal):
        keyring.open_data_key(sealed, "two")


def test_after_rotation_the_old_key_still_opens() -> None:
    key, sealed = Keyring((OLD,)).new_data_key("one")

    opened = Keyring((NEW, OLD)).open_data_key(sealed, "one")

    assert opened == key


def test_after_rotation_the_newest_key_seals() -> None:
    key, sealed = Keyring((NEW, OLD)).new_data_key("one")

    opened = Keyring((NEW,)).open_data_key(sealed, "one")

    assert opened == key
    with pytest.raises(CannotUnseal):
        Keyring((OLD,)).open_data_key(sealed, "one")


def test_without_the_key_that_sealed_it_a_data_key_is_lost() -> None:
    _, sealed = Keyring((OLD,)).new_data_key("one")

    with pytest.raises(CannotUnseal):
        Keyring((NEW, FOREIGN)).open_data_key(sealed, "one")


def test_a_cut_or_damaged_data_key_is_noticed() -> None:
    keyring = Keyring((NEW,))
    _, sealed = keyring.new_data_key("one")
    damaged = [bytes([*sealed[:n], sealed[n] ^ 1, *sealed[n + 1 :]]) for n in (0, 4, 9)]
    cut = [sealed[:length] for length in range(len(sealed))]
    opened = []

    for value in (*damaged, *cut):
        try:
            opened.append(keyring.open_data_key(value, "one"))
        except CannotUnseal:
            continue

    assert opened == []


# Secrets


def test_secrets_differ_for_each_purpose_and_each_key() -> None:
    purposes = ("session", "assistant", "console", "key id")
    secrets = [Keyring((key,)).secret(p) for key in (OLD, NEW) for p in purposes]

    assert len(set(secrets)) == len(secrets)
    assert {len(secret) for secret in secrets} == {64}


def test_a_secret_is_the_same_after_a_restart() -> None:
    first, second = Keyring((bytes(NEW),)), Keyring((bytes(NEW),))

    assert first.secret("session") == second.secret("session")


def test_after_rotation_the_newest_secret_comes_first() -> None:
    before = Keyring((OLD,)).secret("session")

    keyring = Keyring((NEW, OLD))

    newest = Keyring((NEW,)).secret("session")
    assert keyring.secret("session") == newest
    assert keyring.all_secrets("session") == [newest, before]


def test_a_secret_does_not_contain_the_key() -> None:
    secret = Keyring((NEW,)).secret("session")

    assert NEW.hex() not in secret


@pytest.mark.parametrize("held", [DataKey(NEW), Keyring((NEW, OLD))])
@pytest.mark.parametrize("show", [repr, str, "{}".format])
def test_no_key_is_shown_when_its_holder_is_printed(held: object, show: object) -> None:
    shown = show(held)  # type: ignore[operator]

    forms = [repr(NEW)[2:-1], NEW.hex(), _encoded(NEW)]
    assert [form for form in forms if form in shown] == []
    assert type(held).__name__ in shown


# The key file


def test_a_new_key_file_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "installation.keys"

    made = make_key_file(path)

    modes = [stat.S_IMODE(p.stat().st_mode) for p in (path, path.parent)]
    assert (made, modes) == (True, [0o600, 0o700])


def test_a_new_key_file_holds_one_key(tmp_path: Path) -> None:
    path = tmp_path / "installation.keys"
    make_key_file(path)

    keyring = read_keyring(path)

    assert [len(key) for key in keyring.keys] == [32]


def test_two_key_files_hold_different_keys(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one", "two")]
    for path in paths:
        make_key_file(path)

    first, second = (read_keyring(path).keys for path in paths)

    assert first != second


def test_an_existing_key_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "installation.keys"
    path.write_text("what was here before")

    made = make_key_file(path)

    assert (made, path.read_text()) == (False, "what was here before")


def test_the_keys_of_a_file_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "installation.keys"
    path.write_text(f"{_encoded(NEW)}\n\n  {_encoded(OLD)}\n")

    keyring = read_keyring(path)

    assert keyring.keys == (NEW, OLD)


def test_a_missing_key_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(MissingKey):
        read_keyring(tmp_path / "nothing.keys")


def test_a_folder_in_place_of_the_key_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(MissingKey):
        read_keyring(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"garbage",
        _encoded(b"s" * 31).encode(),
        _encoded(b"s" * 33).encode(),
        _encoded(b"s" * 16).encode(),
        _encoded(NEW).encode()[:-2],
        f"{_encoded(NEW)}\ngarbage\n".encode(),
        f"{_encoded(NEW)}\n{_encoded(b's' * 16)}".encode(),
        "ключ".encode(),
        bytes(range(256)),
    ],
)
def test_a_key_file_that_is_short_or_garbage_stops_the_start(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "installation.keys"
    path.write_bytes(content)

    with pytest.raises(MissingKey):
        read_keyring(path)


def test_what_is_wrong_with_a_key_file_is_told_without_its_content(
    tmp_path: Path,
) -> None:
    path = tmp_path / "installation.keys"
    path.write_text("almost-a-key")

    with pytest.raises(MissingKey) as caught:
        read_keyring(path)

    assert "almost-a-key" not in str(caught.value)
