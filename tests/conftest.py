"""What every test can use, by topic. Fixtures start their servers when the first test asks for them."""

import pytest

pytest_plugins = [
    "tests.plugins.databases",
    "tests.plugins.redis",
    "tests.plugins.chromium",
    "tests.plugins.system",
    "tests.plugins.hazards",
]

NEEDS = {"system": "system", "page": "browser", "browser": "browser"}  # fixture: the marker of its tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the assembled system or a browser, and run it after everything that is quick."""
    for item in items:
        for fixture, marker in NEEDS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)
    items.sort(
        key=lambda item: sum(item.get_closest_marker(name) is not None for name in ("system", "browser"))
    )
