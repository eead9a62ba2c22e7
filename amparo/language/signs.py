"""The words of a text that say a time, as signs that are the same in every language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml
from babel.dates import get_day_names, get_month_names

from amparo.language.calendars import Calendar
from amparo.language.languages import Language
from amparo.language.normalise import clean, fold
from amparo.language.numerals import with_digits

Table = Mapping[tuple[str, ...], str]

_FOLDER = Path(__file__).parent
UNKNOWN = "_"
_FILLER = "filler"
_END = "|"
_SEP = r"\s?[./\\\-–—]\s?"
_TIGHT = r"[./\\\-–—]"
# Reading goes from left to right, so what is longer stands first.
_TOKEN = re.compile(
    rf"""
    (?P<clock>(?<!\d)\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d))
    |(?P<decade>(?<!\d)(?:19|20)\d0(?:'?s|-?(?:х|ых|е|ті|их))(?![^\W\d_]))
    |(?P<date>(?<![\d./\\])(?:
        \d{{4}}{_SEP}\d{{1,2}}{_SEP}\d{{1,2}}
        |\d{{1,2}}{_SEP}\d{{1,2}}{_SEP}\d{{4}}
        |\d{{1,2}}\ \d{{1,2}}\ \d{{4}}
        |\d{{1,2}}{_TIGHT}\d{{1,2}}{_TIGHT}\d{{2}}
        |\d{{1,2}}(?:{_TIGHT}|\s?/\s?)\d{{4}}
        |\d{{4}}{_TIGHT}\d{{1,2}}
        )(?!\d|[./\\]\d))
    |(?P<half>(?<!\d)\d{{1,2}}[.,]5(?=\s*[^\W\d_]))
    |(?P<unclear>(?<!\d)\d{{1,2}}[./\\]\d{{1,2}}(?!\d)|[$€£]\s?\d+|\d+\s?[$€£])
    |(?P<arabizi>[a-z']{{0,20}}[a-z]\d{{1,2}}(?!\d)[a-z\d']*)
    |(?P<month>(?<!\d)\d{{1,2}}\s?月)
    |(?P<number>\d+)(?P<suffix>'(?!l)[^\W\d_]+)?
    |(?P<word>[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+)
    |(?P<comma>[,،、])
    |(?P<end>[;!?؟。])
    """,
    re.VERBOSE,
)
# "12-15.03.2019" is said of both days.
_DAY_SPAN = re.compile(r"(?<![\d./])(\d{1,2})\s?[-–—]\s?(?=\d{1,2}([./]\d{1,2}[./]\d{4})(?!\d))")
_DIGIT_RUN = re.compile(r"\+?\d[\d\s()./\\–—-]*\d")
_DATES_AND_YEARS = re.compile(
    rf"\d{{1,2}}(?:{_SEP}|\s)\d{{1,2}}(?:{_SEP}|\s)\d{{4}}(?!\d)|\d{{4}}{_SEP}\d{{1,2}}{_SEP}\d{{1,2}}(?!\d)"
    r"|(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{2}(?!\d)|(?<!\d)(?:1[34]|19|20)\d\d(?!\d)"
)
# A telephone number has at least so many digits; a date leaves fewer than three of them over.
_PHONE_DIGITS = 7
_SPARE_DIGITS = 2
_LONGEST_NUMBER = 4
_LONGEST_PHRASE = 5

_ARABIC_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل")
_SHORTEST_WORD = 3
_TURKISH_ENDINGS = ("da", "de", "ta", "te", "dan", "den", "tan", "ten", "in", "un", "daki", "deki", "taki", "teki")
_SHORT_NAMES = (Language.EN, Language.FR, Language.ES, Language.RU, Language.UK, Language.TR)
# Spanish "ago" for August would hide the English word; the others are "a letter" and "a search".
_NO_MONTHS = frozenset({("ago",), ("лист",), ("ara",)})
_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
_MONTH_OF_IRAN = fold("ماه")
# Who writes Ukrainian often writes Russian beside it.
_BESIDE = {Language.UK: (Language.RU,)}

# French counts on to nineteen after sixty and eighty.
_TENS_AND_ONES = re.compile(r"\bw(\d0) w([1-9]|(?<=[68]0 w)1\d)\b")
_ONES_AND_TENS = re.compile(r"\bw([1-9]) w(\d0)\b")
# "One April" is no first of April.
_ONE_MONTH = re.compile(r"\bw1(?= [MSH]\d)")
_COUNTED = re.compile(r"\bw(\d)")


def signs(text: str, language: Language) -> str:
    """Return the signs of a text, with a blank between them.

    Signs are those of ``times.yml``; besides, numbers as their digits, ``x12/03/2019`` for a date in numbers (with
    ``-`` where it has a dash), ``M3`` for March (``M3?`` where the word often means something else), ``S`` and ``H``
    for months of the other calendars, ``|`` for the end of a sentence, and ``_`` for any other word. Telephone numbers
    and hours of the clock are none.

    Args:
        text: what the person typed, in any digits.
        language: the language of the conversation; English words are known beside it.
    """
    table = _table(language)
    tokens = list(_tokens(_plain(text)))
    said: list[str] = []
    start = 0
    while start < len(tokens):
        sign, length = _longest_at(tokens, start, table)
        said += [] if sign == _FILLER else sign.split()
        start += length
    return _with_sums(" ".join(said), reversed_ones=language is Language.AR)


def _plain(text: str) -> str:
    """Return the folded text with Western digits, and without telephone numbers."""
    # Arabic lengthens a line for a dash: ١٢ـ٣ـ٢٠١٩.
    dashed = re.sub(r"(?<=\d)\s?ـ\s?(?=\d)", "-", unicodedata.normalize("NFKC", clean(text)))
    folded = fold(with_digits(dashed))
    return _DAY_SPAN.sub(r"\1\2 ", _DIGIT_RUN.sub(_without_phone, folded))


def _without_phone(match: re.Match[str]) -> str:
    run = match.group()
    count = sum(c.isdigit() for c in run)
    spare = sum(c.isdigit() for c in _DATES_AND_YEARS.sub("", run))
    foreign = run.startswith(("+", "00"))
    return UNKNOWN if count >= _PHONE_DIGITS and (foreign or spare > _SPARE_DIGITS) else run


def _tokens(text: str) -> Iterator[str]:
    """Give words as they are, and all else as signs that begin with ``=``."""
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup, match.group()
        if kind in ("word", "comma"):
            yield value if kind == "word" else ","
        elif kind in ("number", "suffix"):
            # A Turkish ending after a number says nothing: 2019'da.
            number = match.group("number")
            yield "=" + (number if len(number) <= _LONGEST_NUMBER else UNKNOWN)
        elif kind != "clock":
            yield "=" + _sign_of(str(kind), value)


def _sign_of(kind: str, value: str) -> str:
    if kind == "date":
        return "x" + ("-" if re.search("[-–—]", value) else "/").join(re.findall(r"\d+", value))
    if kind == "decade":
        return f"decade {value[:4]}"
    if kind == "half":
        return f"{re.split('[.,]', value)[0]} half"
    if kind == "month":
        return f"M{int(value.rstrip('月 '))}"
    return _END if kind == "end" else UNKNOWN


def _longest_at(tokens: list[str], start: int, table: Table) -> tuple[str, int]:
    """Return the sign that begins here, and how many tokens it takes."""
    if tokens[start].startswith("="):
        return tokens[start][1:], 1
    for length in range(min(_LONGEST_PHRASE, len(tokens) - start), 0, -1):
        sign = table.get(tuple(tokens[start : start + length]))
        if sign is not None:
            return sign, length
    if tokens[start] == ",":
        return _FILLER, 1
    return next((table[(form,)] for form in _bare(tokens[start]) if (form,) in table), UNKNOWN), 1


def _bare(word: str) -> Iterator[str]:
    """Give an Arabic word without what is written onto it: بآذار is "in March"."""
    for proclitic in _ARABIC_PROCLITICS:
        if word.startswith(proclitic) and len(word) - len(proclitic) >= _SHORTEST_WORD:
            yield word[len(proclitic) :]


def _with_sums(said: str, *, reversed_ones: bool) -> str:
    """Add tens and ones that were said in words: twenty one, خمسة وعشرين."""
    summed = _TENS_AND_ONES.sub(lambda m: str(int(m.group(1)) + int(m.group(2))), said)
    if reversed_ones:
        summed = _ONES_AND_TENS.sub(lambda m: str(int(m.group(1)) + int(m.group(2))), summed)
    return _COUNTED.sub(r"\1", _ONE_MONTH.sub(UNKNOWN, summed))


@cache
def _table(language: Language) -> Table:
    """Return the phrases of a language; its own words hide those of English, and both hide months elsewhere."""
    table: dict[tuple[str, ...], str] = {}
    for kind in Language:
        table |= _cldr_months(kind, "wide")
    table |= _listed_months()
    for kind in (Language.EN, *_BESIDE.get(language, ()), language):
        table |= _short_months(kind) | _weekdays(kind) | _words(kind)
    return {phrase: _marked(phrase, sign) for phrase, sign in table.items()}


def _marked(phrase: tuple[str, ...], sign: str) -> str:
    return f"{sign}?" if phrase in _weak() and re.fullmatch(r"[MSH]\d+", sign) else sign


def _cldr_months(language: Language, width: Literal["wide", "abbreviated"]) -> dict[tuple[str, ...], str]:
    return {
        _phrase(form): f"{Calendar.GREGORIAN.value}{number}"
        for context in _CONTEXTS
        for number, name in get_month_names(width, context, locale=language.cldr).items()
        for form in _forms(name, language)
    }


def _short_months(language: Language) -> dict[tuple[str, ...], str]:
    if language not in _SHORT_NAMES:
        return {}
    hidden = _cldr_months(language, "wide").keys() | _NO_MONTHS
    # Such short words often mean something else.
    return {
        phrase: f"{sign}?" for phrase, sign in _cldr_months(language, "abbreviated").items() if phrase not in hidden
    }


def _forms(name: str, language: Language) -> Iterator[str]:
    yield name
    if language is Language.TR:
        yield from (name + ending for ending in _TURKISH_ENDINGS)


def _weekdays(language: Language) -> dict[tuple[str, ...], str]:
    names = get_day_names("wide", "format", locale=language.cldr)
    return {_phrase(name): f"wd{number + 1}" for number, name in names.items()}


@cache
def _listed_months() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for kind in Calendar:
        for number, names in _read("months.yml")[kind.name.lower()].items():
            found |= {phrase: f"{kind.value}{number}" for name in names for phrase in _spellings(name)}
    # Iran writes "the month of Mehr" as one word.
    solar = {phrase: sign for phrase, sign in found.items() if sign.startswith(Calendar.SOLAR.value)}
    return found | {(phrase[0] + _MONTH_OF_IRAN,): sign + " month" for phrase, sign in solar.items()}


@cache
def _weak() -> frozenset[tuple[str, ...]]:
    return frozenset(_phrase(name) for name in _read("months.yml")["weak"])


@cache
def _words(language: Language) -> dict[tuple[str, ...], str]:
    entries = dict(_read("times.yml")[language.value])
    numbers = entries.pop("numbers")
    signs_of = {f"w{number}": names for number, names in numbers.items()} | entries
    return {phrase: sign for sign, names in signs_of.items() for name in names for phrase in _spellings(name)}


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    """Give a phrase, and the same as one word: many write Persian and Arabic without the blank."""
    phrase = _phrase(name)
    yield phrase
    if len(phrase) > 1 and "\u0600" <= phrase[0][0] <= "\u06ff" and "," not in phrase:
        yield ("".join(phrase),)


def _phrase(name: str) -> tuple[str, ...]:
    return tuple(_tokens(fold(name)))


@cache
def _read(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8")))
