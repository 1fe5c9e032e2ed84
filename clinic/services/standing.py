"""What is said while an alarm stands: the advice again, in short, and never a milder text than its level.

Read by rules alone, before anything is understood: a failing engine takes none of it away.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from clinic.language.signals import Signals, signals
from clinic.logic.red_flags import Level
from clinic.services.alarms import OVERRIDING
from clinic.services.dialogue import Reply
from clinic.services.distress import HEARD, is_slowed_down
from clinic.services.ports import UnitOfWork
from clinic.services.ports.conversations import Conversation, Message

NUMBERS: Final = Reply("utter_safety_which_number")
WITHIN_A_DAY: Final = Reply("utter_safety_l3")
STILL_HERE: Final = "utter_safety_still_here"
STILL_HERE_FOR: Final = {  # whose line is named after a crisis, the weakest first
    "RF-19": "utter_crisis_still_here_child",
    "RF-18": "utter_crisis_still_here_violence",
}
TODAY: Final = ("utter_safety_l2_again", "utter_safety_l2_still")
WORSE: Final = ("utter_safety_l2_worse", "utter_safety_l2_again")
NOT_ALONE: Final = ("utter_distress_again", "utter_distress_not_alone")
FIRST_ADVICE: Final = ("utter_safety_", "utter_crisis_")
NO_FIRST_ADVICE: Final = frozenset(
    {
        STILL_HERE,
        *STILL_HERE_FOR.values(),
        "utter_safety_ok_now",
        "utter_safety_joking",
        "utter_crisis_ok_now",
        "utter_crisis_delete_chat",
        "utter_crisis_no_contact",
    }
)
ASKS_WHICH: Final = "utter_clarify"
# They answer nothing, and would be the last word over an urgent advice.
SAYS_NOTHING: Final = frozenset(
    {
        ASKS_WHICH,
        "utter_clarify_person",
        "utter_clarify_other_words",
        "utter_nothing_pending",
        "utter_not_now",
        "utter_out_of_scope",
    }
)
# An answer, and yet the advice must not be forgotten over it.
SMALL_TALK: Final = frozenset(
    {"utter_thanks", "utter_goodbye", "utter_greet", "utter_bot_challenge", HEARD, *NOT_ALONE}
)
MESSAGES_BACK: Final = 60


def level_of(conversation: Conversation) -> Level:
    return Level(conversation.alert_level or "none")


def stands(conversation: Conversation) -> bool:
    """True while an emergency or crisis has not been lifted by staff."""
    return level_of(conversation) in OVERRIDING


def still_here(uow: UnitOfWork, conversation: Conversation) -> Reply:
    """Nothing but help until staff lift it; in a crisis the line named is the one for whom it is about."""
    current = uow.conversations.get(conversation.id) or conversation  # raised a moment ago, maybe
    if level_of(current) is not Level.L4:
        return Reply(STILL_HERE)
    seen = {flag.flag for flag in uow.watch.red_flags(conversation.id)}
    return Reply(next((name for flag, name in STILL_HERE_FOR.items() if flag in seen), STILL_HERE))


def advice(uow: UnitOfWork, conversation: Conversation, *, is_worse: bool = False) -> tuple[Reply, ...]:
    """What to do, said again; none while no alarm stands. `is_worse`: danger signs before the rest."""
    if stands(conversation):
        return (*_said_first(uow, conversation), still_here(uow, conversation))
    match level_of(conversation):
        case Level.L2:
            return (_next_of(uow, conversation, WORSE if is_worse else TODAY),)
        case Level.L3:
            return (WITHIN_A_DAY,)
    return ()


def answer(uow: UnitOfWork, conversation: Conversation, message: Message) -> tuple[Reply, ...]:
    """The whole answer to typed words that are about the alarm itself; none where they are not."""
    if message.button_id is not None or level_of(conversation).rank < Level.L2.rank:
        return ()
    told = signals(message.text)
    if told.asks_number or told.needs_someone_now:
        return (NUMBERS, still_here(uow, conversation)) if stands(conversation) else (NUMBERS,)
    if told.asks_to_delete and conversation.no_contact:
        return (Reply("utter_crisis_delete_chat"),)
    if told.asks_no_contact and conversation.no_contact:
        return (Reply("utter_crisis_no_contact"),)
    return advice(uow, conversation, is_worse=told.gets_worse is not None) if _doubts(told) else ()


def keep_in_sight(
    uow: UnitOfWork, conversation: Conversation, replies: tuple[Reply, ...]
) -> tuple[Reply, ...]:
    """The replies to a message, with the advice in the place of those that answer nothing.

    Distress that was just told counts for some turns; its questions are still asked back.
    """
    if conversation.open_form is not None:
        return replies
    names = {reply.response for reply in replies}
    if level_of(conversation) is Level.L2:
        kept = tuple(reply for reply in replies if reply.response not in SAYS_NOTHING)
        is_needed = kept != replies or not names.isdisjoint(SMALL_TALK)
        return (*kept, *advice(uow, conversation)) if is_needed else replies
    if names.isdisjoint(SAYS_NOTHING) or HEARD in names or not is_slowed_down(uow, conversation):
        return replies
    kept = tuple(r for r in replies if r.response == ASKS_WHICH or r.response not in SAYS_NOTHING)
    return (not_alone(uow, conversation), *kept)


def not_alone(uow: UnitOfWork, conversation: Conversation) -> Reply:
    """Distress heard before is heard again, in other words."""
    return _next_of(uow, conversation, NOT_ALONE)


def _doubts(told: Signals) -> bool:
    return any((told.asks_what_to_do, told.gets_worse, told.makes_light))


def _said_first(uow: UnitOfWork, conversation: Conversation) -> Iterator[Reply]:
    """The newest text that an emergency or crisis was answered with."""
    for message in reversed(_ours(uow, conversation)):
        name = message.response or ""
        is_advice = message.level in ("emergency", "crisis") and name.startswith(FIRST_ADVICE)
        if is_advice and name not in NO_FIRST_ADVICE:
            yield Reply(name)
            return


def _next_of(uow: UnitOfWork, conversation: Conversation, names: Sequence[str]) -> Reply:
    """The text after the one said last of these: the same is never said twice in a row."""
    said = [message.response for message in _ours(uow, conversation) if message.response in names]
    return Reply(names[(names.index(said[-1]) + 1) % len(names)] if said else names[0])


def _ours(uow: UnitOfWork, conversation: Conversation) -> list[Message]:
    recent = uow.messages.after(conversation.id, conversation.sequence - MESSAGES_BACK)
    return [message for message in recent if message.sender != "patient"]
