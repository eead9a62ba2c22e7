"""Dates in nine languages and three calendars, as the range of days that the words can mean."""

from __future__ import annotations

import sys
from calendar import monthrange
from datetime import date

import pytest
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from amparo.language.dates import Days, find_days
from amparo.language.languages import Language

EN, FR, AR, RU = Language.EN, Language.FR, Language.AR, Language.RU
ES, TR, FA, ZH, UK = Language.ES, Language.TR, Language.FA, Language.ZH, Language.UK
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
        (EN, "in the summer of 2020", Days(date(2020, 6, 1), date(2020, 8, 31))),
        (EN, "March-April 2019", Days(date(2019, 3, 1), date(2019, 4, 30))),
        (EN, "12-15 March 2019", Days(date(2019, 3, 12), date(2019, 3, 15))),
        (EN, "from 12 March to 15 April 2019", Days(date(2019, 3, 12), date(2019, 4, 15))),
        (EN, "in 2019, on 12 March 2019", _day(2019, 3, 12)),
        (EN, "from 2017 until 2020", _years(2017, 2020)),
        (EN, "12 Sep 2019", _day(2019, 9, 12)),
        (EN, "it may have been in 2019", _years(2019)),
        (EN, "in the 1990s", _years(1990, 1999)),
        (FR, "12 mars 2024", _day(2024, 3, 12)),
        (FR, "le 5 février 2024", _day(2024, 2, 5)),
        (FR, "en mars 2024", _month(2024, 3)),
        (FR, "en août 2023", _month(2023, 8)),
        (FR, "décembre 2022", _month(2022, 12)),
        (FR, "en 2019", _years(2019)),
        (FR, "le 1er mars 2019", _day(2019, 3, 1)),
        (FR, "janv. 2020", _month(2020, 1)),
        (FR, "j'ai été arrêté en 2019", _years(2019)),
        (FR, "l'été 2020", Days(date(2020, 6, 1), date(2020, 8, 31))),
        (FR, "je ne sais pas, 2019", _years(2019)),
        (AR, "١٢ مارس ٢٠٢٤", _day(2024, 3, 12)),
        (AR, "مارس ٢٠٢٤", _month(2024, 3)),
        (AR, "آذار 2024", _month(2024, 3)),
        (AR, "في آذار ٢٠٢٤", _month(2024, 3)),
        (AR, "في أيار 2021", _month(2021, 5)),
        (AR, "أوت 2023", _month(2023, 8)),
        (AR, "في ٢٠١٩", _years(2019)),
        (AR, "بآذار ٢٠١٩", _month(2019, 3)),
        (AR, "١٢ نيسان ٢٠١٩", _day(2019, 4, 12)),
        (AR, "كانون ثاني 2020", _month(2020, 1)),
        (AR, "تشرين الأول 2020", _month(2020, 10)),
        (AR, "آب 2020", _month(2020, 8)),
        (AR, "جانفي 2020", _month(2020, 1)),
        (AR, "في جويلية 2018", _month(2018, 7)),
        (AR, "غشت 2020", _month(2020, 8)),
        (AR, "3 دجنبر 2020", _day(2020, 12, 3)),
        (AR, "شهر 3 سنة 2019", _month(2019, 3)),
        (AR, "صيف ٢٠٢٠", Days(date(2020, 6, 1), date(2020, 8, 31))),
        (AR, "في 2019 مارسوا التعذيب", _years(2019)),
        (RU, "12 марта 2024", _day(2024, 3, 12)),
        (RU, "5 мая 2023 года", _day(2023, 5, 5)),
        (RU, "март 2024", _month(2024, 3)),
        (RU, "в марте 2024", _month(2024, 3)),
        (RU, "в августе 2022 года", _month(2022, 8)),
        (RU, "май 2023", _month(2023, 5)),
        (RU, "в мае 2023", _month(2023, 5)),
        (RU, "летом 2020", Days(date(2020, 6, 1), date(2020, 8, 31))),
        (RU, "12 марта 19 года", _day(2019, 3, 12)),
        (RU, "в 19 году", _years(2019)),
        (RU, "с 12 по 15 марта 2019", Days(date(2019, 3, 12), date(2019, 3, 15))),
        (RU, "зимой 2019-2020", Days(date(2019, 12, 1), date(2020, 2, 29))),
    ],
)
def test_months_and_days_are_read_in_words(language: Language, text: str, days: Days) -> None:
    assert find_days(text, language, TODAY) == days


YESTERDAY = _day(2026, 11, 21)
BEFORE_YESTERDAY = _day(2026, 11, 20)
TODAY_ALONE = _day(2026, 11, 22)
LAST_SPRING = Days(date(2026, 3, 1), date(2026, 5, 31))
LAST_SUMMER = Days(date(2026, 6, 1), date(2026, 8, 31))
LAST_AUTUMN = Days(date(2025, 9, 1), date(2025, 11, 30))
LAST_WINTER = Days(date(2025, 12, 1), date(2026, 2, 28))
# Who says half a year does not count in single months.
HALF_A_YEAR_AGO = Days(date(2026, 4, 1), date(2026, 6, 30))
A_YEAR_AND_A_HALF_AGO = Days(date(2025, 4, 1), date(2025, 6, 30))
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
        (EN, "the day before yesterday", BEFORE_YESTERDAY),
        (EN, "last night", Days(date(2026, 11, 21), date(2026, 11, 22))),
        (EN, "two hours ago", Days(date(2026, 11, 21), date(2026, 11, 22))),
        (EN, "last spring", LAST_SPRING),
        (EN, "last summer", LAST_SUMMER),
        (EN, "last autumn", LAST_AUTUMN),
        (EN, "last fall", LAST_AUTUMN),
        (EN, "last winter", LAST_WINTER),
        (EN, "half a year ago", HALF_A_YEAR_AGO),
        (EN, "a year and a half ago", A_YEAR_AND_A_HALF_AGO),
        (EN, "2-3 years ago", _years(2023, 2024)),
        (EN, "twenty one years ago", _years(2005)),
        (EN, "in March last year", _month(2025, 3)),
        (EN, "last March", _month(2026, 3)),
        (EN, "the week before last", TWO_WEEKS_AGO),
        (EN, "in the past two years", Days(date(2024, 1, 1), TODAY)),
        (EN, "from 2019 until today", Days(date(2019, 1, 1), TODAY)),
        (EN, "today I remember that it was in 2019", _years(2019)),
        (EN, "12 March", _day(2026, 3, 12)),
        (EN, "in March", _month(2026, 3)),
        (FR, "aujourd'hui", _day(2026, 11, 22)),
        (FR, "hier", YESTERDAY),
        (FR, "avant-hier", _day(2026, 11, 20)),
        (FR, "il y a deux semaines", TWO_WEEKS_AGO),
        (FR, "la semaine dernière", LAST_WEEK),
        (FR, "il y a 3 mois", _month(2026, 8)),
        (FR, "le mois dernier", _month(2026, 10)),
        (FR, "l'année dernière", _years(2025)),
        (FR, "l'été dernier", LAST_SUMMER),
        (FR, "le printemps dernier", LAST_SPRING),
        (FR, "il y a un an et demi", A_YEAR_AND_A_HALF_AGO),
        (FR, "en mars de l'année dernière", _month(2025, 3)),
        (FR, "vendredi dernier", BEFORE_YESTERDAY),
        (AR, "اليوم", _day(2026, 11, 22)),
        (AR, "قبل أسبوعين", TWO_WEEKS_AGO),
        (AR, "الأسبوع الماضي", LAST_WEEK),
        (AR, "قبل شهرين", _month(2026, 9)),
        (AR, "الشهر الماضي", _month(2026, 10)),
        (AR, "السنة الماضية", _years(2025)),
        (AR, "العام اللي فات", _years(2025)),
        (AR, "من سنتين", _years(2024)),
        (AR, "قبل خمسة وعشرين سنة", _years(2001)),
        (AR, "قبل سنة ونص", A_YEAR_AND_A_HALF_AGO),
        (AR, "أول امبارح", BEFORE_YESTERDAY),
        (AR, "الربيع الماضي", LAST_SPRING),
        (AR, "صيف العام الماضي", Days(date(2025, 6, 1), date(2025, 8, 31))),
        (AR, "بآذار الماضي", _month(2026, 3)),
        (RU, "сегодня", _day(2026, 11, 22)),
        (RU, "вчера", YESTERDAY),
        (RU, "позавчера", _day(2026, 11, 20)),
        (RU, "две недели назад", TWO_WEEKS_AGO),
        (RU, "на прошлой неделе", LAST_WEEK),
        (RU, "3 месяца назад", _month(2026, 8)),
        (RU, "в прошлом месяце", _month(2026, 10)),
        (RU, "год назад", _years(2025)),
        (RU, "в прошлом году", _years(2025)),
        (RU, "прошлой весной", LAST_SPRING),
        (RU, "полгода назад", HALF_A_YEAR_AGO),
        (RU, "полтора года назад", A_YEAR_AND_A_HALF_AGO),
        (RU, "два с половиной года назад", Days(date(2024, 4, 1), date(2024, 6, 30))),
        (RU, "в марте прошлого года", _month(2025, 3)),
        (RU, "12 числа прошлого месяца", _day(2026, 10, 12)),
        (RU, "в прошлую пятницу", BEFORE_YESTERDAY),
    ],
)
def test_relative_words_rest_on_the_day_that_is_given(language: Language, text: str, days: Days) -> None:
    assert find_days(text, language, TODAY) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12 de marzo de 2019", _day(2019, 3, 12)),
        ("el primero de marzo de 2020", _day(2020, 3, 1)),
        ("treinta y uno de marzo de 2019", _day(2019, 3, 31)),
        ("en marzo de 2019", _month(2019, 3)),
        ("en setiembre de 2018", _month(2018, 9)),
        ("12 mar 2019", _day(2019, 3, 12)),
        ("de marzo a mayo de 2019", Days(date(2019, 3, 1), date(2019, 5, 31))),
        ("del 12 al 15 de marzo de 2019", Days(date(2019, 3, 12), date(2019, 3, 15))),
        ("a finales de 2019", _years(2019)),
        ("entre 2017 y 2019", _years(2017, 2019)),
        ("en los años 1990", _years(1990, 1999)),
        ("en verano de 2020", Days(date(2020, 6, 1), date(2020, 8, 31))),
        ("en otoño del 2018", Days(date(2018, 9, 1), date(2018, 11, 30))),
        ("invierno de 2018-2019", Days(date(2018, 12, 1), date(2019, 2, 28))),
        ("12/3/19", _day(2019, 3, 12)),
        ("hoy", TODAY_ALONE),
        ("ayer", YESTERDAY),
        ("anteayer", BEFORE_YESTERDAY),
        ("antes de ayer", BEFORE_YESTERDAY),
        ("hace dos años", _years(2024)),
        ("dos años atrás", _years(2024)),
        ("hace un año", _years(2025)),
        ("hace año y medio", A_YEAR_AND_A_HALF_AGO),
        ("hace tres meses", _month(2026, 8)),
        ("hace unas dos semanas", TWO_WEEKS_AGO),
        ("el año pasado", _years(2025)),
        ("en marzo del año pasado", _month(2025, 3)),
        ("el mes pasado", _month(2026, 10)),
        ("la semana pasada", LAST_WEEK),
        ("la primavera pasada", LAST_SPRING),
        ("el invierno pasado", LAST_WINTER),
        ("marzo pasado", _month(2026, 3)),
        ("el viernes pasado", BEFORE_YESTERDAY),
        ("he pasado 2 meses en la cárcel en 2019", _years(2019)),
        ("me detuvieron el 12 de marzo de 2019 en el aeropuerto", _day(2019, 3, 12)),
        ("hoy en día", None),
        ("mañana", None),
        ("pasado mañana", None),
        ("la próxima semana", None),
        ("dentro de dos semanas", None),
        ("marzo de 2027", None),
        ("31 de febrero de 2020", None),
        ("31/02", None),
        ("31/02/2019", None),
        ("2", None),
        ("dos", None),
        ("tengo 30 años", None),
        ("nací en 1985", None),
        ("antes de 2019", None),
        ("después de marzo de 2019", None),
        ("hace varios años", None),
        ("hace unos años", None),
        ("hace más de dos años", None),
        ("+34 612 345 678", None),
        ("2000 euros", None),
        ("no me acuerdo", None),
    ],
)
def test_spanish_times_are_read_or_refused(text: str, days: Days | None) -> None:
    assert find_days(text, ES, TODAY) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12 Mart 2019", _day(2019, 3, 12)),
        ("12 Mart 2019'da", _day(2019, 3, 12)),
        ("mart 2019'da", _month(2019, 3)),
        ("2019 Mart'ta", _month(2019, 3)),
        ("2019 yılının Mart ayında", _month(2019, 3)),
        ("ŞUBAT 2020", _month(2020, 2)),
        ("subatta 2020", _month(2020, 2)),
        ("Ağustos ayının 12'sinde, 2019", _day(2019, 8, 12)),
        ("2016, aralık sanırım", _month(2016, 12)),
        ("2019'da", _years(2019)),
        ("2017 ile 2019 arasında", _years(2017, 2019)),
        ("2019'dan 2021'e kadar", _years(2019, 2021)),
        ("1990'larda", _years(1990, 1999)),
        ("2020 yazında", Days(date(2020, 6, 1), date(2020, 8, 31))),
        ("2019 sonbaharında", Days(date(2019, 9, 1), date(2019, 11, 30))),
        ("15.07.2016", _day(2016, 7, 15)),
        ("bugün", TODAY_ALONE),
        ("dün", YESTERDAY),
        ("evvelsi gün", BEFORE_YESTERDAY),
        ("iki yıl önce", _years(2024)),
        ("2 sene evvel", _years(2024)),
        ("bir yıl önce", _years(2025)),
        ("bir buçuk yıl önce", A_YEAR_AND_A_HALF_AGO),
        ("yarım yıl önce", HALF_A_YEAR_AGO),
        ("üç ay önce", _month(2026, 8)),
        ("on iki gün önce", _day(2026, 11, 10)),
        ("geçen yıl", _years(2025)),
        ("geçen sene mart ayında", _month(2025, 3)),
        ("geçen ay", _month(2026, 10)),
        ("geçen hafta", LAST_WEEK),
        ("geçen bahar", LAST_SPRING),
        ("geçen kış", LAST_WINTER),
        ("geçen cuma", BEFORE_YESTERDAY),
        ("martta", _month(2026, 3)),
        ("gelecek ay", None),
        ("önümüzdeki yıl mart", None),
        ("31 Şubat 2019", None),
        ("31/02", None),
        ("birkaç yıl önce", None),
        ("iki yıldan fazla önce", None),
        ("2019'dan önce", None),
        ("2019'dan sonra", None),
        ("30 yaşındayım", None),
        ("1985 doğumluyum", None),
        ("Mart 12 yıl hapis", None),
        ("iki yıl", None),
        ("2", None),
        ("0532 123 45 67", None),
        ("hatırlamıyorum", None),
    ],
)
def test_turkish_times_are_read_or_refused(text: str, days: Days | None) -> None:
    assert find_days(text, TR, TODAY) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("24 лютого 2022 року", _day(2022, 2, 24)),
        ("у лютому 2020", _month(2020, 2)),
        ("лютий 2020", _month(2020, 2)),
        ("в січні 2021 року", _month(2021, 1)),
        ("у листопаді 2019", _month(2019, 11)),
        ("від березня до травня 2019", Days(date(2019, 3, 1), date(2019, 5, 31))),
        ("у 2019 році", _years(2019)),
        ("в 19 році", _years(2019)),
        ("у 2014-2015 роках", _years(2014, 2015)),
        ("з 2017 по 2019", _years(2017, 2019)),
        ("з 2017 до 2019", _years(2017, 2019)),
        ("1990-ті", _years(1990, 1999)),
        ("влітку 2020", Days(date(2020, 6, 1), date(2020, 8, 31))),
        ("навесні 2019 року", Days(date(2019, 3, 1), date(2019, 5, 31))),
        ("взимку 2020-2021", Days(date(2020, 12, 1), date(2021, 2, 28))),
        ("24.02.22", _day(2022, 2, 24)),
        ("12.03.2019 р.", _day(2019, 3, 12)),
        ("сьогодні", TODAY_ALONE),
        ("вчора", YESTERDAY),
        ("учора", YESTERDAY),
        ("позавчора", BEFORE_YESTERDAY),
        ("два роки тому", _years(2024)),
        ("рік тому", _years(2025)),
        ("п'ять років тому", _years(2021)),
        ("пʼять років тому", _years(2021)),
        ("півроку тому", HALF_A_YEAR_AGO),
        ("півтора року тому", A_YEAR_AND_A_HALF_AGO),
        ("3 місяці тому", _month(2026, 8)),
        ("два тижні тому", TWO_WEEKS_AGO),
        ("минулого року", _years(2025)),
        ("торік", _years(2025)),
        ("позаторік", _years(2024)),
        ("у березні минулого року", _month(2025, 3)),
        ("минулого місяця", _month(2026, 10)),
        ("минулого тижня", LAST_WEEK),
        ("минулої весни", LAST_SPRING),
        ("минулої осені", LAST_AUTUMN),
        ("в минулу п'ятницю", BEFORE_YESTERDAY),
        ("у 2019, тому я втік", _years(2019)),
        ("два года назад", _years(2024)),
        ("завтра", None),
        ("наступного року", None),
        ("31 лютого 2020", None),
        ("31/02", None),
        ("кілька років тому", None),
        ("понад два роки тому", None),
        ("до 2019 року", None),
        ("після 2019", None),
        ("мені 30 років", None),
        ("я народився в 1985", None),
        ("за один квітень", None),
        ("+380 67 123 45 67", None),
        ("5", None),
        ("не пам'ятаю", None),
    ],
)
def test_ukrainian_times_are_read_or_refused(text: str, days: Days | None) -> None:
    assert find_days(text, UK, TODAY) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2019年3月12日", _day(2019, 3, 12)),
        ("2021 年 3 月 5 日", _day(2021, 3, 5)),
        ("２０１９年３月", _month(2019, 3)),
        ("二零一九年三月", _month(2019, 3)),
        ("二〇一九年十二月三十一日", _day(2019, 12, 31)),
        ("一九八九年六月四日", _day(1989, 6, 4)),
        ("八九年六月", _month(1989, 6)),
        ("19年3月", _month(2019, 3)),
        ("2019年", _years(2019)),
        ("二零一九", _years(2019)),
        ("2019年3月到5月", Days(date(2019, 3, 1), date(2019, 5, 31))),
        ("2019年3月12日到15日", Days(date(2019, 3, 12), date(2019, 3, 15))),
        ("2017年到2019年", _years(2017, 2019)),
        ("2010年代", _years(2010, 2019)),
        ("2019年夏天", Days(date(2019, 6, 1), date(2019, 8, 31))),
        ("2019/3/12", _day(2019, 3, 12)),
        ("2019.3.12", _day(2019, 3, 12)),
        ("我2019年3月12日在北京被警察抓了", _day(2019, 3, 12)),
        ("2019年前往德国", _years(2019)),
        ("今天", TODAY_ALONE),
        ("昨天", YESTERDAY),
        ("前天", BEFORE_YESTERDAY),
        ("三年前", _years(2023)),
        ("两年前", _years(2024)),
        ("兩年前", _years(2024)),
        ("十二年前", _years(2014)),
        ("三四年前", _years(2022, 2023)),
        ("半年前", HALF_A_YEAR_AGO),
        ("一年半前", A_YEAR_AND_A_HALF_AGO),
        ("三个月前", _month(2026, 8)),
        ("两个星期前", TWO_WEEKS_AGO),
        ("去年", _years(2025)),
        ("去年三月", _month(2025, 3)),
        ("去年3月12日", _day(2025, 3, 12)),
        ("去年春天", Days(date(2025, 3, 1), date(2025, 5, 31))),
        ("前年", _years(2024)),
        ("上个月", _month(2026, 10)),
        ("上个月12号", _day(2026, 10, 12)),
        ("上周", LAST_WEEK),
        ("上周五", _day(2026, 11, 13)),
        ("三月十二日", _day(2026, 3, 12)),
        ("明年三月", None),
        ("三年后", None),
        ("2019年2月31日", None),
        ("2019年13月", None),
        ("31/02", None),
        ("19/3/12", None),
        ("几年前", None),
        ("十几年前", None),
        ("一年多前", None),
        ("2019年以前", None),
        ("2019年之后", None),
        ("我今年30岁", None),
        ("1985年出生", None),
        ("农历三月", None),
        ("民国108年", None),
        ("被关了19年", None),
        ("二十号", None),
        ("电话13812345678", None),
        ("不记得了", None),
    ],
)
def test_chinese_times_are_read_or_refused(text: str, days: Days | None) -> None:
    assert find_days(text, ZH, TODAY) == days


MEHR_15 = _day(2023, 10, 7)
YEAR_1398 = Days(date(2019, 3, 21), date(2020, 3, 19))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1402/07/15", MEHR_15),
        ("۱۴۰۲/۰۷/۱۵", MEHR_15),
        ("١٤٠٢/٠٧/١٥", MEHR_15),
        ("15/07/1402", MEHR_15),
        ("15 مهر ۱۴۰۲", MEHR_15),
        ("۱۵ مهرماه ۱۴۰۲", MEHR_15),
        ("۱۵ مهر ماه سال ۱۴۰۲", MEHR_15),
        ("15 Mehr 1402", MEHR_15),
        ("1402/07", Days(date(2023, 9, 23), date(2023, 10, 22))),
        ("سال ۹۸", YEAR_1398),
        ("سال ۱۳۹۸", YEAR_1398),
        ("1398", YEAR_1398),
        ("سال هشتاد و پنج", Days(date(2006, 3, 21), date(2007, 3, 20))),
        ("۱۳۹۸-۹۹", Days(date(2019, 3, 21), date(2021, 3, 20))),
        ("از ۱۳۹۵ تا ۱۳۹۸", Days(date(2016, 3, 20), date(2020, 3, 19))),
        ("1398 هجری شمسی", YEAR_1398),
        ("آبان ۹۸", Days(date(2019, 10, 23), date(2019, 11, 21))),
        ("۲۴ آبان ۹۸", _day(2019, 11, 15)),
        ("دی ماه ۹۶", Days(date(2017, 12, 22), date(2018, 1, 20))),
        ("98/7/15", _day(2019, 10, 7)),
        ("۲۴ اسد ۱۴۰۰", _day(2021, 8, 15)),
        ("حمل ۱۴۰۰", Days(date(2021, 3, 21), date(2021, 4, 20))),
        ("جوزا ۱۳۹۹", Days(date(2020, 5, 21), date(2020, 6, 20))),
        ("برج ۷ سال ۱۳۹۸", Days(date(2019, 9, 23), date(2019, 10, 22))),
        ("۳۰ اسفند ۱۴۰۳", _day(2025, 3, 20)),
        ("تابستان ۹۸", Days(date(2019, 6, 22), date(2019, 9, 22))),
        ("زمستان ۱۳۹۸", Days(date(2019, 12, 22), date(2020, 3, 19))),
        ("دهه ۱۳۷۰", Days(date(1991, 3, 21), date(2001, 3, 20))),
        ("در آبان ماه سال ۱۳۹۸ بازداشت شدم", Days(date(2019, 10, 23), date(2019, 11, 21))),
        ("۱۵ مهر", _day(2026, 10, 7)),
        ("۳۱ مهر ۱۴۰۲", None),
        ("۳۰ اسفند ۱۴۰۲", None),
        ("1402/13/01", None),
        ("31/02", None),
        ("1406/01/01", None),
        ("1410", None),
        ("12/03/19", None),
        ("مهر", None),
        ("۲ تیر خوردم", None),
        ("متولد ۱۳۶۵", None),
        ("قبل از ۱۳۹۸", None),
        ("بعد از ۱۳۹۸", None),
        ("1398 هجری", None),
        ("۹۸", None),
        ("09121234567", None),
    ],
)
def test_the_solar_hijri_calendar_is_read_in_persian(text: str, days: Days | None) -> None:
    assert find_days(text, FA, TODAY) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12 مارس 2019", _day(2019, 3, 12)),
        ("مارچ ۲۰۲۱", _month(2021, 3)),
        ("ژانویه ۲۰۲۰", _month(2020, 1)),
        ("می 2019", _month(2019, 5)),
        ("۱۲ دسمبر ۲۰۲۰", _day(2020, 12, 12)),
        ("۲۰۱۹", _years(2019)),
        ("پاییز 2019", Days(date(2019, 9, 23), date(2019, 12, 21))),
        ("امروز", TODAY_ALONE),
        ("دیروز", YESTERDAY),
        ("پریروز", BEFORE_YESTERDAY),
        ("ده روز پیش", _day(2026, 11, 12)),
        ("سه هفته پیش", Days(date(2026, 10, 26), date(2026, 11, 1))),
        ("هفته گذشته", LAST_WEEK),
        ("هفتهٔ پیش", LAST_WEEK),
        ("پنج‌شنبه گذشته", _day(2026, 11, 19)),
        ("بهار گذشته", Days(date(2026, 3, 21), date(2026, 6, 21))),
        ("پارسال تابستان", Days(date(2025, 6, 22), date(2025, 9, 22))),
        ("آذر پارسال", Days(date(2025, 11, 22), date(2025, 12, 21))),
        # Years and months may be counted by either calendar.
        ("پارسال", Days(date(2025, 1, 1), date(2026, 3, 20))),
        ("سال گذشته", Days(date(2025, 1, 1), date(2026, 3, 20))),
        ("سال پیش", Days(date(2025, 1, 1), date(2026, 3, 20))),
        ("دو سال پیش", Days(date(2024, 1, 1), date(2025, 3, 20))),
        ("یکی دو سال پیش", Days(date(2024, 1, 1), date(2026, 3, 20))),
        ("بیست و یک سال پیش", Days(date(2005, 1, 1), date(2006, 3, 20))),
        ("ماه گذشته", Days(date(2026, 10, 1), date(2026, 11, 21))),
        ("two weeks ago", TWO_WEEKS_AGO),
        ("نه، هفته پیش بود", LAST_WEEK),
        ("فردا", None),
        ("سال آینده", None),
        ("چند سال پیش", None),
        ("نه سال پیش", None),
        ("سال‌ها پیش", None),
        ("بیش از دو سال پیش", None),
        ("من ۳۰ ساله هستم", None),
        ("۳۰ سالمه", None),
        ("جوان", None),
        ("یادم نیست", None),
    ],
)
def test_persian_times_are_read_or_refused(text: str, days: Days | None) -> None:
    assert find_days(text, FA, TODAY) == days


RAMADAN_15 = _day(2019, 5, 20)
RAMADAN = Days(date(2019, 5, 6), date(2019, 6, 3))
YEAR_1445 = Days(date(2023, 7, 19), date(2024, 7, 6))


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        (AR, "15 رمضان 1440", RAMADAN_15),
        (AR, "١٥ رمضان ١٤٤٠ هـ", RAMADAN_15),
        (AR, "15/9/1440هـ", RAMADAN_15),
        (AR, "1440/9/15 هـ", RAMADAN_15),
        (AR, "15 رمضان 1440 الموافق 20 مايو 2019", RAMADAN_15),
        (AR, "رمضان 1440", RAMADAN),
        (AR, "في رمضان الماضي", Days(date(2026, 2, 18), date(2026, 3, 19))),
        (AR, "1445هـ", YEAR_1445),
        (AR, "سنة 1445 هجرية", YEAR_1445),
        (AR, "ربيع الأول 1442", Days(date(2020, 10, 18), date(2020, 11, 15))),
        (AR, "٣ ربيع الثاني ١٤٤٢", _day(2020, 11, 18)),
        (AR, "جمادى الآخرة 1441", Days(date(2020, 1, 26), date(2020, 2, 24))),
        (AR, "محرم ١٤٤٣", Days(date(2021, 8, 9), date(2021, 9, 7))),
        (AR, "ذو الحجة 1440", Days(date(2019, 8, 2), date(2019, 8, 30))),
        (AR, "30 رمضان 1442", _day(2021, 5, 12)),
        (AR, "رمضان 1398", Days(date(1978, 8, 5), date(1978, 9, 2))),
        (FA, "۱۵ رمضان ۱۴۴۰", RAMADAN_15),
        (FA, "1440 هجری قمری", Days(date(2018, 9, 11), date(2019, 8, 30))),
        (EN, "15 Ramadan 1440", RAMADAN_15),
        (EN, "1445 AH", YEAR_1445),
        (FR, "ramadan 1440", RAMADAN),
        (TR, "15 Ramazan 1440", RAMADAN_15),
        (TR, "geçen Ramazan", Days(date(2026, 2, 18), date(2026, 3, 19))),
        (TR, "hicri 1445", YEAR_1445),
        (RU, "15 рамадана 1440 года", RAMADAN_15),
        (AR, "31 رمضان 1442", None),
        (AR, "1440", None),
        (AR, "15/9/1440", None),
        (AR, "15/9/40", None),
        (AR, "1450هـ", None),
        (AR, "رمضان 1450", None),
        (AR, "قبل 1440هـ", None),
        (AR, "صفّر", None),
        # A Persian year before 1421 can be of two calendars.
        (FA, "رمضان ۱۳۹۸", None),
        (EN, "1402/07/15", None),
        (EN, "1398", None),
    ],
)
def test_the_hijri_calendar_is_read_where_it_is_named(language: Language, text: str, days: Days | None) -> None:
    assert find_days(text, language, TODAY) == days


@pytest.mark.parametrize("language", Language)
def test_persian_letters_tell_the_calendar_in_every_language(language: Language) -> None:
    assert find_days("۱۵ مهر ۱۴۰۲", language, TODAY) == MEHR_15
    assert find_days("۱۴۰۲/۰۷/۱۵", language, TODAY) == MEHR_15


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "the spring of 2019"),
        (FR, "au printemps 2019"),
        (ES, "primavera de 2019"),
        (AR, "ربيع 2019"),
        (RU, "весной 2019 года"),
        (TR, "2019 ilkbaharında"),
        (ZH, "2019年春天"),
        (UK, "навесні 2019"),
    ],
)
def test_a_season_is_three_months_of_the_north(language: Language, text: str) -> None:
    assert find_days(text, language, TODAY) == Days(date(2019, 3, 1), date(2019, 5, 31))


def test_a_winter_of_one_year_is_either_of_its_two() -> None:
    assert find_days("winter 2019", EN, TODAY) == Days(date(2018, 12, 1), date(2020, 2, 29))


@pytest.mark.parametrize(
    ("today", "text", "days"),
    [
        (date(2026, 1, 15), "last spring", Days(date(2025, 3, 1), date(2025, 5, 31))),
        (date(2026, 1, 15), "last winter", Days(date(2024, 12, 1), date(2025, 2, 28))),
        (date(2026, 1, 15), "this winter", Days(date(2025, 12, 1), date(2026, 1, 15))),
        (date(2026, 1, 15), "5 December", _day(2025, 12, 5)),
        (date(2026, 11, 22), "5 December", None),
        (date(2026, 1, 15), "12 March", None),
        (date(2026, 1, 15), "this summer", None),
    ],
)
def test_what_is_said_without_a_year_is_recent(today: date, text: str, days: Days | None) -> None:
    assert find_days(text, EN, today) == days


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
        (EN, "next year in March"),
        (EN, "12 March next year"),
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
        (EN, "+44 7911 123456"),
        (EN, "tel 2012 345 67 89"),
        (EN, "06.12.34.56.78"),
        (EN, "555-2019"),
        (EN, "I am 30 years old"),
        (EN, "I am thirty years old"),
        (EN, "I was born in 1985"),
        (EN, "born 12.03.1985"),
        (EN, "two years"),
        (EN, "a few years ago"),
        (EN, "more than two years ago"),
        (EN, "before 2019"),
        (EN, "after March 2019"),
        (EN, "until 2019"),
        (EN, "March 12 years"),
        (EN, "2000 dollars"),
        (EN, "$2000"),
        (EN, "31/02"),
        (EN, "12/03"),
        (EN, "12.03.98"),
        (EN, "2010-12"),
        (EN, "are you in a hurry"),
        (EN, "a second time"),
        (FR, "je ne sais pas"),
        (FR, "j'ai 30 ans"),
        (FR, "je suis née en 1985"),
        (FR, "il y a quelques années"),
        (FR, "avant 2019"),
        (AR, "لا أعرف"),
        (AR, "عمري 30 سنة"),
        (AR, "ولدت سنة 1985"),
        (AR, "قبل سنة 2019"),
        (AR, "قبل عدة سنوات"),
        (AR, "في ذلك اليوم أوقفوني"),
        (AR, "shno hatha el a7mar"),
        (RU, "не знаю"),
        (RU, "мне 30 лет"),
        (RU, "до 2019"),
        (RU, "много лет назад"),
        (RU, "во второй"),
    ],
)
def test_what_names_no_time_gives_nothing(language: Language, text: str) -> None:
    assert find_days(text, language, TODAY) is None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", ["31.02.2024", "31/02/2024", "2023-02-29", "13/2024", "45.03.2024", "12.13.2024"])
def test_a_day_that_does_not_exist_is_asked_back(text: str, language: Language) -> None:
    assert find_days(text, language, TODAY) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "12 March 2019"),
        (ES, "hace dos años"),
        (TR, "geçen bahar"),
        (UK, "минулого тижня"),
        (FA, "15 مهر ۱۴۰۲"),
        (ZH, "去年春天"),
        (AR, "1445هـ"),
        (EN, "I am thirty years old"),
        (EN, "31/02"),
    ],
)
def test_the_slow_parser_is_left_alone_where_our_tables_decide(
    language: Language, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An import of it would now fail.
    monkeypatch.setitem(sys.modules, "dateparser.date", None)

    find_days(text, language, TODAY)


def test_the_slow_parser_is_asked_where_they_do_not() -> None:
    assert find_days("now", EN, TODAY) == TODAY_ALONE


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


@given(st.dates(date(1940, 1, 1), TODAY))
@settings(derandomize=True, deadline=None)
def test_every_past_day_of_the_solar_hijri_calendar_is_read_as_it_is(day: date) -> None:
    solar = JalaliDate(day)

    assert find_days(f"{solar.year}/{solar.month}/{solar.day}", FA, TODAY) == Days(day, day)


@given(st.dates(date(1940, 1, 1), TODAY))
@settings(derandomize=True, deadline=None)
def test_every_past_day_of_the_hijri_calendar_is_read_as_it_is(day: date) -> None:
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()

    assert find_days(f"{hijri.day}/{hijri.month}/{hijri.year} هـ", AR, TODAY) == Days(day, day)
