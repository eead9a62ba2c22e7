"""Faults that were found by trying to break the first version, each kept from coming back."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from amparo.domain.errors import MissingKey, TurnFailed, UnknownConversation
from amparo.domain.triage import HandoverReason, Urgency
from amparo.language.answers import best, lexicon
from amparo.language.dates import Days, find_days
from amparo.language.languages import Language
from amparo.language.normalise import clean, fold, words
from amparo.language.places import countries, regions
from amparo.sealing import read_keyring
from amparo.services.conversations import Conversations
from amparo.services.turns import Turns
from amparo.store import tables
from amparo.store.database import SqlStore, connect
from tests.builders import (
    KEYRING,
    NOW,
    PATIENCE_S,
    TODAY,
    a_conversation,
    a_message,
    at_once,
)
from tests.fakes import FakeAssistant, FakeClock, words_of
from tests.store.test_secrecy import _files, _fill


def test_a_plain_postgresql_address_uses_the_driver_that_we_install() -> None:
    engine = connect("postgresql://amparo@/amparo?host=/run/postgresql")
    assert engine.dialect.driver == "psycopg2"


@given(st.text())
@settings(derandomize=True, deadline=None)
@example("Ǣ")
@example("ǽ")
@example("Ǿ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("control", ["\x00", "\u200e", "\u202e", "\ufeff"])
def test_a_control_between_letter_and_accent_leaves_one_composed_letter(control: str) -> None:
    assert clean(f"caf e{control}\u0301") == "caf é"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Je viens d'Iran", ("IR",)),
        ("l’Iran", ("IR",)),
        ("d'Algérie", ("DZ",)),
        ("l'Égypte", ("EG",)),
        ("l'Azerbaïdjan", ("AZ",)),
        ("l'Ouzbékistan", ("UZ",)),
        ("Iran's police", ("IR",)),
        ("Turkey’s police", ("TR",)),
        ("из Китая", ("CN",)),
        ("из Вьетнама", ("VN",)),
        ("из Кубы", ("CU",)),
        ("Беларусью", ("BY",)),
        ("Северная Корея", ("KP",)),
        ("из Нигерии", ("NG",)),
        ("из Южного Судана", ("SS",)),
        ("Democratic Republic of the Congo", ("CD",)),
        ("Syrian Arab Republic", ("SY",)),
        ("Swaziland", ("SZ",)),
        ("Macedonia", ("MK",)),
        ("Holland", ("NL",)),
    ],
)
def test_a_country_is_found_as_people_name_it(text: str, codes: tuple[str, ...]) -> None:
    assert countries(text) == codes


@pytest.mark.parametrize("text", ["кроме того", "из-за того что я боюсь", "une réunion", "mon frère Maurice"])
def test_no_country_is_read_into_other_words(text: str) -> None:
    assert countries(text) == ()


@pytest.mark.parametrize(
    "text", ["в Дагестане", "в Татарстане", "из Курдистана", "в Крыму", "the Soviet Union", "Советский Союз"]
)
def test_a_land_that_is_no_state_is_a_region_and_no_country(text: str) -> None:
    assert (regions(text), countries(text)) == (True, ())


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        (Language.RU, "в 2019 году", Days(date(2019, 1, 1), date(2019, 12, 31))),
        (Language.EN, "2019 year", Days(date(2019, 1, 1), date(2019, 12, 31))),
        (Language.AR, "في سنة ٢٠١٩", Days(date(2019, 1, 1), date(2019, 12, 31))),
        (Language.AR, "2019 سنة", Days(date(2019, 1, 1), date(2019, 12, 31))),
        (Language.FR, "année 2019", Days(date(2019, 1, 1), date(2019, 12, 31))),
        (Language.AR, "كانون الثاني 2023", Days(date(2023, 1, 1), date(2023, 1, 31))),
        (Language.AR, "في تشرين الثاني 2022", Days(date(2022, 11, 1), date(2022, 11, 30))),
        (Language.AR, "أمس", Days(date(2026, 11, 21), date(2026, 11, 21))),
        (Language.AR, "قبل ثلاثة أيام", Days(date(2026, 11, 19), date(2026, 11, 19))),
        (Language.AR, "منذ 3 أشهر", Days(date(2026, 8, 1), date(2026, 8, 31))),
        (Language.AR, "منذ سنتين", Days(date(2024, 1, 1), date(2024, 12, 31))),
        (Language.AR, "العام الماضي", Days(date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_words_for_dates_are_read(language: Language, text: str, days: Days) -> None:
    assert find_days(text, language, TODAY) == days


@pytest.mark.parametrize("text", ["12 century", "last century", "10000 weeks ago", "1000 years ago"])
def test_a_time_before_anybody_alive_was_born_is_refused(text: str) -> None:
    assert find_days(text, Language.EN, TODAY) is None


def test_after_erasing_the_key_is_nowhere_in_the_files_while_the_store_is_open(sqlite_engine: Engine) -> None:
    store = SqlStore(sqlite_engine, KEYRING)
    erased = _fill(store, "erased")
    with sqlite_engine.begin() as connection:
        key = connection.scalars(select(tables.conversations.c.sealed_key)).one()

    Conversations(store, FakeClock(NOW)).erase(erased)

    assert key not in _files(sqlite_engine)


@pytest.mark.parametrize("turn", range(5))
def test_two_transactions_at_once_leave_one_open_case(postgresql_store: SqlStore, turn: int) -> None:
    conversation_id = a_conversation(postgresql_store, f"round {turn}")
    start = Barrier(2, timeout=PATIENCE_S)

    def ask() -> str:
        with postgresql_store.begin() as tx:
            start.wait()
            reasons = (HandoverReason.ASKED,)
            return tx.cases.open(conversation_id, Urgency.ORDINARY, reasons, NOW).id

    opened = at_once(ask, ask)

    assert len(set(opened)) == 1


@pytest.mark.parametrize(("first", "second"), [(Urgency.URGENT, Urgency.ORDINARY), (Urgency.ORDINARY, Urgency.URGENT)])
def test_an_open_case_keeps_the_higher_urgency(store: SqlStore, first: Urgency, second: Urgency) -> None:
    conversation_id = a_conversation(store)
    reasons = (HandoverReason.ASKED,)

    with store.begin() as tx:
        tx.cases.open(conversation_id, first, reasons, NOW)
        again = tx.cases.open(conversation_id, second, reasons, NOW)

    assert again.urgency is Urgency.URGENT


def test_a_reply_is_kept_once_also_when_the_claim_ran_out_meanwhile(sqlite_engine: Engine) -> None:
    store, clock, assistant = SqlStore(sqlite_engine, KEYRING), FakeClock(NOW), FakeAssistant()
    one = a_conversation(store)
    Conversations(store, clock).accept_text(one, "1", "hello")
    second = Turns(store, assistant, clock, words_of)

    def slow(_: object) -> None:
        assistant.meanwhile = lambda message: None
        clock.move(timedelta(seconds=61))
        second.work(one)

    assistant.meanwhile = slow

    Turns(store, assistant, clock, words_of).work(one)

    with store.begin() as tx:
        assert [message.text for message in tx.outbox.after(one, 0)] == ["heard hello"]


def test_a_claim_is_renewed_for_each_message(sqlite_engine: Engine) -> None:
    store, clock, assistant = SqlStore(sqlite_engine, KEYRING), FakeClock(NOW), FakeAssistant()
    one = a_conversation(store)
    people = Conversations(store, clock)
    texts = ["one", "two", "three", "four"]
    for text in texts:
        people.accept_text(one, text, text)
    other = Turns(store, assistant, clock, words_of)
    results: list[bool] = []

    def slow(_: object) -> None:
        clock.move(timedelta(seconds=25))
        if len(assistant.heard) < 5:
            results.append(other.work(one))

    assistant.meanwhile = slow

    Turns(store, assistant, clock, words_of).work(one)

    assert results == [False] * 4
    assert assistant.texts == texts


def test_an_outage_is_no_failed_turn(sqlite_engine: Engine) -> None:
    store, clock, assistant = SqlStore(sqlite_engine, KEYRING), FakeClock(NOW), FakeAssistant()
    one = a_conversation(store)
    Conversations(store, clock).accept_text(one, "1", "hello")
    turns = Turns(store, assistant, clock, words_of)
    assistant.away = True
    for _ in range(5):
        turns.work(one)
    assistant.away = False

    def fail(_: object) -> None:
        raise TurnFailed

    assistant.meanwhile = fail
    turns.work(one)

    with store.begin() as tx:
        assert [message.waiting for message in tx.inbox.history(one, None)] == [True]


@pytest.mark.parametrize("made_up", ["\x00", "a\x00-b", "\ud800"])
def test_a_button_that_we_did_not_issue_does_nothing(store: SqlStore, made_up: str) -> None:
    conversation_id = a_conversation(store)

    with store.begin() as tx:
        found = tx.outbox.button(conversation_id, made_up)

    assert found is None


@pytest.mark.parametrize("made_up", ["\x00", "\ud800"])
def test_an_id_that_we_did_not_issue_is_unknown(store: SqlStore, made_up: str) -> None:
    with pytest.raises(UnknownConversation), store.begin() as tx:
        tx.conversations.get(made_up)


def test_two_long_external_ids_that_differ_at_the_end_are_two_messages(sqlite_engine: Engine) -> None:
    store = SqlStore(sqlite_engine, KEYRING)
    people = Conversations(store, FakeClock(NOW))
    one = a_conversation(store)

    accepted = [people.accept_text(one, "x" * 100 + end, end) for end in "ab"]

    assert accepted == [True, True]


def test_a_message_into_a_conversation_erased_meanwhile_is_no_double(postgresql_store: SqlStore) -> None:
    one = a_conversation(postgresql_store)

    def erase() -> None:
        with postgresql_store.begin() as tx:
            tx.conversations.erase(one)

    # One transaction must see both: the key read before, the erasing in between.
    with pytest.raises(UnknownConversation), postgresql_store.begin() as tx:  # noqa: PT012
        tx.facts.get(one)
        at_once(erase)
        tx.inbox.add(a_message(one), "web", "1")


@pytest.mark.parametrize("language", Language)
def test_every_phrase_of_the_lists_can_be_found(language: Language) -> None:
    lists = lexicon(language)
    phrases = [p for o in lists.answers.values() for option in o.values() for p in option]
    texts = [phrase.replace(" ~", "").replace("*", "") for phrase in phrases]
    assert [p for p, t in zip(phrases, texts, strict=True) if not best(words(t), [p])] == []


@pytest.mark.parametrize("line", ["{key}!!", "# {key}", "{half}*{other}"])
def test_a_key_with_foreign_signs_in_it_stops_the_start(tmp_path: Path, line: str) -> None:
    key = base64.urlsafe_b64encode(b"n" * 32).decode()
    path = tmp_path / "installation.keys"
    path.write_text(line.format(key=key, half=key[:20], other=key[20:]))

    with pytest.raises(MissingKey):
        read_keyring(path)
