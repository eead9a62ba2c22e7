"""A browser without script: Starlette's test client, and a page taken apart."""

from __future__ import annotations

import importlib
import re
import warnings
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from amparo.gateway.tokens import COOKIE

if TYPE_CHECKING:
    from starlette.testclient import TestClient
else:
    with warnings.catch_warnings():
        # Starlette names a successor of httpx. Until that is locked, its advice is no error of ours.
        warnings.simplefilter("ignore")
        TestClient = importlib.import_module("starlette.testclient").TestClient

__all__ = ["Element", "Page", "TestClient", "button_of", "chat", "conversation_of", "nonce_of", "one_line"]

_SPEAKERS = frozenset({"from_you", "from_assistant", "from_staff"})
_VOID = frozenset({"input", "link", "meta", "br", "img", "hr"})


@dataclass
class Element:
    """One element of a page with all text inside it."""

    tag: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text as a browser shows it, on one line."""
        return one_line("".join(self.parts))


class Page(HTMLParser):
    """The elements of a page in the order in which they begin."""

    def __init__(self, html: str) -> None:
        """Take the page apart."""
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag with these attributes; ``class_`` stands for ``class``."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}.items()
        return [e for e in self.elements if e.tag == tag and wanted <= e.attributes.items()]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """Return the texts of such elements."""
        return [element.text for element in self.all(tag, **attributes)]

    def bubbles(self) -> list[tuple[str, str]]:
        """Return speaker and text of each message, in order."""
        classes = [e.attributes.get("class", "").split() for e in self.elements]
        speakers = [name for names in classes for name in names if name in _SPEAKERS]
        return list(zip(speakers, self.texts("div", class_="text"), strict=True))

    def ids(self) -> list[str]:
        """Return the anchors of the messages, in order."""
        return [e.attributes["id"] for e in self.elements if "data-id" in e.attributes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the latest open element of this tag."""
        while self._open and self._open.pop().tag != tag:
            continue

    def handle_data(self, data: str) -> None:
        """Give the text to every open element."""
        for element in self._open:
            element.parts.append(data)


def one_line(text: str) -> str:
    """Return the text with single spaces; one that does not break, as in French, stays itself."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")


def conversation_of(client: TestClient) -> str:
    """Return the id in the cookie of a browser."""
    return client.cookies[COOKIE].split(".")[0]


def button_of(page: Page, title: str) -> str:
    """Return the id of the choice with this label."""
    (found,) = [e for e in page.all("button", name="button") if e.text == title]
    return found.attributes["value"]


def nonce_of(page: Page) -> str:
    """Return the number that the next typed message of this page will carry."""
    start = page.elements.index(page.one("form", id="say"))
    return next(e for e in page.elements[start:] if e.attributes.get("name") == "nonce").attributes["value"]


def chat(client: TestClient) -> Page:
    """Return the conversation's page."""
    return Page(client.get("/chat").text)
