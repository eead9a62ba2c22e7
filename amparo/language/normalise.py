"""One form for what people type, so that it can be compared."""

from __future__ import annotations

import re
import unicodedata

# Embeddings, overrides and isolates can make a text read as something else; a person who pastes
# them loses nothing without them. ZWJ and ZWNJ stay: Persian needs them.
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_KEPT_CONTROLS = frozenset("\n\t")

_ARABIC_FORMS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ى": "ي", "ی": "ي", "ئ": "ي",
        "ک": "ك", "ة": "ه", "ؤ": "و",
        "ـ": None, "ء": None, "\u200c": None, "\u200d": None,
    }
)  # fmt: skip
# What Arabic and Persian write or leave out at will: marks, tatweel, joiners, the hamza of an alef.
_ARABIC_OPTIONAL = re.compile("[\u064b-\u0652\u0670\u0640\u200d]")
_ALEFS = re.compile("[أإٱ][\u0653-\u0655]*")
_PERSIAN_LETTERS = re.compile("[پچژگیک]")
_TO_PERSIAN = str.maketrans({"ي": "ی", "ك": "ک"})
_LATIN_FORMS = str.maketrans(
    {"ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ё": "е", "ґ": "г"}
)
_APOSTROPHES = str.maketrans({c: "'" for c in "’‘ʼʹ`´ʻ"})
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:'[^\W\d_\u3400-\u9fff]+)*")


# Cyrillic words change their ending with the case: Казахстан, в Казахстане, из Казахстана.
_CYRILLIC_ENDINGS = (
    "ами", "ями", "ого", "ому", "ой", "ей", "ах", "ях", "ом", "ем", "ам", "ям", "ов", "ью",
    "ый", "ий", "ую", "ая", "ое", "ые", "у", "ю", "а", "я", "е", "и", "ы", "ь", "й", "о",
)  # fmt: skip
_SHORTEST_STEM = 3


def clean(text: str) -> str:
    """Return the text as it may be stored and shown: NFC, no control and no bidi characters."""
    # Composed last: a control between a letter and its accent would keep them apart.
    kept = unicodedata.normalize("NFC", "".join(c for c in text if _is_visible(c))).strip()
    # Joiners and soft hyphens alone show nothing, so they are nothing.
    return kept if any(unicodedata.category(c)[0] not in "CZ" for c in kept) else ""


def fold(text: str) -> str:
    """Return the text for comparing: lower case, no accents, one form for each letter and digit."""
    # İ becomes i before lower(), which would make two characters of it.
    lowered = unicodedata.normalize("NFKC", text).replace("İ", "i").lower()
    lowered = lowered.translate(_APOSTROPHES).translate(_ARABIC_FORMS).translate(_LATIN_FORMS)
    # Й and ї must keep their marks: without them they are other letters.
    bare = "".join(_without_marks(c) for c in unicodedata.normalize("NFC", lowered))
    # Once more: some letters show their plain form only without their accent, such as ǣ.
    return re.sub(r"\s+", " ", bare.translate(_LATIN_FORMS)).strip()


def legible(text: str) -> str:
    """Return the text for a sentence encoder: lower case, one form of each letter of its script.

    Accents, dots and word endings stay, since encoders learned from text that has them.
    """
    lowered = unicodedata.normalize("NFKC", clean(text)).replace("İ", "i").lower()
    # Cleaned once more: what is left out may have stood between a letter and its accent, or been all there was.
    plain = clean(_ARABIC_OPTIONAL.sub("", lowered).replace("\u200c", " "))
    plain = _ALEFS.sub("ا", plain)
    return plain.translate(_TO_PERSIAN) if _PERSIAN_LETTERS.search(plain) else plain


def words(text: str) -> list[str]:
    """Return the folded words of a text; each Han character is a word of its own."""
    return _WORD.findall(fold(text))


def stem(word: str) -> str:
    """Return a folded Cyrillic word without its ending; other words as they are."""
    return next(iter(stems(word)))


def stems(word: str) -> list[str]:
    """Return what a folded Cyrillic word can be without its ending, shortest first, then the word."""
    if not word or not ("\u0400" <= word[0] <= "\u04ff"):
        return [word]
    cut = (word[: -len(ending)] for ending in _CYRILLIC_ENDINGS if word.endswith(ending))
    return [*(form for form in cut if len(form) >= _SHORTEST_STEM), word]


def digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


def _is_visible(character: str) -> bool:
    if character in _BIDI_CONTROLS:
        return False
    category = unicodedata.category(character)
    return character in _KEPT_CONTROLS or category not in ("Cc", "Cs", "Co", "Cn")


def _without_marks(character: str) -> str:
    if character in "йї":
        return character
    if unicodedata.category(character) == "Mn":
        return ""
    if character.isdigit():
        return str(unicodedata.digit(character, character))
    parts = unicodedata.normalize("NFD", character)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")
