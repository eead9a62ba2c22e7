"""Dates in four languages, as the range of days that the words can mean."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.language.dates import Days, find_days
from amparo.language.languages import Language

EN, FR, AR, RU = Language.EN, Language.FR, Language.AR, Language.RU
# A Sunday.
TODAY = date(2026, 11, 22)


def _day(year: int, month: int, day: int) -> Days:
    return Days(date(year, month, day), date(year, month, day))


def _month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _years(first: int, last: int | None = None) -> Days:
    return Days(date(first, 1, 1), date(last or first, 12, 31))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12.03.2024", _day(2024, 3, 12)),
        ("03/04/2024", _day(2024, 4, 3)),
        ("12-3-2024", _day(2024, 3, 12)),
        ("2024-03-12", _day(2024, 3, 12)),
        ("29.02.2024", _day(2024, 2, 29)),
        ("٢٩/٠٢/٢٠٢٤", _day(2024, 2, 29)),
        ("۱۲/۰۳/۲۰۲۴", _day(2024, 3, 12)),
        ("१२.०३.२०२४", _day(2024, 3, 12)),
        ("03/2024", _month(2024, 3)),
        ("2.2024", _month(2024, 2)),
        ("2019", _years(2019)),
        ("٢٠١٩", _years(2019)),
        ("2018, 2019", _years(2018, 2019)),
        ("2020 - 2017", _years(2017, 2020)),
        ("1987", _years(1987)),
    ],
)
def test_numbers_mean_the_same_in_every_language(language: Language, text: str, days: Days) -> None:
    assert find_days(text, language, TODAY) == days


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        (EN, "12 March 2024", _day(2024, 3, 12)),
        (EN, "March 12, 2024", _day(2024, 3, 12)),
        (EN, "in March 2024", _month(2024, 3)),
        (EN, "it was in 2019, I think", _years(2019)),
        (EN, "between 2017 and 2020", _years(2017, 2020)),
        (EN, "in the summer of 2020", _years(2020)),
        (FR, "12 mars 2024", _day(2024, 3, 12)),
        (FR, "le 5 février 2024", _day(2024, 2, 5)),
        (FR, "en mars 2024", _month(2024, 3)),
        (FR, "en août 2023", _month(2023, 8)),
        (FR, "décembre 2022", _month(2022, 12)),
        (FR, "en 2019", _years(2019)),
        (AR, "١٢ مارس ٢٠٢٤", _day(2024, 3, 12)),
        (AR, "مارس ٢٠٢٤", _month(2024, 3)),
        (AR, "آذار 2024", _month(2024, 3)),
        (AR, "في آذار ٢٠٢٤", _month(2024, 3)),
        (AR, "في أيار 2021", _month(2021, 5)),
        (AR, "أوت 2023", _month(2023, 8)),
        (AR, "في ٢٠١٩", _years(2019)),
        (RU, "12 марта 2024", _day(2024, 3, 12)),
        (RU, "5 мая 2023 года", _day(2023, 5, 5)),
        (RU, "март 2024", _month(2024, 3)),
        (RU, "в марте 2024", _month(2024, 3)),
        (RU, "в августе 2022 года", _month(2022, 8)),
        (RU, "май 2023", _month(2023, 5)),
        (RU, "в мае 2023", _month(2023, 5)),
        (RU, "летом 2020", _years(2020)),
    ],
)
def test_months_and_days_are_read_in_words(language: Language, text: str, days: Days) -> None:
    assert find_days(text, language, TODAY) == days


YESTERDAY = _day(2026, 11, 21)
TWO_WEEKS_AGO = Days(date(2026, 11, 2), date(2026, 11, 8))
LAST_WEEK = Days(date(2026, 11, 9), date(2026, 11, 15))


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        (EN, "today", _day(2026, 11, 22)),
        (EN, "yesterday", YESTERDAY),
        (EN, "two days ago", _day(2026, 11, 20)),
        (EN, "last Friday", _day(2026, 11, 20)),
        (EN, "two weeks ago", TWO_WEEKS_AGO),
        (EN, "last week", LAST_WEEK),
        (EN, "3 months ago", _month(2026, 8)),
        (EN, "last month", _month(2026, 10)),
        (EN, "a year ago", _years(2025)),
        (EN, "it was two years ago at the airport", _years(2024)),
        (FR, "aujourd'hui", _day(2026, 11, 22)),
        (FR, "hier", YESTERDAY),
        (FR, "avant-hier", _day(2026, 11, 20)),
        (FR, "il y a deux semaines", TWO_WEEKS_AGO),
        (FR, "la semaine dernière", LAST_WEEK),
        (FR, "il y a 3 mois", _month(2026, 8)),
        (FR, "le mois dernier", _month(2026, 10)),
        (FR, "l'année dernière", _years(2025)),
        (AR, "اليوم", _day(2026, 11, 22)),
        (AR, "قبل أسبوعين", TWO_WEEKS_AGO),
        (AR, "الأسبوع الماضي", LAST_WEEK),
        (AR, "قبل شهرين", _month(2026, 9)),
        (AR, "الشهر الماضي", _month(2026, 10)),
        (AR, "السنة الماضية", _years(2025)),
        (RU, "сегодня", _day(2026, 11, 22)),
        (RU, "вчера", YESTERDAY),
        (RU, "позавчера", _day(2026, 11, 20)),
        (RU, "две недели назад", TWO_WEEKS_AGO),
        (RU, "на прошлой неделе", LAST_WEEK),
        (RU, "3 месяца назад", _month(2026, 8)),
        (RU, "в прошлом месяце", _month(2026, 10)),
        (RU, "год назад", _years(2025)),
        (RU, "в прошлом году", _years(2025)),
    ],
)
def test_relative_words_rest_on_the_day_that_is_given(language: Language, text: str, days: Days) -> None:
    assert find_days(text, language, TODAY) == days


def test_the_same_words_mean_another_day_later() -> None:
    assert find_days("yesterday", EN, date(2024, 3, 1)) == _day(2024, 2, 29)


@pytest.mark.parametrize("language", Language)
def test_english_is_understood_beside_every_language(language: Language) -> None:
    assert find_days("two weeks ago", language, TODAY) == TWO_WEEKS_AGO


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "23.11.2026"),
        (EN, "12.12.2030"),
        (EN, "12/2026"),
        (EN, "2027"),
        (EN, "2027 or 2028"),
        (EN, "March 2027"),
        (EN, "5 March 2027"),
        (EN, "tomorrow"),
        (EN, "in two weeks"),
        (FR, "demain"),
        (FR, "dans deux mois"),
        (FR, "en 2028"),
        (AR, "غدا"),
        (AR, "٢٠٣٠"),
        (AR, "مارس ٢٠٢٧"),
        (RU, "завтра"),
        (RU, "через две недели"),
        (RU, "в марте 2027"),
    ],
)
def test_a_time_that_lies_ahead_is_refused(language: Language, text: str) -> None:
    assert find_days(text, language, TODAY) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026", Days(date(2026, 1, 1), TODAY)),
        ("November 2026", Days(date(2026, 11, 1), TODAY)),
        ("11/2026", Days(date(2026, 11, 1), TODAY)),
        ("2025-2028", Days(date(2025, 1, 1), TODAY)),
        ("22.11.2026", Days(TODAY, TODAY)),
    ],
)
def test_a_range_that_has_begun_ends_today(text: str, days: Days) -> None:
    assert find_days(text, EN, TODAY) == days


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, ""),
        (EN, "   "),
        (EN, "???"),
        (EN, "blah"),
        (EN, "no idea"),
        (EN, "I do not remember"),
        (EN, "2"),
        (EN, "ten"),
        (EN, "I may have"),
        (EN, "00.00.0000"),
        (EN, "12345"),
        (EN, "1850"),
        (EN, "99999 years ago"),
        (EN, "+4412345678901"),
        (FR, "je ne sais pas"),
        (AR, "لا أعرف"),
        (RU, "не знаю"),
    ],
)
def test_what_names_no_time_gives_nothing(language: Language, text: str) -> None:
    assert find_days(text, language, TODAY) is None


@pytest.mark.parametrize("text", ["31.02.2024", "13/2024", "45.03.2024"])
def test_of_a_day_that_does_not_exist_only_the_year_is_kept(text: str) -> None:
    assert find_days(text, EN, TODAY) == _years(2024)


@given(st.text(max_size=40), st.sampled_from(list(Language)))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_no_text_makes_the_search_for_days_fail(text: str, language: Language) -> None:
    found = find_days(text, language, TODAY)

    assert found is None or found.first <= found.last <= TODAY


@given(st.dates(date(1940, 1, 1), TODAY), st.sampled_from(list(Language)))
@settings(derandomize=True, deadline=None)
def test_every_past_day_in_numbers_is_read_as_it_is(day: date, language: Language) -> None:
    written = f"{day.day}.{day.month}.{day.year}"

    assert find_days(written, language, TODAY) == Days(day, day)
