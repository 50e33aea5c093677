"""Showing a file in the system's file manager."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.reveal import command_for, reveal


def test_each_platform_has_its_own_way() -> None:
    path = Path("/home/mara/It's here/ä & b.pdf")
    assert command_for(path, "darwin") == ["open", "-R", str(path)]
    assert command_for(path, "win32") == ["explorer", f"/select,{path}"]
    linux = command_for(path, "linux")
    assert linux is not None
    assert linux[-2:] == ["['file:///home/mara/It%27s%20here/%C3%A4%20%26%20b.pdf']", ""]
    assert command_for(path, "sunos") is None


@pytest.mark.skipif(os.name != "posix", reason="a program of the shell stands in for the file manager")
@pytest.mark.parametrize(("code", "shown"), [(0, True), (1, False)])
def test_it_says_whether_the_file_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, shown: bool
) -> None:
    program = tmp_path / "gdbus"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nexit {code}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    path = tmp_path / "a.pdf"
    assert not reveal(path, "linux")  # it is not there
    path.touch()
    assert reveal(path, "linux") is shown
    assert path.as_uri() in (tmp_path / "asked").read_text()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert not reveal(path, "linux")
