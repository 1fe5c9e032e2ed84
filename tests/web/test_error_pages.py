"""Whoever reads a page gets a page, also for a fault that nobody foresaw; programs get JSON."""

import pytest
from fastapi.testclient import TestClient

from tests.web.console import Site
from tests.web.strict_pages import read


@pytest.fixture
def broken(site: Site) -> TestClient:
    """The application with a fault of our own in it."""
    site.app.state.parts.services = None
    return TestClient(site.app, raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/staff", "/staff/bookings", "/booking/some-link"])
def test_a_fault_is_a_page_with_a_sentence(broken: TestClient, path: str) -> None:
    answer = broken.get(path)

    assert answer.status_code == 500
    assert read(answer).title.startswith("Something broke")


def test_a_fault_is_json_for_a_program(broken: TestClient) -> None:
    answer = broken.post("/chat/v1/conversations", json={})

    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"


def test_a_fault_is_a_bare_status_for_a_part_of_a_page(broken: TestClient) -> None:
    answer = broken.get("/staff/waiting", headers={"X-Partial": "1"})

    assert (answer.status_code, answer.text) == (500, "")
