"""Errors of the use cases, named by the fact. Each edge maps them once, to a code, a page or a response."""


class Refused(Exception):
    """Base: the request was understood and cannot be done; nothing changed."""


class ConversationUnknown(Refused):
    """There is no such conversation, or the token does not belong to one."""


class ButtonUnknown(Refused):
    """The button's token was never issued in this conversation."""


class TurnCrowded(Refused):
    """Too many messages of this conversation wait already, or its turn did not come in time."""


class StorageFailed(Exception):
    """The database could not be reached or did not take the change; nothing was stored."""
