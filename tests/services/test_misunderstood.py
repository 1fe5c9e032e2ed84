"""Marking what was not understood: who may, which label, two at once, what is audited, what is exported."""

from dataclasses import replace

import pytest

from clinic.criteria.strict_yaml import YamlUnreadable
from clinic.services.dialogue import Reply, Understood
from clinic.services.inbound import Inbound
from clinic.services.misunderstood import (
    PAGE_SIZE,
    Caution,
    LabelUnknown,
    MarkedMeanwhile,
    MessageUnknown,
    Misunderstood,
    cautions,
)
from clinic.services.ports import EngineReply
from clinic.services.ports.misunderstood import MarkState
from clinic.services.staff import NotPermitted
from tests.services.world import World

GUESSES = (("nlu_fallback", 0.4), ("faq/pain", 0.31), ("faq/cost", 0.22))


def missed(world: World, text: str = "the sting thing") -> str:
    """A message that was not understood and asked back about; its id."""
    understood = Understood("nlu_fallback", 0.4, GUESSES)
    replies = world.services.clarification.ask(world.conversation_id, "", understood)
    world.engine.reply = EngineReply(replies, understood)
    world.services.turns.take(world.conversation_id, Inbound(world.clock.now().isoformat(), text))
    world.clock.move(seconds=1)
    return world.patient_messages()[-1].id


def presses(world: World, title: str) -> None:
    shown = world.services.conversations.messages(world.conversation_id)
    button = next(b for m in reversed(shown) for b in m.buttons if b.title == title)
    world.engine.reply = EngineReply((Reply("utter_faq/pain"),), Understood(button.intent, 1.0))
    inbound = Inbound(world.clock.now().isoformat(), button_token=button.token)
    world.services.turns.take(world.conversation_id, inbound)


def seen(world: World, message_id: str) -> str:
    mark = world.services.misunderstood.entry(world.receptionist, message_id).missed.mark
    return mark.id if mark else ""


def trail(world: World) -> list[tuple[str, str, str, dict]]:
    with world.uow(reads_only=True) as uow:
        entries = sorted(uow.audit.recent(100), key=lambda entry: entry.id)  # ids count up
    kinds = ("mark_message", "take_back_mark", "export_lines")
    return [(e.actor, e.action, e.subject_id, e.detail) for e in entries if e.action in kinds]


@pytest.fixture
def marks(world: World) -> Misunderstood:
    return world.services.misunderstood


def test_a_mark_is_kept_with_who_when_and_which(world: World, marks: Misunderstood) -> None:
    message_id, person = missed(world), world.receptionist

    marks.mark(person, message_id, "faq/pain", seen="")

    [entry] = marks.listing(person, MarkState.MARKED).entries
    mark = entry.missed.mark
    assert mark is not None
    assert (mark.label, mark.staff_user_id, mark.marked_at) == ("faq/pain", person.id, world.clock.now())
    assert trail(world) == [(person.id, "mark_message", message_id, {"label": "faq/pain"})]


def test_a_mark_is_changed_left_out_and_taken_back(world: World, marks: Misunderstood) -> None:
    message_id, person = missed(world), world.receptionist
    marks.mark(person, message_id, "faq/pain", seen="")
    marks.mark(person, message_id, "faq/cost", seen=seen(world, message_id))
    marks.mark(person, message_id, None, seen=seen(world, message_id))
    assert marks.listing(person).counts == {"open": 0, "marked": 0, "left_out": 1}

    marks.take_back(person, message_id, seen=seen(world, message_id))
    marks.take_back(person, message_id, seen="")

    assert marks.listing(person).counts == {"open": 1, "marked": 0, "left_out": 0}
    assert [action for _, action, _, _ in trail(world)] == [*["mark_message"] * 3, "take_back_mark"]


def test_the_later_of_two_is_told_and_changes_nothing(world: World, marks: Misunderstood) -> None:
    message_id = missed(world)
    marks.mark(world.receptionist, message_id, "faq/pain", seen="")
    first = seen(world, message_id)

    for label in ("faq/cost", "faq/pain", None):
        with pytest.raises(MarkedMeanwhile):
            marks.mark(world.clinician, message_id, label, seen="")
    with pytest.raises(MarkedMeanwhile):
        marks.take_back(world.clinician, message_id, seen="")

    assert seen(world, message_id) == first
    assert len(trail(world)) == 1


def test_a_mark_that_was_taken_back_meanwhile_is_not_replaced(world: World, marks: Misunderstood) -> None:
    message_id = missed(world)
    marks.mark(world.receptionist, message_id, "faq/pain", seen="")
    old = seen(world, message_id)
    marks.take_back(world.receptionist, message_id, seen=old)

    with pytest.raises(MarkedMeanwhile):
        marks.mark(world.clinician, message_id, "faq/cost", seen=old)


def test_the_same_choice_sent_twice_is_kept_once(world: World, marks: Misunderstood) -> None:
    message_id = missed(world)

    for _ in range(2):
        marks.mark(world.receptionist, message_id, "faq/pain", seen="")

    assert len(trail(world)) == 1


@pytest.mark.parametrize("label", ["", "something_else", "nlu_fallback", "faq/nonsense", "faq", "x" * 5000])
def test_only_a_label_that_is_trained_can_be_marked(world: World, marks: Misunderstood, label: str) -> None:
    with pytest.raises(LabelUnknown):
        marks.mark(world.receptionist, missed(world), label, seen="")


def test_what_is_not_in_the_list_cannot_be_marked(world: World, marks: Misunderstood) -> None:
    world.services.turns.take(world.conversation_id, Inbound("a", "does it hurt"))
    for message_id in ("nothing", world.patient_messages()[-1].id):
        with pytest.raises(MessageUnknown):
            marks.mark(world.receptionist, message_id, "faq/pain", seen="")
        with pytest.raises(MessageUnknown):
            marks.take_back(world.receptionist, message_id, seen="")


def test_who_may_do_what(world: World, marks: Misunderstood) -> None:
    message_id = missed(world)
    off = replace(world.clinician, is_active=False)
    for person in (world.admin, off):
        for act in (
            lambda who: marks.listing(who),
            lambda who: marks.entry(who, message_id),
            lambda who: marks.mark(who, message_id, "faq/pain", seen=""),
            lambda who: marks.take_back(who, message_id, seen=""),
            lambda who: marks.export(who),
        ):
            with pytest.raises(NotPermitted):
                act(person)
    with pytest.raises(NotPermitted):
        marks.export(world.receptionist)
    assert trail(world) == []


@pytest.mark.parametrize(
    ("title", "suggested"),
    [("If it hurts", "faq/pain"), ("Something else", None), ("Talk to a person", None)],
)
def test_the_pressed_button_is_the_suggested_label(
    world: World, marks: Misunderstood, title: str, suggested: str | None
) -> None:
    message_id = missed(world)

    presses(world, title)

    entry = marks.entry(world.receptionist, message_id)
    assert entry.suggested == suggested
    assert entry.missed.pressed is not None
    assert entry.missed.pressed.title == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the sting thing", ()),
        ("i have diabetes, what then", (Caution.HEALTH,)),
        ("ring 07700 900123", (Caution.CONTACT,)),
        ("mail me at a@b.example", (Caution.CONTACT,)),
        ("ask dr okafor", (Caution.NAME,)),
        ("my name is sam, i'm pregnant, 07700 900123", (Caution.HEALTH, Caution.CONTACT, Caution.NAME)),
    ],
)
def test_what_is_personal_carries_a_hint(text: str, expected: tuple[Caution, ...]) -> None:
    assert cautions(text) == expected


def test_a_long_list_has_pages_and_a_page_beyond_is_the_last(world: World, marks: Misunderstood) -> None:
    for number in range(PAGE_SIZE + 2):
        missed(world, f"thing {number}")

    first, last = (marks.listing(world.receptionist, page=page) for page in (-3, 99))

    assert (first.page, first.pages, len(first.entries)) == (1, 2, PAGE_SIZE)
    assert (last.page, [entry.missed.message.text for entry in last.entries]) == (2, ["thing 1", "thing 0"])


def test_an_export_holds_what_is_new_and_is_audited_without_words(world: World, marks: Misunderstood) -> None:
    marks.mark(world.receptionist, missed(world, "[does] it\nsting"), "faq/pain", seen="")
    marks.mark(world.receptionist, missed(world, "i have diabetes, ok?"), "disclose_condition", seen="")
    marks.mark(world.receptionist, missed(world, "does it hurt"), "faq/pain", seen="")
    marks.mark(world.receptionist, missed(world, "a secret"), None, seen="")

    drafted = marks.export(world.clinician)

    assert dict(drafted.lines) == {"faq/pain": ("(does) it sting",)}
    assert drafted.personal == (("disclose_condition", "i have diabetes, ok?"),)
    assert drafted.left_out == 1
    actor, action, _, detail = trail(world)[-1]
    assert (actor, action, detail) == (world.clinician.id, "export_lines", {"lines": 2, "again": False})


def test_the_next_export_holds_only_new_marks_and_again_holds_all(world: World, marks: Misunderstood) -> None:
    marks.mark(world.receptionist, missed(world), "faq/pain", seen="")
    assert marks.export(world.clinician).count == 1
    audited = len(trail(world))

    assert marks.export(world.clinician).count == 0
    assert len(trail(world)) == audited, "nothing left the console"

    marks.mark(world.receptionist, missed(world, "another thing"), "faq/cost", seen="")
    assert dict(marks.export(world.clinician).lines) == {"faq/cost": ("another thing",)}
    assert marks.draft("command line", again=True).count == 2


def test_training_lines_that_cannot_be_read_cost_no_mark(world: World, marks: Misunderstood) -> None:
    def unreadable():
        raise YamlUnreadable

    marks.mark(world.receptionist, missed(world), "faq/pain", seen="")

    with pytest.raises(YamlUnreadable):
        replace(marks, known_lines=unreadable).export(world.clinician)

    assert marks.export(world.clinician).count == 1


def test_erasing_a_conversation_erases_its_marks(world: World, marks: Misunderstood) -> None:
    message_id = missed(world)
    marks.mark(world.receptionist, message_id, "faq/pain", seen="")
    assert world.rows_of(world.conversation_id)["label_marks"] == 1

    world.services.conversations.erase(world.conversation_id, actor="patient")

    assert world.rows_of(world.conversation_id) == {}
    assert marks.export(world.clinician).count == 0
    with pytest.raises(MessageUnknown):
        marks.mark(world.receptionist, message_id, "faq/pain", seen="")
