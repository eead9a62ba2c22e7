"""A reply becomes a message in words: the adapter of the port ``Wording``."""

from __future__ import annotations

from amparo.language.languages import Language
from amparo.replies.render import label, render
from amparo.services.records import Draft
from amparo.services.reply import Reply


def word(reply: Reply, language: Language) -> Draft:
    """Return the message.

    Raises:
        MissingWords: the key, a value or a button's label is missing.
    """
    buttons = tuple((label(title, language), payload) for title, payload in reply.buttons)
    return Draft(render(reply.key, language, reply.values), language, reply.key, buttons)
