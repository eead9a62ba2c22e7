"""Questions as Rasa forms: each message goes through the interview service."""

from __future__ import annotations

from abc import abstractmethod
from itertools import takewhile

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import BotAction, Event, entity, send_all
from amparo.language.languages import DEFAULT, Language, language_of
from amparo.services.facts_json import question_of
from amparo.services.interview import Course, Step
from amparo.services.reply import Reply
from amparo.services.understand import Heard

_FORM = "exposure_form"


class _Questions(BotAction):
    """Records the answer and names the next question. Slots hold only that something was said."""

    form: str
    course: Course

    def name(self) -> str:
        """Return the name under which Rasa's form calls it."""
        return f"validate_{self.form}"

    @abstractmethod
    def begin(self, tracker: Tracker) -> Step:
        """Return the first question of the form."""

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Return the marker of the answered question and the next one, or nothing for the rules."""
        asked = question_of(str(tracker.get_slot("requested_slot") or ""))
        # When one form takes over from another, the slot still names a question of the other.
        if asked is None or _has_just_begun(tracker):
            step = self.begin(tracker)
        else:
            step = self.services.interview.hear(tracker.sender_id, asked, heard(tracker), self.course)
        send_all(send, step.replies)
        return _events(step)


class ValidateExposureForm(_Questions):
    """The exposure check."""

    form = _FORM
    course = Course.EXPOSURE

    def begin(self, tracker: Tracker) -> Step:
        """Return the first open question of the check."""
        return self.services.interview.begin(tracker.sender_id)


class ValidateProgressForm(_Questions):
    """The questions about a request to the CCF."""

    form = "progress_form"
    course = Course.PROGRESS

    def begin(self, tracker: Tracker) -> Step:
        """Return the first open question about the request; a button forgets what was told of it."""
        anew = entity(tracker, "path") == "anew"
        return self.services.interview.begin_progress(tracker.sender_id, anew=anew)


class ActionRestart(BotAction):
    """Forgets the answers and begins the check again; it takes the place of Rasa's own."""

    def name(self) -> str:
        """Return Rasa's own name for it."""
        return "action_restart"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Reset the facts and go to the form."""
        self.services.interview.restart(tracker.sender_id)
        send_all(send, [Reply("dialog.restart")])
        return [AllSlotsReset(), ActiveLoop(None), FollowupAction(_FORM)]


class ActionStopQuestions(BotAction):
    """Leaves the form; the answers stay."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_stop_questions"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Say so, and how to go on."""
        in_check = (tracker.active_loop or {}).get("name") == _FORM
        way_on = ("dialog.menu_check", "/check_exposure") if in_check else ("path.button.where", "/ask_progress")
        send_all(send, [Reply("interview.stopped", buttons=(way_on,))])
        return [ActiveLoop(None), SlotSet("requested_slot", None)]


def heard(tracker: Tracker) -> Heard:
    """Return the latest message as the services take it."""
    message = tracker.latest_message
    intent = message.get("intent") or {}
    return Heard(
        text=str(message.get("text") or ""),
        language=spoken(tracker),
        intent=str(intent.get("name") or "nlu_fallback"),
        confidence=float(intent.get("confidence") or 0.0),
        answer=entity(tracker, "answer"),
        ranking=ranking(tracker),
    )


def ranking(tracker: Tracker) -> tuple[tuple[str, float], ...]:
    """Return the intents of the latest message with their probabilities, the likeliest first."""
    rows = tracker.latest_message.get("intent_ranking") or []
    return tuple((str(row["name"]), float(row["confidence"])) for row in rows)


def spoken(tracker: Tracker) -> Language:
    """Return the language of the conversation, which comes with each message."""
    return language_of((tracker.latest_message.get("metadata") or {}).get("language")) or DEFAULT


def _has_just_begun(tracker: Tracker) -> bool:
    """Return whether a form began with the latest message: Rasa notes it after the message, before it validates."""
    since = takewhile(lambda event: event.get("event") != "user", reversed(tracker.events))
    return any(event.get("event") == "active_loop" and event.get("name") for event in since)


def _events(step: Step) -> list[Event]:
    following = SlotSet("requested_slot", step.ask.value if step.ask else None)
    if step.elsewhere:
        # No slot: Rasa's form then leaves the message to the rules, and asks again after them.
        return [following]
    if step.recorded is None:
        # A slot that stays empty tells Rasa that the form has dealt with the message.
        return [SlotSet(step.ask.value, None), following] if step.ask else [following]
    question, mark = step.recorded
    return [SlotSet(question.value, mark), following]
