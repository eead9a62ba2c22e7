"""Small talk about the talk: language, explaining again, answers to no question."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import BotAction, Event, entity, send_all
from amparo.domain.triage import is_urgent
from amparo.language.languages import Language, language_of
from amparo.services.reply import Reply

_MENU = (
    ("dialog.menu_check", "/check_exposure"),
    ("dialog.menu_access", "/ask_access_request"),
    ("dialog.menu_refugee", "/ask_refugee_policy"),
    ("dialog.menu_person", "/request_human"),
)
_NOT_ASKED = {"affirm": "dialog.affirm_nothing", "deny": "dialog.deny_nothing"}


class ActionChangeLanguage(BotAction):
    """Offers the languages, or confirms one that the gateway has set."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_change_language"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send the choice; the change itself is the gateway's, so that it holds at once."""
        if language_of(entity(tracker, "language")) is not None:
            send_all(send, [Reply("dialog.language_changed")])
            return []
        choices = [{"title": _own_name(lang), "payload": f"gateway:language:{lang.value}"} for lang in Language]
        send.utter_message(response="utter_reply", key="dialog.choose_language", buttons=choices)
        return []


class ActionExplainMore(BotAction):
    """Says why the open question is asked; without one, offers topics."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_explain_more"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send the explanation."""
        asked = tracker.get_slot("requested_slot")
        in_form = bool((tracker.active_loop or {}).get("name"))
        key = f"interview.why.{asked}" if asked and in_form else "dialog.explain_more"
        send_all(send, [Reply(key, buttons=() if asked and in_form else _MENU)])
        return []


class ActionNotAsked(BotAction):
    """Takes a yes, a no or a bare answer when no question is open."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_not_asked"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Change an earlier answer when a button of it was pressed; else ask what is wanted."""
        from actions.forms import heard

        answer = entity(tracker, "answer")
        if answer is not None and self.services.interview.change(tracker.sender_id, heard(tracker)):
            send_all(send, [Reply("interview.corrected", buttons=(("dialog.menu_check", "/check_exposure"),))])
            if is_urgent(self.services.interview.facts(tracker.sender_id)):
                send_all(send, self.services.handoff.ask(tracker.sender_id, ()))
            return []
        intent = str((tracker.latest_message.get("intent") or {}).get("name"))
        send_all(send, [Reply(_NOT_ASKED.get(intent, "dialog.inform_nothing"), buttons=_MENU)])
        return []


def _own_name(language: Language) -> str:
    from amparo.replies.render import label

    return label("page.name", language)
