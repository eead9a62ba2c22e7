"""Keeps a tracker short, since Rasa reads it whole at each turn and sends it to each action.

What matters for the next turn is the state (slots and active form) and the last few turns; the
answers themselves are in our own store.
"""

from __future__ import annotations

from typing import Any

Event = dict[str, Any]

# A side question in a form makes about twelve events. Forty keep the last three or four turns.
_MOST_EVENTS = 60
_KEPT_TURNS = 3


def trimmed(events: list[Event]) -> list[Event]:
    """Return the events, or, when they are many, the state before the last turns and those turns.

    The cut is only made where the assistant was listening, so that no turn is torn.
    """
    if len(events) <= _MOST_EVENTS:
        return events
    starts = [i for i, event in enumerate(events) if event["event"] == "user"]
    if len(starts) <= _KEPT_TURNS:
        return events
    cut = starts[-_KEPT_TURNS]
    return [*_state(events[:cut]), *events[cut:]]


def _state(events: list[Event]) -> list[Event]:
    """Return events that lead to the same slots and the same active form, then listening."""
    slots: dict[str, Event] = {}
    loop: Event | None = None
    for event in events:
        if event["event"] == "slot":
            slots[event["name"]] = event
        elif event["event"] == "active_loop":
            loop = event if event["name"] else None
        elif event["event"] == "reset_slots":
            slots = {}
        elif event["event"] == "restart":
            slots, loop = {}, None
    return [
        *_opening(events[-1]["timestamp"], loop),
        *slots.values(),
        _action("action_listen", events[-1]["timestamp"]),
    ]


def _opening(at: float, loop: Event | None) -> list[Event]:
    # Rasa's rules look at what came before the form, so it is given as if it had just begun.
    listening = [_action("action_listen", at)]
    return listening if loop is None else [*listening, _action(loop["name"], at), loop]


def _action(name: str, at: float) -> Event:
    return {
        "event": "action",
        "timestamp": at,
        "name": name,
        "policy": None,
        "confidence": None,
        "action_text": None,
        "hide_rule_turn": False,
    }
