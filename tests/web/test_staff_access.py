"""Who gets in, and to what: denied unless a page names a permission that the role holds."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from clinic.config import ROOT
from clinic.logic.permissions import Permission, Role, may
from clinic.services.staff import IDLE, MAX_FAILURES
from clinic.web.limits import Limit
from clinic.web.staff.access import COOKIE, safe_next
from tests.services.world import PASSWORD
from tests.web.console import Site, audited
from tests.web.strict_pages import read

OPEN_TO_ALL = {"GET /staff/sign-in", "POST /staff/sign-in", "POST /staff/sign-out"}
PERMISSIONS = ROOT / "docs" / "permissions.md"
REFUSED = "You are not signed in. Check your e-mail address and password."


def routes(site: Site) -> Iterator[tuple[str, list[Permission]]]:
    """Every route of the console with the permissions that it asks for."""
    for context in iter_route_contexts(site.app.routes):
        if (context.path or "").startswith("/staff"):
            (method,) = context.methods or ()
            yield f"{method} {context.path}", list(asked(context.original_route.dependant))


def asked(dependant: Dependant) -> Iterator[Permission]:
    for child in dependant.dependencies:
        permission = getattr(child.call, "permission", None)
        if permission is not None:
            yield permission
        yield from asked(child)


def documented() -> dict[str, tuple[str, ...]]:
    """Route → permission and the roles that hold it, from the table in the document."""
    rows = re.findall(
        r"^\| `((?:GET|POST) [^`]+)` \| `?([^|`]+?)`? \| ([^|]*) \|$", PERMISSIONS.read_text(), re.M
    )
    return {route: (permission, *roles.replace(",", " ").split()) for route, permission, roles in rows}


def test_every_route_of_the_console_asks_for_one_permission(site: Site) -> None:
    loose = [route for route, needed in routes(site) if len(needed) != 1 and route not in OPEN_TO_ALL]

    assert not loose, "give the route a `needs(Permission.…)`"


def test_the_document_of_permissions_is_what_the_routes_ask_for(site: Site) -> None:
    actual = {
        route: (needed[0].value, *(role.value for role in Role if may(role, needed[0])))
        for route, needed in routes(site)
        if route not in OPEN_TO_ALL
    }

    assert documented() == actual


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_what_it_may_and_nothing_else(site: Site, role: Role) -> None:
    console = site.sign_in(role.value)

    for route, needed in routes(site):
        method, path = route.split()
        if not needed or path == "/staff":
            continue
        answer = console.client.request(
            method, path.replace("{", "").replace("}", ""), follow_redirects=False
        )
        assert (answer.status_code == 403) == (not may(role, needed[0])), f"{role} at {route}"
        if answer.status_code == 403:
            assert "Not for your role" in read(answer).title


def test_nothing_is_shown_to_who_is_not_signed_in(site: Site) -> None:
    visitor = site.visitor()

    for route, needed in routes(site):
        method, path = route.split()
        if needed:
            answer = visitor.client.request(method, path, follow_redirects=False)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/staff/sign-in?next=/staff")


def test_a_part_of_a_page_is_told_plainly_that_the_sign_in_has_ended(site: Site) -> None:
    answer = site.visitor().client.get("/staff/queue/live", headers={"X-Partial": "1"})

    assert (answer.status_code, answer.text) == (401, "")


def test_signing_in_leads_to_the_page_that_was_asked_for(site: Site) -> None:
    person, visitor = site.clinic.staff("reception"), site.visitor()
    asked_for = visitor.opens("/staff/bookings")

    page = visitor.sends(
        "/staff/sign-in",
        email=person.email,
        password=PASSWORD,
        next=next(field["value"] for field in asked_for.all("input") if field.get("name") == "next"),
    )

    assert page.title.startswith("Bookings")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("https://evil.example/staff", "/staff"),
        ("//evil.example", "/staff"),
        ("/staff//evil.example", "/staff"),
        ("/staff/../evil", "/staff"),
        ("/staff\\evil.example", "/staff"),
        ("/staffing", "/staff"),
        ("/staff/\r\nSet-Cookie: a=b", "/staff"),
        ("javascript:alert(1)", "/staff"),
        ("", "/staff"),
        ("/staff/cases/abc", "/staff/cases/abc"),
    ],
)
def test_no_sign_in_leads_to_another_site(site: Site, path: str, expected: str) -> None:
    person, visitor = site.clinic.staff("reception"), site.visitor()

    shown = visitor.client.get(f"/staff/sign-in?next={quote(path, safe='')}")
    answer = visitor.client.post(
        "/staff/sign-in",
        data={"email": person.email, "password": PASSWORD, "next": path},
        follow_redirects=False,
    )

    assert safe_next(path) == expected
    assert f'name="next" value="{expected}"' in shown.text
    assert answer.headers["location"] == expected


@pytest.mark.parametrize(
    ("email", "password"),
    [("reception@clinic.example", "wrong"), ("nobody@clinic.example", PASSWORD), ("", ""), ("off", PASSWORD)],
)
def test_a_refusal_never_says_which_part_was_wrong(site: Site, email: str, password: str) -> None:
    site.clinic.staff("reception")
    gone = site.clinic.staff("clinician")
    site.clinic.services.staff.switch(gone, is_active=False, actor=site.clinic.staff("admin"))

    page = site.visitor().sends(
        "/staff/sign-in", 401, email=gone.email if email == "off" else email, password=password
    )

    assert REFUSED in page.text
    assert COOKIE not in site.visitor().client.cookies


def test_five_wrong_passwords_lock_the_account_for_a_while(site: Site) -> None:
    person, visitor = site.clinic.staff("reception"), site.visitor()
    for _ in range(MAX_FAILURES):
        visitor.sends("/staff/sign-in", 401, email=person.email, password="wrong")

    visitor.sends("/staff/sign-in", 401, email=person.email, password=PASSWORD)
    site.clinic.clock.move(minutes=16)

    assert visitor.sends("/staff/sign-in", email=person.email, password=PASSWORD).title.startswith("Queue")


def test_one_address_tries_only_so_often(site: Site) -> None:
    person = site.clinic.staff("reception")
    site.app.state.parts.sign_in_limit = Limit(count=1, seconds=60)
    site.visitor().sends("/staff/sign-in", 401, email="nobody@clinic.example", password="wrong")

    page = site.visitor().sends("/staff/sign-in", 401, email=person.email, password=PASSWORD)

    assert REFUSED in page.text


def test_signing_out_ends_the_sign_in_itself(site: Site) -> None:
    console = site.sign_in("reception")
    token = console.client.cookies[COOKIE]

    console.sends("/staff/sign-out")
    thief = site.visitor()
    thief.client.cookies.set(COOKIE, token, path="/staff")

    assert thief.opens("/staff").title.startswith("Sign in")


def test_a_quiet_sign_in_ends_and_comes_back_to_the_page_of_the_form(site: Site) -> None:
    console, patient = site.sign_in("reception"), site.waiting()
    site.clinic.clock.move(seconds=IDLE.total_seconds() + 1)

    answer = console.client.post(f"{patient.page}/note", data={"text": "late"}, follow_redirects=False)

    assert answer.headers["location"] == f"/staff/sign-in?next={patient.page}"


def test_an_account_that_is_switched_off_is_out_at_once(site: Site) -> None:
    console, admin = site.sign_in("reception"), site.sign_in("admin")

    admin.sends(f"/staff/accounts/{console.user.id}/switch", is_active="false")

    assert console.opens("/staff").title.startswith("Sign in")


def test_the_sign_in_cookie_is_for_the_console_alone(site: Site) -> None:
    person = site.clinic.staff("reception")

    answer = site.visitor().client.post(
        "/staff/sign-in", data={"email": person.email, "password": PASSWORD}, follow_redirects=False
    )

    assert {"HttpOnly", "Path=/staff", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=["another site", "a sandbox", "no origin"],
)
def test_another_site_cannot_send_a_form(site: Site, headers: dict[str, str]) -> None:
    console, patient = site.sign_in("reception"), site.waiting()

    answer = console.client.post(patient.move("take-over"), headers=headers)

    assert answer.status_code == 403
    assert patient.handoff().status == "waiting"


def test_the_console_takes_forms_from_itself(site: Site) -> None:
    console, patient = site.sign_in("reception"), site.waiting()
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}

    answer = console.client.post(patient.move("take-over"), headers=own)

    assert answer.status_code == 200
    # What makes browsers send that header with our forms:
    assert answer.headers["referrer-policy"] == "same-origin"


def test_signing_in_and_out_are_on_the_record(site: Site) -> None:
    console = site.sign_in("reception")
    console.sends("/staff/sign-out")

    assert {action for actor, action in audited(site.clinic) if actor == console.user.id} == {
        "sign_in",
        "sign_out",
    }


def test_the_administrator_begins_at_the_accounts(site: Site) -> None:
    assert site.sign_in("admin").opens("/staff").title.startswith("Staff")
