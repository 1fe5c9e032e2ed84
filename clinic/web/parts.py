"""What every page and call of the web application works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request

from clinic.bootstrap import Services
from clinic.config import Settings
from clinic.criteria.profile import Profile
from clinic.fanout import LocalFanout
from clinic.web.limits import Limit


@dataclass
class Parts:
    settings: Settings
    services: Services
    profile: Profile
    fanout: LocalFanout
    now: Callable[[], datetime]
    is_stopping: Callable[[], bool]
    label_titles: Mapping[str, str]
    question_texts: Mapping[str, str]  # of the health questions, by id
    start_limit: Limit = field(default_factory=lambda: Limit(count=60, seconds=60))  # new chats per address
    message_limit: Limit = field(default_factory=lambda: Limit(count=60, seconds=60))  # per conversation

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.profile.clinic.time_zone)


def parts(request: Request) -> Parts:
    found: Parts = request.app.state.parts
    return found
