"""A person at the console, and a patient beside it: each with a browser of their own."""

from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.testclient import TestClient

from clinic.bootstrap import Bootstrapped
from clinic.config import Settings
from clinic.fanout import LocalFanout
from clinic.services.conversations import hashed
from clinic.services.inbound import Inbound
from clinic.services.ports.handoffs import Handoff
from clinic.services.ports.staff import StaffUser
from clinic.web.app import build_app
from tests.services.booking_world import AtDesk, Clinic
from tests.services.world import PASSWORD, PROFILE
from tests.web.strict_pages import Page, read


@dataclass
class Site:
    """The application over one clinic."""

    clinic: Clinic
    app: FastAPI

    @classmethod
    def of(cls, clinic: Clinic, url: str = "http://testserver") -> "Site":
        settings = Settings(_env_file=None, public_url=url)  # type: ignore[call-arg]  # pydantic-settings
        return cls(clinic, build_app(Bootstrapped(settings, PROFILE, LocalFanout(), clinic.services)))

    def visitor(self) -> "Console":
        """Somebody who is not signed in."""
        return Console(self, TestClient(self.app, client=("127.0.0.1", 50000)))

    def sign_in(self, role: str, name: str = "") -> "Console":
        console = self.visitor()
        console.user = self.clinic.staff(role, name)
        console.sends("/staff/sign-in", email=console.user.email, password=PASSWORD)
        return console

    def patient_writes(self, *texts: str) -> "Patient":
        """A new conversation, with these messages."""
        started = self.clinic.services.conversations.start("website")
        patient = Patient(self, started.conversation.id, started.token)
        for text in texts:
            patient.writes(text)
        return patient

    def waiting(self, reason: str = "talk_to_human", level: str = "none") -> "Patient":
        patient = self.patient_writes()
        self.clinic.services.handoff.open(patient.conversation_id, reason, level)
        return patient


@dataclass
class Patient:
    site: Site
    conversation_id: str
    token: str = ""
    count: int = 0

    def writes(self, text: str) -> None:
        self.count += 1
        client_id = f"{self.conversation_id}-{self.count}"
        self.site.clinic.services.turns.take(self.conversation_id, Inbound(client_id, text))

    def presses(self, token: str) -> None:
        self.count += 1
        pressed = Inbound(f"{self.conversation_id}-{self.count}", button_token=token)
        self.site.clinic.services.turns.take(self.conversation_id, pressed)

    def reads(self) -> list[str]:
        """The texts that the chat shows, through the API that it uses."""
        with TestClient(self.site.app) as client:
            headers = {"Authorization": f"Bearer {self.token}"}
            answer = client.get("/chat/v1/messages", headers=headers)
        return [message["text"] for message in answer.json()["messages"]]

    def handoff(self) -> Handoff:
        with self.site.clinic.uows(reads_only=True) as uow:
            return uow.handoffs.of(self.conversation_id)[-1]

    @property
    def page(self) -> str:
        return f"/staff/conversations/{self.conversation_id}"

    def move(self, name: str) -> str:
        return f"{self.page}/handoffs/{self.handoff().id}/{name}"


@dataclass
class Console:
    site: Site
    client: TestClient
    user: StaffUser | None = None

    def opens(self, path: str, status: int = 200) -> Page:
        answer = self.client.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return read(answer)

    def sends(self, path: str, status: int = 200, **form: str) -> Page:
        """Send a form and read the page to which it leads."""
        answer = self.client.post(path, data=form)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return read(answer)

    def sees_part(self, path: str) -> str:
        """What a page that keeps itself fresh gets."""
        answer = self.client.get(path, headers={"X-Partial": "1"})
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text


def audited(clinic: Clinic) -> set[tuple[str, str]]:
    """Who did what."""
    with clinic.uows(reads_only=True) as uow:
        return {(entry.actor, entry.action) for entry in uow.audit.recent(1000)}


def chatting(site: Site, desk: AtDesk) -> Patient:
    """The patient at the booking desk, as one who reads the chat; a new token opens the same conversation."""
    token = f"token-of-{desk.conversation_id}"
    desk.change_conversation(token_hash=hashed(token))
    site.clinic.clock.move(minutes=2)  # what the desk stored by hand waits for no turn any more
    return Patient(site, desk.conversation_id, token)
