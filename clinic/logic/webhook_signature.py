"""Signatures of webhooks after the Standard Webhooks scheme: HMAC-SHA256 over id, time and body."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
SHORTEST_KEY_BYTES: Final = 32


def signing_key(secret: str) -> bytes:
    """The key in a secret such as `whsec_…`. Raises ValueError, which never holds the secret."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(PREFIX) or len(key) < SHORTEST_KEY_BYTES:
        raise ValueError(f"must be {PREFIX} and {SHORTEST_KEY_BYTES} random bytes or more in base64")
    return key


def signed_headers(key: bytes, event_id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """The three headers by which a receiver knows the sender, the event and the time of sending."""
    seconds = str(int(at.timestamp()))
    signed = b".".join((event_id.encode(), seconds.encode(), body))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{signature}",
    }
