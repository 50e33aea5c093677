"""Where a library lives and how a person set it: `settings.toml`, read strictly.

An unknown or wrong setting is an error that names the nearest known one; nothing is guessed. Unset means default,
and only what differs from the default is written.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w

from indexer.errors import ErrorCode, KnownError, known

SETTINGS_VERSION = 1
_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}  # version → step to the next


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. `language_model` empty: what fits this machine; `vectors` empty: a local
    folder in the library, otherwise a LanceDB URI; `threads` 0: one a core. `wait_seconds` is how long a person
    accepts to wait for the first word. `theme` is system, light or dark. `ignore` are patterns as in a `.gitignore`,
    for every folder."""

    embedder: str = "all-minilm-l6-v2"
    language_model: str = ""
    models_folder: str = ""
    vectors: str = ""
    threads: int = 0
    max_file_mb: int = 200
    wait_seconds: float = 5.0
    theme: str = "system"
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, low in (("threads", 0), ("max_file_mb", 1), ("wait_seconds", 1.0)):
            if getattr(self, name) < low:
                raise _bad(f"The setting {name} is {getattr(self, name)}, which is too small.", f"Use {low} or more.")
        if self.theme not in ("system", "light", "dark"):
            raise _bad(f"The setting theme is {self.theme!r}.", "Use system, light or dark.")
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
