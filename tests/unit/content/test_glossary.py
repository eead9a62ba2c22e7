"""One thing has one name in each language."""

from __future__ import annotations

import pytest

from amparo.content import glossary
from amparo.content.plain import plain
from amparo.content.snapshot import Finding, present
from amparo.language.languages import Language
from tests.unit.content.planted import catalogue, wording

TERMS = glossary.load()


def test_the_present_texts_keep_to_the_glossary() -> None:
    assert sorted(glossary.findings(present(), TERMS)) == []


def test_every_term_stands_there_in_every_language() -> None:
    assert {id_: set(Language) - terms.keys() for id_, terms in TERMS.items() if set(Language) - terms.keys()} == {}


@pytest.mark.parametrize("id_", TERMS)
@pytest.mark.parametrize("language", Language)
def test_a_term_is_one_of_its_own_forms_and_none_that_is_never_used(id_: str, language: Language) -> None:
    term = TERMS[id_][language]

    assert term.stands_in(plain(term.use))
    assert [other for terms in TERMS.values() for other in terms[language].rejected_in(plain(term.use))] == []


@pytest.mark.parametrize(
    ("language", "sentence", "said"),
    [
        (Language.EN, "A red alert.", "red alert"),
        (Language.ES, "Una difusión roja.", "difusion roja"),
        (Language.ES, "Una orden de arresto.", "orden de arresto"),
        (Language.FR, "Un avis rouge.", "avis rouge"),
        (Language.AR, "الإشعار الأحمر", "اشعار الاحمر"),
        (Language.RU, "Красная рассылка.", "красная рассылк"),
        (Language.TR, "Tutuklama emri.", "tutuklama emri"),
        (Language.FA, "لیست قرمز", "ليست قرمز"),
        (Language.ZH, "红色通缉令", "红色通缉令"),
        (Language.UK, "Міжнародний ордер.", "міжнародний ордер"),
    ],
)
def test_a_form_that_is_never_used_is_found(language: Language, sentence: str, said: str) -> None:
    planted = catalogue({language: {"page.a": sentence}}, wording("page.a"))

    assert any(found.what.startswith(f'says "{said}') for found in glossary.findings(planted, TERMS))


def test_a_translation_without_the_term_is_found() -> None:
    texts = {Language.EN: {"page.a": "A Red Notice."}, Language.FR: {"page.a": "Une annonce."}}
    planted = catalogue(texts, wording("page.a"))

    what = 'does not say "notice rouge", which is the term for what English says'
    assert list(glossary.findings(planted, TERMS)) == [Finding("fr", "page.a", "glossary", what)]


def test_a_name_or_another_meaning_asks_for_no_term() -> None:
    english = "The Red Notice Monitor writes that this can alert them."
    planted = catalogue({Language.EN: {"page.a": english}, Language.FR: {"page.a": "Rien."}}, wording("page.a"))

    assert list(glossary.findings(planted, TERMS)) == []
