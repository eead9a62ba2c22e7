"""One form for what people type, in every script that they type it in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amparo.language.normalise import clean, digits, fold, legible, stem, words

# The letters, marks, digits and signs of our languages.
_OUR_LETTERS = st.one_of(
    st.characters(min_codepoint=0x20, max_codepoint=0x17F),
    st.characters(min_codepoint=0x300, max_codepoint=0x36F),
    st.characters(min_codepoint=0x400, max_codepoint=0x4FF),
    st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
    st.sampled_from("\n\t’‘ʼ“”–—…\u200c\u200d٠١٢۰۱۲"),
)
_UNMARKED = _OUR_LETTERS.filter(lambda c: not unicodedata.combining(c))
_CONTROLS = "\x00\x07\x1b\x7f\x85\u200e\u200f\u202e\u2066\u2069\ufeff"
_PRESENTATION_FORMS = st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC)
_LEFT_OUT = frozenset("أإٱ\u0640\u0670\u200c\u200d").union(map(chr, range(0x64B, 0x653)))
_MARKED_LETTERS = st.sampled_from(["e\u0301", "é", "и\u0306", "й", "ي\u0654", "ئ"])


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Straße", "strasse"),
        ("ÉCOLE  Maternelle", "ecole maternelle"),
        ("Œuvre, Ærø", "oeuvre, aero"),
        ("İSTANBUL, Isparta, ısı", "istanbul, isparta, isi"),
        ("Łódź Đakovo", "lodz dakovo"),
        ("l’Iran l‘Iran lʼIran l`Iran", "l'iran l'iran l'iran l'iran"),
        ("ﬁn Ａｂ", "fin ab"),
        ("أحمد إيران آسيا ٱلله", "احمد ايران اسيا الله"),
        ("مدرسة عيسى", "مدرسه عيسي"),
        ("کابل تهرانی", "كابل تهراني"),
        ("سَلامٌ سـلام", "سلام سلام"),
        ("مسؤول قائد دعاء", "مسوول قايد دعا"),
        ("Ёлка елка", "елка елка"),
        ("Йод, його, їжак", "йод, його, їжак"),
        ("и\u0306од", "йод"),
        ("ґрунт", "грунт"),
        ("١٢٣ ۴۵۶ १२", "123 456 12"),
        (" a \n\t b\u00a0c ", "a b c"),
        ("", ""),
    ],
)
def test_fold_gives_one_form(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  hello  ", "hello"),
        ("one\r\ntwo\tthree", "one\ntwo\tthree"),
        ("null\x00byte\x07 \x1b[31mred", "nullbyte [31mred"),
        ("\u202eevil\u202c text\u200f", "evil text"),
        ("\u2066isolated\u2069\ufeff", "isolated"),
        ("e\u0301cole", "école"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("private \ue000 and \ud800", "private  and"),
        ("Café — d’accord ٣", "Café — d’accord ٣"),
        ("\x00\u200e \n", ""),
        ("", ""),
    ],
)
def test_clean_removes_what_cannot_be_seen_and_nothing_else(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        pytest.param("HELLO There", "hello there", id="lower case"),
        pytest.param("Привіт УСІМ", "привіт усім", id="lower case of Cyrillic letters"),
        pytest.param("İSTANBUL'da İzmir", "istanbul'da izmir", id="the Turkish capital with a dot is one letter"),
        pytest.param("ısı IŞIK", "ısı işik", id="a Turkish letter without a dot stays one"),
        pytest.param("ÉCOLE Señor çağrı", "école señor çağrı", id="accents stay"),
        pytest.param("e\u0301cole", "école", id="accents are composed"),
        pytest.param("Straße Œuvre łódź", "straße œuvre łódź", id="letters of a language stay"),
        pytest.param("ЁЛКА ґрунт Їжак", "ёлка ґрунт їжак", id="Cyrillic letters stay"),
        pytest.param("Really?! Yes…", "really?! yes...", id="marks of a sentence stay"),
        pytest.param("  two   words\n", "two   words", id="blanks at both ends go"),
        pytest.param("سَلامٌ عَلَيْكُمْ", "سلام عليكم", id="tashkeel goes"),
        pytest.param("هٰذا", "هذا", id="the small alef goes"),
        pytest.param("سـلام ســـلام", "سلام سلام", id="tatweel goes"),
        pytest.param("أحمد إيران ٱلله", "احمد ايران الله", id="an alef loses its hamza"),
        pytest.param("ا\u0654حمد ا\u0655يران", "احمد ايران", id="an alef loses a hamza of its own"),
        pytest.param("آسيا القرآن", "آسيا القرآن", id="an alef keeps its madda"),
        pytest.param("مدرسة عيسى مسؤول قائد", "مدرسة عيسى مسؤول قائد", id="other Arabic letters stay"),
        pytest.param("كيف أعرف ذلك؟", "كيف اعرف ذلك؟", id="Arabic kaf and yeh stay in Arabic"),
        pytest.param("پليس كمك كرد", "پلیس کمک کرد", id="Arabic kaf and yeh become Persian beside peh"),
        pytest.param("چه كسي", "چه کسی", id="beside tcheh"),
        pytest.param("ژاكت آبي", "ژاکت آبی", id="beside jeh"),
        pytest.param("گفت كي", "گفت کی", id="beside gaf"),
        pytest.param("یک كتاب", "یک کتاب", id="beside a Persian kaf or yeh"),
        pytest.param("هفتهٔ آینده", "هفتهٔ آینده", id="the hamza of a Persian heh stays"),
        pytest.param("می\u200cخواهم", "می خواهم", id="a ZWNJ parts words"),
        pytest.param("کتاب\u200c", "کتاب", id="a ZWNJ at the end parts nothing"),
        pytest.param("ه\u200dم", "هم", id="a ZWJ goes"),
        pytest.param("ﺳﻼم ﻻ", "سلام لا", id="presentation forms"),
        pytest.param("ﭘﻠﯿﺲ", "پلیس", id="presentation forms of Persian letters"),
        pytest.param("ﬁn ＣＣＦ ½", "fin ccf 1⁄2", id="ligatures and wide letters"),
        pytest.param("红色通报，是什么？", "红色通报,是什么?", id="wide marks"),
        pytest.param("\u202eevil\u202c \u2066text\u2069", "evil text", id="marks of direction go"),
        pytest.param("١٢ ۳", "١٢ ۳", id="digits stay"),
        pytest.param("", "", id="nothing"),
        pytest.param("\u200c\u200f \u0640", "", id="nothing to see"),
    ],
)
def test_a_legible_text_has_one_form_of_each_letter_and_keeps_its_accents(typed: str, plain: str) -> None:
    assert legible(typed) == plain


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Hello, world!", ["hello", "world"]),
        ("I don't know", ["i", "don't", "know"]),
        ("d’accord l'Iran", ["d'accord", "l'iran"]),
        ("snake_case", ["snake", "case"]),
        ("в 2019-м году", ["в", "2019", "м", "году"]),
        ("أنا من إيران؟", ["انا", "من", "ايران"]),
        ("١٢/٠٣", ["12", "03"]),
        ("我在北京", ["我", "在", "北", "京"]),
        ("a3中b", ["a3", "中", "b"]),
        ("'quoted'", ["quoted"]),
        ("... !?", []),
        ("", []),
    ],
)
def test_words_are_folded_and_without_signs(typed: str, found: list[str]) -> None:
    assert words(typed) == found


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("١٢/٠٣/٢٠٢٤", "12/03/2024"),
        ("۱۴۰۳", "1403"),
        ("१२ ৩", "12 3"),
        ("room 12b", "room 12b"),
        ("سنة ٢٠١٩", "سنة 2019"),
        ("", ""),
    ],
)
def test_digits_of_every_script_become_those_of_dates(typed: str, plain: str) -> None:
    assert digits(typed) == plain


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("казахстан", "казахстан"),
        ("казахстане", "казахстан"),
        ("казахстана", "казахстан"),
        ("казахстаном", "казахстан"),
        ("россия", "росси"),
        ("россию", "росси"),
        ("россией", "росси"),
        ("турции", "турци"),
        ("января", "январ"),
        ("январе", "январ"),
        ("саудовской", "саудовск"),
        ("мая", "мая"),
        ("iran", "iran"),
        ("ايران", "ايران"),
        ("2024", "2024"),
        ("", ""),
    ],
)
def test_only_cyrillic_words_lose_their_ending(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@given(st.text())
@settings(derandomize=True, deadline=None, max_examples=300)
@example("\ud800")
@example("\u0301")
def test_no_text_makes_normalising_fail(text: str) -> None:
    shown = [clean(text), fold(text), legible(text), digits(text), *words(text)]

    assert all(isinstance(part, str) for part in [*shown, *map(stem, words(text))])


@given(st.text(_OUR_LETTERS))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


@given(st.text(st.one_of(_OUR_LETTERS, _PRESENTATION_FORMS, st.sampled_from(_CONTROLS))))
@settings(derandomize=True, deadline=None, max_examples=300)
# What is left out may end the text, or stand between a letter and its mark.
@example("می\u200c")
@example("\u200c\u0640")
@example("\u0627\u0640\u0654")
@example("\u0623\u0654")
@example("\u0623\u0653")
@example("e\u200d\u0301")
@example("T\u0308")
@example("\u00a8a")
@example("\ufe70a")
def test_what_is_legible_stays_as_it_is(text: str) -> None:
    once = legible(text)

    assert legible(once) == once


@given(st.text(st.one_of(_OUR_LETTERS, _PRESENTATION_FORMS)))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_a_legible_text_has_no_capital_and_nothing_that_is_left_out(text: str) -> None:
    plain = legible(text)

    assert plain == plain.lower() == plain.strip()
    assert not _LEFT_OUT.intersection(plain)


@given(st.text(st.one_of(_UNMARKED, st.sampled_from(_CONTROLS))))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)

    assert clean(once) == once


@given(st.lists(st.one_of(_MARKED_LETTERS, st.sampled_from(_CONTROLS)), max_size=8))
@settings(derandomize=True, deadline=None)
def test_no_control_is_left_between_letters(parts: list[str]) -> None:
    cleaned = clean("".join(parts))

    kept = "".join(part for part in parts if part not in _CONTROLS)
    assert cleaned == unicodedata.normalize("NFC", kept)


@given(st.text(_OUR_LETTERS))
@settings(derandomize=True, deadline=None)
def test_how_a_letter_is_composed_makes_no_difference(text: str) -> None:
    composed = fold(unicodedata.normalize("NFC", text))

    assert fold(unicodedata.normalize("NFD", text)) == composed


@given(st.text(_OUR_LETTERS))
@settings(derandomize=True, deadline=None)
def test_the_words_of_a_folded_text_are_the_words_of_the_text(text: str) -> None:
    assert words(fold(text)) == words(text)
