"""Where the browser of the tests comes from on a machine that has none."""

import os
from pathlib import Path

import pytest

from tests.plugins.at_once import at_once
from tests.plugins.chromium import found_or_installed

APT_GET = """#!/bin/sh
# Like the real one: no two at a time.
mkdir "{folder}/busy" 2>/dev/null || exit 100
sleep 0.2
case "$*" in *install*) printf '#!/bin/sh\\n' >"{folder}/chromium"; chmod +x "{folder}/chromium";; esac
rmdir "{folder}/busy"
"""


def test_two_processes_that_miss_it_at_once_install_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt_get = tmp_path / "apt-get"
    apt_get.write_text(APT_GET.format(folder=tmp_path))
    apt_get.chmod(0o755)
    for tool in ("sh", "mkdir", "rmdir", "sleep", "chmod"):
        (tmp_path / tool).symlink_to(f"/bin/{tool}")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    lock = tmp_path / "var" / "chromium.lock"

    found = at_once(*[lambda: found_or_installed(lock)] * 2)

    assert found == [str(tmp_path / "chromium")] * 2
