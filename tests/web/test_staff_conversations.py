"""Queue and conversation: read, taken over, written in, handed back; readings and changes on the record."""

import threading

import pytest
from fastapi.testclient import TestClient

from clinic.services.ports.staff import AccessLogEntry
from tests.services.booking_world import Clinic
from tests.services.world import PASSWORD, World
from tests.web.console import Patient, Site, audited
from tests.web.strict_pages import read

EMERGENCY = "i cant breathe"


def readings(clinic: Clinic, conversation_id: str) -> list[AccessLogEntry]:
    with clinic.uows(reads_only=True) as uow:
        return list(uow.audit.accesses(conversation_id))


def test_the_queue_shows_the_most_urgent_first_with_waiting_and_promised_time(site: Site) -> None:
    site.waiting()
    site.clinic.clock.move(minutes=20)
    site.patient_writes(EMERGENCY)

    page = site.sign_in("reception").opens("/staff")

    assert "2 open" in page.captions
    assert page.text.index("emergency") < page.text.index("routine")
    assert "20 min" in page.text
    assert "under a minute" in page.text
    assert "late 10:15am today" in page.text


def test_an_empty_queue_says_so(site: Site) -> None:
    assert "Nobody waits." in site.sign_in("reception").opens("/staff").text


def test_every_page_says_how_many_wait_and_keeps_that_fresh(site: Site) -> None:
    console = site.sign_in("reception")
    assert "0 waiting" in console.sees_part("/staff/waiting")

    site.patient_writes(EMERGENCY)

    assert "1 waiting, 1 emergency" in console.sees_part("/staff/waiting")
    assert console.opens("/staff/bookings").all("body")[0]["data-refresh"] == "/staff/waiting"
    assert console.opens("/staff").all("body")[0]["data-refresh"] == "/staff/queue/live"


def test_a_queue_that_is_open_shows_who_came_meanwhile(site: Site) -> None:
    console = site.sign_in("reception")
    assert "Nobody waits." in console.sees_part("/staff/queue/live")

    patient = site.waiting()

    assert f"handoff-{patient.handoff().id}" in console.sees_part("/staff/queue/live")


def test_a_transcript_is_whole_with_the_flags_pinned_before_it(site: Site) -> None:
    patient = site.patient_writes("does it hurt?", EMERGENCY)

    page = site.sign_in("reception").opens(patient.page)

    assert page.text.index("Anaphylaxis") < page.text.index("does it hurt?")
    assert "Alert L1 emergency" in page.text
    assert "Nothing can be booked here because of a red flag." in page.text
    assert page.text.count("red flag") >= 2  # at the top and at the message
    assert page.all("body")[0]["data-refresh"] == f"{patient.page}/live"


def test_markup_of_a_patient_is_text(site: Site) -> None:
    attempt = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} \"'><b>"
    patient = site.patient_writes(attempt)
    console = site.sign_in("clinician")
    console.sends(f"{patient.page}/note", text=attempt)

    page = console.opens(patient.page)

    assert page.text.count(attempt) == 2
    assert [script["src"] for script in page.all("script")] == ["/static/staff.js"]
    assert not page.all("img")
    assert "<script>alert" not in console.sees_part(f"{patient.page}/live")


def test_opening_a_conversation_is_recorded_and_refreshing_it_is_not(site: Site) -> None:
    patient, console = site.patient_writes("hello"), site.sign_in("reception")

    console.opens(patient.page)
    console.sees_part(f"{patient.page}/live")
    console.sees_part(f"{patient.page}/live")

    (entry,) = readings(site.clinic, patient.conversation_id)
    assert (entry.staff_user_id, entry.page) == (console.user.id, "transcript")


def test_a_part_cannot_be_read_past_the_record(site: Site) -> None:
    patient, console = site.patient_writes("hello"), site.sign_in("reception")

    console.sees_part(f"{patient.page}/live")

    assert len(readings(site.clinic, patient.conversation_id)) == 1


def test_the_administrator_sees_who_read_what(site: Site) -> None:
    patient, console = site.patient_writes("hello"), site.sign_in("reception", "Asha Reed")
    console.opens(f"{patient.page}/print")

    page = site.sign_in("admin").opens("/staff/audit")

    assert f"Asha Reed print {patient.conversation_id[:12]}" in page.text


def test_a_person_takes_over_writes_and_hands_back(site: Site) -> None:
    patient, console = site.waiting(), site.sign_in("reception", "Asha Reed")

    taken = console.sends(patient.move("take-over"))
    sent = console.sends(f"{patient.page}/write", text="Hello, how can I help?")
    back = console.sends(patient.move("hand-back"))

    assert "You have the conversation." in taken.text
    assert "Sent." in sent.text
    assert "The assistant answers." in back.text
    told = patient.reads()
    assert [text for text in told if "Asha Reed" in text and "joined" in text]
    assert "Hello, how can I help?" in told
    assert "computer program" in told[-1]
    assert {
        (console.user.id, "take_over"),
        (console.user.id, "write_to_patient"),
        (console.user.id, "hand_back"),
    } <= audited(site.clinic)


@pytest.mark.parametrize(
    ("move", "status", "said"),
    [("resolve", "resolved", "Closed."), ("let-go", "expired", "Taken off the queue.")],
)
def test_a_conversation_is_closed_or_let_go(site: Site, move: str, status: str, said: str) -> None:
    patient, console = site.waiting(), site.sign_in("reception")
    if move == "resolve":
        console.sends(patient.move("take-over"))

    page = console.sends(patient.move(move))

    assert said in page.text
    assert patient.handoff().status == status
    assert (console.user.id, move.replace("-", "_")) in audited(site.clinic)


def test_a_person_joins_a_conversation_that_nobody_was_asked_into(site: Site) -> None:
    patient, console = site.patient_writes("hello"), site.sign_in("clinician")

    page = console.sends(f"{patient.page}/join")

    assert "You have this conversation." in page.text
    assert patient.handoff().reason == "staff_joined"


def test_of_two_who_take_over_at_once_one_gets_it_and_the_other_is_told(site: Site) -> None:
    patient = site.waiting()
    people = [site.sign_in("reception", "Asha Reed"), site.sign_in("clinician", "Mira Holt")]
    path, together, answers = patient.move("take-over"), threading.Barrier(2), {}

    def take(place: int) -> None:
        together.wait()
        answers[place] = people[place].client.post(path)

    threads = [threading.Thread(target=take, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    won, lost = sorted(answers.values(), key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    assert "You have the conversation." in won.text
    winner = people[0] if patient.handoff().assigned_to_id == people[0].user.id else people[1]
    assert "A colleague was quicker" in lost.text
    assert f"{winner.user.name} has this conversation" in lost.text
    assert len([text for text in patient.reads() if "joined" in text]) == 1


def test_a_colleague_who_has_left_is_relieved(site: Site) -> None:
    patient = site.waiting()
    site.sign_in("reception", "Asha Reed").sends(patient.move("take-over"))
    mira = site.sign_in("clinician", "Mira Holt")

    shown = mira.opens(patient.page)
    taken = mira.sends(patient.move("take-from-colleague"))

    assert "Take it over from Asha Reed" in shown.text
    assert "You have this conversation." in taken.text


def test_words_that_could_not_be_sent_are_not_lost(site: Site) -> None:
    patient, asha = site.waiting(), site.sign_in("reception", "Asha Reed")
    asha.sends(patient.move("take-over"))
    site.sign_in("clinician", "Mira Holt").sends(patient.move("take-from-colleague"))

    page = asha.sends(f"{patient.page}/write", 409, text="half an hour of <typing>")

    assert "the conversation is not with you" in page.text
    assert "half an hour of <typing>" in page.text
    assert "half an hour of <typing>" not in patient.reads()


def test_an_empty_message_and_one_too_long_are_refused_with_a_sentence(site: Site) -> None:
    patient, console = site.waiting(), site.sign_in("reception")
    console.sends(patient.move("take-over"))

    assert "write something first" in console.sends(f"{patient.page}/write", 409, text="  ").text
    assert "at most 4,000" in console.sends(f"{patient.page}/write", 409, text="x" * 4001).text


def test_four_thousand_characters_fit_in_any_script(site: Site) -> None:
    patient, console = site.waiting(), site.sign_in("reception")
    form = next(f for f in console.sends(patient.move("take-over")).all("form") if "write" in f["action"])
    words = "髪\r\n" * 2000  # as a browser sends the end of a line; a person counts 4,000

    answer = console.client.post(form["action"], files={"text": (None, words)})

    assert form["enctype"] == "multipart/form-data"  # a third of the size of the usual encoding
    assert answer.status_code == 200
    assert ("髪\n" * 2000).strip() in patient.reads()


def test_a_note_is_kept_for_colleagues_and_never_shown_to_the_patient(site: Site) -> None:
    patient, console = site.waiting(), site.sign_in("reception", "Asha Reed")

    page = console.sends(f"{patient.page}/note", text="Call back after 5")

    assert "Call back after 5 Asha Reed" in page.text
    assert "Call back after 5" not in " ".join(patient.reads())
    assert (console.user.id, "add_note") in audited(site.clinic)
    assert "a note needs words" in console.sends(f"{patient.page}/note", 409, text=" ").text


def test_an_alert_is_lifted_by_a_clinician_with_a_reason(site: Site) -> None:
    patient, clinician = site.patient_writes(EMERGENCY), site.sign_in("clinician")
    assert "write the reason first" in clinician.sends(f"{patient.page}/lift", 409, reason=" ").text

    page = clinician.sends(f"{patient.page}/lift", reason="Seen at the clinic, well")

    assert "Red flags, lifted" in page.text
    assert site.clinic.services.conversations.get(patient.conversation_id).alert_level is None
    assert (clinician.user.id, "lift_alert") in audited(site.clinic)


def test_reception_is_not_offered_to_lift_an_alert(site: Site) -> None:
    patient = site.patient_writes(EMERGENCY)

    page = site.sign_in("reception").opens(patient.page)

    assert f"{patient.page}/lift" not in page.forms


def test_no_lift_opens_booking_for_somebody_under_18(site: Site) -> None:
    patient, clinician = site.patient_writes(EMERGENCY), site.sign_in("clinician")
    with site.clinic.uows() as uow:
        uow.conversations.change(patient.conversation_id, booking_block="minor")
        uow.commit()

    page = clinician.sends(f"{patient.page}/lift", reason="Seen, well")

    assert "under 18" in page.text
    assert site.clinic.services.conversations.get(patient.conversation_id).booking_block == "minor"


def test_ready_made_replies_hold_the_clinics_own_values(site: Site) -> None:
    patient, console = site.waiting(), site.sign_in("reception")

    page = console.sends(patient.move("take-over"))

    assert "You can also call us on 01632 960141." in page.text
    assert "[[" not in page.text


def test_the_contact_that_was_left_stands_beside_the_transcript(site: Site) -> None:
    desk = site.clinic.patient("C").books()
    patient, console = Patient(site, desk.conversation_id), site.sign_in("reception")

    assert "Sam Green, +447700900123" in console.opens(patient.page).text
    desk.change_conversation(no_contact=True)
    page = console.opens(patient.page)

    assert "Do not call or write" in page.text
    assert not [link for link in page.all("a") if link["href"].startswith("tel:")]


def test_a_page_to_print_leaves_notes_out_unless_asked(site: Site) -> None:
    patient, console = site.patient_writes("does it hurt?"), site.sign_in("reception")
    console.sends(f"{patient.page}/note", text="for colleagues only")

    plain = console.opens(f"{patient.page}/print")
    noted = console.opens(f"{patient.page}/print?notes=1")

    assert "does it hurt?" in plain.text
    assert "for colleagues only" not in plain.text
    assert "for colleagues only" in noted.text


@pytest.mark.parametrize("move", ["take-over", "hand-back", "resolve", "let-go", "nonsense"])
def test_a_conversation_that_was_erased_is_told_as_such(site: Site, move: str) -> None:
    patient, console = site.waiting(), site.sign_in("reception")
    path = patient.move(move)
    site.clinic.services.conversations.erase(patient.conversation_id, actor="patient")

    page = console.sends(path, 404)

    assert "It may have been erased" in page.text
    assert console.client.get(f"{patient.page}/live", headers={"X-Partial": "1"}).status_code == 404


def test_pages_that_are_not_there_are_pages(site: Site) -> None:
    console = site.sign_in("clinician")

    for path in ("/staff/nonsense", "/staff/cases/nonsense", "/staff/conversations/nonsense"):
        assert console.opens(path, 404).title.startswith("Not there")


def test_when_storing_fails_the_page_says_that_nothing_was_kept(client: TestClient, world: World) -> None:
    client.post("/staff/sign-in", data={"email": world.receptionist.email, "password": PASSWORD})
    world.break_storage()

    answer = client.post(f"/staff/conversations/{world.conversation_id}/note", data={"text": "lost?"})

    assert answer.status_code == 503
    assert read(answer).title.startswith("Nothing was kept")


def test_conversations_are_found_by_words_name_reference_owner_and_alert(site: Site) -> None:
    booked = site.clinic.patient("C").books()
    asked = Patient(site, booked.conversation_id)
    said, alarmed = site.patient_writes("my cat is called Möhrchen 100%"), site.patient_writes(EMERGENCY)
    console = site.sign_in("reception")

    def found(**search: str) -> set[str]:
        page = console.sends("/staff/conversations", **search)
        return {link["href"] for link in page.all("a") if "/conversations/" in link["href"]}

    assert found(words="100%") == {said.page}
    assert found(words="sam green") == {asked.page}
    assert found(words=booked.booking().reference.lower()) == {asked.page}
    assert found(only_alerts="true") == {alarmed.page}
    assert found(owner="waiting") == {alarmed.page}
    assert found(words="nobody wrote this") == set()
    assert found() == {asked.page, said.page, alarmed.page}
    assert found(owner="nonsense") == {asked.page, said.page, alarmed.page}
