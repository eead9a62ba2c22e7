"""The exposure check, one message at a time, over a real store."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amparo.domain.errors import UnknownConversation
from amparo.domain.facts import (
    CcfRequest,
    DayRange,
    Detained,
    Device,
    Facts,
    HomeCase,
    Incident,
    IncidentKind,
    Learned,
    NoAnswer,
    Status,
    Travel,
    YesNo,
)
from amparo.domain.interview import Question
from amparo.language.languages import Language
from amparo.services.interview import Interview, Step
from amparo.services.reply import Reply
from amparo.services.understand import Heard
from amparo.store.database import SqlStore
from tests.builders import a_conversation, all_facts, an_id, pressed, some_facts, typed
from tests.fakes import FakeClock

Q = Question


@pytest.fixture
def interview(store: SqlStore, clock: FakeClock) -> Interview:
    """Give the service that is tested."""
    return Interview(store, clock)


@pytest.fixture
def one(store: SqlStore) -> str:
    """Give a conversation."""
    return a_conversation(store)


def _told(store: SqlStore, conversation_id: str, facts: Facts) -> None:
    with store.begin() as tx:
        tx.facts.put(conversation_id, facts)


# Beginning


def test_the_check_begins_with_what_it_is_and_the_question_about_the_device(
    interview: Interview,
    one: str,
) -> None:
    step = interview.begin(one)

    assert [reply.key for reply in step.replies] == ["interview.intro", "interview.length"]
    assert (step.ask, step.recorded, step.elsewhere) == (Q.DEVICE, None, False)


def test_a_check_that_was_left_goes_on_where_it_was(interview: Interview, store: SqlStore, one: str) -> None:
    _told(store, one, some_facts())

    step = interview.begin(one)

    assert step == Step(ask=Q.HOME_CASE)
    assert interview.facts(one) == some_facts()


def test_after_an_urgent_answer_the_check_can_go_on_and_forgets_nothing(
    interview: Interview, store: SqlStore, one: str
) -> None:
    _told(store, one, Facts(device=Device.OWN, detained=Detained.CLOSE))

    step = interview.begin(one)

    kept = Facts(device=Device.OWN, detained=Detained.CLOSE, urgent_handled=True)
    assert (step.ask, interview.facts(one)) == (Q.TRAVEL, kept)


def test_a_new_urgent_answer_stops_the_check_again(interview: Interview, store: SqlStore, one: str) -> None:
    _told(store, one, Facts(device=Device.OWN, detained=Detained.CLOSE, urgent_handled=True))

    step = interview.hear(one, Q.TRAVEL, pressed("travel:days"))

    assert (step.ask, interview.facts(one).urgent_handled) == (None, False)


def test_a_finished_check_begins_anew(interview: Interview, store: SqlStore, one: str) -> None:
    _told(store, one, all_facts())

    step = interview.begin(one)

    assert (step.ask, len(step.replies), interview.facts(one)) == (Q.DEVICE, 2, Facts())


def test_restarting_forgets_the_answers_of_this_conversation_only(
    interview: Interview, store: SqlStore, one: str
) -> None:
    other = a_conversation(store, "other")
    _told(store, one, some_facts())
    _told(store, other, some_facts())

    interview.restart(one)

    assert [interview.facts(name) for name in (one, other)] == [Facts(), some_facts()]


# Answers


def test_an_answer_by_button_is_kept_and_the_next_question_comes(interview: Interview, one: str) -> None:
    step = interview.hear(one, Q.DEVICE, pressed("device:own"))

    assert step == Step((), (Q.DEVICE, "given"), Q.DETAINED)
    assert interview.facts(one) == Facts(device=Device.OWN)


def test_an_answer_in_words_is_kept_and_the_next_question_comes(interview: Interview, one: str) -> None:
    step = interview.hear(one, Q.DEVICE, typed("only me"))

    assert step == Step((), (Q.DEVICE, "given"), Q.DETAINED)
    assert interview.facts(one) == Facts(device=Device.OWN)


@pytest.mark.parametrize(
    ("heard", "mark", "kept"),
    [
        (pressed("status:unknown"), "unknown", NoAnswer.UNKNOWN),
        (pressed("status:skipped"), "skipped", NoAnswer.SKIPPED),
        (typed("I don't know"), "unknown", NoAnswer.UNKNOWN),
        (typed("skip"), "skipped", NoAnswer.SKIPPED),
    ],
)
def test_a_question_without_an_answer_is_not_asked_again(
    interview: Interview, store: SqlStore, one: str, heard: Heard, mark: str, kept: NoAnswer
) -> None:
    _told(store, one, some_facts(status=None))

    step = interview.hear(one, Q.STATUS, heard)

    assert step == Step((), (Q.STATUS, mark), Q.HOME_CASE)
    assert interview.facts(one) == some_facts(status=kept)


WHOLE_CHECK: list[tuple[Question, Heard]] = [
    (Q.DEVICE, pressed("device:own")),
    (Q.DETAINED, typed("nobody")),
    (Q.TRAVEL, pressed("travel:no")),
    (Q.RELATIVES_THREATENED, typed("no", "deny", 0.9)),
    (Q.COUNTRY, typed("I am from Uzbekistan")),
    (Q.STATUS, typed("I have asylum")),
    (Q.HOME_CASE, typed("there is an arrest warrant")),
    (Q.LEARNED, typed("from my lawyer")),
    (Q.INCIDENT, pressed("incident:border")),
    (Q.INCIDENT_WHEN, typed("in March 2024")),
    (Q.INCIDENT_WHERE, typed("a small airport")),
    (Q.INCIDENT_MORE, pressed("incident_more:bank")),
    (Q.INCIDENT_WHEN, typed("I don't know")),
    (Q.INCIDENT_WHERE, typed("skip")),
    (Q.INCIDENT_MORE, typed("that's all")),
    (Q.EXTRADITION, pressed("extradition:no")),
    (Q.CCF_REQUEST, typed("I sent an access request")),
    (Q.CCF_REQUEST_DATE, typed("04.05.2025")),
    (Q.RELATIVES_QUESTIONED, pressed("relatives_questioned:unknown")),
]


def test_a_whole_check_asks_every_question_once_and_keeps_every_answer(
    interview: Interview,
    one: str,
) -> None:
    asked = [interview.begin(one).ask]

    for question, heard in WHOLE_CHECK:
        asked.append(interview.hear(one, question, heard).ask)

    assert asked == [*(question for question, _ in WHOLE_CHECK), None]
    march = DayRange(date(2024, 3, 1), date(2024, 3, 31))
    assert interview.facts(one) == Facts(
        device=Device.OWN,
        detained=Detained.NO,
        travel=Travel.NO,
        relatives_threatened=YesNo.NO,
        country=("UZ",),
        status=Status.RECOGNISED_STATE,
        home_case=HomeCase.WARRANT,
        learned=Learned.LAWYER,
        incidents=(
            Incident(IncidentKind.BORDER, march, "a small airport"),
            Incident(IncidentKind.BANK, NoAnswer.UNKNOWN, NoAnswer.SKIPPED),
        ),
        incidents_done=True,
        extradition=YesNo.NO,
        ccf_request=CcfRequest.ACCESS,
        ccf_request_date=DayRange(date(2025, 5, 4), date(2025, 5, 4)),
        relatives_questioned=NoAnswer.UNKNOWN,
    )


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        (Q.DETAINED, pressed("detained:me")),
        (Q.DETAINED, typed("my brother is in jail")),
        (Q.TRAVEL, typed("tomorrow")),
        (Q.RELATIVES_THREATENED, pressed("relatives_threatened:yes")),
    ],
)
def test_an_urgent_answer_ends_the_questions(
    interview: Interview,
    one: str,
    asked: Question,
    heard: Heard,
) -> None:
    step = interview.hear(one, asked, heard)

    assert step == Step((), (asked, "given"), None)


@pytest.mark.parametrize("answer", ["device:shared", "device:watched"])
def test_who_writes_on_a_device_of_others_gets_advice(interview: Interview, one: str, answer: str) -> None:
    step = interview.hear(one, Q.DEVICE, pressed(answer))

    assert step == Step((Reply("interview.device_advice"),), (Q.DEVICE, "given"), Q.DETAINED)


def test_the_country_that_was_understood_is_repeated(interview: Interview, store: SqlStore, one: str) -> None:
    _told(store, one, some_facts(country=None, status=None))

    step = interview.hear(one, Q.COUNTRY, typed("Turkey and Germany"))

    understood = Reply("interview.understood.country", {"countries": ["TR", "DE"]})
    assert step == Step((understood,), (Q.COUNTRY, "given"), Q.STATUS)


WITH_INCIDENT = some_facts(
    home_case=HomeCase.NONE,
    learned=Learned.FEELING,
    incidents=(Incident(IncidentKind.VISA),),
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12.03.2024", Reply("interview.understood.day", {"day": "2024-03-12"})),
        ("yesterday", Reply("interview.understood.day", {"day": "2026-11-21"})),
        (
            "in March 2024",
            Reply("interview.understood.date", {"first": "2024-03-01", "last": "2024-03-31"}),
        ),
        (
            "2026",
            Reply("interview.understood.date", {"first": "2026-01-01", "last": "2026-11-22"}),
        ),
    ],
)
def test_the_days_that_were_understood_are_repeated(
    interview: Interview, store: SqlStore, one: str, text: str, said: Reply
) -> None:
    _told(store, one, WITH_INCIDENT)

    step = interview.hear(one, Q.INCIDENT_WHEN, typed(text))

    assert step == Step((said,), (Q.INCIDENT_WHEN, "given"), Q.INCIDENT_WHERE)


def test_relative_days_rest_on_the_day_on_which_they_are_heard(
    interview: Interview, store: SqlStore, clock: FakeClock, one: str
) -> None:
    _told(store, one, WITH_INCIDENT)
    clock.move(timedelta(days=10))

    interview.hear(one, Q.INCIDENT_WHEN, typed("yesterday"))

    day = date(2026, 12, 1)
    assert interview.facts(one).incidents[0].when == DayRange(day, day)


# Not understood


@pytest.mark.parametrize(
    ("asked", "text", "key"),
    [
        (Q.COUNTRY, "Kurdistan", "interview.ask_back_region"),
        (Q.COUNTRY, "из Чечни", "interview.ask_back_region"),
        (Q.COUNTRY, "the south", "interview.not_understood_country"),
        (Q.INCIDENT_WHEN, "some time", "interview.not_understood_date"),
        (Q.INCIDENT_WHEN, "tomorrow", "interview.not_understood_date"),
        (Q.CCF_REQUEST_DATE, "before the winter", "interview.not_understood_date"),
        (Q.STATUS, "it is complicated", "interview.not_understood"),
        (Q.DEVICE, "hm", "interview.not_understood"),
    ],
)
def test_what_is_not_understood_is_asked_again_and_changes_nothing(
    interview: Interview, store: SqlStore, one: str, asked: Question, text: str, key: str
) -> None:
    _told(store, one, WITH_INCIDENT)

    step = interview.hear(one, asked, typed(text))

    assert step == Step((Reply(key),), None, asked)
    assert interview.facts(one) == WITH_INCIDENT


@pytest.mark.parametrize("answer", ["status:nonsense", "nonsense:own", "country:TR", ""])
def test_a_button_that_means_nothing_changes_nothing(
    interview: Interview, store: SqlStore, one: str, answer: str
) -> None:
    _told(store, one, some_facts())

    step = interview.hear(one, Q.HOME_CASE, pressed(answer))

    assert step == Step((Reply("interview.not_understood"),), None, Q.HOME_CASE)
    assert interview.facts(one) == some_facts()


@pytest.mark.parametrize(
    "heard",
    [
        typed("What is a red notice?", "ask_red_notice", 0.9),
        typed("will my country learn of this?", "ask_confidentiality", 0.5),
        typed("I want to talk to a human", "request_human", 0.9),
        typed("stop", "stop", 0.9),
    ],
)
@pytest.mark.parametrize("asked", [Q.COUNTRY, Q.HOME_CASE, Q.INCIDENT_WHEN])
def test_a_side_question_is_for_elsewhere_and_the_question_stays_open(
    interview: Interview, store: SqlStore, one: str, heard: Heard, asked: Question
) -> None:
    _told(store, one, some_facts())

    step = interview.hear(one, asked, heard)

    assert step == Step(ask=asked, elsewhere=True)
    assert interview.facts(one) == some_facts()


# Corrections


def test_the_country_can_be_corrected_in_the_middle_of_the_check(
    interview: Interview, store: SqlStore, one: str
) -> None:
    _told(store, one, some_facts())

    step = interview.hear(one, Q.HOME_CASE, typed("sorry, I meant Iran", "inform", 0.8))

    said = Reply("interview.corrected_country", {"countries": ["IR"]})
    assert step == Step((said,), (Q.COUNTRY, "given"), Q.HOME_CASE)
    assert interview.facts(one) == some_facts(country=("IR",))


def test_an_older_button_corrects_its_answer_and_the_open_question_stays(
    interview: Interview, store: SqlStore, one: str
) -> None:
    _told(store, one, some_facts())

    step = interview.hear(one, Q.HOME_CASE, pressed("status:refused"))

    said = Reply("interview.corrected")
    assert step == Step((said,), (Q.STATUS, "given"), Q.HOME_CASE)
    assert interview.facts(one) == some_facts(status=Status.REFUSED)


def test_an_older_button_that_is_urgent_ends_the_questions(
    interview: Interview,
    store: SqlStore,
    one: str,
) -> None:
    _told(store, one, some_facts())

    step = interview.hear(one, Q.HOME_CASE, pressed("detained:close"))

    assert (step.recorded, step.ask) == ((Q.DETAINED, "given"), None)


def test_a_request_taken_back_makes_what_was_said_of_it_void(interview: Interview, store: SqlStore, one: str) -> None:
    _told(store, one, all_facts(relatives_questioned=None))

    interview.hear(one, Q.RELATIVES_QUESTIONED, pressed("ccf_request:no"))

    nothing_of_it = {"ccf_request_date": None, "ccf_stage": None, "ccf_admitted_on": None}
    expected = all_facts(relatives_questioned=None, ccf_request=CcfRequest.NO, **nothing_of_it)
    assert interview.facts(one) == expected


def test_after_the_check_an_older_button_still_corrects(
    interview: Interview,
    store: SqlStore,
    one: str,
) -> None:
    _told(store, one, all_facts())

    changed = interview.change(one, pressed("status:revoked"))

    assert (changed, interview.facts(one)) == (True, all_facts(status=Status.REVOKED))


@pytest.mark.parametrize("heard", [pressed("nonsense:own"), pressed(""), pressed("status:x"), typed("hello")])
def test_what_is_no_button_of_the_check_changes_nothing(
    interview: Interview, store: SqlStore, one: str, heard: Heard
) -> None:
    _told(store, one, all_facts())

    changed = interview.change(one, heard)

    assert (changed, interview.facts(one)) == (False, all_facts())


# Others


def test_what_one_person_answers_changes_nothing_for_another(
    interview: Interview,
    store: SqlStore,
    one: str,
) -> None:
    other = a_conversation(store, "other")
    _told(store, other, some_facts())

    interview.hear(one, Q.COUNTRY, typed("Iran"))

    assert interview.facts(other) == some_facts()


def test_in_an_unknown_conversation_there_is_no_check(interview: Interview) -> None:
    gone = an_id("never was")

    for use in (
        lambda: interview.begin(gone),
        lambda: interview.hear(gone, Q.DEVICE, pressed("device:own")),
        lambda: interview.change(gone, pressed("device:own")),
        lambda: interview.restart(gone),
        lambda: interview.facts(gone),
    ):
        with pytest.raises(UnknownConversation):
            use()


RANKING = (
    ("ask_after_deletion", 0.4),
    ("nlu_fallback", 0.3),
    ("ask_travel_risk", 0.2),
    ("greet", 0.1),
    ("ask_cost", 0.09),
)


def test_a_sentence_that_answers_nothing_is_asked_back_with_what_it_may_mean(interview: Interview, one: str) -> None:
    text = "the letter says data deleted and I book a flight for saturday"

    step = interview.hear(one, Q.DEVICE, Heard(text, Language.EN, "nlu_fallback", 0.4, ranking=RANKING))

    (reply,) = step.replies
    assert reply.key == "dialog.meant_in_check"
    assert [payload for _, payload in reply.buttons] == ["/ask_after_deletion", "/ask_travel_risk", "/request_human"]
    assert step.ask is Q.DEVICE


@pytest.mark.parametrize(
    ("text", "ranking"),
    [("blah blah", RANKING), ("the letter says data deleted and I book a flight", (("ask_cost", 0.05),))],
    ids=["a failed try to answer", "nothing comes near"],
)
def test_else_it_is_only_said_that_it_was_not_understood(
    interview: Interview, one: str, text: str, ranking: tuple[tuple[str, float], ...]
) -> None:
    step = interview.hear(one, Q.DEVICE, Heard(text, Language.EN, "nlu_fallback", 0.4, ranking=ranking))

    assert [reply.key for reply in step.replies] == ["interview.not_understood"]


def test_whoever_asks_in_the_check_whether_there_is_an_alert_hears_that_it_cannot_be_said(
    interview: Interview, one: str
) -> None:
    heard = Heard("yes or no, am I on it?", Language.EN, "check_exposure", 0.7)

    step = interview.hear(one, Q.DEVICE, heard)

    assert [reply.key for reply in step.replies] == ["dialog.no_verdict"]
    assert (step.ask, step.elsewhere) == (Q.DEVICE, False)
