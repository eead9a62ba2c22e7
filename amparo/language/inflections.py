"""The forms that a name of a country or of its people takes in a sentence.

Where endings depend on the word (Cyrillic, French, Spanish, Arabic peoples) all forms are made
beforehand. Where they are put behind or before any word (Turkish, Persian, Arabic "and", "in",
"to") they are taken off. All words are folded, as ``normalise.fold`` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.language.languages import Language

_SHORTEST_STEM = 3
# A shorter name would be found in everyday words: "cada" and "cadde" are not Çad (Chad).
_SHORTEST_WITH_ENDING = 4

_CYRILLIC_ADJECTIVES = (
    "ий", "ый", "ій", "ого", "ому", "им", "ім", "ым", "ом", "ем", "ая", "яя", "ой", "ей", "ую", "ою",
    "ое", "ые", "ие", "их", "ых", "ими", "ыми", "а", "ої", "у", "е", "і",
)  # fmt: skip
_ADJECTIVE_ENDINGS = ("ый", "ий", "ій", "ая", "яя", "ое", "ые", "ие", "ська", "цька")
_MASCULINE = ("", "а", "у", "ом", "ем", "е", "і", "ові", "еві")
_PLURAL = ("ы", "и", "і", "ов", "ев", "ів", "ам", "ами", "ах", "ям", "ями", "ях")
_CASES = {
    "ия": ["я", "и", "ю", "ей", "ею"],
    "ія": ["я", "ї", "ю", "єю"],
    "я": ["я", "и", "і", "ю", "ей", "ею", "ї", "єю"],
    # The last two are those of adjectives: у Північній Кореї.
    "а": ["а", "ы", "и", "і", "е", "у", "ой", "ою", "ей", "ею", "ої", "ій"],
    "ь": ["ь", "я", "ю", "ью", "и", "і", "е", "ем", "єм"],
    "й": ["й", "я", "ю", "ем", "єм", "е", "ї", "и", "і"],
}
# Ukrainian softens the consonant before -і: Америка, в Америці.
_SOFTENED = {"г": "зі", "к": "ці", "х": "сі"}

_TURKISH = re.compile(
    r"(?:l[iu])?(?:l[ae]r)?"  # of the country, several: Suriyeliler
    r"(?:[yn]?[iu]|[yn]?[ae]|n?[iu]n|n?[dt][ae](?:n|ki(?:l[ae]r)?)?|y?l[ae])?"  # the case: İran'ın, Rusyada
    r"(?:y?[iu]m|s[iu]n(?:[iu]z)?|y?[iu]z|d[iu]r(?:l[ae]r)?|y?m[iu]s[iu]?[mz]?|y?d[iu][mk]?|yken)?"  # am, are, was
)
_PERSIAN = re.compile(r"(?:ها(?:ي|يي)?|ان)?(?:م|ام|يم|ايم|ه|ست|است|اند|ند|و|رو|را)?")
_ARABIC_PROCLITICS = re.compile(r"[وف]?[بل]?")


def name_forms(word: str, language: Language, *, has_article: bool = False) -> set[str]:
    """Return the cases of one word of a country's name, with the word itself.

    Args:
        word: the word.
        language: whose name it is.
        has_article: the word begins with the Arabic article, and not with the letters of ألمانيا.
    """
    if _is_cyrillic(word):
        return {word, *_cyrillic_cases(word, language)}
    if has_article and language is Language.AR and len(word) - 2 >= _SHORTEST_STEM:
        return {word, word[2:], "لل" + word[2:]}
    return {word}


def people_forms(word: str, language: Language) -> set[str]:
    """Return the genders, numbers and cases of a noun or adjective for a people, with the word itself."""
    if _is_cyrillic(word):
        return {word, *_cyrillic_people(word)}
    if language is Language.AR:
        return set(_arabic_people(word))
    return {word, *_endings_of_people(word, language)}


def bare_forms(word: str) -> Iterator[tuple[str, Language]]:
    """Give what is left of a word without endings or proclitics, longest first, and by whose rules."""
    if "a" <= word[0] <= "z":
        yield from ((stem, Language.TR) for stem in _without_turkish(word))
    elif "\u0600" <= word[0] <= "\u06ff":
        yield from ((stem, Language.AR) for stem in _without_proclitics(word))
        yield from ((stem, Language.FA) for stem in _without_ending(word, _PERSIAN))


def is_turkish_ending(word: str) -> bool:
    """Return whether a word can stand behind a Turkish apostrophe: Mali'de."""
    return _TURKISH.fullmatch(word) is not None


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[0] <= "\u04ff"


def _cyrillic_cases(word: str, language: Language) -> Iterator[str]:
    if word.endswith(_ADJECTIVE_ENDINGS):
        yield from _cyrillic_adjective(word)
    elif word.endswith(("ия", "ія")):
        yield from (word[:-1] + case for case in _CASES[word[-2:]])
    elif word.endswith(("ы", "и")):
        # Russian Мали, Чили, Бурунди never change; Ukrainian names in -и are plurals.
        yield from _cyrillic_plural(word) if word.endswith("ы") or language is Language.UK else ()
    elif word[-1] in _CASES:
        # Самоа never changes.
        yield from (word[:-1] + case for case in _CASES[word[-1]]) if word[-2:] not in ("оа", "еа") else ()
        yield from _softened(word[:-1]) if word.endswith("а") else ()
        # Білорусь, з Білоруссю.
        yield from (word[:-1] + word[-2] + "ю",) if word.endswith("ь") else ()
    elif word[-1] not in "оеуэюєїі":
        # Египет, Єгипет lose a vowel: из Египта.
        stem = word[:-2] + "т" if word.endswith("пет") else word
        yield from (stem + case for case in _MASCULINE)


def _cyrillic_plural(word: str) -> Iterator[str]:
    yield from (word[:-1] + case for case in _PLURAL)
    # Филиппины, из Филиппин; but "штат" is not the States.
    yield from (word[:-1],) if word.endswith(("ины", "іни")) else ()


def _cyrillic_adjective(word: str) -> Iterator[str]:
    stem = word[:-1] if word.endswith("а") else word[:-2]
    if len(stem) >= _SHORTEST_STEM:
        yield from (stem + ending for ending in _CYRILLIC_ADJECTIVES)


def _cyrillic_people(word: str) -> Iterator[str]:
    if word.endswith(_ADJECTIVE_ENDINGS):
        yield from _cyrillic_adjective(word)
    elif word.endswith(("ец", "ець", "єць")):
        stem = _stem_before_ets(word)
        yield from (stem + e for e in (*_MASCULINE[1:], *_PLURAL, "я", "ю", "єм"))
    elif word.endswith("ка"):
        yield from (word[:-1] + e for e in ("и", "е", "у", "ой", "ою", "ам", "ами", "ах"))
        yield word[:-2] + "ці"
        # Иранка, несколько иранок; сирийка, несколько сириек.
        yield from (word[:-3] + "ек", word[:-3] + "йок") if word[-3] == "й" else (word[:-2] + "ок",)
    elif word[-1] not in "аяоеиіуьй":
        yield from (word + e for e in (*_MASCULINE, *_PLURAL))
        if word.endswith(("анин", "янин", "арин")):
            yield from (word[:-2] + e for e in ("", "е", "и", "ам", "ами", "ах"))


def _stem_before_ets(word: str) -> str:
    """Return the stem of the other cases: иранец, иранца; сириец, сирийца; бенгалец, бенгальца."""
    stem = word.removesuffix("ь")[:-2]
    if stem[-1] in "аеиоуыэюяі":
        return stem + "йц"
    return stem + ("ьц" if stem[-1] == "л" else "ц")


def _softened(stem: str) -> Iterator[str]:
    if stem and stem[-1] in _SOFTENED:
        yield stem[:-1] + _SOFTENED[stem[-1]]


def _arabic_people(word: str) -> Iterator[str]:
    forms = [word]
    if word.endswith("ي"):
        forms += [word + e for e in ("ه", "ا", "ون", "ين", "ات", "ان", "تان", "تين")]
    for form in forms:
        yield from (form, "ال" + form, "لل" + form)


def _endings_of_people(word: str, language: Language) -> Iterator[str]:
    if language is Language.EN:
        yield from () if word.endswith(("s", "sh", "ch", "ese")) else (word + "s",)
    elif language is Language.FR:
        feminine = _french_feminine(word)
        yield from (feminine, feminine + "s", word if word.endswith(("s", "x")) else word + "s")
    elif language is Language.ES:
        yield from _spanish_endings(word)


def _french_feminine(word: str) -> str:
    for masculine, feminine in (("ien", "ienne"), ("een", "eenne"), ("urc", "urque"), ("rec", "recque")):
        if word.endswith(masculine):
            return word.removesuffix(masculine) + feminine
    return word if word.endswith("e") else word + "e"


def _spanish_endings(word: str) -> Iterator[str]:
    if word.endswith("o"):
        yield from (word[:-1] + e for e in ("a", "os", "as"))
    elif word.endswith("es"):
        yield from (word + e for e in ("a", "as", "es"))
    elif word.endswith(("i", "u")):
        yield from (word + "es", word + "s")
    else:
        yield word + "s"


def _without_ending(word: str, endings: re.Pattern[str]) -> Iterator[str]:
    for cut in range(len(word) - 1, _SHORTEST_WITH_ENDING - 1, -1):
        if endings.fullmatch(word[cut:]):
            yield word[:cut]


def _without_turkish(word: str) -> Iterator[str]:
    for stem in _without_ending(word, _TURKISH):
        if _fits_turkish(stem, word[len(stem) :]):
            yield stem


def _fits_turkish(stem: str, ending: str) -> bool:
    """Return whether an ending can follow: no vowel after a vowel, -ta only after a hard consonant."""
    if stem[-1] in "aeiou":
        return ending[0] not in "aeiout" and (ending[0] != "n" or ending[:3] in ("nin", "nun") or stem[-1] in "iu")
    return ending[0] not in "yn" and (ending[0] != "t" or stem[-1] in "fstkchp")


def _without_proclitics(word: str) -> Iterator[str]:
    longest = _ARABIC_PROCLITICS.match(word)
    for cut in range(1, longest.end() + 1 if longest else 1):
        if len(word) - cut >= _SHORTEST_STEM:
            yield word[cut:]
