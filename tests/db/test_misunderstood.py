"""What was not understood on SQLite and PostgreSQL: which messages, their marks, two at once, the export."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.misunderstood import ClaimedLine, Mark, MarkState, Press
from tests.db.conftest import Begin
from tests.db.factories import ids, make_button, make_conversation, make_message, make_staff_user
from tests.fakes import MONDAY_MORNING

LATER = MONDAY_MORNING + timedelta(hours=1)


@dataclass
class Desk:
    """One conversation, and somebody who marks its messages."""

    begin: Begin
    conversation: Conversation
    staff_user_id: str
    sequence: int = 0

    def asks(self, text: str = "the thing", *, label: str | None = "nlu_fallback", **values: Any) -> Message:
        return self.adds(label=label, text=text, state="answered", **values)

    def replies(self, to: Message, response: str, **button: Any) -> Message:
        said = make_message(
            self.conversation,
            self.next(),
            sender="assistant",
            state="sent",
            reply_to_id=to.id,
            response=response,
        )
        hung = (make_button(said, **button),) if button else ()
        return self.stores(replace(said, buttons=hung))

    def presses(self, offered: Message) -> Message:
        button = offered.buttons[0]
        return self.adds(text=button.title, label=button.intent, button_id=button.id)

    def marks(self, message: Message, label: str | None = "faq/pain", *, seen: str = "") -> str:
        """The new mark's id; "" when the mark was not the one that was seen."""
        mark = Mark(ids.new_id(), self.conversation.id, message.id, label, self.staff_user_id, MONDAY_MORNING)
        with self.begin() as uow:
            was_swapped = uow.misunderstood.swap(message.id, seen=seen, to=mark)
            uow.commit()
        return mark.id if was_swapped else ""

    def listed(self, state: MarkState = MarkState.OPEN) -> list[str]:
        with self.begin() as uow:
            found = uow.misunderstood.listed(state, limit=10, offset=0)
            assert uow.misunderstood.counts()[state] == len(found)
        return [missed.message.text for missed in found]

    def exports(self, *, again: bool = False) -> list[ClaimedLine]:
        with self.begin() as uow:
            claimed = uow.misunderstood.claim_for_export(LATER, again=again)
            uow.commit()
        return list(claimed)

    def adds(self, **values: Any) -> Message:
        return self.stores(make_message(self.conversation, self.next(), **values))

    def stores(self, message: Message) -> Message:
        with self.begin() as uow:
            uow.messages.add(message)
            uow.commit()
        return message

    def next(self) -> int:
        self.sequence += 1
        return self.sequence


@pytest.fixture
def desk(begin: Begin) -> Desk:
    conversation, person = make_conversation(), make_staff_user()
    with begin() as uow:
        uow.conversations.add(conversation)
        uow.staff.add(person)
        uow.commit()
    return Desk(begin, conversation, person.id)


def test_what_fell_below_the_gates_is_listed_newest_first_and_nothing_else(desk: Desk) -> None:
    desk.asks("first")
    desk.asks("understood", label="faq/pain")
    desk.asks("not answered yet", label=None)
    desk.asks("second", created_at=LATER)

    assert desk.listed() == ["second", "first"]


@pytest.mark.parametrize(
    "response", ["utter_booking_ask_contact", "utter_health_question", "utter_read_back"]
)
def test_an_answer_that_a_form_took_is_not_listed(desk: Desk, response: str) -> None:
    desk.replies(desk.asks("Sam Green"), response)
    aside = desk.asks("wat abt the thing")
    desk.replies(aside, "utter_clarify")
    desk.replies(aside, response)

    assert desk.listed() == ["wat abt the thing"]


@pytest.mark.parametrize("intent", ["faq/cost", "answer_question"])
def test_another_button_after_did_you_mean_lists_an_answered_message(desk: Desk, intent: str) -> None:
    offered = desk.replies(
        desk.asks("how much pain", label="faq/pain"), "utter_clarify", intent=intent, title="This"
    )
    assert desk.listed() == []

    desk.presses(offered)

    assert desk.listed() == ["how much pain"]
    with desk.begin() as uow:
        [missed] = uow.misunderstood.listed(MarkState.OPEN, limit=10, offset=0)
    assert missed.pressed == Press("This", intent)


@pytest.mark.parametrize(
    ("label", "response", "intent"),
    [
        ("faq/pain", "utter_clarify", "faq/pain"),  # the label was right
        ("faq/pain", "utter_clarify", "talk_to_human"),  # a person, not another meaning
        ("faq/pain", "utter_disclosure_note_offer", "answer_question"),  # not asked what was meant
        (None, "utter_clarify", "faq/pain"),  # never labelled
    ],
)
def test_a_button_that_corrects_nothing_lists_nothing(
    desk: Desk, label: str | None, response: str, intent: str
) -> None:
    desk.presses(desk.replies(desk.asks(label=label), response, intent=intent))

    assert desk.listed() == []


def test_the_last_button_pressed_counts(desk: Desk) -> None:
    asked = desk.asks()
    first = desk.replies(asked, "utter_clarify", intent="faq/pain", title="Pain")
    second = desk.replies(asked, "utter_clarify_person", intent="faq/cost", title="Cost")
    desk.presses(second)
    desk.presses(first)

    with desk.begin() as uow:
        missed = uow.misunderstood.get(asked.id)

    assert missed is not None
    assert missed.pressed == Press("Pain", "faq/pain")


def test_a_mark_moves_a_message_from_state_to_state_and_back(desk: Desk) -> None:
    asked = desk.asks()
    mark = desk.marks(asked)
    assert (desk.listed(), desk.listed(MarkState.MARKED)) == ([], ["the thing"])

    left_out = desk.marks(asked, None, seen=mark)
    assert (desk.listed(MarkState.MARKED), desk.listed(MarkState.LEFT_OUT)) == ([], ["the thing"])

    with desk.begin() as uow:
        assert not uow.misunderstood.swap(asked.id, seen="", to=None)
        assert not uow.misunderstood.swap(asked.id, seen=mark, to=None)
        assert uow.misunderstood.swap(asked.id, seen=left_out, to=None)
        uow.commit()
    assert desk.listed() == ["the thing"]


def test_a_mark_is_replaced_only_by_who_saw_it(desk: Desk) -> None:
    asked = desk.asks()
    first = desk.marks(asked)

    assert not desk.marks(asked, "faq/cost")
    assert not desk.marks(asked, "faq/cost", seen="another")
    second = desk.marks(asked, "faq/cost", seen=first)
    assert second
    assert not desk.marks(asked, "faq/men", seen=first)
    with desk.begin() as uow:
        missed = uow.misunderstood.get(asked.id)
    assert missed is not None
    assert missed.mark is not None
    assert (missed.mark.id, missed.mark.label) == (second, "faq/cost")


@pytest.mark.parametrize("is_marked", [False, True])
def test_of_ten_who_mark_at_once_one_succeeds(desk: Desk, is_marked: bool) -> None:
    asked = desk.asks()
    seen = desk.marks(asked) if is_marked else ""

    with ThreadPoolExecutor(10) as pool:
        given = [done for done in pool.map(lambda _: desk.marks(asked, seen=seen), range(10)) if done]

    assert len(given) == 1


def test_a_message_that_was_understood_has_nothing_to_mark(desk: Desk) -> None:
    understood = desk.asks(label="faq/pain")

    with desk.begin() as uow:
        assert uow.misunderstood.get(understood.id) is None
        assert uow.misunderstood.get("nothing") is None


def test_pages_follow_one_another_without_a_gap(desk: Desk) -> None:
    for number in range(5):
        desk.asks(str(number))

    with desk.begin() as uow:
        pages = [uow.misunderstood.listed(MarkState.OPEN, limit=2, offset=start) for start in (0, 2, 4)]

    shown = [missed.message.text for page in pages for missed in page]
    assert sorted(shown) == list("01234")


def test_a_mark_is_exported_once_and_again_only_when_asked(desk: Desk) -> None:
    asked, private = desk.asks("does it sting"), desk.asks("secret")
    mark = desk.marks(asked)
    desk.marks(private, None)
    line = ClaimedLine("faq/pain", "does it sting")

    assert desk.exports() == [line]
    assert desk.exports() == []
    assert desk.exports(again=True) == [line]

    desk.marks(asked, "faq/safety", seen=mark)
    assert desk.exports() == [replace(line, label="faq/safety")]


def test_of_two_exports_at_once_each_mark_is_in_one(desk: Desk) -> None:
    for number in range(6):
        desk.marks(desk.asks(str(number)))

    with ThreadPoolExecutor(2) as pool:
        exported = [line.text for lines in pool.map(lambda _: desk.exports(), range(2)) for line in lines]

    assert sorted(exported) == list("012345")


def test_erasing_the_conversation_erases_its_marks(desk: Desk) -> None:
    desk.marks(asked := desk.asks())

    with desk.begin() as uow:
        uow.conversations.erase(desk.conversation.id)
        uow.commit()

    assert desk.exports(again=True) == []
    assert not desk.marks(asked), "a mark of nothing"
