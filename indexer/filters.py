"""What a question is limited to: `in:Contracts`, `type:pdf`, `after:2024`, `before:2024-03`, `@lease`.

`parse` takes them out of the question; `limit` says which documents they leave. Several of one kind widen (`type:pdf
type:docx`), different kinds narrow. `after:` counts from the first day of what it names, `before:` up to it, by the
date that a document gives itself, else that of its file. `in:` names a folder, else a collection; `in:collection/Tax`
names the collection where a folder is called Tax too.
"""

from __future__ import annotations

import datetime
import difflib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from indexer.errors import ErrorCode, KnownError, known
from indexer.naming import name_words
from indexer.query import fold_words
from indexer.types import COLLECTION, NamedPlaces

_QUOTED = r'"(?P<{0}>[^"]+)"|“(?P<{0}1>[^”]+)”'
_FILTER = re.compile(
    rf"(?<!\S)(?:(?P<kind>in|type|after|before):(?!//)(?:{_QUOTED.format('quoted')}|(?P<plain>[^\s\"“]+))"
    rf"|@(?:{_QUOTED.format('named')}|(?P<name>[^\W_][^\s\"“]*)))(?!\S)",
    re.I,
)
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_TRAILING = ".,;:!?"


@dataclass(frozen=True)
class Filters:
    """What `parse` found, as it was written."""

    folders: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.folders, self.types, self.after, self.before, self.documents))


@dataclass(frozen=True)
class Parsed:
    """A question without its filters, the filters, and how they were written."""

    text: str
    filters: Filters
    written: str


@dataclass(frozen=True)
class Listed:
    """A document as filters see it; `folders` are the names of the folders it is in, from the root down; `created`
    an ISO date or empty, `modified` in seconds since the epoch."""

    document_id: int
    path: str
    title: str
    kind: str
    folders: tuple[str, ...]
    created: str
    modified: float


def parse(question: str) -> Parsed:
    """Never fails; what only looks like a filter ("bob@acme.com", "https://…", "type: any") stays in the text."""
    found: dict[str, list[str]] = {"in": [], "type": [], "after": [], "before": [], "@": []}
    written: list[str] = []

    def take(match: re.Match[str]) -> str:
        groups = match.groupdict()
        value = next((groups[name] for name in ("quoted", "quoted1", "named", "named1") if groups[name]), None)
        if value is None:
            value = (groups["plain"] or groups["name"] or "").rstrip(_TRAILING)
        if not value.strip():
            return match.group()
        found[(groups["kind"] or "@").casefold()].append(value.strip())
        written.append(match.group())
        return " "

    text = " ".join(_FILTER.sub(take, question).split())
    filters = Filters(*(tuple(found[kind]) for kind in ("in", "type", "after", "before", "@")))
    return Parsed(text if filters else question, filters, " ".join(written))


def limit(filters: Filters, documents: Sequence[Listed], collections: Sequence[NamedPlaces] = ()) -> set[int]:
    """The ids of the documents that the filters leave. Raises KnownError(BAD_REQUEST) for what names nothing."""
    left = list(documents)
    if filters.folders:
        inside = _any(filters.folders, documents, partial(_in_place, collections))
        left = [one for one in left if one.document_id in inside]
    if filters.types:
        left = [one for one in left if one.document_id in _any(filters.types, documents, _of_type)]
    if filters.documents:
        left = [one for one in left if one.document_id in _any(filters.documents, documents, _called)]
    for value in filters.after:
        first = _day(value, "after")
        left = [one for one in left if _date(one) >= first]
    for value in filters.before:
        end = _day(value, "before")
        left = [one for one in left if _date(one) < end]
    return {one.document_id for one in left}


def _any(
    values: Iterable[str], documents: Sequence[Listed], choose: Callable[[str, Sequence[Listed]], set[int]]
) -> set[int]:
    return set().union(*(choose(value, documents) for value in values))


def _in_place(collections: Sequence[NamedPlaces], value: str, documents: Sequence[Listed]) -> set[int]:
    """In a folder of that name; else in a collection, whose name may be written behind `collection/`."""
    chosen = _in_folder(value, documents)
    if chosen:
        return chosen
    folded = value.casefold()
    called = {folded, folded.removeprefix(COLLECTION)}
    for collection in collections:
        if collection.name.casefold() in called:
            return _in_collection(collection, documents)
    what = "folder or collection" if collections else "folder"
    folders = {name for one in documents for name in one.folders}
    raise _unknown(what, value, folders | {collection.name for collection in collections}, "in:")


def _in_folder(value: str, documents: Sequence[Listed]) -> set[int]:
    wanted = [part.casefold() for part in re.split(r"[/\\]", value) if part]
    chosen = set()
    for one in documents:
        names = [name.casefold() for name in one.folders]
        if any(names[at : at + len(wanted)] == wanted for at in range(len(names))):
            chosen.add(one.document_id)
    return chosen


def _in_collection(collection: NamedPlaces, documents: Sequence[Listed]) -> set[int]:
    held = set(collection.paths)
    below = tuple(path.rstrip(os.sep) + os.sep for path in collection.paths)
    chosen = {one.document_id for one in documents if one.path in held or one.path.startswith(below)}
    if not chosen:
        raise known(
            ErrorCode.BAD_REQUEST,
            f"The library holds nothing of the collection {collection.name}.",
            "Add its folders and files to the library again, or leave in: away.",
        )
    return chosen


def _of_type(value: str, documents: Sequence[Listed]) -> set[int]:
    wanted = value.casefold().lstrip(".")
    chosen = {
        one.document_id for one in documents if wanted in (one.kind, PurePath(one.path).suffix.casefold().lstrip("."))
    }
    if not chosen:
        kinds = {one.kind for one in documents} | {
            PurePath(one.path).suffix.casefold().lstrip(".") for one in documents
        }
        raise _unknown("document", value, kinds - {""}, "type:", of_type=True)
    return chosen


def _called(value: str, documents: Sequence[Listed]) -> set[int]:
    """By its whole name, with or without suffix, or its title; else by words that all are in its name."""
    folded = value.casefold()
    exact = {
        one.document_id
        for one in documents
        if folded in (PurePath(one.path).name.casefold(), PurePath(one.path).stem.casefold(), one.title.casefold())
    }
    if exact:
        return exact
    words = (
        {*name_words(value)} if len(fold_words(value)) == 1 else {w for part in value.split() for w in name_words(part)}
    )
    chosen = {
        one.document_id
        for one in documents
        if words and words <= {*name_words(PurePath(one.path).stem), *name_words(one.title)}
    }
    if not chosen:
        raise _unknown("document", value, {PurePath(one.path).name for one in documents}, "@")
    return chosen


def _date(document: Listed) -> datetime.date:
    """The date that it gives itself, else that of its file."""
    try:
        return datetime.date.fromisoformat(document.created[:10])
    except ValueError:
        return datetime.datetime.fromtimestamp(document.modified).date()


def _day(value: str, kind: str) -> datetime.date:
    """The first day of a year, month or day."""
    if match := _DATE.fullmatch(value):
        year, month, day = (int(part) if part else 1 for part in match.groups())
        try:
            return datetime.date(year, month, day)
        except ValueError:
            pass
    raise known(
        ErrorCode.BAD_REQUEST,
        f"“{value}” is no date.",
        f"Write it as {kind}:2024, {kind}:2024-03 or {kind}:2024-03-15.",
    )


def _unknown(what: str, value: str, names: Iterable[str], sign: str, *, of_type: bool = False) -> KnownError:
    by_folded = {name.casefold(): name for name in sorted(names)}
    near = difflib.get_close_matches(value.casefold(), by_folded, n=1, cutoff=0.4)
    nearest = f"the nearest is {by_folded[near[0]]}" if near else "nothing is called nearly so"
    message = f"No {what} is of type {value}" if of_type else f"No {what} is called {value}"
    shown = by_folded[near[0]] if near else ""
    quoted = f'"{shown}"' if " " in shown else shown
    action = f"Write {sign}{quoted}, or leave {sign} away." if near else f"Leave {sign}{value} away, or correct it."
    return known(ErrorCode.BAD_REQUEST, f"{message}; {nearest}.", action)
