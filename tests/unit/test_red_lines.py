"""The ten lines that no English text may cross (section 10 of the facts)."""

from __future__ import annotations

import re

import pytest

from amparo.language.languages import Language
from amparo.replies.catalogue import texts
from amparo.replies.register import entries

# Each row: the red line, what no text may say, and a sentence that says it.
FORBIDDEN: list[tuple[int, str, str]] = [
    # 1. Never say an alert exists or does not exist. Never give a probability.
    (
        1,
        r"(?<!whether )\bthere is (an|one) (interpol )?(alert|red notice|diffusion)\b",
        "This shows that there is an INTERPOL alert about you.",
    ),
    (
        1,
        r"(?<!not mean that )\bthere is no (interpol )?(alert|red notice|diffusion)\b",
        "There is no alert about you.",
    ),
    (
        1,
        r"\byou are (not )?(on|in) (the|a|any|their|interpol's) (\w+ )?(list|database|file)",
        "You are on the list.",
    ),
    (1, r"\byou are (not )?wanted\b", "You are not wanted."),
    (
        1,
        r"\b(an|the|no) (alert|red notice|diffusion)( about you)? (exists|does not exist)\b",
        "No alert about you exists.",
    ),
    (
        1,
        r"\byou (do not )?have (an?|no|any) (interpol )?(alert|red notice|diffusion)\b",
        "You do not have a Red Notice.",
    ),
    (
        1,
        r"\binterpol (is (not )?|does not )(look|search)\w* for you\b",
        "INTERPOL is looking for you.",
    ),
    (1, r"\b(im)?probab(ly|le|ility)\b", "The probability of an alert is low."),
    (
        1,
        r"\b(un)?likely (that|there|an alert|you)\b",
        "It is likely that there is an alert.",
    ),
    (1, r"%(?!\{)|\bper ?cent\b", "An alert exists in 70% of such cases."),
    (1, r"\b(scores?|odds|chances?)\b", "Your score is 7 out of 10."),
    # 2. Never say "not on the website, so you are fine".
    (
        2,
        r"\bnot (on|in) the (website|public list|list)\b[^.]*\b(so|therefore|means)\b",
        "You are not on the website, so nothing is there.",
    ),
    (
        2,
        r"\byou are (now )?(fine|safe|clear|clean|in the clear)\b",
        "You are safe.",
    ),
    (
        2,
        r"\b(nothing to fear|no reason to worry|need not worry|do not worry)\b",
        "You have nothing to fear.",
    ),
    # 3. Never say the country will not learn of a CCF request.
    (
        3,
        r"\byour country (will not|won't|will never|cannot|does not)\b",
        "Your country will not hear of it.",
    ),
    (
        3,
        r"\b(will not|won't|will never|cannot|never) (learn|find out|hear|know|be told)\b",
        "The country that asked will not learn that you wrote.",
    ),
    (
        3,
        r"\b(never|not) (told|informed|notified)\b",
        "The source of the data is never told.",
    ),
    (
        3,
        r"\b(nobody|no one|no country) (else )?(will|can) (learn|know|find out)\b",
        "Nobody else will know of your request.",
    ),
    (3, r"\bsecret(ly)?\b", "Your request remains secret."),
    # 4. Never promise deletion.
    (
        4,
        r"\bwill (then |soon )?be (deleted|removed|erased|cancelled)\b",
        "The notice will be deleted.",
    ),
    (
        4,
        r"\b(we|i|interpol|the ccf) (will|must|has to|have to) (delete|remove|cancel)\b",
        "INTERPOL must delete it.",
    ),
    (4, r"\b(we|i) (can )?(guarantee|promise)\b", "We guarantee the deletion."),
    (
        4,
        r"\b(is|are) (guaranteed|certain|sure)\b",
        "For refugees the deletion is certain.",
    ),
    # 5. Never say a Red Notice cannot lead to arrest.
    (
        5,
        r"\b(cannot|can not|can never|does not|will not|never) leads? to (an |your )?arrest\b",
        "A Red Notice cannot lead to arrest.",
    ),
    (
        5,
        r"\b(cannot|can not|can never|will not|will never|may not) be (arrested|detained)\b",
        "With a Red Notice alone you cannot be arrested.",
    ),
    (
        5,
        r"\b(police|officers) (cannot|may not|will not|must not) (arrest|detain)\b",
        "The police may not arrest you because of it.",
    ),
    (
        5,
        r"\b(nobody|no one|no country|no police) (can|may|will) (arrest|detain)\b",
        "Nobody can arrest you because of it.",
    ),
    # 6. Never tell a refugee to call their embassy, or the police of the country they fear.
    (
        6,
        r"(?<!not )\b(call|phone|visit|ask|tell|inform|go to|write to)\b"
        r"[^.,]{0,40}\b(embassy|consulate|consul)\b",
        "Call your embassy and tell them where you are.",
    ),
    (
        6,
        r"(?<!not )(?<!not want )\bcontact\b[^.,]{0,40}\b(embassy|consulate|consul)\b",
        "You can contact the nearest consulate.",
    ),
    (
        6,
        r"(?<!not )\b(call|phone|ask|tell|contact|write to)\b[^.]{0,40}"
        r"\b(police|courts?|authorities)\b[^.]{0,20}\b(country (that|which) you fear|at home)\b",
        "Ask the police of the country that you fear.",
    ),
    # 7. Never say travel is safe, even after deletion.
    (7, r"\bsafe(ly)? to (travel|fly|cross|go)\b", "It is safe to travel now."),
    (
        7,
        r"\b(travel|fly|cross)\b[^.]{0,30}\b(safely|without risk|freely)\b",
        "With this paper you travel safely.",
    ),
    (
        7,
        r"\byou (can|may) (now |then |again |still )?(travel|fly|cross)\b",
        "After the deletion you can travel.",
    ),
    (
        7,
        r"(?<!never tell you that a )\b(journey|travel) is (now )?(safe|without risk)\b",
        "After the deletion your journey is without risk.",
    ),
    # 8. Never offer post or e-mail as the filing route.
    (
        8,
        r"\b(file|send|sent|submit|write|apply|ask|request)\b[^.]*\bby e-?mail\b",
        "You can file the request by e-mail.",
    ),
    (
        8,
        r"\b(by|per) (post|letter|fax|registered mail)\b",
        "Send the request by post.",
    ),
    (
        8,
        r"@|\bcharles de gaulle\b|\b69006\b",
        "Write to requests@example.org.",
    ),
    # 9. Give time limits as legal targets.
    (
        9,
        r"\b(will|must) (decide|answer|reply)\b[^.]*\b(within|by|in|after)\b",
        "The CCF will decide within 4 months.",
    ),
    (
        9,
        r"\byou (will )?(get|have|receive) (an|the|its|your) (answer|decision)\b"
        r"[^.]*\b(within|by|in|after)\b",
        "You will get an answer within 4 months.",
    ),
    # 10. Cite rule numbers only from sections 1 to 3; of these only two are in use.
    (
        10,
        r"\b(art\.|arts\.|section|paragraph|para\.|rule)\s*\d|§",
        "See rule 25 and art. 29.",
    ),
    (
        10,
        r"\barticles?\s+(?![23]\b)\d",
        "Article 18 gives you the right of access.",
    ),
]


def english() -> dict[str, str]:
    return {key: " ".join(t.split()) for key, t in texts(Language.EN).items()}


def crosses(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def keys_that_say(pattern: str) -> set[str]:
    return {key for key, text in english().items() if crosses(pattern, text)}


@pytest.mark.parametrize(("line", "pattern", "sentence"), FORBIDDEN)
def test_a_sentence_across_a_red_line_is_caught(line: int, pattern: str, sentence: str) -> None:
    assert crosses(pattern, sentence), f"red line {line}"


@pytest.mark.parametrize(("line", "pattern", "sentence"), FORBIDDEN)
def test_no_text_crosses_a_red_line(line: int, pattern: str, sentence: str) -> None:
    assert keys_that_say(pattern) == set(), f"red line {line}: {sentence}"


def test_every_red_line_is_guarded() -> None:
    assert {line for line, _, _ in FORBIDDEN} == set(range(1, 11))


@pytest.mark.parametrize(
    "sentence",
    [
        "You are safe.",
        "It is safe to travel.",
        "There is no alert about you.",
        "You are on the list.",
        "Your country will not be informed.",
        "They will not learn of it.",
        "We guarantee it.",
        "The data will be deleted.",
        "It cannot lead to arrest.",
        "You cannot be arrested.",
        "Please call your embassy.",
        "Send your request by e-mail.",
        "The risk is 20%.",
        "It is likely that there is an alert.",
        "Your score is high.",
    ],
)
def test_the_worst_sentences_are_caught_by_some_pattern(sentence: str) -> None:
    assert any(crosses(pattern, sentence) for _, pattern, _ in FORBIDDEN)


@pytest.mark.parametrize(
    "sentence",
    [
        "I cannot say whether there is an alert about you.",
        "This does not mean that there is no alert.",
        "So that country is likely to learn that you asked.",
        "It is erased %{days} after your last message.",
        "Please do not contact the embassy, the police or the courts.",
        "Say that you do not want contact with the embassy.",
        "Cases from before 26 March 2026 go on by e-mail at first.",
        "I can never tell you that a journey is without risk.",
        "This is Article 3 of its Constitution.",
    ],
)
def test_careful_sentences_cross_no_red_line(sentence: str) -> None:
    caught = [pattern for _, pattern, _ in FORBIDDEN if crosses(pattern, sentence)]

    assert caught == []


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
        "exposure.limits_access",
        "exposure.limits_deletion",
        "guidance.ask_processing_time",
    }
    assert with_target - keys_that_say(MISSED) == set()


def test_every_promise_of_confidence_says_that_the_country_is_likely_to_learn() -> None:
    confidential = keys_that_say(r"\brequest (is|stays|remains) confidential\b")

    assert confidential >= {"exposure.confidentiality", "guidance.ask_confidentiality"}
    assert confidential - keys_that_say(r"\bcountry is likely to learn\b") == set()


def test_every_text_on_travel_sends_to_a_lawyer_first() -> None:
    factual = {key for key, entry in entries().items() if entry.sources}
    on_travel = factual & keys_that_say(r"\b(travel(?! documents?\b)|travelling|journey|airport|fly)\b")

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
        ("visa", r"can mean\b.*\bcan also have many other causes"),
        ("bank", r"can mean\b.*\bcan also have many other causes"),
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


def articles(text: str) -> set[int]:
    """Return the numbers of the articles a text names, also after "and", "to" or a comma."""
    found = re.findall(
        r"\b(?:articles?|arts?\.?)\s+(\d+(?:(?:\s*(?:,|-|and|to|or)\s*)+\d+)*)",
        text,
        re.IGNORECASE,
    )
    return {int(number) for numbers in found for number in re.findall(r"\d+", numbers)}


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Article 29 gives the right.", {29}),
        ("See art. 18 and Art 34.", {18, 34}),
        ("Articles 2, 3 and 41 apply.", {2, 3, 41}),
        ("Articles 31 to 33 apply.", {31, 33}),
        ("An article of 2021.", set()),
    ],
)
def test_article_numbers_are_recognised(sentence: str, numbers: set[int]) -> None:
    assert articles(sentence) == numbers


def test_only_articles_two_and_three_of_the_constitution_are_cited() -> None:
    cited = {key: articles(text) for key, text in english().items() if articles(text)}

    assert "guidance.ask_political_case" in cited
    assert set().union(*cited.values()) <= {2, 3}
    assert cited.keys() - keys_that_say(r"\bConstitution\b") == set()
