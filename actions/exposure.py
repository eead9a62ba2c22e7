"""What follows when the questions of the exposure check are over."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import BotAction, Event, send_all
from amparo.domain.exposure import assess
from amparo.domain.triage import is_urgent
from amparo.services.explain_exposure import explain


class ActionExposureOutcome(BotAction):
    """Opens a case when an answer was urgent; else says the assessment."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_exposure_outcome"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send first steps and the case, or the assessment."""
        facts = self.services.interview.facts(tracker.sender_id)
        if is_urgent(facts) and not facts.urgent_handled:
            send_all(send, self.services.handoff.ask(tracker.sender_id, ()))
        else:
            where = self.services.guide.progress(tracker.sender_id) if facts.has_filed() else None
            send_all(send, explain(assess(facts, self.services.clock().date()), where))
        return []
