"""Calls for a person, from any state."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import BotAction, Event, send_all
from amparo.domain.triage import HandoverReason
from amparo.services.reply import Reply


class _UrgentAction(BotAction):
    """Opens an urgent case at once and ends the questions."""

    reason: HandoverReason
    before: Sequence[Reply] = ()

    def name(self) -> str:
        """Return the action's name."""
        raise NotImplementedError

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send the first steps and open the case."""
        send_all(send, (*self.before, *self.services.handoff.ask(tracker.sender_id, (self.reason,))))
        return [ActiveLoop(None), SlotSet("requested_slot", None)]


class ActionReportDetained(_UrgentAction):
    """Somebody is held, or at a border, now."""

    reason = HandoverReason.DETAINED

    def name(self) -> str:
        """Return the action's name."""
        return "action_report_detained"


class ActionReportFamilyThreat(_UrgentAction):
    """Relatives at home are questioned or threatened."""

    reason = HandoverReason.RELATIVES_THREATENED
    before = (Reply("dialog.family_threat"),)

    def name(self) -> str:
        """Return the action's name."""
        return "action_report_family_threat"


class ActionExpressDistress(_UrgentAction):
    """Fear or despair that a machine must not carry alone."""

    reason = HandoverReason.DISTRESS

    def name(self) -> str:
        """Return the action's name."""
        return "action_express_distress"


class ActionRequestHuman(BotAction):
    """The person asks for a person."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_request_human"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Open the case; an open form goes on afterwards."""
        send_all(send, self.services.handoff.ask(tracker.sender_id, (HandoverReason.ASKED,)))
        return []


class ActionAskCaseStatus(BotAction):
    """Tells where the person's case stands."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_case_status"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send the state in words."""
        send_all(send, [self.services.handoff.status(tracker.sender_id)])
        if self.services.guide.has_filed(tracker.sender_id):
            # "What about my request?" may mean the staff here or the CCF, so both are told.
            send_all(send, [self.services.guide.progress(tracker.sender_id)])
        return []
