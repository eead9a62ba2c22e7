"""The language of a message, and when it changes the language of a conversation.

A person's own choice comes first and is changed only by a whole sentence in another language: a
name, a country, "ok" or a date never do. Detector: eldc, whose model ships in its package.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from amparo.language.languages import Language
from amparo.language.normalise import clean

_SCRIPTS = {
    "han": re.compile(r"[\u3400-\u9fff]"),
    "arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
}
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_LINK = re.compile(r"\S+(?:://|@|\.[a-z]{2,}/)\S*")
# Terms such as "Red Notice" stay in Latin letters in all languages, so a third of another script decides.
_SHARE = 0.3
# Fewer words are a name, a greeting or an answer, which people give in whatever language.
_FEWEST_WORDS = 3
# One message of so many words changes the language; shorter ones must be two in a row.
_A_SENTENCE = 5
_BY_SCRIPT = {
    "arabic": (Language.AR, Language.FA),
    "cyrillic": (Language.RU, Language.UK),
    "latin": (Language.EN, Language.FR, Language.ES, Language.TR),
    "han": (Language.ZH,),
}


def detected(text: str) -> Language | None:
    """Return the language of a text of three words or more; ``None`` when it cannot be told."""
    plain = _LINK.sub(" ", clean(text))
    if len(_WORDS.findall(plain)) < _FEWEST_WORDS:
        return None
    script = _script(plain)
    choices = _BY_SCRIPT.get(script, ())
    if len(choices) == 1:
        return choices[0]
    found = _detector(choices).detect(plain.lower()) if choices else ""
    return Language(found) if found in {c.value for c in choices} else None


def switched(text: str, current: Language, before: Sequence[str]) -> Language | None:
    """Return the language to go on in, or ``None`` to stay.

    Args:
        text: the message that came now.
        current: the language of the conversation.
        before: what the person wrote earlier, the latest last.
    """
    found = detected(text)
    if found is None or found is current:
        return None
    if _may_be_romanised(text, current):
        return None
    if len(_WORDS.findall(clean(text))) >= _A_SENTENCE:
        return found
    return found if before and detected(before[-1]) is found else None


def _may_be_romanised(text: str, current: Language) -> bool:
    """Return whether the text may be the conversation's own language in Latin letters.

    Arabic, Persian, Russian and Ukrainian are often typed so. A detector of all its languages takes
    such text for Albanian, Swahili or Croatian; only when it is sure of one of ours do we believe it.
    """
    if current in _BY_SCRIPT["latin"] or _script(clean(text)) != "latin":
        return False
    among_all = _detector(()).detect_details(clean(text).lower())
    return not among_all.reliable or among_all.language not in {c.value for c in _BY_SCRIPT["latin"]}


def _script(text: str) -> str:
    letters = len(_LETTERS.findall(text))
    if letters == 0:
        return "none"
    counts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] >= _SHARE * letters else "latin"


@lru_cache(maxsize=8)
def _detector(choices: tuple[Language, ...]) -> Any:
    """Return a detector among some languages, or, without any, among all sixty that it knows."""
    import eldc

    eldc.init()
    found = eldc.instance()
    found.set_languages([choice.value for choice in choices])
    return found
