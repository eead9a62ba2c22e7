"""Small talk about the talk: language, what was not understood, answers to no question."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.base import BotAction, Event, entity, send_all
from actions.forms import heard, ranking
from amparo.domain.triage import is_urgent
from amparo.language.languages import Language, language_of
from amparo.services.reply import Reply
from amparo.services.suggest import MENU, not_understood

_WAYS_ON = (("dialog.menu_check", "/check_exposure"), ("path.button.where", "/ask_progress"))
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


class ActionNotUnderstood(BotAction):
    """Asks "did you mean ...?", and after a second time offers the menu and a person."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_not_understood"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send what the message may have meant."""
        send_all(send, [not_understood(ranking(tracker), again=_was_not_understood(tracker))])
        by_rule = (tracker.latest_message.get("intent") or {}).get("name") == "nlu_fallback"
        # Without a rule Rasa calls this action as the last way out, and again and again until it is told to listen.
        return [] if by_rule else [FollowupAction("action_listen")]


class ActionNotAsked(BotAction):
    """Takes a yes, a no or a bare answer when no question is open."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_not_asked"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Change an earlier answer when a button of it was pressed; else ask what is wanted."""
        answer = entity(tracker, "answer")
        if answer is not None and self.services.interview.change(tracker.sender_id, heard(tracker)):
            send_all(send, [Reply("interview.corrected", buttons=_WAYS_ON)])
            if is_urgent(self.services.interview.facts(tracker.sender_id)):
                send_all(send, self.services.handoff.ask(tracker.sender_id, ()))
            return []
        intent = str((tracker.latest_message.get("intent") or {}).get("name"))
        send_all(send, [Reply(_NOT_ASKED.get(intent, "dialog.inform_nothing"), buttons=MENU)])
        return []


def _was_not_understood(tracker: Tracker) -> bool:
    """Return whether the message before the latest was not understood either."""
    heard = [event for event in tracker.events if event.get("event") == "user"]
    before = heard[-2] if len(heard) > 1 else {}
    return ((before.get("parse_data") or {}).get("intent") or {}).get("name") == "nlu_fallback"


def _own_name(language: Language) -> str:
    from amparo.replies.render import label

    return label("page.name", language)
