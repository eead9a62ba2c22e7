"""The sentences of a text as a person reads them, without bullets, numbers of steps and values."""

from __future__ import annotations

import re

from amparo.language.languages import Language

_VALUE = re.compile(r"%\{\w+\}")
_BULLET = re.compile(r"^\s*(?:[•*–-]|\d+[.)])\s+")
# Chinese has no space after a full stop; elsewhere one follows, so that "29.1" is no end.
_END = re.compile(r"(?<=[。！？])|(?<=[.!?؟…])[\"'»”’)]*\s+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\u200c-][^\W\d_]+)*|\d+")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in their order. A line ends a sentence, as a step of a list does."""
    lines = (_VALUE.sub(" ", _BULLET.sub("", line)) for line in text.splitlines())
    parts = (part.strip() for line in lines for part in _END.split(line))
    return [part for part in parts if _WORD.search(part)]


def length(sentence: str, language: Language) -> int:
    """Return how long a sentence is: its words, or in Chinese its characters."""
    if language is Language.ZH:
        return len(_HAN.findall(sentence)) + len(re.findall(r"[A-Za-z]+|\d+", sentence))
    return len(words(sentence))


def words(sentence: str) -> list[str]:
    """Return the words and numbers of a sentence as they are written."""
    return _WORD.findall(sentence)
