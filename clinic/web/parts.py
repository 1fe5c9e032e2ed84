"""What every page and call of the web application works with."""

from collections.abc import Callable
from dataclasses import dataclass, field

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
    is_stopping: Callable[[], bool]
    start_limit: Limit = field(default_factory=lambda: Limit(count=60, seconds=60))  # new chats per address
    message_limit: Limit = field(default_factory=lambda: Limit(count=60, seconds=60))  # per conversation


def parts(request: Request) -> Parts:
    found: Parts = request.app.state.parts
    return found
