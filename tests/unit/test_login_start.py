"""Starting at login: the files that each platform reads, and nothing left when it is switched off."""

from __future__ import annotations

import configparser
import plistlib
import sys
from pathlib import Path

import pytest

from desktop_app.login_start import LoginStart, start_command
from indexer.errors import KnownError

COMMAND = ["/opt/My Apps/python", "-m", "desktop_app", "--home", "/home/x/50% $HOME", "--hidden"]


def test_linux_has_a_desktop_entry(tmp_path: Path) -> None:
    login = LoginStart(COMMAND, "linux", tmp_path)
    assert not login.is_on()
    login.switch(True)
    assert login.is_on()
    entry = configparser.RawConfigParser()
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(tmp_path / "autostart" / "footnote.desktop")
    made = dict(entry["Desktop Entry"])
    assert made["Type"] == "Application"
    assert made["Exec"].startswith('"/opt/My Apps/python" -m desktop_app --home ')
    assert r"50%% \\$HOME" in made["Exec"]
    login.switch(False)
    login.switch(False)
    assert not login.is_on()


def test_macos_has_a_launch_agent(tmp_path: Path) -> None:
    login = LoginStart(COMMAND, "darwin", tmp_path)
    login.switch(True)
    (agent,) = tmp_path.glob("*.plist")
    assert plistlib.loads(agent.read_bytes())["ProgramArguments"] == COMMAND
    login.switch(False)
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_refuses_says_how_to_do_it_by_hand(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where the folder should be")
    with pytest.raises(KnownError) as refused:
        LoginStart(COMMAND, "linux", tmp_path).switch(True)
    assert "'/opt/My Apps/python' -m desktop_app" in refused.value.problem.action


def test_the_command_opens_this_library_in_the_tray() -> None:
    assert start_command(Path("/lib"))[0] == sys.executable
    assert start_command(Path("/lib"))[-3:] == ["--home", "/lib", "--hidden"]
