"""Where a library lives and how a person set it: `settings.toml`, read strictly.

An unknown or wrong setting is an error that names the nearest known one; nothing is guessed. Unset means default,
and only what differs from the default is written.
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import os
import stat
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w

from indexer.errors import ErrorCode, KnownError, known

SETTINGS_VERSION = 1
SMALLEST_TEXT, LARGEST_TEXT = 80, 200  # percent
_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}  # version → step to the next
_CHOICES = {
    "theme": ("system", "light", "dark"),
    "language": ("system", "en", "de"),
    "when_closed": ("quit", "stay"),
    "on_battery": ("slow", "pause", "go-on"),
    "while_typing": ("yield", "yield-anywhere", "go-on"),
}


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. `language_model` empty: what fits this machine; `vectors` empty: a local
    folder in the library, otherwise a LanceDB URI; `threads` 0: one a core. `wait_seconds` is how long a person
    accepts to wait for the first word. `theme` is system, light or dark; `language`, of the window's texts, system, en
    or de; `text_percent` the size of the window's text, 80 to 200. `when_closed` "stay" keeps Footnote in the tray when
    its window is closed, where there is a tray. `global_key`, like Ctrl+Alt+F, brings its window to the front from any
    program, where the desktop lets it; empty: none. `keep_copies`: what is dropped is copied into `copies_folder`
    (empty: a folder Footnote in this user's documents), and the copies are read. `ignore` are patterns as in a
    `.gitignore`, for every folder.

    What indexing does while others need the computer; a change counts at once: `on_battery` "slow" works a third of
    the time, "pause" waits for mains power, "go-on" takes no notice; with less than `least_battery_percent` left "slow"
    waits too. `while_typing` "yield" waits while the person types in Footnote, "yield-anywhere" while keyboard or mouse
    are used in any program, where that can be told, "go-on" takes no notice. It waits while less than `least_free_mb`
    of memory are free; 0 takes no notice.

    What an answer cost is told with these: `watts_per_core` is the power of a busy core where the machine has no meter
    that can be read; `cloud_price_read` and `cloud_price_written` are the price of a million tokens of some hosted
    model, in `cloud_currency`, to compare with."""

    embedder: str = "all-minilm-l6-v2"
    language_model: str = ""
    models_folder: str = ""
    vectors: str = ""
    threads: int = 0
    max_file_mb: int = 200
    wait_seconds: float = 5.0
    theme: str = "system"
    language: str = "system"
    text_percent: int = 100
    when_closed: str = "quit"
    global_key: str = ""
    keep_copies: bool = False
    copies_folder: str = ""
    ignore: tuple[str, ...] = ()
    on_battery: str = "slow"
    least_battery_percent: int = 30
    while_typing: str = "yield"
    least_free_mb: int = 500
    watts_per_core: float = 6.0
    cloud_price_read: float = 2.5
    cloud_price_written: float = 10.0
    cloud_currency: str = "$"

    def __post_init__(self) -> None:
        for name, low in (
            ("threads", 0), ("max_file_mb", 1), ("wait_seconds", 1.0),
            ("least_battery_percent", 0), ("least_free_mb", 0), ("watts_per_core", 0.0), ("cloud_price_read", 0.0),
            ("cloud_price_written", 0.0),
        ):  # fmt: skip
            if getattr(self, name) < low:
                raise _bad(f"The setting {name} is {getattr(self, name)}, which is too small.", f"Use {low} or more.")
        if not SMALLEST_TEXT <= self.text_percent <= LARGEST_TEXT:
            raise _bad(f"The setting text_percent is {self.text_percent}.", f"Use {SMALLEST_TEXT} to {LARGEST_TEXT}.")
        for name, choices in _CHOICES.items():
            if (value := getattr(self, name)) not in choices:
                raise _bad(f"The setting {name} is {value!r}.", f"Use {', '.join(choices[:-1])} or {choices[-1]}.")
        if self.ignore:
            self._check_patterns()

    def _check_patterns(self) -> None:
        from indexer.ignore import wrong_pattern  # its library is loaded only where there are patterns

        if (wrong := wrong_pattern(self.ignore)) is not None:
            raise _bad(f"The setting ignore holds {wrong!r}.", "Write each pattern as in a .gitignore, like *.log.")


def _bad(message: str, action: str) -> KnownError:
    return known(ErrorCode.BAD_SETTING, message, action)


def home_folder(given: str | None = None) -> Path:
    """The library's home: `given`, else $FOOTNOTE_HOME, else the platform's data folder for this user."""
    chosen = given or os.environ.get("FOOTNOTE_HOME")
    return Path(chosen).expanduser().absolute() if chosen else platformdirs.user_data_path("footnote", appauthor=False)


def private_folder(path: Path) -> Path:
    """`path`, made if need be, readable by this user alone. Raises KnownError(NO_PERMISSION)."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            if path.stat().st_uid != os.getuid():
                raise PermissionError(f"{path} belongs to another user")
            if stat.S_IMODE(path.stat().st_mode) != 0o700:
                path.chmod(0o700)
    except OSError as error:
        raise known(
            ErrorCode.NO_PERMISSION,
            f"Footnote can't use the folder {path}.",
            "Make it writable for you, or choose another place with --home.",
            detail=str(error),
        ) from error
    return path


def library_folder(home: Path) -> Path:
    """Where the catalogue, the vectors and the lock are."""
    return home / "library"


def models_folder(settings: Settings) -> Path:
    """Where models lie, a folder each: the setting, else $FOOTNOTE_MODELS, else this user's cache. Shared by all
    homes, so that a model is fetched once."""
    chosen = settings.models_folder or os.environ.get("FOOTNOTE_MODELS")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_cache_path("footnote", appauthor=False) / "models"


def settings_path(home: Path) -> Path:
    return home / "settings.toml"


def load_settings(home: Path) -> Settings:
    """Raises KnownError(BAD_SETTING) naming the file, the setting and the remedy."""
    path = settings_path(home)
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise _bad(f"{path} can't be read: {error}.", "Correct it, or delete it to go back to the defaults.") from error
    version = values.pop("version", SETTINGS_VERSION)
    if not isinstance(version, int) or version > SETTINGS_VERSION:
        raise _bad(f"{path} was written by a newer Footnote.", "Update Footnote, or delete the file.")
    for step in range(version, SETTINGS_VERSION):
        values = _UPGRADES[step](values)
    return _checked(values, path)


def _checked(values: dict[str, Any], path: Path) -> Settings:
    fields = {field.name: field for field in dataclasses.fields(Settings)}
    for name, value in values.items():
        if name not in fields:
            near = difflib.get_close_matches(name, fields, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(fields)}."
            raise _bad(f"{path} has an unknown setting {name!r}.", hint)
        wanted = type(fields[name].default)
        if wanted is float and type(value) is int:
            values = {**values, name: float(value)}
        elif wanted is tuple and type(value) is list and all(type(item) is str for item in value):
            values = {**values, name: tuple(value)}
        elif type(value) is not wanted:
            kind = "a list of strings" if wanted is tuple else f"of type {wanted.__name__}"
            raise _bad(f"The setting {name} in {path} is {value!r}.", f"It must be {kind}.")
    return Settings(**values)


def save_settings(home: Path, settings: Settings) -> None:
    """Written whole or not at all."""
    default = Settings()
    changed = {
        field.name: getattr(settings, field.name)
        for field in dataclasses.fields(Settings)
        if getattr(settings, field.name) != getattr(default, field.name)
    }
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = settings_path(home).with_suffix(".tmp")
    temporary.write_text(tomli_w.dumps({"version": SETTINGS_VERSION, **changed}), "utf-8")
    temporary.replace(settings_path(home))


class LiveSettings:
    """The settings as they are now: read again when the file has changed, looked at once a second at most. A file
    that is wrong for the moment leaves them as they were. Thread-safe."""

    def __init__(self, home: Path, first: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._home = home
        self._settings = first
        self._clock = clock
        self._looked = clock()
        self._seen = self._state()

    def __call__(self) -> Settings:
        if self._clock() - self._looked >= 1.0:
            self._looked = self._clock()
            if (state := self._state()) != self._seen:
                self._seen = state
                with contextlib.suppress(KnownError):
                    self._settings = load_settings(self._home)
        return self._settings

    def _state(self) -> tuple[int, int, int]:
        try:
            status = settings_path(self._home).stat()
        except OSError:
            return (0, 0, 0)
        return (status.st_mtime_ns, status.st_size, status.st_ino)
