"""What to offer when a message was not understood for sure."""

from __future__ import annotations

from collections.abc import Sequence

from amparo.services.reply import Reply

# Below one in twelve an offer is more likely to confuse than to help.
_LEAST = 0.08
_MOST = 3
# The open question and its own buttons follow, so there is room for fewer.
_BESIDE_A_QUESTION = 2
# Nobody means "hello" or a bare "yes" in a way that needs a button.
NOT_OFFERED = frozenset(
    {"nlu_fallback", "out_of_scope", "greet", "goodbye", "thank", "affirm", "deny", "dont_know", "skip", "inform"}
)
# What the assistant offers when nothing better is known.
MENU = (
    ("dialog.menu_check", "/check_exposure"),
    ("dialog.menu_access", "/ask_access_request"),
    ("dialog.menu_refugee", "/ask_refugee_policy"),
    ("dialog.menu_person", "/request_human"),
)
_PERSON = ("dialog.menu_person", "/request_human")
_SOMETHING_ELSE = ("dialog.something_else", "/ask_menu")


def not_understood(ranking: Sequence[tuple[str, float]], *, again: bool) -> Reply:
    """Return "did you mean" with two or three buttons, or the menu and a person.

    Args:
        ranking: intents with probabilities from 0 to 1, the likeliest first.
        again: whether the message before was not understood either. Asking a third time in the same
            way would only tire a frightened person.
    """
    if again:
        return Reply("dialog.not_understood_again", buttons=MENU)
    offered = _offers(ranking)
    if not offered:
        return Reply("dialog.fallback", buttons=MENU)
    person = () if "request_human" in offered else (_PERSON,)
    return Reply("dialog.did_you_mean", buttons=(*_buttons(offered), *person, _SOMETHING_ELSE))


def meant_instead(ranking: Sequence[tuple[str, float]]) -> Reply | None:
    """Return "did you mean" for a sentence that answers no open question, or none when nothing comes near."""
    offered = _offers(ranking)[:_BESIDE_A_QUESTION]
    if not offered:
        return None
    person = () if "request_human" in offered else (_PERSON,)
    # It says what the assistant can never say, since a lure that was not understood must not seem to be agreed with.
    return Reply("dialog.meant_in_check", buttons=(*_buttons(offered), *person))


def _buttons(intents: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((f"suggest.{intent}", f"/{intent}") for intent in intents)


def _offers(ranking: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    likely = [intent for intent, share in ranking if share >= _LEAST and intent not in NOT_OFFERED]
    return tuple(likely[:_MOST])
