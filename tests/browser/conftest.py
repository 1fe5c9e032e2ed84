"""The chat of a new visitor, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.chat_page import ChatPage
from tests.plugins.system import RunningSystem

PHONE = {"width": 390, "height": 780}
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def chat(page: Page, system: RunningSystem) -> ChatPage:
    """The clinic's website in a browser that has never been there."""
    return ChatPage(page, system.base_url)
