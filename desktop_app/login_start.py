"""Starting Footnote when the person logs in, by the means that each platform has for it; off unless asked for.

Linux: a desktop entry in the autostart folder (freedesktop.org). macOS: a launch agent. Windows: a value under the
user's Run key. Nothing else on the system is changed, and switching it off takes that away again.
"""

from __future__ import annotations

import contextlib
import os
import plistlib
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from indexer.channel import own_command
from indexer.errors import ErrorCode, KnownError, known

_LABEL = "footnote.desktop-assistant"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_VALUE = "Footnote"


def start_command(home: Path, *, hidden: bool = True) -> list[str]:
    """What starts the window of the library at `home`; `hidden` in the tray, where there is one."""
    program = [sys.executable] if getattr(sys, "frozen", False) else own_command("desktop_app")
    return [*program, "--home", str(home), *(["--hidden"] if hidden else [])]


class LoginStart:
    """Whether this user's login starts Footnote. `platform` and `folder` (of this user's settings) are those of this
    machine unless given."""

    def __init__(self, command: Sequence[str], platform: str = sys.platform, folder: Path | None = None) -> None:
        self._command = list(command)
        self._windows = platform == "win32"
        self._mac = platform == "darwin"
        self._path = _entry(folder, mac=self._mac)

    def is_on(self) -> bool:
        if self._windows:
            return _registered() is not None
        return self._path.is_file()

    def switch(self, on: bool) -> None:
        """Raises KnownError(NO_PERMISSION)."""
        try:
            if self._windows:
                _register(subprocess.list2cmdline(self._command) if on else None)
            elif not on:
                self._path.unlink(missing_ok=True)
            else:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.write_bytes(self._agent() if self._mac else self._desktop_entry())
        except OSError as error:
            raise self._refused(error) from error

    def _agent(self) -> bytes:
        return plistlib.dumps({"Label": _LABEL, "ProgramArguments": self._command, "RunAtLoad": True})

    def _desktop_entry(self) -> bytes:
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            "Name=Footnote",
            "Comment=Ask your own documents",
            f"Exec={' '.join(map(_quoted, self._command))}",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
        )
        return "\n".join((*lines, "")).encode()

    def _refused(self, error: OSError) -> KnownError:
        where = "the registry" if self._windows else str(self._path)
        return known(
            ErrorCode.NO_PERMISSION,
            f"Starting at login could not be changed: {error.strerror or error}.",
            f"Make {where} writable for you, or set it in your system's settings: {shlex.join(self._command)}",
        )


def _entry(folder: Path | None, *, mac: bool) -> Path:
    if mac:
        return (folder or Path.home() / "Library" / "LaunchAgents") / f"{_LABEL}.plist"
    settings = folder or Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return settings / "autostart" / "footnote.desktop"


def _quoted(argument: str) -> str:
    """An argument of an Exec line: quoted, its special characters escaped, percent signs doubled."""
    escaped = "".join(f"\\{char}" if char in '"`$\\' else char for char in argument).replace("%", "%%")
    return f'"{escaped}"'.replace("\\", "\\\\") if escaped != argument or " " in argument else argument


def _registered() -> str | None:
    import winreg  # only Windows has it

    with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:  # type: ignore[attr-defined]
        return str(winreg.QueryValueEx(key, _VALUE)[0])  # type: ignore[attr-defined]
    return None


def _register(command: str | None) -> None:
    import winreg

    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:  # type: ignore[attr-defined]
        if command is not None:
            winreg.SetValueEx(key, _VALUE, 0, winreg.REG_SZ, command)  # type: ignore[attr-defined]
        else:
            with contextlib.suppress(FileNotFoundError):
                winreg.DeleteValue(key, _VALUE)  # type: ignore[attr-defined]
