"""Cases end to end: a clinician decides by name and with a reason, and the patient reads it in the chat."""

import pytest

from tests.services.booking_world import AtDesk
from tests.web.console import Console, Patient, Site, audited, chatting

COURSE = {"treatment_type": "treatment", "sessions": "3", "spacing_days": "28", "days": "30"}
VISIT = {"treatment_type": "consultation", "sessions": "1", "spacing_days": "0", "days": "30"}


def case_of(desk: AtDesk) -> str:
    return f"/staff/cases/{desk.case_id()}"


def waiting_case(site: Site, **answers: str) -> tuple[AtDesk, Console, Patient]:
    """A patient whose answers a clinician must see, the clinician, and the patient at the chat."""
    desk = site.clinic.patient("B", **(answers or {"Q10": "yes"}))
    return desk, site.sign_in("clinician", "Mira Holt"), chatting(site, desk)


def test_a_case_shows_what_stands_in_the_way_before_everything_else(site: Site) -> None:
    desk, clinician, _ = waiting_case(site)

    page = clinician.opens(case_of(desk))

    first = page.text[: page.text.index("All answers")]
    assert "Q10: Are you allergic to anything?" in first
    assert "Yes class B" in first
    assert "Q4: Do you have diabetes" not in first
    assert "Q4: Do you have diabetes" in page.text


def test_distress_stands_first_in_the_case_and_beside_the_transcript(site: Site) -> None:
    desk, clinician, patient = waiting_case(site)
    patient.writes("i hate how i look, i cant go out")

    case, conversation = clinician.opens(case_of(desk)), clinician.opens(patient.page)

    first = case.text[: case.text.index("All answers")]
    assert "Told of distress" in first
    assert "“i hate how i look, i cant go out”" in first
    beside = conversation.text[conversation.text.index("What we know") :]
    assert "Told of distress" in beside


def test_an_address_without_a_name_stands_beside_the_transcript(site: Site) -> None:
    desk, clinician, patient = waiting_case(site)

    patient.writes("sam@mail.example")

    assert "No name yet, sam@mail.example" in clinician.opens(patient.page).text
    clinician.sends(f"{case_of(desk)}/approve", why="seen", **VISIT)
    form = clinician.opens(f"/staff/bookings/new?conversation_id={desk.conversation_id}")
    assert [field["value"] for field in form.all("input") if field.get("name") == "email"] == [
        "sam@mail.example"
    ]


def test_a_changed_answer_is_struck_through_and_still_shown(site: Site) -> None:
    desk, clinician, _ = waiting_case(site)
    with site.clinic.uows() as uow:
        (screen,) = uow.prescreens.of(desk.conversation_id)
        old = next(a for a in uow.prescreens.answers(screen.id) if a.question_id == "Q10")
        fresh = type(old)(
            **{
                **vars(old),
                "id": "new",
                "sequence": 99,
                "value": "no",
                "words": "no I meant no",
                "given_by": "text",
            }
        )
        uow.prescreens.add_answer(fresh)
        uow.commit()

    for page in (
        clinician.opens(case_of(desk)),
        clinician.opens(f"/staff/conversations/{desk.conversation_id}"),
    ):
        assert "<del><strong>Yes</strong></del>" in page.source
        assert "changed to No “no I meant no” typed" in page.text


def test_reception_reads_the_transcript_but_not_the_answers(site: Site) -> None:
    desk, _, _ = waiting_case(site)

    page = site.sign_in("reception").opens(f"/staff/conversations/{desk.conversation_id}")

    assert "Clinicians read the answers." in page.text
    assert "Q10" not in page.text
    assert f"/staff/conversations/{desk.conversation_id}/case" not in page.forms


def test_an_approval_reaches_the_patient_who_can_then_book(site: Site) -> None:
    desk, clinician, patient = waiting_case(site)

    page = clinician.sends(f"{case_of(desk)}/approve", **VISIT, why="A mild allergy, no matter here")

    assert "Approved. The patient was told" in page.text
    assert "A mild allergy, no matter here Mira Holt: A consultation" in page.text
    assert "There is nothing to decide here now." in page.text
    assert [text for text in patient.reads() if "Mira Holt has looked at your answers. You can book" in text]
    assert desk.books().booking().status == "confirmed"
    assert (clinician.user.id, "approve_case") in audited(site.clinic)


def test_a_decline_reaches_the_patient_with_its_reason(site: Site) -> None:
    desk, clinician, patient = waiting_case(site)

    page = clinician.sends(f"{case_of(desk)}/decline", because="Please see your doctor first.")

    assert "Declined. The patient was told" in page.text
    assert [text for text in patient.reads() if "Please see your doctor first." in text]
    assert "utter_booking_declined" in desk.begins().names
    assert (clinician.user.id, "decline_case") in audited(site.clinic)


def test_a_question_goes_to_the_patient_and_the_answer_comes_back(site: Site) -> None:
    desk, clinician, patient = waiting_case(site)

    asked = clinician.sends(f"{case_of(desk)}/ask-back", question="What are you allergic to?")
    patient.writes("Only to penicillin")

    assert "No answer yet." in asked.text
    assert [text for text in patient.reads() if "“What are you allergic to?”" in text]
    assert "“Only to penicillin”" in clinician.opens(case_of(desk)).text
    assert "the patient has answered" in clinician.sees_part("/staff/cases/live")
    assert {(clinician.user.id, "ask_back_case"), ("patient", "answer_case")} <= audited(site.clinic)


def test_a_clinician_opens_a_case_before_a_treatment_and_approves_a_course(site: Site) -> None:
    desk = site.clinic.patient("C")
    chatting(site, desk)
    clinician = site.sign_in("clinician")

    opened = clinician.sends(f"/staff/conversations/{desk.conversation_id}/case")
    approved = clinician.sends(f"{case_of(desk)}/approve", **COURSE, why="Seen today")

    assert "The case is open. Decide below." in opened.text
    assert opened.all("option")[1].get("value") == "treatment"
    assert "selected" in opened.all("option")[1]
    assert "A course of treatment, 3 sessions, 28 days apart" in approved.text
    assert (clinician.user.id, "open_case") in audited(site.clinic)


def test_without_complete_answers_no_case_is_opened(site: Site) -> None:
    patient = site.patient_writes("hello")

    page = site.sign_in("clinician").sends(f"{patient.page}/case", 409)

    assert "No case was opened" in page.text


@pytest.mark.parametrize("way", ["case", "approve", "decline", "ask-back"])
def test_reception_neither_opens_nor_decides(site: Site, way: str) -> None:
    desk, _, _ = waiting_case(site)
    start = f"/staff/conversations/{desk.conversation_id}" if way == "case" else case_of(desk)

    page = site.sign_in("reception").sends(f"{start}/{way}", 403)

    assert page.title.startswith("Not for your role")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({**VISIT, "why": "  "}, "write the reason"),
        ({**COURSE, "sessions": "13", "why": "ok"}, "Check the sessions"),
        ({**COURSE, "sessions": "many", "why": "ok"}, "Check the sessions"),
        ({**COURSE, "spacing_days": "0", "why": "ok"}, "Check the sessions"),
        ({**VISIT, "treatment_type": "surgery", "why": "ok"}, "Check the sessions"),
        ({**VISIT, "days": "0", "why": "ok"}, "how many days the approval holds"),
        ({**VISIT, "days": "-3", "why": "ok"}, "how many days the approval holds"),
        ({**VISIT, "days": "9999999999999", "why": "ok"}, "how many days the approval holds"),
        ({}, "write the reason"),
    ],
)
def test_a_refused_approval_says_why_and_keeps_what_was_typed(
    site: Site, form: dict[str, str], said: str
) -> None:
    desk, clinician, patient = waiting_case(site)

    page = clinician.sends(f"{case_of(desk)}/approve", 409, **form)

    assert said in page.text
    assert (
        not form or f'name="days" type="number" min="1" max="365" value="{form["days"] or 30}"' in page.source
    )
    assert not [text for text in patient.reads() if "has looked at your answers" in text]


def test_a_second_decision_is_refused_with_how_it_stands(site: Site) -> None:
    desk, clinician, _ = waiting_case(site)
    clinician.sends(f"{case_of(desk)}/decline", because="No")

    page = site.sign_in("clinician", "Jo Brand").sends(f"{case_of(desk)}/approve", 409, **VISIT, why="Yes")

    assert "A colleague was quicker" in page.text
    assert "declined" in page.text


def test_what_no_software_lifts_is_not_offered_and_refused(site: Site) -> None:
    desk = site.clinic.patient("A", Q1="yes")
    chatting(site, desk)
    clinician = site.sign_in("clinician")

    shown = clinician.opens(case_of(desk))
    refused = clinician.sends(f"{case_of(desk)}/approve", 409, **VISIT, why="Let it be")

    assert f"{case_of(desk)}/approve" not in shown.forms
    assert "never lifted by software" in shown.text
    assert "cannot be approved here" in refused.text


def test_a_red_flag_is_lifted_before_anything_is_approved(site: Site) -> None:
    desk, clinician, patient = waiting_case(site)
    patient.writes("i cant breathe")

    shown = clinician.opens(case_of(desk))
    refused = clinician.sends(f"{case_of(desk)}/approve", 409, **VISIT, why="Well again")

    assert "Booking is blocked because of a red flag." in shown.text
    assert "Lift it in the conversation first" in refused.text


def test_answers_that_have_run_out_are_not_approved(site: Site) -> None:
    desk, _, _ = waiting_case(site)
    path = case_of(desk)
    site.clinic.clock.move(days=31)
    again = site.sign_in("clinician", "Mira Holt")

    shown = again.opens(path)
    refused = again.sends(f"{path}/approve", 409, **VISIT, why="Fine")

    assert "have run out" in shown.text
    assert "do not count any more" in refused.text


def test_the_list_of_cases_has_flagged_ones_first_and_says_what_is_late(site: Site) -> None:
    waiting_case(site)
    site.clinic.clock.move(days=2)

    page = site.sign_in("clinician").opens("/staff/cases")

    assert "1 not decided" in page.captions
    assert "B: a clinician looks first" in page.text
    assert "late" in page.text
    assert page.all("body")[0]["data-refresh"] == "/staff/cases/live"


def test_reading_a_case_is_recorded(site: Site) -> None:
    desk, clinician, _ = waiting_case(site)

    clinician.opens(case_of(desk))

    with site.clinic.uows(reads_only=True) as uow:
        (entry,) = uow.audit.accesses(desk.conversation_id)
    assert (entry.staff_user_id, entry.page) == (clinician.user.id, "case")
