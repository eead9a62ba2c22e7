"""The moves of a conversation between assistant and staff, and who may make them."""

from __future__ import annotations

from itertools import product

import pytest

from amparo.domain.errors import MoveNotAllowed
from amparo.domain.handoff import Actor, State, assistant_may_answer, move

NOBODY: frozenset[Actor] = frozenset()
PERSON = frozenset({Actor.PERSON})
STAFF = frozenset({Actor.STAFF})
SYSTEM = frozenset({Actor.SYSTEM})

# From the section "Handoff" of the architecture, written out: who may make which move.
WHO_MAY = {
    (State.WITH_BOT, State.WITH_BOT): NOBODY,
    (State.WITH_BOT, State.ASKED): PERSON | SYSTEM,
    (State.WITH_BOT, State.WITH_PERSON): NOBODY,
    (State.WITH_BOT, State.CLOSED): NOBODY,
    (State.ASKED, State.WITH_BOT): PERSON,
    (State.ASKED, State.ASKED): NOBODY,
    (State.ASKED, State.WITH_PERSON): STAFF,
    (State.ASKED, State.CLOSED): NOBODY,
    (State.WITH_PERSON, State.WITH_BOT): NOBODY,
    (State.WITH_PERSON, State.ASKED): SYSTEM,
    (State.WITH_PERSON, State.WITH_PERSON): NOBODY,
    (State.WITH_PERSON, State.CLOSED): STAFF,
    (State.CLOSED, State.WITH_BOT): NOBODY,
    (State.CLOSED, State.ASKED): PERSON | SYSTEM,
    (State.CLOSED, State.WITH_PERSON): NOBODY,
    (State.CLOSED, State.CLOSED): NOBODY,
}
CASES = [(state, to, actor, actor in may) for (state, to), may in WHO_MAY.items() for actor in Actor]
ALLOWED = [(state, to, actor) for state, to, actor, may in CASES if may]
REFUSED = [(state, to, actor) for state, to, actor, may in CASES if not may]


def test_the_table_names_every_pair_of_states() -> None:
    assert WHO_MAY.keys() == set(product(State, State))


@pytest.mark.parametrize(("state", "to", "actor"), ALLOWED)
def test_a_move_in_the_table_leads_to_the_new_state(state: State, to: State, actor: Actor) -> None:
    assert move(state, to, actor) is to


@pytest.mark.parametrize(("state", "to", "actor"), REFUSED)
def test_any_other_move_is_refused(state: State, to: State, actor: Actor) -> None:
    with pytest.raises(MoveNotAllowed):
        move(state, to, actor)


def test_a_closed_case_cannot_be_answered_by_staff() -> None:
    with pytest.raises(MoveNotAllowed):
        move(State.CLOSED, State.WITH_PERSON, Actor.STAFF)


def test_a_refusal_names_states_and_actor_and_nothing_else() -> None:
    with pytest.raises(MoveNotAllowed) as refused:
        move(State.ASKED, State.CLOSED, Actor.SYSTEM)

    assert str(refused.value) == "system: asked -> closed"


@pytest.mark.parametrize(
    ("state", "may_answer"),
    [
        (State.WITH_BOT, True),
        (State.ASKED, True),
        (State.WITH_PERSON, False),
        (State.CLOSED, True),
    ],
)
def test_the_assistant_is_silent_only_while_a_person_answers(state: State, may_answer: bool) -> None:
    assert assistant_may_answer(state) is may_answer
