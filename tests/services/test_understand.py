"""What a message means for the question that was asked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.domain.facts import (
    CcfRequest,
    DayRange,
    Detained,
    Device,
    Facts,
    HomeCase,
    IncidentKind,
    Learned,
    NoAnswer,
    Status,
    Travel,
    Value,
    YesNo,
)
from amparo.domain.interview import OPTIONS, Question
from amparo.language.answers import lexicon
from amparo.language.languages import Language
from amparo.services.understand import (
    ELSEWHERE,
    SURE,
    UNCLEAR,
    Heard,
    Meaning,
    Understood,
    names_a_region,
    understand,
)
from tests.builders import TODAY, pressed, some_facts, typed

Q = Question
UNKNOWN, SKIPPED = NoAnswer.UNKNOWN, NoAnswer.SKIPPED


def _answer(question: Question, value: Value) -> Understood:
    return Understood(Meaning.ANSWER, question, value)


def _correction(question: Question, value: Value) -> Understood:
    return Understood(Meaning.CORRECTION, question, value)


# Buttons


@pytest.mark.parametrize(
    ("answer", "asked", "understood"),
    [
        ("device:own", Q.DEVICE, _answer(Q.DEVICE, Device.OWN)),
        ("status:pending", Q.STATUS, _answer(Q.STATUS, Status.PENDING)),
        ("extradition:yes", Q.EXTRADITION, _answer(Q.EXTRADITION, YesNo.YES)),
        ("country:unknown", Q.COUNTRY, _answer(Q.COUNTRY, UNKNOWN)),
        ("incident_when:skipped", Q.INCIDENT_WHEN, _answer(Q.INCIDENT_WHEN, SKIPPED)),
        ("incident:none", Q.INCIDENT, _answer(Q.INCIDENT, SKIPPED)),
        ("incident_more:none", Q.INCIDENT_MORE, _answer(Q.INCIDENT_MORE, SKIPPED)),
        ("travel:no", Q.STATUS, _correction(Q.TRAVEL, Travel.NO)),
        ("device:unknown", Q.LEARNED, _correction(Q.DEVICE, UNKNOWN)),
        ("status:nonsense", Q.STATUS, UNCLEAR),
        ("nonsense:own", Q.DEVICE, UNCLEAR),
        ("country:IR", Q.COUNTRY, UNCLEAR),
        ("incident_when:2024", Q.INCIDENT_WHEN, UNCLEAR),
        ("device", Q.DEVICE, UNCLEAR),
        ("", Q.DEVICE, UNCLEAR),
        (":", Q.DEVICE, UNCLEAR),
    ],
)
def test_a_button_counts_as_it_stands(answer: str, asked: Question, understood: Understood) -> None:
    assert understand(pressed(answer), asked, some_facts(), TODAY) == understood


@pytest.mark.parametrize("language", Language)
def test_every_option_of_the_word_lists_is_one_that_the_facts_can_hold(language: Language) -> None:
    answers = lexicon(language).answers

    meanings = {
        (name, option): understand(pressed(f"{name}:{option}"), Question(name), Facts(), TODAY).meaning
        for name, options in answers.items()
        for option in options
    }

    assert {Question(name) for name in answers} == set(OPTIONS)
    assert [case for case, meaning in meanings.items() if meaning is not Meaning.ANSWER] == []


@pytest.mark.parametrize("language", Language)
def test_the_word_lists_know_every_answer_that_a_button_can_give(language: Language) -> None:
    answers = lexicon(language).answers

    missing = [
        (question, option.value)
        for question, kind in OPTIONS.items()
        for option in kind
        if option.value not in answers[question.value]
    ]

    assert missing == []


# Answers in words


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (Q.DEVICE, "only me", Device.OWN),
        (Q.DEVICE, "It is shared with my family", Device.SHARED),
        (Q.DEVICE, "I think it is monitored", Device.WATCHED),
        (Q.DETAINED, "nobody", Detained.NO),
        (Q.DETAINED, "I am detained", Detained.ME),
        (Q.DETAINED, "my brother is in jail", Detained.CLOSE),
        (Q.TRAVEL, "tomorrow", Travel.DAYS),
        (Q.TRAVEL, "maybe next year", Travel.LATER),
        (Q.TRAVEL, "I have no plans", Travel.NO),
        (Q.RELATIVES_THREATENED, "they threatened my mother", YesNo.YES),
        (Q.RELATIVES_THREATENED, "they are safe", YesNo.NO),
        (Q.COUNTRY, "I am from Iran", ("IR",)),
        (Q.COUNTRY, "Turkey and then Germany", ("TR", "DE")),
        (Q.STATUS, "I have asylum", Status.RECOGNISED_STATE),
        (Q.STATUS, "recognised by UNHCR", Status.RECOGNISED_UNHCR),
        (Q.STATUS, "I am still waiting", Status.PENDING),
        (Q.STATUS, "my asylum claim was rejected", Status.REFUSED),
        (Q.STATUS, "my refugee status was revoked", Status.REVOKED),
        (Q.STATUS, "subsidiary protection", Status.SUBSIDIARY),
        (Q.STATUS, "I am a citizen here", Status.NATURALISED),
        (Q.STATUS, "undocumented", Status.NONE),
        (Q.HOME_CASE, "a criminal case was opened", HomeCase.ACCUSATION),
        (Q.HOME_CASE, "there is an arrest warrant", HomeCase.WARRANT),
        (Q.HOME_CASE, "I was convicted in absentia", HomeCase.TRIAL_IN_ABSENCE),
        (Q.LEARNED, "from my lawyer", Learned.LAWYER),
        (Q.LEARNED, "on the internet", Learned.MEDIA),
        (Q.INCIDENT, "they stopped me at the border", IncidentKind.BORDER),
        (Q.INCIDENT, "my bank closed the account", IncidentKind.BANK),
        (Q.INCIDENT, "nothing", SKIPPED),
        (Q.INCIDENT_MORE, "visa refused", IncidentKind.VISA),
        (Q.INCIDENT_MORE, "that's all", SKIPPED),
        (Q.INCIDENT_WHEN, "last month", DayRange(date(2026, 10, 1), date(2026, 10, 31))),
        (Q.INCIDENT_WHEN, "on 12.03.2024", DayRange(date(2024, 3, 12), date(2024, 3, 12))),
        (Q.INCIDENT_WHERE, "  a small airport \x00", "a small airport"),
        (Q.INCIDENT_WHERE, "in Germany", "in Germany"),
        (Q.CCF_REQUEST, "I sent an access request", CcfRequest.ACCESS),
        (Q.CCF_REQUEST, "I asked to delete it", CcfRequest.DELETION),
        (Q.CCF_REQUEST, "not yet", CcfRequest.NO),
        (Q.CCF_REQUEST_DATE, "in 2025", DayRange(date(2025, 1, 1), date(2025, 12, 31))),
        (Q.RELATIVES_QUESTIONED, "they searched the house", YesNo.YES),
        (Q.RELATIVES_QUESTIONED, "nobody came", YesNo.NO),
    ],
)
def test_words_are_an_answer_when_a_rule_reads_them_so(asked: Question, text: str, value: Value) -> None:
    assert understand(typed(text), asked, Facts(), TODAY) == _answer(asked, value)


@pytest.mark.parametrize(
    ("asked", "text", "intent", "value"),
    [
        (Q.RELATIVES_THREATENED, "yes", "affirm", YesNo.YES),
        (Q.RELATIVES_THREATENED, "no", "deny", YesNo.NO),
        (Q.EXTRADITION, "Yes!", "affirm", YesNo.YES),
        (Q.RELATIVES_QUESTIONED, "no", "deny", YesNo.NO),
        (Q.DETAINED, "no", "deny", Detained.NO),
        (Q.TRAVEL, "no", "deny", Travel.NO),
        (Q.STATUS, "no", "deny", Status.NONE),
        (Q.HOME_CASE, "no", "deny", HomeCase.NONE),
        (Q.INCIDENT, "no", "deny", SKIPPED),
        (Q.INCIDENT_MORE, "no", "deny", SKIPPED),
        (Q.CCF_REQUEST, "no", "deny", CcfRequest.NO),
    ],
)
def test_a_plain_yes_or_no_counts_where_it_is_an_answer(
    asked: Question,
    text: str,
    intent: str,
    value: Value,
) -> None:
    assert understand(typed(text, intent, 0.9), asked, Facts(), TODAY) == _answer(asked, value)


@pytest.mark.parametrize("asked", [Q.DEVICE, Q.DETAINED, Q.TRAVEL, Q.STATUS, Q.LEARNED, Q.COUNTRY])
def test_a_plain_yes_is_no_answer_where_there_is_a_choice(asked: Question) -> None:
    assert understand(typed("yes", "affirm", 0.95), asked, Facts(), TODAY) == UNCLEAR


@pytest.mark.parametrize("asked", list(Question))
@pytest.mark.parametrize(
    ("text", "value"),
    [("I don't know", UNKNOWN), ("no idea", UNKNOWN), ("skip", SKIPPED)],
)
def test_no_question_must_be_answered(asked: Question, text: str, value: NoAnswer) -> None:
    assert understand(typed(text), asked, Facts(), TODAY) == _answer(asked, value)


@pytest.mark.parametrize(("intent", "value"), [("dont_know", UNKNOWN), ("skip", SKIPPED)])
def test_a_sure_intent_says_that_there_is_no_answer_in_other_words(intent: str, value: NoAnswer) -> None:
    heard = typed("let us leave this one", intent, SURE)

    assert understand(heard, Q.STATUS, Facts(), TODAY) == _answer(Q.STATUS, value)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.EN, "yes and no"),
        (Language.FR, "oui et non"),
        (Language.ES, "sí y no"),
        (Language.RU, "и да и нет"),
        (Language.UK, "і так і ні"),
        (Language.TR, "evet ve hayır"),
        (Language.AR, "نعم ولا"),
        (Language.FA, "بله و نه"),
        (Language.ZH, "是也不是"),
    ],
)
def test_yes_and_no_together_are_no_answer_in_any_language(language: Language, text: str) -> None:
    heard = Heard(text, language, "nlu_fallback", 0.3)

    assert understand(heard, Q.RELATIVES_THREATENED, Facts(), TODAY).meaning is Meaning.UNCLEAR


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.EN, "my sister looked at the website for me and my name is not there, so nothing against me"),
        (Language.FR, "ma soeur a cherché sur le site, mon nom y est pas, donc rien contre moi, on est d'accord"),
        (Language.ES, "estoy lejos de casa y mi cuñado es amigo del cónsul de allá, lo llamo ya o qué hago"),
        (Language.ZH, "我姐姐帮我在网站上查过了，上面没有我的名字，所以我是不是就没有事了，可以放心了"),
    ],
)
def test_a_whole_story_is_no_answer_to_who_looks_at_the_device(language: Language, text: str) -> None:
    heard = Heard(text, language, "nlu_fallback", 0.3)

    assert understand(heard, Q.DEVICE, Facts(), TODAY).meaning is Meaning.UNCLEAR


@pytest.mark.parametrize("text", ["no", "No.", "NO"])
def test_a_bare_no_is_heard_without_any_help_of_the_classifier(text: str) -> None:
    heard = Heard(text, Language.EN, "nlu_fallback", 0.3)

    assert understand(heard, Q.RELATIVES_THREATENED, Facts(), TODAY).value is YesNo.NO


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Q.DEVICE, "blah"),
        (Q.RELATIVES_THREATENED, "yes and no"),
        (Q.COUNTRY, "Kurdistan"),
        (Q.COUNTRY, "the south"),
        (Q.STATUS, "something"),
        (Q.STATUS, "Turkey"),
        (Q.INCIDENT_WHEN, "some time"),
        (Q.INCIDENT_WHEN, "tomorrow"),
        (Q.CCF_REQUEST_DATE, "soon"),
    ],
)
def test_what_no_rule_reads_is_unclear_and_never_guessed(asked: Question, text: str) -> None:
    assert understand(typed(text), asked, some_facts(), TODAY) == UNCLEAR


# Corrections


@pytest.mark.parametrize(
    ("asked", "text", "question", "value"),
    [
        (Q.HOME_CASE, "sorry, I meant Iran", Q.COUNTRY, ("IR",)),
        (Q.HOME_CASE, "actually it was Uzbekistan", Q.COUNTRY, ("UZ",)),
        (Q.LEARNED, "no, it was Iran", Q.COUNTRY, ("IR",)),
        (Q.HOME_CASE, "I meant tomorrow", Q.TRAVEL, Travel.DAYS),
        (Q.HOME_CASE, "I made a mistake, I am a citizen", Q.STATUS, Status.NATURALISED),
        (Q.HOME_CASE, "Belarus", Q.COUNTRY, ("BY",)),
    ],
)
def test_a_correction_changes_the_earlier_answer(
    asked: Question,
    text: str,
    question: Question,
    value: Value,
) -> None:
    heard = typed(text, "inform", 0.8)

    assert understand(heard, asked, some_facts(), TODAY) == _correction(question, value)


def test_a_country_named_before_its_question_is_an_answer() -> None:
    understood = understand(typed("I am from Belarus"), Q.STATUS, Facts(), TODAY)

    assert understood == _answer(Q.COUNTRY, ("BY",))


def test_a_correction_of_the_open_question_is_its_answer() -> None:
    understood = understand(typed("no, it was Iran"), Q.COUNTRY, some_facts(), TODAY)

    assert understood == _answer(Q.COUNTRY, ("IR",))


def test_a_correction_of_what_was_never_answered_is_unclear() -> None:
    heard = typed("I meant tomorrow", "inform", 0.8)

    assert understand(heard, Q.HOME_CASE, Facts(), TODAY) == UNCLEAR


# Elsewhere


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("What is a red notice?", "ask_red_notice", 0.9),
        ("what is a red notice", "ask_red_notice", 0.9),
        ("is it free?", "ask_cost", 0.4),
        ("my country, will it learn of this?", "ask_confidentiality", 0.5),
    ],
)
@pytest.mark.parametrize("asked", [Q.COUNTRY, Q.STATUS, Q.INCIDENT_WHEN, Q.INCIDENT_WHERE])
def test_a_side_question_leads_elsewhere(text: str, intent: str, confidence: float, asked: Question) -> None:
    assert understand(typed(text, intent, confidence), asked, Facts(), TODAY) == ELSEWHERE


@pytest.mark.parametrize("asked", [Q.DEVICE, Q.COUNTRY, Q.STATUS, Q.INCIDENT_WHEN])
@pytest.mark.parametrize(("confidence", "understood"), [(SURE, ELSEWHERE), (SURE - 0.01, UNCLEAR)])
def test_what_is_no_answer_leads_elsewhere_when_its_intent_is_sure(
    asked: Question, confidence: float, understood: Understood
) -> None:
    heard = typed("something else entirely", "out_of_scope", confidence)

    assert understand(heard, asked, Facts(), TODAY) == understood


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("help, I am arrested right now", "report_detained"),
        ("they threaten my sister", "report_family_threat"),
        ("I cannot go on", "express_distress"),
        ("I want to talk to a human", "request_human"),
        ("delete my data", "delete_my_data"),
        ("en français", "change_language"),
        ("start again", "restart"),
        ("stop", "stop"),
    ],
)
@pytest.mark.parametrize("asked", [Q.DEVICE, Q.COUNTRY, Q.INCIDENT_WHERE, Q.CCF_REQUEST_DATE])
def test_a_call_for_help_is_heeded_in_the_middle_of_any_question(
    text: str,
    intent: str,
    asked: Question,
) -> None:
    assert understand(typed(text, intent, SURE), asked, some_facts(), TODAY) == ELSEWHERE


def test_a_call_that_is_only_guessed_is_asked_back() -> None:
    heard = typed("a human thing", "request_human", SURE - 0.01)

    assert understand(heard, Q.COUNTRY, Facts(), TODAY) == UNCLEAR


@pytest.mark.parametrize(
    ("asked", "text", "intent", "value"),
    [
        (Q.DETAINED, "I am detained", "report_detained", Detained.ME),
        (Q.DETAINED, "nobody is held", "report_detained", Detained.NO),
        (Q.RELATIVES_THREATENED, "they threaten my sister", "report_family_threat", YesNo.YES),
        (Q.RELATIVES_THREATENED, "no threats", "report_family_threat", YesNo.NO),
    ],
)
def test_the_answer_to_a_question_about_danger_is_no_call_for_help(
    asked: Question, text: str, intent: str, value: Value
) -> None:
    heard = typed(text, intent, 0.95)

    assert understand(heard, asked, Facts(), TODAY) == _answer(asked, value)


@pytest.mark.parametrize("intent", ["affirm", "deny", "dont_know", "skip", "inform", "nlu_fallback"])
def test_a_question_mark_behind_an_answer_does_not_lead_away(intent: str) -> None:
    heard = typed("Iran?", intent, 0.9)

    assert understand(heard, Q.COUNTRY, Facts(), TODAY).meaning is Meaning.ANSWER


# Regions


@pytest.mark.parametrize(
    ("text", "is_region"),
    [("Kurdistan", True), ("Kurdistan in Iraq", False), ("Iraq", False), ("the south", False), ("", False)],
)
def test_only_a_region_without_a_state_is_asked_back(text: str, is_region: bool) -> None:
    assert names_a_region(text) is is_region


@given(
    st.text(max_size=40),
    st.sampled_from(list(Question)),
    st.sampled_from(["inform", "nlu_fallback", "deny", "ask_cost", "request_human"]),
    st.floats(0, 1),
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_no_text_makes_understanding_fail(text: str, asked: Question, intent: str, confidence: float) -> None:
    understood = understand(typed(text, intent, confidence), asked, some_facts(), TODAY)

    is_answer = understood.meaning in (Meaning.ANSWER, Meaning.CORRECTION)
    assert (understood.question is not None, understood.value is not None) == (is_answer, is_answer)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.FA, "همین الان برادرم را در فرودگاه بازداشت کردند، پیش پلیس است"),
        (Language.ZH, "我弟弟刚刚在机场被抓了，现在在警察那里"),
    ],
)
def test_an_arrest_told_where_threats_were_asked_about_is_heard_as_an_arrest(language: Language, text: str) -> None:
    heard = Heard(text, language, "report_detained", 0.99)

    found = understand(heard, Question.RELATIVES_THREATENED, Facts(), TODAY)

    assert found.meaning is Meaning.ELSEWHERE
