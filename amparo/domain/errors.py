"""The one tree of errors: a code for the log, a reply key for the person."""


class AmparoError(Exception):
    """Base of every error we raise on purpose.

    ``code`` is safe to log. ``reply`` is the catalogue key that tells a person what to do next.
    """

    code = "amparo"
    reply = "error.try_again"


class UnknownConversation(AmparoError):
    """The conversation does not exist, was erased, or its token is not ours."""

    code = "unknown_conversation"
    reply = "error.session_ended"


class MoveNotAllowed(AmparoError):
    """A case may not go from its state to the one asked for."""

    code = "move_not_allowed"


class AssistantUnavailable(AmparoError):
    """The assistant did not answer."""

    code = "assistant_unavailable"
    reply = "error.assistant_starting"


class TurnFailed(AssistantUnavailable):
    """The assistant is there, but this message made its turn fail."""

    code = "turn_failed"
    reply = "error.try_again"


class CannotUnseal(AmparoError):
    """A sealed value is damaged, was moved, or its key is not ours."""

    code = "cannot_unseal"


class MissingDriver(AmparoError):
    """The database's address names a kind of database for which nothing is installed."""

    code = "missing_driver"


class MissingKey(AmparoError):
    """The installation has no sealing key or secret, so nothing may start."""

    code = "missing_key"


class MessageRefused(AmparoError):
    """A message is empty or too long, before anything was stored."""

    code = "message_refused"


class EmptyMessage(MessageRefused):
    """Nothing readable is left of the message."""

    code = "empty_message"
    reply = "error.empty"


class MessageTooLong(MessageRefused):
    """The message is longer than one message may be."""

    code = "message_too_long"
    reply = "error.too_long"


class BadHelpFile(AmparoError):
    """The operator's register of helpers cannot be read as it is."""

    code = "bad_help_file"
