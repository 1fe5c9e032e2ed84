"""The wire shapes of the chat API, version 1 (design.md section 9)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from clinic.services.ports.conversations import Message

ClientId = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$")
]
Owner = Literal["assistant", "waiting", "staff", "closed"]


class StartIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"


class MessageIn(BaseModel):
    """Exactly one of `text` and `button`; `client_id` is a UUID that the sender makes for this message."""

    model_config = ConfigDict(extra="forbid")
    client_id: ClientId
    text: str | None = None
    button: Annotated[str, StringConstraints(max_length=64)] | None = None

    @model_validator(mode="after")
    def one_of_text_and_button(self) -> "MessageIn":
        if (self.text is None) == (self.button is None):
            raise ValueError("send either text or button")
        return self


class ButtonOut(BaseModel):
    title: str
    token: str


class SourceOut(BaseModel):
    title: str
    checked_on: str


class MessageOut(BaseModel):
    sequence: int = Field(description="0 when the message could not be stored")
    sender: Literal["patient", "assistant", "staff", "system"]
    kind: Literal["text", "choices", "notice", "emergency"]
    text: str
    buttons: list[ButtonOut]
    response: str | None
    sources: list[SourceOut]
    level: Literal["none", "non_urgent", "urgent", "emergency", "crisis"]
    client_id: str | None = Field(default=None, description="of the patient's own messages")
    at: datetime

    @classmethod
    def of(cls, message: Message) -> "MessageOut":
        return cls.model_validate(
            {
                "sequence": message.sequence,
                "sender": message.sender,
                "kind": message.kind,
                "text": message.text,
                "buttons": [{"title": b.title, "token": b.token} for b in message.buttons],
                "response": message.response,
                "sources": list(message.sources),
                "level": message.level,
                "client_id": message.client_id,
                "at": message.created_at,
            }
        )


class StartOut(BaseModel):
    conversation_id: str
    token: str
    owner: Owner
    sequence: int
    messages: list[MessageOut]


class RepliesOut(BaseModel):
    owner: Owner
    sequence: int
    messages: list[MessageOut]


class TranscriptOut(BaseModel):
    conversation_id: str
    started_at: datetime
    messages: list[MessageOut]


class ReceiptOut(BaseModel):
    receipt: str
    erased_at: datetime
    messages: int


class ErrorBody(BaseModel):
    code: str
    message: str


class ErrorOut(BaseModel):
    error: ErrorBody
