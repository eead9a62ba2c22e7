"""A shortened conversation leads Rasa to the same state as the whole one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.trim import trimmed
from tests.rasa.conftest import ROOT

DOMAIN = Domain.load(ROOT / "domain.yml")
SLOTS = sorted(slot.name for slot in DOMAIN.slots)
FORM = "exposure_form"
MOST = 60
KEPT_TURNS = 3
# A side question in the check makes this many.
TURN_OF_THE_CHECK = 12

Dicts = list[dict[str, Any]]

in_between = st.one_of(
    st.builds(SlotSet, st.sampled_from(SLOTS), st.sampled_from(["given", "unknown", "skipped", None])),
    st.builds(ActiveLoop, st.sampled_from([FORM, None])),
    st.builds(ActionExecuted, st.sampled_from([FORM, "utter_greet", "action_not_asked"])),
    st.builds(BotUttered, st.sampled_from(["Good morning", "Are you well?"])),
)
heard = st.builds(UserUttered, st.sampled_from(["yes", "no", "Rostov", "What does it cost?"]))


@st.composite
def turns(draw: st.DrawFn, most_between: int = TURN_OF_THE_CHECK - 2) -> list[Event]:
    between = draw(st.lists(in_between, max_size=most_between))
    return [draw(heard), *between, ActionExecuted("action_listen")]


talks = st.lists(turns(), min_size=1, max_size=12)
restarted = st.builds(lambda turn: [turn[0], Restarted(), *turn[1:]], turns())


def written(*parts: list[Event]) -> Dicts:
    """Give the events as they are stored, one second apart and begun as Rasa begins."""
    events = [ActionExecuted("action_listen"), *(event for part in parts for event in part)]
    dicts = [event.as_dict() for event in events]
    return [{**event, "timestamp": float(second)} for second, event in enumerate(dicts)]


def state(events: Dicts) -> tuple[Any, ...]:
    """Replay events in Rasa and give what the next turn rests on."""
    tracker = DialogueStateTracker.from_dict("one", events, DOMAIN.slots)
    return (
        tracker.current_slot_values(),
        tracker.active_loop_name,
        tracker.latest_message,
        tracker.latest_action_name,
    )


def kept_after_each_turn(events: Dicts) -> list[Dicts]:
    """Trim as the store does, which sees what it trimmed the turn before."""
    kept: list[Dicts] = [[]]
    for event in events:
        kept[-1] = [*kept[-1], event]
        if event.get("name") == "action_listen":
            kept[-1] = trimmed(kept[-1])
            kept.append(kept[-1])
    return kept


def a_turn(number: int, *between: Event) -> list[Event]:
    return [UserUttered(f"Question {number}"), *between, ActionExecuted("action_listen")]


def a_talk(turn_count: int, events_a_turn: int) -> Dicts:
    between = [BotUttered("It is free")] * (events_a_turn - 2)
    return written(*(a_turn(number, *between) for number in range(turn_count)))


@pytest.mark.parametrize(
    ("turn_count", "events_a_turn"),
    [(0, 2), (1, 4), (10, 5), (3, 30), (1, 100), (29, 2)],
)
def test_a_short_conversation_and_one_of_few_turns_stay_whole(turn_count: int, events_a_turn: int) -> None:
    events = a_talk(turn_count, events_a_turn)

    assert trimmed(events) == events


def test_nothing_stays_nothing() -> None:
    assert trimmed([]) == []


@pytest.mark.parametrize(("turn_count", "events_a_turn"), [(30, 2), (20, 4), (4, 20), (100, 12)])
def test_of_a_long_conversation_the_last_turns_stay_as_they_are(turn_count: int, events_a_turn: int) -> None:
    events = a_talk(turn_count, events_a_turn)
    last_turns = events[-KEPT_TURNS * events_a_turn :]

    short = trimmed(events)

    assert short[-len(last_turns) :] == last_turns
    assert [event["event"] for event in short].count("user") == KEPT_TURNS


def test_what_is_trimmed_is_not_changed() -> None:
    events = a_talk(50, 4)
    before = [dict(event) for event in events]

    trimmed(events)

    assert events == before


def test_answers_and_the_open_check_outlive_the_turns_that_gave_them() -> None:
    opening = a_turn(
        0,
        ActionExecuted(FORM),
        ActiveLoop(FORM),
        SlotSet("device", "given"),
        SlotSet("detained", "unknown"),
        SlotSet("detained", "given"),
        SlotSet("requested_slot", "travel"),
    )
    asides = [a_turn(number, *[BotUttered("It is free")] * 3) for number in range(1, 30)]

    slots, loop, message, _ = state(trimmed(written(opening, *asides)))

    answers = {name: value for name, value in slots.items() if value is not None}
    assert answers == {"device": "given", "detained": "given", "requested_slot": "travel"}
    assert loop == FORM
    assert message.text == "Question 29"


def test_the_open_check_is_given_as_if_it_had_just_begun() -> None:
    # Rasa's rules look at what came before the form.
    opening = a_turn(0, ActionExecuted(FORM), ActiveLoop(FORM), SlotSet("requested_slot", "device"))
    asides = [a_turn(number, *[BotUttered("It is free")] * 3) for number in range(1, 30)]

    short = trimmed(written(opening, *asides))

    in_front = [(event["event"], event.get("name")) for event in short[:5]]
    assert in_front == [
        ("action", "action_listen"),
        ("action", FORM),
        ("active_loop", FORM),
        ("slot", "requested_slot"),
        ("action", "action_listen"),
    ]


def test_without_a_check_only_listening_stands_before_the_last_turns() -> None:
    short = trimmed(a_talk(turn_count=30, events_a_turn=5))

    in_front = [(event["event"], event.get("name")) for event in short[: -KEPT_TURNS * 5]]
    assert in_front == [("action", "action_listen"), ("action", "action_listen")]


def test_a_check_that_was_ended_stays_ended() -> None:
    opening = a_turn(0, ActionExecuted(FORM), ActiveLoop(FORM), SlotSet("requested_slot", "travel"))
    stopped = a_turn(1, ActiveLoop(None), SlotSet("requested_slot", None))
    asides = [a_turn(number, *[BotUttered("It is free")] * 3) for number in range(2, 30)]

    short = trimmed(written(opening, stopped, *asides))

    assert "active_loop" not in {event["event"] for event in short}
    assert state(short)[:2] == (dict.fromkeys(SLOTS), None)


def test_answers_before_a_restart_do_not_come_back() -> None:
    told = a_turn(0, ActiveLoop(FORM), SlotSet("detained", "given"), SlotSet("country", "given"))
    restart = a_turn(1, Restarted(), SlotSet("country", "unknown"))
    asides = [a_turn(number, *[BotUttered("It is free")] * 3) for number in range(2, 30)]

    short = trimmed(written(told, restart, *asides))

    assert state(short)[:2] == ({**dict.fromkeys(SLOTS), "country": "unknown"}, None)


@given(st.lists(turns(most_between=40), min_size=1, max_size=12))
def test_a_trimmed_conversation_leads_to_the_same_state(talk: list[list[Event]]) -> None:
    events = written(*talk)

    assert state(trimmed(events)) == state(events)


@given(talks, restarted, talks)
def test_a_trimmed_conversation_with_a_restart_leads_to_the_same_state(
    before: list[list[Event]], restart: list[Event], after: list[list[Event]]
) -> None:
    events = written(*before, restart, *after)

    assert state(trimmed(events)) == state(events)


@given(st.lists(turns(), min_size=8, max_size=20))
def test_trimming_after_each_turn_leads_to_the_same_state(talk: list[list[Event]]) -> None:
    events = written(*talk)

    kept = kept_after_each_turn(events)[-1]

    assert state(kept) == state(events)


@given(st.lists(turns(), min_size=1, max_size=30))
def test_a_conversation_of_short_turns_never_grows_beyond_its_bound(talk: list[list[Event]]) -> None:
    lengths = [len(kept) for kept in kept_after_each_turn(written(*talk))]

    assert max(lengths) <= MOST


@given(st.lists(turns(most_between=40), min_size=4, max_size=12))
def test_the_cut_is_made_where_the_assistant_was_listening(talk: list[list[Event]]) -> None:
    events = written(*talk)

    short = trimmed(events)

    first_user = next(i for i, event in enumerate(short) if event["event"] == "user")
    assert short[first_user - 1]["name"] == "action_listen"
    assert events[-len(short[first_user:]) :] == short[first_user:]


@given(st.lists(turns(most_between=40), min_size=4, max_size=12))
def test_what_is_put_in_front_is_not_newer_than_what_follows(talk: list[list[Event]]) -> None:
    short = trimmed(written(*talk))

    first_user = next(i for i, event in enumerate(short) if event["event"] == "user")
    assert all(event["timestamp"] <= short[first_user]["timestamp"] for event in short[:first_user])


def test_answers_before_a_reset_of_all_slots_do_not_come_back() -> None:
    told = a_turn(0, SlotSet("detained", "given"), SlotSet("country", "given"))
    again = a_turn(1, AllSlotsReset(), ActiveLoop(None), SlotSet("country", "unknown"))
    asides = [a_turn(number, *[BotUttered("It is free")] * 3) for number in range(2, 30)]
    events = written(told, again, *asides)

    assert state(trimmed(events)) == state(events)
