"""The catalogue as the checks see it, and what they find in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amparo.language.languages import Language
from amparo.replies import catalogue, register
from amparo.replies.register import Entry, Review, Source

# Stands in a finding where no single language or key is meant.
ALL = "*"


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: where it stands, the rule it breaks, and what is wrong, for whoever mends it."""

    language: str
    key: str
    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.language}  {self.key}  [{self.rule}] {self.what}"


@dataclass(frozen=True)
class Snapshot:
    """All texts with their declarations. ``texts`` has every language that is to be checked."""

    texts: Mapping[Language, Mapping[str, str]]
    entries: Mapping[str, Entry]
    sources: Mapping[str, Source]
    reviews: Mapping[str, Review | None]

    def declaration(self, key: str) -> Entry | None:
        """Return the declared key of a text, which for a plural form stands one level higher."""
        above = self.entries.get(key.rpartition(".")[0])
        return self.entries.get(key) or (above if above is not None and above.plural else None)

    def factual(self, language: Language) -> Iterator[tuple[str, str]]:
        """Yield key and text of what rests on sources, in the order of the catalogue."""
        for key, text in self.texts.get(language, {}).items():
            entry = self.declaration(key)
            if entry is not None and entry.sources:
                yield key, text


def present() -> Snapshot:
    """Return the catalogue as it stands in the files."""
    texts = {language: catalogue.texts(language) for language in Language}
    return Snapshot(texts, register.entries(), register.sources(), register.reviews())
