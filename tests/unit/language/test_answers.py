"""Fixed answers in free text, found by word lists and never by a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.language.answers import best, choose, is_only, lexicon, starts_with
from amparo.language.languages import Language
from amparo.language.normalise import words

Options = Mapping[str, Sequence[str]]

CASE: Options = {
    "warrant": ("warrant", "arrest warrant", "wanted list"),
    "arrest": ("arrest", "i was arrested"),
    "refused": ("asylum ~ refused", "negative decision"),
    "threat": ("threaten*",),
}


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("There is a warrant.", "warrant"),
        ("an ARREST   Warrant!", "warrant"),
        ("I was arrested", "arrest"),
        ("a negative decision", "refused"),
        ("my name is on the wanted list", "warrant"),
        ("a negative and then a decision", None),
        ("unwarranted", None),
        ("", None),
        ("???", None),
    ],
)
def test_an_option_is_chosen_when_its_phrase_stands_in_the_text(text: str, option: str | None) -> None:
    assert choose(text, CASE) == option


@pytest.mark.parametrize(
    ("text", "options", "option"),
    [
        ("an arrest warrant", {"a": ["arrest"], "b": ["arrest warrant"]}, "b"),
        ("no case at all", {"no": ["no"], "none": ["no case at all"]}, "none"),
        ("asylum was refused", {"a": ["asylum"], "b": ["asylum ~ refused"]}, "b"),
        ("a b c", {"two": ["a b", "c"], "three": ["a b c"]}, "three"),
        ("not that i know", {"yes": ["i know"], "no": ["not that i know"]}, "no"),
    ],
)
def test_the_longest_phrase_wins(text: str, options: Options, option: str) -> None:
    assert choose(text, options) == option


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("paper and lawyer", {"paper": ["paper"], "lawyer": ["lawyer"]}),
        ("a b c d", {"one": ["a b"], "two": ["c d"], "three": ["a"]}),
        ("a b c", {"gap": ["a ~ c"], "plain": ["b c"]}),
        ("anything", {}),
        ("anything", {"empty": []}),
    ],
)
def test_two_equally_long_phrases_mean_that_we_ask_back(text: str, options: Options) -> None:
    assert choose(text, options) is None


def test_two_phrases_of_one_option_are_no_tie() -> None:
    assert choose("paper or letter", {"paper": ["paper", "letter"]}) == "paper"


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("asylum refused", "refused"),
        ("asylum was refused", "refused"),
        ("asylum was then sadly refused", "refused"),
        ("asylum claim was then sadly refused", None),
        ("refused my asylum", None),
    ],
)
def test_a_gap_spans_up_to_three_words(text: str, option: str | None) -> None:
    assert choose(text, CASE) == option


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("they threaten her", "threat"),
        ("they threatened her", "threat"),
        ("THREATENING calls", "threat"),
        ("a threat", None),
        ("unthreatened", None),
    ],
)
def test_a_star_stands_for_any_ending(text: str, option: str | None) -> None:
    assert choose(text, CASE) == option


@pytest.mark.parametrize(
    "word",
    [
        "محكمة",
        "المحكمة",
        "بمحكمة",
        "بالمحكمة",
        "والمحكمة",
        "فالمحكمة",
        "كالمحكمة",
        "للمحكمة",
        "لمحكمة",
        "ومحكمة",
        "مَحْكَمة",
    ],
)
def test_arabic_words_are_found_with_what_is_written_onto_them(word: str) -> None:
    options = {"court": [" ".join(words("محكمة"))]}

    assert choose(f"ذهبت {word} أمس", options) == "court"


def test_an_arabic_phrase_with_an_article_is_found_without_it() -> None:
    options = {"police": words("الشرطة")}

    assert choose("من شرطة", options) == "police"


def test_an_arabic_star_stands_behind_what_is_written_onto_the_word() -> None:
    assert choose("وهددوني", {"threat": ["هدد*"]}) == "threat"


@pytest.mark.parametrize("text", ["بل", "في", "لا"])
def test_short_arabic_words_are_not_taken_apart(text: str) -> None:
    options = {"letter": ["ل", "ي", "ا"]}

    assert choose(text, options) is None


def test_letters_of_latin_words_are_not_taken_for_arabic_ones() -> None:
    assert choose("believe", {"lieve": ["lieve", "elieve"]}) is None


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("an arrest warrant", 2),
        ("a warrant", 1),
        ("asylum was refused", 2),
        ("nothing of it", 0),
        ("", 0),
    ],
)
def test_a_gap_does_not_count_as_a_word(said: str, length: int) -> None:
    phrases = [phrase for option in CASE.values() for phrase in option]

    assert best(words(said), phrases) == length


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("No, it was Iran", True),
        ("no it was", True),
        ("Sorry! I meant Iran", True),
        ("well, no it was Iran", False),
        ("no", False),
        ("", False),
    ],
)
def test_a_correction_is_known_by_how_it_begins(text: str, starts: bool) -> None:
    assert starts_with(text, ("no it was", "sorry i meant")) is starts


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("yes", True),
        ("Yes!", True),
        ("oh yes please", True),
        ("of course, yes", True),
        ("yes they came to us", False),
        ("", False),
    ],
)
def test_a_short_answer_may_have_two_more_words(text: str, only: bool) -> None:
    assert is_only(text, ("yes",), extra=2) is only


# The lists themselves


@pytest.mark.parametrize("language", [Language.EN])
def test_every_phrase_of_the_lists_can_be_found(language: Language) -> None:
    lists = lexicon(language)
    phrases = [
        *lists.yes,
        *lists.no,
        *lists.dont_know,
        *lists.skip,
        *lists.correction,
        *lists.question_start,
        *(p for o in lists.answers.values() for option in o.values() for p in option),
    ]

    texts = [phrase.replace(" ~", "").replace("*", "") for phrase in phrases]

    lost = [p for p, t in zip(phrases, texts, strict=True) if not best(words(t), [p])]
    assert (len(phrases) > 100, lost) == (True, [])


def test_the_signs_of_the_lists_survive_reading() -> None:
    answers = lexicon(Language.EN).answers

    assert "monitor*" in answers["device"]["watched"]
    assert "asylum ~ refused" in answers["status"]["refused"]


@given(st.text(max_size=60))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_no_text_makes_the_choice_fail(text: str) -> None:
    for options in lexicon(Language.EN).answers.values():
        assert choose(text, options) in (None, *options)


def test_a_word_beside_is_one_too_many_where_none_is_allowed() -> None:
    assert is_only("no", ("no",), extra=0)
    assert not is_only("no lawyer", ("no",), extra=0)
