"""Article numbers are those that a source of the text is listed with, and each language names the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from amparo.content.plain import pattern, plain
from amparo.content.snapshot import Finding, Snapshot
from amparo.language.languages import Language

RULE = "articles"


# A number, and what is not part of its name: "29(1)", in Turkish "82'den".
_NUMBER = r"\d+(?:\s?\(\w{1,3}\))*(?:'\w{1,4}\b)?"


def _list(joined: str, number: str = _NUMBER) -> str:
    """Return the pattern of one number or several, as in "2, 3 and 41"."""
    return rf"({number}(?:(?:\s*(?:[,،、–-]|{joined})\s*)+{number})*)"


def _after(word: str, joined: str, first: str = "") -> str:
    """Return the pattern of numbers after the word for article; ``first`` can open a range, as "from" does."""
    return rf"\b(?:{word})\s*(?:\b(?:{first})\b\s*)?{_list(joined)}" if first else rf"\b(?:{word})\s*{_list(joined)}"


# "82'den 97'ye" has no word between its ends.
_TURKISH = r"\b(?:ve|veya|ile|ila)\b|(?<=[dt][ae]n)"
_ORDINAL = _NUMBER + r"\.?"
_WRITTEN: Mapping[Language, tuple[str, ...]] = {
    Language.EN: (_after(r"articles?|arts?\.?", r"\b(?:and|to|or)\b", "from"),),
    Language.FR: (_after(r"articles?|arts?\.?", r"\b(?:et|a|au|ou)\b", "de|du"),),
    Language.ES: (_after(r"articulos?|arts?\.?", r"\b(?:y|e|a|al|o|u)\b", "de|del"),),
    Language.AR: (_after(r"[وفبكل]{0,2}(?:ال|ل)?(?:ماده|مادتان|مادتين|مواد)", r"و|او|الي|حتي", "من"),),
    Language.RU: (_after(r"стат(?:ья|ьи|ье|ью|ьей|ей|ьям|ьях|ьями)|ст\.", r"\b(?:и|или|по|до)\b", "с|от"),),
    Language.UK: (_after(r"стат(?:тя|ті|тею|тей|тям|тях|тями)|ст\.", r"\b(?:і|й|та|або|чи|по|до)\b", "з|із|від"),),
    Language.TR: (
        _after(r"madde(?:ler)?(?:si|leri|de|den|ye|nin|sinin|sine)?|md\.", _TURKISH),
        rf"\b{_list(_TURKISH, _ORDINAL)}(?:\s*'?\s*[iu]nc[iu])?(?:\s*kadar(?:\s*olan)?)?\s*madde",
    ),
    Language.FA: (_after(r"ماده(?:هاي)?|مواد", r"و|يا|تا", "از"),),
    Language.ZH: (rf"第\s*{_list('条?和|条?与|及|条?至|条?到|或', rf'第?{_NUMBER}')}\s*条",),
}
_DIGITS = re.compile(r"\(\w+\)|(\d+)")


def numbers(text: str, language: Language) -> frozenset[int]:
    """Return the numbers of the articles that a text names; of a range its two ends."""
    plainly = plain(text)
    named = [found[1] for written in _WRITTEN[language] for found in pattern(written).finditer(plainly)]
    return frozenset(int(digits) for each in named for digits in _DIGITS.findall(each) if digits)


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield each article without its source, and each text that names other articles than the English one."""
    for language, words in snapshot.texts.items():
        for key, text in words.items():
            yield from _unfounded(snapshot, language, key, text)
            yield from _unlike_english(snapshot, language, key, text)


def _unfounded(snapshot: Snapshot, language: Language, key: str, text: str) -> Iterator[Finding]:
    entry = snapshot.declaration(key)
    known = {number for id_ in (entry.sources if entry else ()) for number in snapshot.sources[id_].articles}
    for number in sorted(numbers(text, language) - known):
        yield Finding(language.value, key, RULE, f"names article {number}, which none of its sources is listed with")


def _unlike_english(snapshot: Snapshot, language: Language, key: str, text: str) -> Iterator[Finding]:
    english = snapshot.texts.get(Language.EN, {}).get(key)
    if english is None:
        return
    for number in sorted(numbers(text, language) ^ numbers(english, Language.EN)):
        yield Finding(language.value, key, RULE, f"article {number} is named here or in English, but not in both")
