"""Which parts of an answer a person reads, by topic and by what they told. The words are the catalogue's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from amparo.domain.circumstances import Circumstance
from amparo.services.reply import Reply

_Button = tuple[str, str]
_CHECK: _Button = ("dialog.menu_check", "/check_exposure")
_ACCESS: _Button = ("dialog.menu_access", "/ask_access_request")
_LEARNS: _Button = ("dialog.menu_country_learns", "/ask_confidentiality")
_REFUGEE: _Button = ("dialog.menu_refugee", "/ask_refugee_policy")
_PERSON: _Button = ("dialog.menu_person", "/request_human")
_ARREST: _Button = ("suggest.ask_arrest_power", "/ask_arrest_power")
_HELD: _Button = ("dialog.menu_detained", "/report_detained")
_POINTS: _Button = ("path.button.refugee", '/ask_refugee_policy{"path": "points"}')
_LIST: _Button = ("path.button.list", '/ask_documents_needed{"path": "list"}')
_DATES: _Button = ("path.button.where", "/ask_progress")

_STATUSES = (
    Circumstance.RECOGNISED_STATE,
    Circumstance.RECOGNISED_UNHCR,
    Circumstance.PENDING,
    Circumstance.REFUSED,
    Circumstance.REVOKED,
    Circumstance.SUBSIDIARY,
    Circumstance.NATURALISED,
)
_LOST = (Circumstance.REFUSED, Circumstance.REVOKED)
_UNCLEAR = (Circumstance.UNCLEAR_STATUS,)
# The order in which a person reads the parts.
_PARTS = ("answer", "meaning", "also", "next", "never")


@dataclass(frozen=True)
class Topic:
    """One subject of the guidance.

    ``instead`` names, for a part, the circumstances that have a text of their own in its place; the
    first that holds is taken. ``also`` names those that add a line. ``never`` is true where the
    answer says what never to do. ``ways`` are the buttons.
    """

    ways: tuple[_Button, ...] = (_PERSON,)
    instead: Mapping[str, tuple[Circumstance, ...]] = field(default_factory=dict)
    also: tuple[Circumstance, ...] = ()
    never: bool = False


TOPICS: Mapping[str, Topic] = {
    "search_public_list": Topic((_CHECK, _LEARNS)),
    "ask_not_on_public_list": Topic((_CHECK, _LEARNS)),
    "ask_signs": Topic((_CHECK,)),
    "ask_red_notice": Topic((_CHECK,)),
    "ask_diffusion": Topic((_LEARNS,)),
    "ask_alert_types": Topic((_CHECK,), also=(Circumstance.REPORTED_BLUE,)),
    "ask_arrest_power": Topic((_HELD, _PERSON)),
    "ask_alert_duration": Topic((_ACCESS,)),
    "ask_political_case": Topic((_PERSON,)),
    "ask_passport_reported": Topic((_ACCESS, _PERSON), also=(Circumstance.REPORTED_PASSPORTS,), never=True),
    "ask_extradition": Topic((_PERSON, _HELD, _ARREST), never=True),
    "ask_scam": Topic(never=True),
    "ask_ccf": Topic((_ACCESS, _LEARNS)),
    "ask_access_request": Topic((_LEARNS, _PERSON), also=(Circumstance.OTHER_LANGUAGE, Circumstance.PROOF)),
    "ask_documents_needed": Topic((_LIST, _PERSON), also=(Circumstance.PROTECTED,), never=True),
    "ask_cost": Topic((_ACCESS,)),
    "ask_free_help": Topic(instead={"meaning": (Circumstance.LISTED,)}),
    "ask_request_language": Topic((_ACCESS,), instead={"meaning": (Circumstance.OTHER_LANGUAGE,)}),
    "ask_processing_time": Topic((_DATES,)),
    "ask_confidentiality": Topic(also=(Circumstance.WATCHED,)),
    "ask_request_outcome": Topic((_PERSON, _DATES)),
    "ask_representative": Topic(),
    "ask_access_or_deletion_first": Topic(instead={"meaning": (Circumstance.PROOF,)}),
    "ask_preventive_request": Topic(),
    "ask_provisional_measures": Topic(),
    "ask_revision": Topic((_PERSON, _DATES)),
    "ask_deletion_request": Topic((_REFUGEE, _LEARNS), also=(Circumstance.RECOGNISED_STATE, *_UNCLEAR)),
    "ask_refugee_policy": Topic(
        (_POINTS, _PERSON),
        # Only whoever has a plain case writes alone; for all others a person looks first.
        instead={"meaning": _STATUSES, "next": (Circumstance.RECOGNISED_STATE,)},
        also=(Circumstance.SEVERAL_COUNTRIES,),
    ),
    "ask_asylum_pending": Topic((_PERSON, _POINTS), instead={"meaning": _LOST}),
    "ask_naturalised": Topic((_PERSON, _POINTS)),
    "ask_refugee_evidence": Topic((_POINTS,), also=(Circumstance.PENDING,), never=True),
    "ask_after_deletion": Topic(),
    "ask_travel_risk": Topic(instead={"next": (Circumstance.TRAVEL_SOON,)}, never=True),
    "ask_bank_or_visa": Topic((_CHECK,), never=True),
    "ask_contact_authorities": Topic((_HELD, _PERSON), instead={"answer": (Circumstance.COUNTRY,)}, never=True),
    "draft_access_request": Topic((_LEARNS, _PERSON), also=(Circumstance.OTHER_LANGUAGE,)),
    "draft_deletion_request": Topic((_LEARNS, _PERSON), also=(Circumstance.OTHER_LANGUAGE,)),
}


def answer(topic: str, holds: Collection[Circumstance], values: Mapping[str, Any]) -> Reply:
    """Return the short answer to a topic, with its way on and a button for more.

    Args:
        topic: a key of ``TOPICS``.
        holds: what is known to hold for this person.
        values: what the parts may name, in plain form: ``countries``, ``helpers``.
    """
    chosen = TOPICS[topic]
    more = ("path.button.more", _explain(topic, "more"))
    return Reply(_key(topic), {**values, "parts": _parts(topic, chosen, holds)}, (*chosen.ways, more))


def longer(topic: str) -> Reply:
    """Return the longer form of a topic, with its way on and a button for its sources."""
    sources = ("path.button.sources", _explain(topic, "sources"))
    return Reply(f"{_key(topic)}.more", buttons=(*TOPICS[topic].ways, sources))


def sources_of(topic: str, holds: Collection[Circumstance]) -> Reply:
    """Return the sources of all that a topic says to this person."""
    keys = [*_parts(topic, TOPICS[topic], holds), f"{_key(topic)}.more"]
    return Reply("topic.sources", {"lines": keys}, TOPICS[topic].ways)


def _parts(topic: str, chosen: Topic, holds: Collection[Circumstance]) -> list[str]:
    keys: list[str] = []
    for part in _PARTS:
        if part == "also":
            keys += [f"{_key(topic)}.also_{c.value}" for c in chosen.also if c in holds]
        elif part != "never" or chosen.never:
            keys.append(_key(topic) + "." + _variant(part, chosen.instead.get(part, ()), holds))
    return keys


def _variant(part: str, own: Sequence[Circumstance], holds: Collection[Circumstance]) -> str:
    return next((f"{part}_{circumstance.value}" for circumstance in own if circumstance in holds), part)


def _explain(topic: str, depth: str) -> str:
    return f'/ask_explain_more{{"topic": "{topic}", "depth": "{depth}"}}'


def _key(topic: str) -> str:
    return f"guidance.{topic}"
