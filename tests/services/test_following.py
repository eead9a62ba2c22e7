"""The conversation goes over to the language that a person writes in, once, and says so."""

from __future__ import annotations

import pytest

from amparo.domain.handoff import State
from amparo.language.languages import Language
from amparo.services.conversations import Conversations
from amparo.services.turns import Turns
from amparo.store.database import SqlStore
from tests.builders import a_conversation
from tests.fakes import FakeAssistant, FakeClock, words_of

EN, FR = Language.EN, Language.FR
FRENCH = "Est-ce que mon pays va apprendre que j'ai écrit à cette commission ?"
NOTICE = "dialog.language_noticed"


class Talk:
    """One English conversation with the worker that is tested."""

    def __init__(self, store: SqlStore, assistant: FakeAssistant, clock: FakeClock) -> None:
        self.id = a_conversation(store)
        self._store = store
        self._people = Conversations(store, clock)
        self._turns = Turns(store, assistant, clock, words_of)
        self._assistant = assistant

    def write(self, *texts: str) -> None:
        for text in texts:
            self._people.accept_text(self.id, text, text)
        self._turns.work(self.id)

    def choose(self, language: Language) -> None:
        self._people.set_language(self.id, language)
        payload = f'/change_language{{"language": "{language.value}"}}'
        self._people.accept_command(self.id, f"chosen {language.value}", language.value, payload)
        self._turns.work(self.id)

    @property
    def language(self) -> Language:
        return self._people.get(self.id).language

    @property
    def keys(self) -> list[str | None]:
        with self._store.read() as tx:
            return [message.key for message in tx.outbox.after(self.id, 0)]

    @property
    def answered_in(self) -> list[Language]:
        return [language for _, language in self._assistant.heard]


@pytest.fixture
def talk(store: SqlStore, assistant: FakeAssistant, clock: FakeClock) -> Talk:
    """Give the conversation."""
    return Talk(store, assistant, clock)


def test_a_sentence_in_another_language_is_answered_in_it(talk: Talk) -> None:
    talk.write("hello", FRENCH)

    assert talk.answered_in == [EN, FR]
    assert talk.language is FR


def test_the_change_is_said_once_with_a_button_back(talk: Talk, store: SqlStore) -> None:
    talk.write(FRENCH, FRENCH + " Merci de me répondre.")

    with store.read() as tx:
        (notice,) = [m for m in tx.outbox.after(talk.id, 0) if m.key == NOTICE]
    assert notice.language is FR
    assert [button.title for button in notice.buttons] == ["en: page.name"]


def test_the_change_is_said_before_the_answer(talk: Talk) -> None:
    talk.write(FRENCH)

    assert talk.keys == [NOTICE, None]


@pytest.mark.parametrize("text", ["Iran", "oui", "Amadou Diallo", "12/03/2019"])
def test_a_short_answer_changes_nothing(talk: Talk, text: str) -> None:
    talk.write(text)

    assert talk.language is EN
    assert NOTICE not in talk.keys


def test_who_chose_a_language_by_a_button_keeps_it(talk: Talk) -> None:
    talk.choose(EN)

    talk.write(FRENCH)

    assert talk.language is EN
    assert NOTICE not in talk.keys


def test_an_outage_does_not_repeat_the_notice(talk: Talk, assistant: FakeAssistant) -> None:
    assistant.away = True
    talk.write(FRENCH)
    assistant.away = False

    talk.write()

    assert talk.keys == [NOTICE, None]
    assert talk.answered_in == [FR]


def test_while_a_person_is_in_charge_nothing_is_changed_or_said(talk: Talk, store: SqlStore) -> None:
    with store.begin() as tx:
        tx.conversations.set_state(talk.id, State.WITH_PERSON)

    talk.write(FRENCH)

    assert talk.language is EN
    assert talk.keys == []
