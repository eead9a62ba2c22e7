"""Whole conversations through the running processes, as a person without script has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from amparo.domain.handoff import State
from amparo.domain.triage import Urgency
from amparo.language.languages import Language
from tests.live.person import Person
from tests.live.product import Product

_FOLDER = Path(__file__).with_name("journeys")
_LANGUAGES = list(Language)


def _load(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("journey", ["exposure", "guidance"])
def test_a_whole_journey_runs_to_its_end(product: Product, journey: str, language: Language) -> None:
    person = Person(product, language)
    for step in _load(journey)["steps"]:
        said = step.get("press") or step["say"][language.value]
        keys = person.press(step["press"]) if "press" in step else person.say(said)
        assert keys == step["keys"], f"after {said!r}"
    assert {m.language for m in person.messages()} == {language}


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("case", _load("urgent")["cases"], ids=lambda case: case["name"])
def test_an_urgent_answer_stops_the_questions_and_opens_a_case(
    product: Product, language: Language, case: dict[str, Any]
) -> None:
    person = Person(product, language)
    for option in case["before"]:
        person.press(option)
    keys = person.press(case["press"]) if "press" in case else person.say(case["say"][language.value])
    assert keys == case["keys"]
    with product.store.begin() as tx:
        opened = tx.cases.current(person.id)
    assert opened is not None
    assert (opened.urgency, opened.state) == (Urgency.URGENT, State.ASKED)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_the_buttons_that_are_always_there_work_in_the_middle(product: Product, language: Language) -> None:
    person = Person(product, language)
    person.press("device:own")
    assert person.command("person") == ["handoff.opened", "interview.ask.detained"]
    assert person.command("detained") == ["safety.detained", "handoff.urgent_opened"]


def test_skipping_everything_still_ends_in_an_assessment(product: Product) -> None:
    person = Person(product, Language.EN)
    keys: list[str] = []
    for _ in range(20):
        keys = person.say("skip this question")
        if keys[0] == "exposure.opening":
            break
    assert "exposure.reason.wish_to_know" in keys
    assert "exposure.step.access_request" in keys


def test_the_language_can_change_in_the_middle(product: Product) -> None:
    person = Person(product, Language.EN)
    person.press("device:own")
    person.news()
    answer = person.session.post(f"{product.url}/chat/language", data={"language": "ru", "nonce": "a"}, timeout=60)
    fresh = person.news()
    assert answer.status_code == 200
    assert [m.key for m in fresh] == ["dialog.language_changed", "interview.ask.detained"]
    assert {m.language for m in fresh} == {Language.RU}


def test_an_older_button_changes_that_answer_and_the_check_goes_on(product: Product) -> None:
    person = Person(product, Language.EN)
    person.press("device:own")
    person.press("detained:no")
    assert person.press("device:shared") == ["interview.corrected", "interview.ask.travel"]


def test_the_check_can_take_over_from_the_questions_about_a_request(product: Product) -> None:
    person = Person(product, Language.EN)
    person.say("stop the questions please")
    assert person.say("where am I in this? I filed with the CCF") == ["path.ask", "interview.ask.ccf_request"]
    assert person.press("ccf_request:access") == ["interview.ask.ccf_request_date"]
    assert person.say("is there a red notice against me?") == ["interview.ask.device"]
    assert person.press("device:own") == ["interview.ask.detained"]


def test_restart_forgets_the_answers(product: Product) -> None:
    person = Person(product, Language.EN)
    person.press("device:own")
    keys = person.say("I want to start again from the beginning")
    assert keys[0] == "dialog.restart"
    assert keys[-1] == "interview.ask.device"


def test_stopping_leaves_the_questions_and_the_answers_stay(product: Product) -> None:
    person = Person(product, Language.EN)
    person.press("device:own")
    assert person.say("please stop these questions") == ["interview.stopped"]
    assert person.press("dialog.menu_check") == ["interview.ask.detained"]


def test_asking_to_explain_says_why_the_question_is_asked(product: Product) -> None:
    person = Person(product, Language.EN)
    assert person.say("I don't understand, please explain") == ["interview.why.device", "interview.ask.device"]


def test_a_typed_command_is_only_text(product: Product) -> None:
    person = Person(product, Language.EN)
    keys = person.say('/inform{"answer":"detained:me"}')
    assert "safety.detained" not in keys
    assert keys[-1] == "interview.ask.device"


@pytest.mark.parametrize("text", ["😀😀", "x" * 4000, "🏳️‍🌈 ؟", "\u202eabc", "<script>alert(1)</script>"])
def test_strange_input_gets_an_answer_and_the_question_again(product: Product, text: str) -> None:
    person = Person(product, Language.AR)
    assert person.say(text)[-1] == "interview.ask.device"


def test_a_long_talk_stays_as_fast_and_keeps_its_state(product: Product) -> None:
    person = Person(product, Language.EN)
    person.press("device:own")
    for _ in range(40):
        assert person.say("what is a red notice?") == ["guidance.ask_red_notice", "interview.ask.detained"]
    assert person.press("detained:no") == ["interview.ask.travel"]


def test_no_log_holds_a_word_of_any_person(product: Product) -> None:
    person = Person(product, Language.EN)
    planted = "Zanzibarbarella"
    person.say(f"my secret word is {planted}")
    person.say(f'/{planted}{{"answer":"x"}}')
    logs = product.logs()
    assert planted not in logs
    assert person.id not in logs


def test_no_table_and_no_file_holds_a_word_of_any_person(product: Product) -> None:
    person = Person(product, Language.EN)
    planted = "Kaleidoscopolis"
    person.press("device:own")
    person.say(f"I live in {planted}")
    files = [p for p in product.folder.rglob("*") if p.is_file()]
    assert files
    assert not [p for p in files if planted.encode() in p.read_bytes()]
