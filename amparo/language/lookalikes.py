"""Whether a word that looks like a country's name is one where it stands: Jordan, polish, Irán."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from amparo.language.gazetteer import PEOPLES, Entry, Kind
from amparo.language.inflections import is_turkish_ending
from amparo.language.tokens import Token
from amparo.language.tongues import is_language, reaches_speech
from amparo.language.wordlists import Phrase, phrases, read, words

_LONGEST_PHRASE = 4
_LONGEST_COURTESY = 5


class Verdict(Enum):
    """What a name counts for where it stands."""

    COUNTS = "counts"
    # It may be a first name or an everyday word; it counts in a list with one that counts.
    DOUBTFUL = "doubtful"
    ASK_BACK = "ask_back"
    LANGUAGE = "language"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Place:
    """Words of a text that are a name in the table."""

    said: Sequence[Token]
    start: int
    end: int
    entry: Entry

    @property
    def name(self) -> Sequence[Token]:
        """Return the words of the name."""
        return self.said[self.start : self.end]

    @property
    def word(self) -> str:
        """Return the folded words of the name."""
        return " ".join(token.word for token in self.name)

    def before(self, *, over: str = "") -> Phrase:
        """Return the words before, nearest last, up to a sign that parts sentences or clauses.

        Args:
            over: signs that do not part, such as the comma of a list.
        """
        found: list[str] = []
        for place in range(self.start, max(0, self.start - _LONGEST_PHRASE), -1):
            if _is_parted(self.said[place], over):
                break
            found.insert(0, self.said[place - 1].word)
        return tuple(found)

    def behind(self) -> Phrase:
        """Return the words behind, nearest first, up to a sign that parts sentences or clauses."""
        found: list[str] = []
        for token in self.said[self.end : self.end + _LONGEST_PHRASE]:
            if _is_parted(token):
                break
            found.append(token.word)
        return tuple(found)


def judge(place: Place, *, follows_language: bool) -> Verdict:
    """Return what a name counts for where it stands.

    Args:
        place: the name and the text around it.
        follows_language: a language was named right before, as in "Russian and Turkish".
    """
    kind = place.entry.kind
    if kind is Kind.NOTHING:
        return Verdict.NOTHING
    # Chinese makes the language of the country: 土耳其语.
    may_be_language = kind in PEOPLES or "\u3400" <= place.word[0] <= "\u9fff"
    if may_be_language and (follows_language or _is_language(place)):
        return Verdict.LANGUAGE
    verdict = _by_rules(place)
    if verdict is not Verdict.COUNTS:
        return verdict
    if kind is Kind.ETHNIC:
        return Verdict.COUNTS if _is_citizenship(place) else Verdict.ASK_BACK
    return Verdict.ASK_BACK if kind in (Kind.REGION, Kind.REGION_PEOPLE) else Verdict.COUNTS


def _is_language(place: Place) -> bool:
    return reaches_speech(place.before(over=",،、")) or is_language(place.name, place.before(), place.behind())


def are_listed(first: Place, second: Place) -> bool:
    """Return whether two names stand in one list: Chad and Sudan, Syria, Jordan."""
    between = first.said[first.end : second.start]
    if second.start < first.end or not all(token.word in _lists()["joining"] for token in between):
        return False
    return bool(between) or any(sign in second.name[0].before for sign in ",/;،、")


@dataclass(frozen=True)
class _Rule:
    """When a name counts; lookalikes.yml says what each list means."""

    words: frozenset[str]
    spelled: frozenset[str]
    after: frozenset[Phrase]
    before: frozenset[Phrase]
    not_after: frozenset[Phrase]
    not_before: frozenset[Phrase]
    written: str
    strict: bool
    language_if_alone: bool

    def applies(self, place: Place) -> bool:
        """Return whether the rule speaks of the name as it is written."""
        return not self.spelled or " ".join(token.raw for token in place.name) in self.spelled


def _is_parted(token: Token, over: str = "") -> bool:
    return any(not c.isspace() and c not in "'-\u2010\u2011" and c not in over for c in token.before)


def _by_rules(place: Place) -> Verdict:
    rule = next((rule for rule in _rules().get(place.word, ()) if rule.applies(place)), None)
    if rule is None:
        return Verdict.COUNTS
    if _is_alone(place):
        return Verdict.ASK_BACK if rule.language_if_alone else Verdict.COUNTS
    before, behind = place.before(), place.behind()
    if _ends_with(before, rule.after) or _begins_with(behind, rule.before):
        return Verdict.COUNTS
    if _ends_with(before, rule.not_after) or _begins_with(behind, rule.not_before):
        return Verdict.NOTHING
    if not rule.strict or _is_written_as_name(place, rule.written) or _has_turkish_ending(place):
        return Verdict.COUNTS
    return Verdict.NOTHING if rule.written == "upper" else Verdict.DOUBTFUL


def _is_alone(place: Place) -> bool:
    if len(place.said) - len(place.name) > _LONGEST_COURTESY:
        return False
    others = [*place.said[: place.start], *place.said[place.end :]]
    return all(token.word in _lists()["polite"] or token.is_glued for token in others)


def _is_written_as_name(place: Place, written: str) -> bool:
    """Return whether capitals tell that a name is meant; in a text all in capitals they tell nothing."""
    if not written or all(token.raw == token.raw.upper() for token in place.said):
        return False
    first = place.name[0]
    if written == "upper":
        return all(token.raw.isupper() for token in place.name)
    return first.is_capital and place.start > 0 and not first.begins_sentence


def _has_turkish_ending(place: Place) -> bool:
    behind = place.said[place.end : place.end + 1]
    return bool(behind) and behind[0].is_glued and behind[0].word != "s" and is_turkish_ending(behind[0].word)


def _is_citizenship(place: Place) -> bool:
    around = (*place.before()[-2:], *place.behind()[:2])
    return any(word.startswith(lead) for word in around for lead in _lists()["citizenship"])


def _ends_with(said: Phrase, listed: frozenset[Phrase]) -> bool:
    return any(said[-length:] in listed for length in range(1, len(said) + 1))


def _begins_with(said: Phrase, listed: frozenset[Phrase]) -> bool:
    return any(said[:length] in listed for length in range(1, len(said) + 1))


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, frozenset[str]]:
    data = read("lookalikes.yml")
    return {name: words(data[name]) for name in ("citizenship", "joining", "polite")}


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, Sequence[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for raw in read("lookalikes.yml")["rules"]:
        rule = _rule(raw)
        for word in rule.words:
            found.setdefault(word, []).append(rule)
    return found


def _rule(raw: Mapping[str, Any]) -> _Rule:
    return _Rule(
        words=frozenset(" ".join(phrase) for phrase in phrases(raw["words"])),
        spelled=frozenset(raw.get("spelled", ())),
        after=phrases(raw.get("after", ())),
        before=phrases(raw.get("before", ())),
        not_after=phrases(raw.get("not_after", ())),
        not_before=phrases(raw.get("not_before", ())),
        written=raw.get("written", ""),
        strict=raw.get("strict", False),
        language_if_alone=raw.get("language_if_alone", False),
    )
