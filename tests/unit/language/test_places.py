"""Countries as people name them, in four languages at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.language.places import countries, regions

ENGLISH = [
    ("I am from Iran", ("IR",)),
    ("IRAN", ("IR",)),
    ("Russian Federation", ("RU",)),
    ("Turkey", ("TR",)),
    ("Türkiye", ("TR",)),
    ("Turkiye", ("TR",)),
    ("Ivory Coast", ("CI",)),
    ("Côte d'Ivoire", ("CI",)),
    ("Saudi Arabia", ("SA",)),
    ("the UAE", ("AE",)),
    ("in the UK", ("GB",)),
    ("North Korea", ("KP",)),
    ("Guinea-Bissau", ("GW",)),
    ("Guinea", ("GN",)),
    ("Niger", ("NE",)),
    ("Nigeria", ("NG",)),
    ("South Sudan", ("SS",)),
    ("Sudan", ("SD",)),
    ("Dominican Republic", ("DO",)),
    ("Dominica", ("DM",)),
]
FRENCH = [
    ("de la Russie", ("RU",)),
    ("en Turquie", ("TR",)),
    ("la Biélorussie", ("BY",)),
    ("la Bielorussie", ("BY",)),
    ("aux Émirats arabes unis", ("AE",)),
    ("les États-Unis", ("US",)),
    ("des Etats-Unis", ("US",)),
    ("au Cameroun", ("CM",)),
    ("du Tchad", ("TD",)),
    ("Ouzbékistan", ("UZ",)),
    ("Égypte", ("EG",)),
    ("Egypte", ("EG",)),
    ("la Corée du Nord", ("KP",)),
]
ARABIC = [
    ("إيران", ("IR",)),
    ("من ايران", ("IR",)),
    ("تركيا", ("TR",)),
    ("في تركيا", ("TR",)),
    ("بتركيا", ("TR",)),
    ("لتركيا", ("TR",)),
    ("وتركيا", ("TR",)),
    ("العراق", ("IQ",)),
    ("بالعراق", ("IQ",)),
    ("للعراق", ("IQ",)),
    ("والعراق", ("IQ",)),
    ("لبنان", ("LB",)),
    ("بلبنان", ("LB",)),
    ("البحرين", ("BH",)),
    ("الإمارات", ("AE",)),
    ("للإمارات", ("AE",)),
    ("السعودية", ("SA",)),
    ("المملكة العربية السعودية", ("SA",)),
    ("سوريا", ("SY",)),
    ("سورية", ("SY",)),
    ("مصر", ("EG",)),
    ("بمصر", ("EG",)),
    ("روسيا", ("RU",)),
    ("جنوب السودان", ("SS",)),
    ("السودان", ("SD",)),
    ("الأردن", ("JO",)),
    ("الاردن", ("JO",)),
]
RUSSIAN = [
    ("Россия", ("RU",)),
    ("в России", ("RU",)),
    ("Россию", ("RU",)),
    ("Россией", ("RU",)),
    ("из РФ", ("RU",)),
    ("Российской Федерации", ("RU",)),
    ("Казахстан", ("KZ",)),
    ("в Казахстане", ("KZ",)),
    ("из Казахстана", ("KZ",)),
    ("Казахстаном", ("KZ",)),
    ("в Иране", ("IR",)),
    ("из Ирана", ("IR",)),
    ("Ирака", ("IQ",)),
    ("в Турции", ("TR",)),
    ("Турцию", ("TR",)),
    ("из Беларуси", ("BY",)),
    ("в Китае", ("CN",)),
    ("из КНР", ("CN",)),
    ("Египет", ("EG",)),
    ("из Египта", ("EG",)),
    ("из Украины", ("UA",)),
    ("в Саудовской Аравии", ("SA",)),
    ("в США", ("US",)),
    ("ОАЭ", ("AE",)),
    ("Кыргызстан", ("KG",)),
]
FORMER = [
    ("Persia", ("IR",)),
    ("Burma", ("MM",)),
    ("Birmanie", ("MM",)),
    ("Zaire", ("CD",)),
    ("Moldavia", ("MD",)),
    ("Belorussia", ("BY",)),
    ("Byelorussia", ("BY",)),
    ("из Белоруссии", ("BY",)),
    ("روسيا البيضاء", ("BY",)),
    ("из Киргизии", ("KG",)),
    ("в Туркмении", ("TM",)),
    ("Молдавии", ("MD",)),
    ("Czech Republic", ("CZ",)),
]


@pytest.mark.parametrize(("text", "codes"), [*ENGLISH, *FRENCH, *ARABIC, *RUSSIAN, *FORMER])
def test_a_country_is_found_as_people_name_it(text: str, codes: tuple[str, ...]) -> None:
    assert countries(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Turkey and then Germany", ("TR", "DE")),
        ("Germany and then Turkey", ("DE", "TR")),
        ("Iran et Turquie", ("IR", "TR")),
        ("أنا من مصر و سوريا", ("EG", "SY")),
        ("из Турции и Ирана", ("TR", "IR")),
        ("Iran, Ирак, مصر", ("IR", "IQ", "EG")),
        ("iran/iraq", ("IR", "IQ")),
        ("Uzbekistan, yes, Uzbekistan", ("UZ",)),
        ("Iran, Иран, إيران", ("IR",)),
    ],
)
def test_several_countries_come_in_their_order_each_once(text: str, codes: tuple[str, ...]) -> None:
    assert countries(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "???",
        "I have no country",
        "no",
        "No, never",
        "I will tell it to us",
        "me too",
        "the Kurds",
        "je ne sais pas",
        "у меня нет",
        "мало времени",
        "это обман",
        "لا أعرف",
        "42",
        "EU, UN and ZZ",
    ],
)
def test_no_country_is_read_into_other_words(text: str) -> None:
    assert countries(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Kurdistan",
        "I come from Kurdistan.",
        "كردستان",
        "من كردستان",
        "Курдистан",
        "Chechnya",
        "Чечня",
        "из Чечни",
        "الشيشان",
        "la Tchétchénie",
        "Дагестан",
        "Tibet",
        "Xinjiang",
        "East Turkestan",
        "Crimea",
        "СССР",
        "URSS",
    ],
)
def test_a_land_that_is_no_state_is_a_region_and_no_country(text: str) -> None:
    assert (regions(text), countries(text)) == (True, ())


@pytest.mark.parametrize("text", ["", "Iran", "Turkey", "Россия", "مصر", "a region"])
def test_a_state_is_no_region(text: str) -> None:
    assert regions(text) is False


@given(st.text(max_size=60))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_every_text_gives_codes_of_two_letters_or_nothing(text: str) -> None:
    found = countries(text)

    assert all(len(c) == 2 and c.isascii() and c.isupper() for c in found)
    assert len(set(found)) == len(found)
    assert regions(text) in (True, False)
