"""What every page and call of the web application works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request

from clinic.bootstrap import Services
from clinic.config import Settings
from clinic.criteria.profile import Profile
from clinic.fanout import LocalFanout
from clinic.web.limits import Limit
from clinic.web.wording import Wording


@dataclass
class Parts:
    settings: Settings
    services: Services
    profile: Profile
    fanout: LocalFanout
    now: Callable[[], datetime]
    is_stopping: Callable[[], bool]
    wording: Wording
    start_limit: Limit = field(default_factory=lambda: Limit(count=60, seconds=60))  # new chats per address
    message_limit: Limit = field(default_factory=lambda: Limit(count=60, seconds=60))  # per conversation
    sign_in_limit: Limit = field(default_factory=lambda: Limit(count=20, seconds=300))  # per address
    link_limit: Limit = field(
        default_factory=lambda: Limit(count=30, seconds=60)
    )  # booking pages per address
    feed_limit: Limit = field(
        default_factory=lambda: Limit(count=120, seconds=60)
    )  # per address: calendar services ask for many people from one

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.profile.clinic.time_zone)


def parts(request: Request) -> Parts:
    found: Parts = request.app.state.parts
    return found
