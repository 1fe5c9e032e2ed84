"""Who a letter is from: the optional `mail` block of clinic.yml."""

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import ConfigDict, Field

NEUTRAL_NAME: Final = "Appointments"  # a lock screen shows it, so a clinic's own name must be asked for

MailAddress = Annotated[str, Field(pattern=r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$")]
SenderName = Annotated[str, Field(pattern=r"^[^\s<>@\"][^\n<>@\"]*$", max_length=60)]


@dataclass(frozen=True)
class MailBlock:
    """How the clinic wants its letters signed; what is left out comes from the clinic's own address."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    from_name: SenderName = NEUTRAL_NAME
    from_address: MailAddress | None = None
    reply_to: MailAddress | None = None

    def sender(self, clinic_address: str) -> "Sender":
        """What stands on every letter."""
        return Sender(self.from_name, self.from_address or clinic_address, self.reply_to or clinic_address)


@dataclass(frozen=True)
class Sender:
    name: str
    address: str
    reply_to: str

    @property
    def domain(self) -> str:
        """Where Message-IDs and calendar entries come from."""
        return self.address.rpartition("@")[2]
