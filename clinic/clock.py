"""The real clock and the real ids. Tests bring their own."""

import secrets
import uuid
from datetime import datetime, timezone

TOKEN_BYTES = 24  # 192 bits


class SystemClock:
    """Implements `Clock`."""

    def now(self) -> datetime:
        return datetime.now(timezone.utc)


class RandomIds:
    """Implements `Ids`."""

    def new_id(self) -> str:
        return uuid.uuid4().hex

    def new_token(self) -> str:
        return secrets.token_urlsafe(TOKEN_BYTES)
