"""What the English texts on which a red line rests must say. What none may say is in amparo/content/claims."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from amparo.language.languages import Language
from amparo.replies.catalogue import texts
from amparo.replies.register import entries

# The parts of an answer of the guidance that everybody reads together; the others follow or take the place of one.
SHORT = ("answer", "meaning", "next", "never")


@cache
def english() -> dict[str, str]:
    """Return what a person reads at once: of the guidance a whole answer, with each further part of it."""
    written = texts(Language.EN)
    shown = {key: text for key, text in written.items() if not key.startswith("guidance.")}
    for key in written.keys() - shown.keys():
        topic, _, part = key.rpartition(".")
        shown[topic if part in SHORT else key] = " ".join(_read_together(written, topic, part))
    return {key: " ".join(text.split()) for key, text in shown.items()}


def _read_together(written: Mapping[str, str], topic: str, part: str) -> list[str]:
    """Return the texts of one message; the longer form is one by itself, and a variant stands in place of its part."""
    if part == "more":
        return [written[f"{topic}.{part}"]]
    names = [part if part.startswith(f"{name}_") else name for name in SHORT]
    names += [part] if part.startswith("also_") else []
    return [written[f"{topic}.{name}"] for name in names if f"{topic}.{name}" in written]


def factual() -> set[str]:
    """Return the keys of what states facts, an answer of the guidance under its topic."""
    sourced = {key for key, entry in entries().items() if entry.sources}
    return {*sourced, *(key.rpartition(".")[0] for key in sourced if key.startswith("guidance."))}


def crosses(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def keys_that_say(pattern: str) -> set[str]:
    return {key for key, text in english().items() if crosses(pattern, text)}


# What gives a target of the CCF: months, or a day that is filled in later.
TARGET = (
    r"\b(4|9|four|nine) months\b|\bwithin (1|one|a) month\b"
    r"|%\{(decision_by|admissible_by)\}"
)
MISSED = r"\btargets\b[^.]*\. They are often missed\b"


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 4 months.",
        "It has nine months.",
        "It should say so within 1 month.",
        "It should decide by %{decision_by}.",
        "It should say so by %{admissible_by}.",
    ],
)
def test_a_time_target_is_recognised(sentence: str) -> None:
    assert crosses(TARGET, sentence)


def test_every_time_target_is_said_to_be_missed_often() -> None:
    with_target = keys_that_say(TARGET)

    assert with_target >= {
        "exposure.limits_today_access",
        "path.waiting_access",
        "path.waiting_deletion",
        "guidance.ask_processing_time",
    }
    assert with_target - keys_that_say(MISSED) == set()


def test_every_promise_of_confidence_says_that_the_country_is_likely_to_learn() -> None:
    confidential = keys_that_say(r"\brequest (is|stays|remains) confidential\b")

    assert confidential >= {"exposure.confidentiality", "guidance.ask_confidentiality"}
    assert confidential - keys_that_say(r"\bcountry is likely to learn\b") == set()


def test_every_text_on_travel_sends_to_a_lawyer_first() -> None:
    on_travel = factual() & keys_that_say(r"\b(travel(?! documents?\b)|travelling|journey|airport|fly)\b")

    lawyer_first = keys_that_say(
        r"\bbefore you have talked to a lawyer\b"
        r"|\bbefore you travel, (ask|talk to) a lawyer\b"
        r"|\b(ask|talk to) a lawyer before you travel\b"
    )

    assert on_travel >= {
        "exposure.step.care_with_travel",
        "guidance.ask_travel_risk",
        "guidance.ask_after_deletion",
        "guidance.ask_arrest_power",
        "safety.travel_soon",
    }
    assert on_travel - lawyer_first == set()


def test_every_text_that_says_interpol_deletes_says_that_nobody_can_promise_it() -> None:
    deletes = keys_that_say(r"\bINTERPOL (writes that it )?deletes\b")

    assert deletes >= {"exposure.step.refugee_policy", "guidance.ask_refugee_policy"}
    assert deletes - keys_that_say(r"\bnobody can promise\b") == set()


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("exposure.opening", r"cannot say whether there is an alert"),
        ("exposure.alerts", r"do not know whether one of them exists"),
        ("exposure.unknown.only_ccf_knows", r"may also leave this open"),
        ("exposure.reason.wish_to_know", r"does not mean that there is no alert"),
        ("consent.no_verdict", r"cannot tell you whether there is an alert"),
        ("guidance.ask_signs", r"no sign proves an alert"),
        ("guidance.search_public_list", r"does not mean that there is no alert"),
        ("guidance.ask_not_on_public_list", r"means very little"),
        ("guidance.ask_request_outcome", r"proves nothing in either direction"),
        ("guidance.ask_deletion_request", r"nobody can promise the result"),
        ("guidance.ask_asylum_pending", r"no promise can be given"),
        ("guidance.ask_preventive_request", r"no guarantee"),
        ("guidance.ask_arrest_power", r"can lead to an arrest"),
        ("guidance.ask_red_notice", r"police can arrest because of it"),
        ("guidance.ask_contact_authorities", r"do not contact the embassy"),
        ("safety.detained", r"do not want contact with the embassy"),
        ("guidance.ask_after_deletion", r"have been stopped after a deletion"),
        ("guidance.ask_access_request", r"portal\. Since 26 March 2026 .* only way"),
        ("guidance.ask_deletion_request", r"CCF's online portal"),
        ("exposure.step.access_request", r"CCF's online portal"),
    ],
)
def test_the_text_that_a_red_line_rests_on_says_what_it_must(key: str, says: str) -> None:
    assert crosses(says, english()[key])


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("told_officially", r"can mean\b.*\bcan also come from"),
        ("told_otherwise", r"can mean\b.*\bcan also be a rumour"),
        ("accusation", r"can mean\b.*\bcan also stay inside"),
        ("warrant", r"can mean\b.*\bcan also stay inside"),
        ("trial_in_absence", r"can mean\b.*\bcan also stay inside"),
        ("extradition", r"can mean\b.*\bcan also be a direct request"),
        ("border", r"can mean\b.*\bcan also be an ordinary"),
        ("visa", r"possible sign\b.*\bcan also have many other causes\b.*\bdoes not prove an alert"),
        ("bank", r"can also have many other causes\b.*\bdoes not prove an alert"),
        ("police", r"can mean\b.*\bcan also be an ordinary"),
        ("passport", r"can mean\b.*\bcan also be only in a national list"),
        ("residence", r"can mean\b.*\bcan also have many other causes"),
        ("relatives_questioned", r"does not show that INTERPOL is involved"),
        ("country_named", r"says nothing about your own case"),
        ("country_named_by_ngos", r"says nothing about your own case"),
    ],
)
def test_a_reason_to_ask_is_told_with_its_other_causes(reason: str, says: str) -> None:
    assert crosses(says, english()[f"exposure.reason.{reason}"])
