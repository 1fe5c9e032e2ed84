"""Fixtures by topic: `databases`, `redis`, `chromium`, `system`."""
