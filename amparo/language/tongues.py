"""Whether the name of a people is meant as that of its language: I speak Russian, на русском."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from amparo.language.tokens import Token
from amparo.language.wordlists import Phrase, phrases, read, words


def is_language(name: Sequence[Token], before: Phrase, behind: Phrase) -> bool:
    """Return whether a language is meant.

    Args:
        name: the words of the name as they stand in a text.
        before: the words before it in its clause, nearest last.
        behind: the words behind it in its clause, nearest first.
    """
    if _begins_with(behind, _phrases()["behind"]):
        return not _begins_with(behind, _phrases()["not_behind"])
    word = name[-1].word
    return (
        _is_written_in(word, before, behind)
        or _is_bare_adjective(word, before, behind)
        or _is_french_noun(name[0], before, behind)
    )


def reaches_speech(before: Phrase) -> bool:
    """Return whether a word for speaking stands before, with only small words and languages between.

    Args:
        before: the words before the name, nearest last, with those beyond the commas of a list.
    """
    lists = _words()
    for word in reversed(before):
        if word in lists["speech"]:
            return True
        if word not in lists["light"] and word not in lists["tongues"]:
            return False
    return False


def _is_written_in(word: str, before: Phrase, behind: Phrase) -> bool:
    """Return whether "in" and at most other languages stand before: in Arabic or Turkish."""
    lists = _words()
    if behind and behind[0] in lists["institutions"]:
        return False
    # Arabic writes "in" onto the word: بالروسية.
    if word.startswith("بال") and word.endswith(("يه", "ي")):
        return True
    nearest = next((w for w in reversed(before) if w not in lists["tongues"] and w not in lists["joining"]), "")
    return nearest in lists["written_in"] and not word.endswith(tuple(lists["plural_endings"]))


def _is_bare_adjective(word: str, before: Phrase, behind: Phrase) -> bool:
    """Return whether a Slavic adjective stands without a noun: русский принимают? розмовляєте українською?"""
    lists = _words()
    if word.endswith(("ською", "цькою")):
        # The noun that would follow ends like the adjective: українською поліцією.
        return not behind or not behind[0].endswith(("ою", "ею", "єю", "стю", "ддю"))
    if not word.endswith(("ский", "цкий", "ського", "ська", "цька", "ську", "цьку")):
        return False
    has_noun = bool(behind) and behind[0] not in lists["bare_behind"]
    return not has_noun and bool(before or behind) and not (before and before[-1] in lists["bearers"])


def _is_french_noun(first: Token, before: Phrase, behind: Phrase) -> bool:
    """Return whether it is "le russe": a person would have a capital, and a thing its noun before."""
    return before[-1:] in (("le",), ("du",)) and first.raw.islower() and (not behind or behind[0] in _words()["light"])


def _begins_with(said: Phrase, listed: frozenset[Phrase]) -> bool:
    return any(said[:length] in listed for length in range(1, len(said) + 1))


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    data = read("tongues.yml")
    return {name: words(lists) for name, lists in data.items() if name not in ("behind", "not_behind")}


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, frozenset[Phrase]]:
    data = read("tongues.yml")
    return {name: phrases(data[name]) for name in ("behind", "not_behind")}
