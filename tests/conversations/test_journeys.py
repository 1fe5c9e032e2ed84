"""Journeys with two sides: a patient in the chat, staff in the console, on the assembled system."""

import json
import threading

import httpx
import pytest

from clinic.db.seeds import DEMO_PASSWORD
from tests.conversations.patient import Patient
from tests.conversations.test_scenarios import CLEARED, OPENING, play
from tests.plugins.system import RunningSystem
from tests.plugins.waiting import wait_until


def staff(system: RunningSystem, who: str) -> httpx.Client:
    client = httpx.Client(base_url=system.base_url, timeout=60, trust_env=False, follow_redirects=True)
    form = {"email": f"{who}@wrenfield.example", "password": DEMO_PASSWORD}
    client.post("/staff/sign-in", data=form).raise_for_status()
    return client


def cleared(system: RunningSystem) -> Patient:
    patient = Patient.at(system.base_url)
    for turn in CLEARED:
        play(patient, turn)
    return patient


def record(system: RunningSystem, patient: Patient) -> dict[str, object]:
    shown = system.clinic("conversation", "show", patient.conversation_id, "--json")
    assert shown.returncode == 0, shown.stderr
    read: dict[str, object] = json.loads(shown.stdout)
    return read


def test_a_clinician_approves_and_the_patient_books(system: RunningSystem) -> None:
    patient = Patient.at(system.base_url)
    for turn in OPENING:
        play(patient, turn)
    patient.press("This does not apply")
    patient.answer_rest("Not sure")
    case = _rows(record(system, patient), "cases")[0]["id"]
    clinician = staff(system, "clinician")

    page = clinician.get(f"/staff/cases/{case}")
    decision = {"treatment_type": "consultation", "sessions": "1", "spacing_days": "0", "days": "20"}
    clinician.post(f"/staff/cases/{case}/approve", data={**decision, "why": "Seen the answers."})

    assert "not sure" in page.text
    assert patient.everything()[-1]["response"] == "utter_approval_approved"
    assert patient.say("i want to book an appointment") == ["utter_booking_pick_day"]


def test_a_clinician_declines_with_a_reason_that_the_patient_reads(system: RunningSystem) -> None:
    patient = Patient.at(system.base_url)
    for turn in OPENING:
        play(patient, turn)
    patient.press("This does not apply")
    patient.answer_rest("Not sure")
    case = _rows(record(system, patient), "cases")[0]["id"]

    reason = "Please see your own doctor first."
    staff(system, "clinician").post(f"/staff/cases/{case}/decline", data={"because": reason})

    assert reason in patient.everything()[-1]["text"]
    assert "utter_booking_pick_day" not in patient.say("i want to book an appointment")


def test_reception_takes_over_writes_and_hands_back(system: RunningSystem) -> None:
    patient = Patient.at(system.base_url)
    patient.say("i want to talk to a real person")
    handoff = _rows(record(system, patient), "handoffs")[0]["id"]
    desk, path = staff(system, "reception"), f"/staff/conversations/{patient.conversation_id}"

    desk.post(f"{path}/handoffs/{handoff}/take-over").raise_for_status()
    assert patient.say("hello are you there?") == []
    assert "hello are you there?" in desk.get(path).text
    desk.post(f"{path}/write", data={"text": "Hello, this is Asha. How can I help?"})
    assert patient.everything()[-1]["text"] == "Hello, this is Asha. How can I help?"
    desk.post(f"{path}/handoffs/{handoff}/hand-back")

    assert patient.say("does it hurt?") == ["utter_faq/pain"]


def test_reception_may_not_decide_a_case(system: RunningSystem) -> None:
    assert staff(system, "reception").get("/staff/cases").status_code == 403


def test_two_patients_who_want_one_time_get_one_booking_between_them(system: RunningSystem) -> None:
    patients = [cleared(system), cleared(system)]
    for patient in patients:
        patient.press("Yes, pick")
        patient.press(4)
    times = [[button["title"] for button in patient.buttons()] for patient in patients]
    wanted = next(title for title in times[0] if title in times[1])
    heard: list[list[str]] = []

    threads = [
        threading.Thread(target=lambda p=patient: heard.append(p.press(wanted))) for patient in patients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    names = [names[0] for names in heard]
    assert sorted(names) == ["utter_booking_held", "utter_booking_taken"]


def test_a_second_tab_and_a_reload_show_the_same_conversation(system: RunningSystem) -> None:
    patient = Patient.at(system.base_url)
    patient.say("does it hurt?")

    second = Patient(patient.client, patient.conversation_id)

    assert [message["sequence"] for message in second.everything()] == [1, 2, 3]


def test_what_staff_write_reaches_an_open_page_at_once(system: RunningSystem) -> None:
    patient = Patient.at(system.base_url)
    patient.say("i want to talk to a real person")
    handoff = _rows(record(system, patient), "handoffs")[0]["id"]
    desk, path = staff(system, "reception"), f"/staff/conversations/{patient.conversation_id}"

    with patient.client.stream("GET", "/events?after=3") as events:
        lines = events.iter_lines()
        desk.post(f"{path}/handoffs/{handoff}/take-over").raise_for_status()
        desk.post(f"{path}/write", data={"text": "I am here now."}).raise_for_status()
        seen = next(line for line in lines if "I am here now." in line)

    assert seen.startswith("data: ")


@pytest.mark.parametrize("name", ["actions", "engine"])
def test_a_dead_process_is_told_and_comes_back(system: RunningSystem, name: str) -> None:
    patient = Patient.at(system.base_url)
    system.kill(name)

    told = patient.say("i want to book an appointment")
    emergency = Patient.at(system.base_url).say("my throat is closing and i cant breathe")
    system.wait_until_ready()
    wait_until(lambda: patient.say("does it hurt?") == ["utter_faq/pain"], "questions are answered again")

    assert told[-1] in ("utter_engine_down", "utter_engine_slow")
    assert emergency[0] == "utter_safety_anaphylaxis"


def test_no_word_of_a_patient_is_in_any_log(system: RunningSystem) -> None:
    patient = Patient.at(system.base_url)
    patient.say("my zebrafish secret is that im diabetic, does it hurt?")

    logs = "".join(system.log(name) for name in ("engine", "actions", "web", "worker"))

    assert "zebrafish" not in logs


def _rows(read: dict[str, object], name: str) -> list[dict[str, str]]:
    rows = read[name]
    assert isinstance(rows, list)
    return rows
