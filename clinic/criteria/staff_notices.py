"""The words of the e-mails to the clinic itself (staff_notices.yml)."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from clinic.criteria.loading import CriteriaInvalid, Strict, read_file
from clinic.criteria.responses import PLACEHOLDER

PATH: Final = Path(__file__).with_name("staff_notices.yml")
QUEUE_URL: Final = "queue_url"

Words = Annotated[str, Field(min_length=1)]


class NoticeKind(StrEnum):
    URGENT = "urgent"
    LATE = "late"  # the promised time is over


class NoticeText(Strict):
    subject: Annotated[Words, Field(pattern=r"^[^\n\[\]]+$")]
    text: Words

    def filled(self, queue_url: str) -> str:
        """The words with the way to the queue."""
        return PLACEHOLDER.sub(queue_url, self.text)


class _File(Strict):
    urgent: NoticeText
    late: NoticeText


def load_staff_notices(path: Path = PATH) -> Mapping[NoticeKind, NoticeText]:
    """Every kind with its words. Raises CriteriaInvalid: one leads nowhere, or asks for another value."""
    file = read_file(path, _File)
    texts = {NoticeKind.URGENT: file.urgent, NoticeKind.LATE: file.late}
    for kind, notice in texts.items():
        if set(PLACEHOLDER.findall(notice.text)) != {QUEUE_URL}:
            raise CriteriaInvalid(f"{path.name}: {kind} must name [[{QUEUE_URL}]] and nothing else")
    return texts
