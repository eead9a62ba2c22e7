"""The states of a conversation between assistant and staff, and who may move them."""

from __future__ import annotations

from enum import Enum

from amparo.domain.errors import MoveNotAllowed


class State(Enum):
    """Who answers the person now."""

    WITH_BOT = "with_bot"
    ASKED = "asked"
    WITH_PERSON = "with_person"
    CLOSED = "closed"


class Actor(Enum):
    """Who makes a move."""

    PERSON = "person"
    STAFF = "staff"
    SYSTEM = "system"


_MOVES: dict[tuple[State, State], frozenset[Actor]] = {
    (State.WITH_BOT, State.ASKED): frozenset({Actor.PERSON, Actor.SYSTEM}),
    (State.ASKED, State.WITH_BOT): frozenset({Actor.PERSON}),
    (State.ASKED, State.WITH_PERSON): frozenset({Actor.STAFF}),
    (State.WITH_PERSON, State.ASKED): frozenset({Actor.SYSTEM}),
    (State.WITH_PERSON, State.CLOSED): frozenset({Actor.STAFF}),
    (State.CLOSED, State.ASKED): frozenset({Actor.PERSON, Actor.SYSTEM}),
}


def move(state: State, to: State, actor: Actor) -> State:
    """Return the new state.

    Raises:
        MoveNotAllowed: the table has no such move, or not for this actor.
    """
    if actor not in _MOVES.get((state, to), frozenset()):
        raise MoveNotAllowed(f"{actor.value}: {state.value} -> {to.value}")
    return to


def assistant_may_answer(state: State) -> bool:
    """Return whether the assistant may answer; with a person in charge it is silent."""
    return state is not State.WITH_PERSON
