"""A person is asked for, joins, writes, hands back: owner and handoff move together."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clinic.services.errors import ConversationUnknown
from clinic.services.handoff import HandoffTaken, HandoffUnknown, NothingToSend, NotYours
from clinic.services.inbound import Inbound
from clinic.services.staff import NotPermitted
from tests.services.booking_world import AtDesk, small_clinic


@pytest.fixture
def patient(clinic) -> AtDesk:
    return clinic.patient(None)


def asks(patient: AtDesk, reason: str = "talk_to_human", level: str = "none"):
    return patient.clinic.services.handoff.open(patient.conversation_id, reason, level)


def owner(patient: AtDesk) -> str:
    return patient.clinic.services.conversations.get(patient.conversation_id).owner


def standing(patient: AtDesk):
    with patient.clinic.uows(reads_only=True) as uow:
        return uow.handoffs.open_for(patient.conversation_id)


def newest(patient: AtDesk):
    return patient.clinic.services.conversations.messages(patient.conversation_id)[-1]


def test_asking_for_a_person_promises_a_time_in_opening_hours(clinic, patient):
    (reply,) = asks(patient)

    assert (reply.response, reply.values["promised_time"]) == ("utter_handoff_waiting", "10:15am today")
    assert owner(patient) == "waiting"
    assert standing(patient).promised_at == datetime(2026, 11, 23, 10, 15, tzinfo=UTC)


def test_asking_at_night_says_so_and_promises_the_morning(tmp_path):
    clinic = small_clinic(tmp_path, now=datetime(2026, 11, 21, 22, 0, tzinfo=UTC))  # a Saturday

    (reply,) = asks(clinic.patient(None))

    assert reply.response == "utter_handoff_after_hours"
    assert reply.values["promised_time"] == "9:15am on Monday 23 November"


def test_asking_again_keeps_the_place_and_the_promise(clinic, patient):
    asks(patient)
    clinic.clock.move(minutes=5)

    (reply,) = asks(patient)

    assert (reply.response, reply.values["promised_time"]) == ("utter_handoff_asked_again", "10:15am today")
    assert len(clinic.services.handoff.queue(clinic.staff("reception"))) == 1


def test_asking_after_a_broken_promise_is_answered_honestly(clinic, patient):
    asks(patient)
    clinic.clock.move(minutes=16)

    assert [reply.response for reply in asks(patient)] == ["utter_handoff_nobody_free"]
    (item,) = clinic.services.handoff.queue(clinic.staff("reception"))
    assert item.is_overdue


def test_a_graver_reason_raises_the_handoff_that_stands(clinic, patient):
    asks(patient)
    first = standing(patient)

    asks(patient, "red_flag", "emergency")
    asks(patient, "talk_to_human", "none")

    assert (standing(patient).id, standing(patient).level) == (first.id, "emergency")
    assert standing(patient).opened_at == first.opened_at


def test_the_queue_shows_the_most_urgent_first_then_who_waited_longest(clinic):
    early, late, urgent = (clinic.patient(None) for _ in range(3))
    for person, level in ((early, "none"), (late, "none"), (urgent, "urgent")):
        asks(person, level=level)
        clinic.clock.move(minutes=1)

    queue = clinic.services.handoff.queue(clinic.staff("reception"))

    waiting = [item.conversation.id for item in queue]
    assert waiting == [urgent.conversation_id, early.conversation_id, late.conversation_id]


def test_a_person_joins_writes_and_hands_back(clinic, patient):
    asks(patient)
    staff, handoffs = clinic.staff("reception", "Asha Reed"), clinic.services.handoff

    handoffs.take_over(standing(patient).id, staff)
    assert (newest(patient).response, newest(patient).sender) == ("utter_handoff_joined", "system")
    assert "Asha Reed" in newest(patient).text
    assert owner(patient) == "staff"

    handoffs.write(patient.conversation_id, staff, "  Hello, how can I help?  ")
    assert (newest(patient).sender, newest(patient).text) == ("staff", "Hello, how can I help?")
    assert newest(patient).staff_user_id == staff.id

    handoffs.hand_back(standing(patient).id, staff)
    assert newest(patient).response == "utter_handoff_returned"
    assert (owner(patient), standing(patient)) == ("assistant", None)


def test_the_assistant_answers_while_waiting_and_is_silent_once_a_person_is_there(clinic, patient):
    asks(patient)
    waiting = clinic.services.turns.take(patient.conversation_id, Inbound("one", "does it hurt"))
    clinic.services.handoff.take_over(standing(patient).id, clinic.staff("reception"))

    owned = clinic.services.turns.take(patient.conversation_id, Inbound("two", "does it hurt"))

    assert [message.response for message in waiting.messages] == ["utter_faq/pain"]
    assert owned.messages == ()


def test_the_patient_sees_staff_at_once(clinic, patient):
    asks(patient)
    staff = clinic.staff("reception")
    clinic.services.handoff.take_over(standing(patient).id, staff)

    message = clinic.services.handoff.write(patient.conversation_id, staff, "Hello")

    assert (patient.conversation_id, "message", {"sequence": message.sequence}) in clinic.fanout.published
    assert (patient.conversation_id, "owner", {"owner": "staff"}) in clinic.fanout.published


def test_only_the_person_who_took_over_writes(clinic, patient):
    asks(patient)
    first, second = clinic.staff("reception", "Asha Reed"), clinic.staff("clinician", "Mira Holt")
    with pytest.raises(NotYours):
        clinic.services.handoff.write(patient.conversation_id, first, "not joined yet")
    clinic.services.handoff.take_over(standing(patient).id, first)

    with pytest.raises(NotYours):
        clinic.services.handoff.write(patient.conversation_id, second, "me too")
    for nothing in ("", "   ", "x" * 4_001):
        with pytest.raises(NothingToSend):
            clinic.services.handoff.write(patient.conversation_id, first, nothing)


def test_of_two_who_take_over_one_is_told_that_the_other_was_quicker(clinic, patient):
    asks(patient)
    first, second = clinic.staff("reception", "Asha Reed"), clinic.staff("clinician", "Mira Holt")
    clinic.services.handoff.take_over(standing(patient).id, first)

    with pytest.raises(HandoffTaken):
        clinic.services.handoff.take_over(standing(patient).id, second)
    with pytest.raises(HandoffTaken):
        clinic.services.handoff.hand_back(standing(patient).id, second)

    assert standing(patient).assigned_to_id == first.id


def test_of_ten_who_take_over_at_once_exactly_one_has_it(clinic, patient):
    asks(patient)
    handoff_id = standing(patient).id
    people = [clinic.staff("reception", f"Person {number}") for number in range(10)]
    winners, losers = [], []

    def take(person) -> None:
        try:
            winners.append(clinic.services.handoff.take_over(handoff_id, person).assigned_to_id)
        except HandoffTaken:
            losers.append(person.id)

    threads = [threading.Thread(target=take, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(winners), len(losers)) == (1, 9)
    assert standing(patient).assigned_to_id == winners[0]


def test_a_colleague_may_go_on_when_asked_to(clinic, patient):
    asks(patient)
    first, second = clinic.staff("reception", "Asha Reed"), clinic.staff("clinician", "Mira Holt")
    clinic.services.handoff.take_over(standing(patient).id, first)

    clinic.services.handoff.take_over(standing(patient).id, second, from_colleague=True)

    assert (owner(patient), standing(patient).assigned_to_id) == ("staff", second.id)


def test_staff_may_join_without_being_asked(clinic, patient):
    staff = clinic.staff("reception")

    handoff = clinic.services.handoff.join(patient.conversation_id, staff)

    assert (handoff.reason, handoff.assigned_to_id, owner(patient)) == ("staff_joined", staff.id, "staff")


def test_a_closed_conversation_opens_again_when_the_patient_writes(clinic, patient):
    staff = clinic.staff("reception")
    handoff = clinic.services.handoff.join(patient.conversation_id, staff)
    clinic.services.handoff.resolve(handoff.id, staff)
    assert (owner(patient), newest(patient).response) == ("closed", "utter_handoff_closed")

    clinic.services.turns.take(patient.conversation_id, Inbound("again", "does it hurt"))

    assert owner(patient) == "assistant"


def test_a_wait_that_nobody_could_end_is_told(clinic, patient):
    asks(patient)

    clinic.services.handoff.let_go(standing(patient).id, clinic.staff("reception"))

    assert (owner(patient), newest(patient).response) == ("assistant", "utter_handoff_expired")


def test_what_does_not_exist_is_refused(clinic, patient):
    with pytest.raises(ConversationUnknown):
        clinic.services.handoff.open("nobody", "talk_to_human")
    with pytest.raises(HandoffUnknown):
        clinic.services.handoff.take_over("nothing", clinic.staff("reception"))


def test_who_may_not_answer_patients_may_do_nothing_here(clinic, patient):
    asks(patient)
    handoffs, admin = clinic.services.handoff, clinic.staff("admin")
    gone = replace(clinic.staff("reception"), is_active=False)

    for nobody in (admin, gone, replace(admin, role="visitor")):
        for act in (handoffs.take_over, handoffs.hand_back, handoffs.resolve, handoffs.let_go):
            with pytest.raises(NotPermitted):
                act(standing(patient).id, nobody)
        with pytest.raises(NotPermitted):
            handoffs.write(patient.conversation_id, nobody, "hello")
        with pytest.raises(NotPermitted):
            handoffs.join(patient.conversation_id, nobody)
        with pytest.raises(NotPermitted):
            handoffs.queue(nobody)
    assert owner(patient) == "waiting"


def test_every_step_is_on_the_record_with_who_did_it(clinic, patient):
    asks(patient)
    staff, handoff = clinic.staff("reception"), standing(patient)
    clinic.services.handoff.take_over(handoff.id, staff)
    clinic.services.handoff.write(patient.conversation_id, staff, "a private word")
    clinic.services.handoff.resolve(handoff.id, staff)

    with clinic.uows(reads_only=True) as uow:
        entries = uow.audit.about("handoff", handoff.id)
    assert {(entry.action, entry.actor) for entry in entries} == {
        ("open_handoff", "patient"),
        ("take_over", staff.id),
        ("write_to_patient", staff.id),
        ("resolve", staff.id),
    }
    assert "private" not in repr(entries)
