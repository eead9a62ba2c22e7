"""Which language a message is in, and which messages change the language of a conversation."""

from __future__ import annotations

import pytest

from amparo.language.detect import detected, switched
from amparo.language.languages import Language
from bench.heldout import utterances

EN, FR, ES, AR, RU, TR, FA, ZH, UK = Language

SENTENCES = {
    EN: "The officer at the desk kept my passport for two hours",
    FR: "Le policier a gardé mon passeport pendant deux heures",
    ES: "El policía se quedó con mi pasaporte durante dos horas",
    AR: "احتفظ الشرطي بجواز سفري لمدة ساعتين",
    RU: "Полицейский держал мой паспорт у себя два часа",
    TR: "Polis pasaportumu iki saat boyunca elinde tuttu",
    FA: "افسر پلیس پاسپورت من را دو ساعت نگه داشت",
    ZH: "警察把我的护照扣了两个小时",
    UK: "Поліцейський тримав мій паспорт у себе дві години",
}


@pytest.mark.parametrize("language", Language)
def test_a_sentence_is_in_its_language(language: Language) -> None:
    assert detected(SENTENCES[language]) is language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("警察說我被INTERPOL通緝", ZH),
        ("INTERPOL مرا به خاطر red notice گرفت", FA),
        ("¿quién puede ayudarme gratis?", ES),
        ("SOY REFUGIADO EN MÉXICO", ES),
    ],
)
def test_a_foreign_term_inside_does_not_change_what_it_is(text: str, language: Language) -> None:
    assert detected(text) is language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "Iran",
        "Ali Rezaei",
        "12.03.2019",
        "да",
        "سلام",
        "2019",
        "🙂 🙂 🙂",
        "??? !!!",
        "https://a.example/b",
        "好",
    ],
)
def test_a_name_a_date_or_a_word_has_no_language(text: str) -> None:
    assert detected(text) is None


@pytest.mark.parametrize("text", ["", "ok", "Iran", "Ali Rezaei", "12.03.2019", "سلام", "да", "hola", "merci beaucoup"])
@pytest.mark.parametrize("current", Language)
def test_a_short_answer_never_changes_the_language(text: str, current: Language) -> None:
    assert switched(text, current, [SENTENCES[ES], SENTENCES[FR]]) is None


@pytest.mark.parametrize("found", Language)
@pytest.mark.parametrize("current", Language)
def test_a_whole_sentence_in_another_language_changes_it(current: Language, found: Language) -> None:
    assert switched(SENTENCES[found], current, []) is (None if found is current else found)


def test_three_words_change_it_only_when_the_message_before_was_in_that_language_too() -> None:
    short = "necesito un abogado"

    assert switched(short, EN, []) is None
    assert switched(short, EN, [SENTENCES[FR]]) is None
    assert switched(short, EN, [SENTENCES[FR], SENTENCES[ES]]) is ES


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("menya zaderzhali na granitse i otobrali pasport", RU),
        ("mene zatrymaly na kordoni i zabraly pasport", UK),
        ("ana khayef yems7o esmi wala la2 mesh 3aref", AR),
        ("man mitarsam beram safarat chikar konam", FA),
    ],
)
def test_a_language_typed_in_latin_letters_is_kept(text: str, current: Language) -> None:
    assert switched(text, current, [text]) is None


def test_of_held_out_messages_of_three_words_ninety_eight_in_a_hundred_have_their_language() -> None:
    # Typed in Latin letters, a language is only known from the conversation.
    said = [u for u in utterances() if u.style != "latin" and len(u.text.split()) >= 3]
    right = [detected(u.text) is Language(u.language) for u in said]

    assert sum(right) / len(right) >= 0.98


def test_in_its_own_conversation_hardly_any_held_out_message_changes_the_language() -> None:
    said = utterances()
    changed = [u for u in said if switched(u.text, Language(u.language), []) is not None]

    assert len(changed) / len(said) <= 0.002
