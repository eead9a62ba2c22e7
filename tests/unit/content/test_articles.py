"""An article number stands only where a source of the text is listed with it."""

from __future__ import annotations

import pytest

from amparo.content import articles
from amparo.content.articles import numbers
from amparo.content.snapshot import Finding, present
from amparo.language.languages import Language
from tests.unit.content.planted import catalogue, factual, wording

EN, FR = Language.EN, Language.FR


def test_the_present_texts_name_only_articles_of_their_sources() -> None:
    assert sorted(articles.findings(present())) == []


@pytest.mark.parametrize(
    ("language", "sentence", "named"),
    [
        (Language.EN, "Article 29 gives the right.", {29}),
        (Language.EN, "See art. 18 and Art 34.", {18, 34}),
        (Language.EN, "Articles 2, 3 and 41(2) apply.", {2, 3, 41}),
        (Language.EN, "Articles 31 to 33 apply.", {31, 33}),
        (Language.EN, "An article of 2021.", set()),
        (Language.FR, "L’article 29 et les articles 2 à 5.", {2, 5, 29}),
        (Language.ES, "Los artículos del 82 al 97 y el art. 29.", {29, 82, 97}),
        (Language.AR, "المادتان ٢ و٣ والمادة 29(1).", {2, 3, 29}),
        (Language.AR, "المواد من 82 إلى 97.", {82, 97}),
        (Language.RU, "В статьях с 82 по 97 и статьёй 29.", {29, 82, 97}),
        (Language.UK, "Статті 2 і 3, ст. 29.", {2, 3, 29}),
        (Language.TR, "29. madde, madde 18, 2. ve 3. maddeler.", {2, 3, 18, 29}),
        (Language.TR, "82’den 97’ye kadar olan maddeler. Bu 3. maddesidir.", {3, 82, 97}),
        (Language.FA, "مادهٔ ۲۹ و ماده‌های ۲ و ۳.", {2, 3, 29}),
        (Language.ZH, "第29条、第2、3条和第82条至第97条。", {2, 3, 29, 82, 97}),
    ],
)
def test_article_numbers_are_recognised(language: Language, sentence: str, named: set[int]) -> None:
    assert numbers(sentence, language) == named


def test_an_article_that_no_source_is_listed_with_is_found() -> None:
    planted = catalogue({EN: {"page.a": "See Articles 29 and 41."}}, factual("page.a"))

    what = "names article 41, which none of its sources is listed with"
    assert list(articles.findings(planted)) == [Finding("en", "page.a", "articles", what)]


def test_an_article_in_a_text_without_any_source_is_found() -> None:
    planted = catalogue({EN: {"page.a": "See Article 29."}}, wording("page.a"))

    assert [found.key for found in articles.findings(planted)] == ["page.a"]


@pytest.mark.parametrize(("english", "french"), [("Article 29.", "L’article 18."), ("A rule.", "L’article 29.")])
def test_a_translation_that_names_other_articles_is_found(english: str, french: str) -> None:
    planted = catalogue({EN: {"page.a": english}, FR: {"page.a": french}}, factual("page.a"))

    assert {(found.language, found.key) for found in articles.findings(planted)} == {("fr", "page.a")}
