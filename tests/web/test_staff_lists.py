"""Bookings, incidents, accounts: each list, its changes and its refusals."""

import pytest

from clinic.services.ports.conversations import Incident
from tests.web.console import Patient, Site, audited

PERSON = {
    "name": "Ned Ames",
    "email": "ned@clinic.example",
    "role": "clinician",
    "registration": "1234567",
    "password": "a long enough password",
}


def report(site: Site, patient: Patient) -> str:
    """What a patient reported after treatment; the id of the incident."""
    patient.writes("my scalp is a bit sore")
    with site.clinic.uows() as uow:
        message = uow.messages.after(patient.conversation_id, 0)[-2]
        new_id, now = site.clinic.ids.new_id(), site.clinic.clock.now()
        uow.watch.add_incident(Incident(new_id, patient.conversation_id, message.id, "reaction", "L3", now))
        uow.commit()
    return new_id


def test_bookings_stand_under_their_day_with_who_where_and_state(site: Site) -> None:
    site.clinic.patient("C").books("Tue 24 Nov", "9am")
    site.clinic.patient("C").picks_a_time("Wed 25 Nov", "10am")

    page = site.sign_in("reception").opens("/staff/bookings")

    assert page.captions == ["Tuesday 24 November: 1", "Wednesday 25 November: 1"]
    assert "9am to 9:30am Sam Green consultation Dr Amara Okafor" in page.text
    assert "held, not confirmed" in page.text


def test_a_day_without_bookings_says_so_and_the_administrator_reads_no_conversation(site: Site) -> None:
    assert "Nothing is booked" in site.sign_in("reception").opens("/staff/bookings").text
    site.clinic.patient("C").books()

    page = site.sign_in("admin").opens("/staff/bookings")

    assert "Sam Green" in page.text
    assert not [link for link in page.all("a") if "/conversations/" in link["href"]]


def test_two_incidents_within_thirty_days_raise_the_alarm(site: Site) -> None:
    console = site.sign_in("reception")
    report(site, site.patient_writes())
    assert "Two or more patients" not in console.opens("/staff/incidents").text

    site.clinic.clock.move(minutes=90)
    report(site, site.patient_writes())

    page = console.opens("/staff/incidents")
    assert "Two or more patients reported a problem after treatment within 30 days." in page.text
    assert "2 incidents" in page.captions


def test_a_clinician_closes_an_incident_once_and_says_what_was_done(site: Site) -> None:
    incident = report(site, site.patient_writes())
    mira, jo = site.sign_in("clinician", "Mira Holt"), site.sign_in("clinician", "Jo Brand")

    refused = mira.sends(f"/staff/incidents/{incident}/close", 409, reason=" ")
    closed = mira.sends(f"/staff/incidents/{incident}/close", reason="Seen, settled")
    again = jo.sends(f"/staff/incidents/{incident}/close", 409, reason="Me too")

    assert "write what was done" in refused.text
    assert "by Mira Holt" in closed.text
    assert "A colleague has closed it" in again.text
    assert "by Mira Holt" in again.text
    assert (mira.user.id, "close_incident") in audited(site.clinic)
    assert (jo.user.id, "close_incident") not in audited(site.clinic)


def test_reception_sees_incidents_and_closes_none(site: Site) -> None:
    incident, console = report(site, site.patient_writes()), site.sign_in("reception")

    assert console.opens("/staff/incidents").forms == ["/staff/sign-out"]
    console.sends(f"/staff/incidents/{incident}/close", 403, reason="x")


def test_an_incident_shows_the_patients_words_and_answers_to_a_clinician(site: Site) -> None:
    patient = site.patient_writes("i have a hard lump on my scalp 6 weeks after the session")
    with site.clinic.uows(reads_only=True) as uow:
        incident = uow.watch.incidents()[0].id

    page = site.sign_in("clinician").opens(f"/staff/incidents/{incident}")
    at_desk = site.sign_in("reception").opens(f"/staff/incidents/{incident}")

    assert "6 weeks after the session" in page.text
    assert "A lump or spot" in page.text
    assert "A clinician reads the answers" in at_desk.text
    with site.clinic.uows(reads_only=True) as uow:
        assert len(uow.audit.accesses(patient.conversation_id)) == 2


def test_an_incident_that_is_gone_is_said_to_be_gone(site: Site) -> None:
    page = site.sign_in("clinician").opens("/staff/incidents/nothing", 409)

    assert "There is no such incident" in page.text


def test_an_administrator_adds_a_person_who_can_sign_in(site: Site) -> None:
    admin = site.sign_in("admin")

    page = admin.sends("/staff/accounts", **PERSON)

    assert "The account is there." in page.text
    assert "Ned Ames ned@clinic.example clinician 1234567 on" in page.text
    assert (admin.user.id, "add_staff") in audited(site.clinic)
    inside = site.visitor().sends("/staff/sign-in", email=PERSON["email"], password=PERSON["password"])
    assert inside.title.startswith("Queue")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short"}, "12 characters or more"),
        ({"role": "owner"}, "The role must be one of"),
        ({"email": "admin@clinic.example"}, "There is an account with this e-mail address already."),
        ({"name": " "}, "Give the person's name"),
        ({"email": "nowhere"}, "Give the person's name and e-mail address."),
    ],
)
def test_a_refused_account_says_why_and_never_shows_the_password(
    site: Site, changed: dict[str, str], said: str
) -> None:
    page = site.sign_in("admin").sends("/staff/accounts", 409, **{**PERSON, **changed})

    assert said in page.text
    assert 'value="1234567"' in page.source
    assert (changed.get("password") or PERSON["password"]) not in page.source


def test_nobody_switches_off_their_own_account(site: Site) -> None:
    admin = site.sign_in("admin")

    page = admin.sends(f"/staff/accounts/{admin.user.id}/switch", 409, is_active="false")

    assert "cannot be switched by you" in page.text
    assert "you" in page.text


def test_switching_an_account_is_on_the_record(site: Site) -> None:
    admin, person = site.sign_in("admin"), site.clinic.staff("reception")

    page = admin.sends(f"/staff/accounts/{person.id}/switch", is_active="false")

    assert "The account is switched." in page.text
    assert (admin.user.id, "switch_staff") in audited(site.clinic)
    assert "switch staff" in admin.opens("/staff/audit").text
