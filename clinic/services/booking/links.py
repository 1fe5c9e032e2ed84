"""Manage links: long, random to everybody else, and derived, so that a reminder can hold the link again."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ManageLinks:
    """Links to one booking's page and calendar file. The database holds only a hash of the token."""

    public_url: str
    secret: bytes = field(repr=False)

    def token(self, booking_id: str) -> str:
        mac = hmac.new(self.secret, f"manage-booking:{booking_id}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")

    def token_hash(self, booking_id: str) -> str:
        return hash_token(self.token(booking_id))

    def manage_url(self, booking_id: str) -> str:
        return f"{self.public_url}/booking/{self.token(booking_id)}"

    def calendar_url(self, booking_id: str) -> str:
        return f"{self.manage_url(booking_id)}/calendar.ics"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
