"""What a message means for the question that was asked: an answer, a correction, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from amparo.domain.facts import DayRange, Facts, NoAnswer, Value, YesNo
from amparo.domain.interview import OPTIONS, Question, answered
from amparo.language import answers
from amparo.language.answers import Lexicon
from amparo.language.dates import find_days
from amparo.language.languages import Language
from amparo.language.normalise import clean
from amparo.language.normalise import words as split_words
from amparo.language.places import countries, regions

DATE_QUESTIONS = frozenset(
    {Question.INCIDENT_WHEN, Question.CCF_REQUEST_DATE, Question.CCF_ADMITTED_ON, Question.CCF_NEW_FACT_ON}
)
_YES_NO = frozenset(q for q, kind in OPTIONS.items() if kind is YesNo)
# Where a plain "no" is itself the answer.
_PLAIN_NO: Mapping[Question, str] = {
    Question.DETAINED: "no",
    Question.TRAVEL: "no",
    Question.STATUS: "none",
    Question.HOME_CASE: "none",
    Question.INCIDENT: "none",
    Question.INCIDENT_MORE: "none",
    Question.CCF_REQUEST: "no",
    Question.CCF_STAGE: "waiting",
    Question.CCF_NEW_FACT_ON: "skipped",
}
_ANSWER_INTENTS = frozenset({"affirm", "deny", "dont_know", "skip", "inform"})
# What is heeded at once, in the middle of any question.
_CALLS = frozenset(
    {
        "report_detained",
        "report_family_threat",
        "express_distress",
        "request_human",
        "delete_my_data",
        "change_language",
        "restart",
        "stop",
    }
)
# Questions about these very calls: words that answer them are answers first.
_ABOUT_CALLS = frozenset(
    {Question.DETAINED, Question.TRAVEL, Question.RELATIVES_THREATENED, Question.RELATIVES_QUESTIONED}
)
_ABOUT_RELATIVES = frozenset({Question.RELATIVES_THREATENED, Question.RELATIVES_QUESTIONED})
# Much follows from these answers, so two of them in one sentence are asked back.
_WEIGHTY = frozenset({Question.STATUS, Question.HOME_CASE, Question.CCF_STAGE, Question.CCF_OUTCOME})
# Words that people put around a short answer: "oh yes please".
_POLITE = 2
# Words of "and the country is Kazakhstan, I think".
_LONGEST_ASIDE = 7
# The first question is often passed over by what brought the person here, told at length.
_LONGEST_ON_DEVICE = 10
# From this confidence on, an intent is taken over words that happen to look like an answer.
SURE = 0.6


class Meaning(Enum):
    """What to do with the message."""

    ANSWER = "answer"
    CORRECTION = "correction"
    ELSEWHERE = "elsewhere"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Heard:
    """A message as the assistant received it.

    ``answer`` is ``question:option`` when a button was pressed. ``intent`` is the best guess,
    ``confidence`` its probability from 0 to 1; ``ranking`` has the next ones too.
    """

    text: str
    language: Language
    intent: str
    confidence: float
    answer: str | None = None
    ranking: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Understood:
    """The meaning, with question and value when there is one."""

    meaning: Meaning
    question: Question | None = None
    value: Value | None = None


ELSEWHERE = Understood(Meaning.ELSEWHERE)
UNCLEAR = Understood(Meaning.UNCLEAR)


def understand(heard: Heard, asked: Question, facts: Facts, today: date) -> Understood:
    """Return what a message means while a question is open.

    A button counts as it stands. Words count as an answer only when a rule reads them so; else a
    sure intent leads elsewhere (a side question, a call for help) and the rest is unclear.
    """
    if heard.answer is not None:
        return _pressed(heard.answer, asked)
    words = answers.lexicon(heard.language)
    if _calls_away(heard, asked, words) or _asks(heard, words):
        return ELSEWHERE
    corrected = _correction(heard, asked, facts, today, words)
    if corrected is not None:
        return corrected
    value = _value(heard, asked, today, words)
    if value is not None:
        return Understood(Meaning.ANSWER, asked, value)
    return _country_out_of_turn(heard, asked, facts) or (UNCLEAR if _may_answer(heard) else ELSEWHERE)


def _pressed(answer: str, asked: Question) -> Understood:
    name, _, option = answer.partition(":")
    try:
        question = Question(name)
        value = _option_value(question, option)
    except ValueError:
        return UNCLEAR
    meaning = Meaning.ANSWER if question is asked else Meaning.CORRECTION
    return Understood(meaning, question, value)


def _option_value(question: Question, option: str) -> Value:
    if option in ("unknown", "skipped"):
        return NoAnswer(option)
    if question in (Question.INCIDENT, Question.INCIDENT_MORE) and option == "none":
        return NoAnswer.SKIPPED
    kind = OPTIONS.get(question)
    if kind is None:
        raise ValueError(option)
    value: Value = kind(option)  # type: ignore[assignment]
    return value


def _calls_away(heard: Heard, asked: Question, words: Lexicon) -> bool:
    """Return whether the message calls for help or steers, whatever the question was."""
    if heard.intent not in _CALLS or heard.confidence < SURE:
        return False
    answer = _chosen(heard, asked, words) if asked in _ABOUT_CALLS else None
    # "Nobody is held now" answers the question about it and is no call for help. But an arrest told where threats
    # to relatives were asked about is heard as an arrest: its first steps cannot wait.
    arrest = heard.intent == "report_detained" and asked in _ABOUT_RELATIVES and answer is YesNo.YES
    return answer is None or arrest


def _asks(heard: Heard, words: Lexicon) -> bool:
    """Return whether the message is a question of the person's own."""
    if heard.intent in _ANSWER_INTENTS or heard.intent == "nlu_fallback":
        return False
    marked = heard.text.rstrip().endswith(("?", "؟", "？"))
    return marked or answers.starts_with(heard.text, words.question_start)


def _may_answer(heard: Heard) -> bool:
    return heard.intent in _ANSWER_INTENTS or heard.intent == "nlu_fallback" or heard.confidence < SURE


def _correction(heard: Heard, asked: Question, facts: Facts, today: date, words: Lexicon) -> Understood | None:
    if not answers.starts_with(heard.text, words.correction):
        return None
    for question in answered(facts):
        value = _strict_value(heard, question, today, words)
        if value is not None and question is not asked:
            return Understood(Meaning.CORRECTION, question, value)
    return None


def _country_out_of_turn(heard: Heard, asked: Question, facts: Facts) -> Understood | None:
    """Take a country that is named before or after its question was asked.

    Only from a short message: in a longer one a country may be anybody's, such as "a Turkish friend told me".
    """
    named = countries(heard.text) if len(split_words(heard.text)) <= _LONGEST_ASIDE else ()
    if not named or asked is Question.COUNTRY or named == facts.countries():
        return None
    meaning = Meaning.CORRECTION if facts.countries() else Meaning.ANSWER
    return Understood(meaning, Question.COUNTRY, named)


def _strict_value(heard: Heard, question: Question, today: date, words: Lexicon) -> Value | None:
    """Return a value only where the words can hardly mean anything else."""
    if question is Question.COUNTRY:
        return countries(heard.text) or None
    if question in DATE_QUESTIONS:
        return _days(heard, today)
    if question in OPTIONS and question not in _YES_NO:
        return _chosen(heard, question, words)
    return None


def _value(heard: Heard, asked: Question, today: date, words: Lexicon) -> Value | None:
    nothing = _no_answer(heard, words)
    if asked is Question.COUNTRY:
        return countries(heard.text) or nothing
    if asked in DATE_QUESTIONS:
        return _days(heard, today) or nothing or _by_yes_or_no(heard, asked, words)
    if asked is Question.INCIDENT_WHERE:
        return nothing or clean(heard.text)
    return _chosen(heard, asked, words) or nothing or _by_yes_or_no(heard, asked, words)


def _no_answer(heard: Heard, words: Lexicon) -> NoAnswer | None:
    if answers.is_only(heard.text, words.dont_know, extra=_POLITE) or _is_sure(heard, "dont_know"):
        return NoAnswer.UNKNOWN
    if answers.is_only(heard.text, words.skip, extra=_POLITE) or _is_sure(heard, "skip"):
        return NoAnswer.SKIPPED
    return None


def _is_sure(heard: Heard, intent: str) -> bool:
    return heard.intent == intent and heard.confidence >= SURE


def _days(heard: Heard, today: date) -> DayRange | None:
    days = find_days(heard.text, heard.language, today)
    return None if days is None else DayRange(days.first, days.last)


def is_sentence(heard: Heard, most: int) -> bool:
    """Return whether a message is longer than this many words; Chinese is counted in characters, two to a word."""
    length = len(split_words(heard.text))
    return (length + 1) // 2 > most if heard.language is Language.ZH else length > most


def _chosen(heard: Heard, asked: Question, words: Lexicon) -> Value | None:
    if asked is Question.DEVICE and is_sentence(heard, _LONGEST_ON_DEVICE):
        # "My sister looked at the website" says nothing of who looks at this phone.
        return None
    find = answers.lone_answer if asked in _WEIGHTY else answers.answer
    option = find(heard.text, asked.value, words)
    return None if option is None else _option_value(asked, option)


def _by_yes_or_no(heard: Heard, asked: Question, words: Lexicon) -> Value | None:
    # "Yes and no" is neither; "oh yes please" is a yes.
    torn = answers.best(split_words(heard.text), words.no) > 0
    says_yes = (answers.is_only(heard.text, words.yes, extra=_POLITE) and not torn) or _is_sure(heard, "affirm")
    # No word beside a "no": "no lawyer" is not one, and Arabic writes "no" and "not" alike.
    says_no = answers.is_only(heard.text, words.no, extra=0) or _is_sure(heard, "deny")
    if says_no and asked in _PLAIN_NO:
        return _option_value(asked, _PLAIN_NO[asked])
    if asked in _YES_NO and says_yes != says_no:
        return YesNo.YES if says_yes else YesNo.NO
    return None


def names_a_region(text: str) -> bool:
    """Return whether the text names a land that is no state, so that we ask back."""
    return not countries(text) and regions(text)
