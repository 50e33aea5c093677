"""What can be completed in a question: `@document`, and the filters `in:`, `type:`, `after:`, `before:`. Knows no
widgets."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_app.ui.kind_words import KINDS, kind
from desktop_app.ui.library_words import folder_name
from desktop_app.ui.translation import tr
from indexer.types import COLLECTION, Document, Folder

_WORD = re.compile(r'(?:^|(?<=[\s(]))(@|in:|type:|after:|before:)("[^"\n]*"?|[^\s"()]*)$', re.IGNORECASE)
_NOT_READ = ("old-office", "page-layout", "archive")  # kinds that no document with text is of


class Filter(StrEnum):
    """What a mark narrows a question to."""

    DOCUMENT = "@"
    FOLDER = "in:"
    KIND = "type:"
    AFTER = "after:"
    BEFORE = "before:"


@dataclass(frozen=True)
class Completing:
    """A filter being written: `text[start:end]` is its mark and the `typed` beginning of its value."""

    filter: Filter
    typed: str
    start: int
    end: int


@dataclass(frozen=True)
class Offer:
    """What can stand there: its name, what is said of it at the right, an icon, and the text that is put in. One that
    is not `whole` goes on being completed."""

    name: str
    detail: str
    icon: str
    text: str
    whole: bool = True


def completing(text: str, position: int) -> Completing | None:
    """The filter that the cursor stands behind or in; None where there is none, or a quoted one is closed."""
    match = _WORD.search(text[:position])
    if match is None or (len(match[2]) > 1 and match[2].startswith('"') and match[2].endswith('"')):
        return None
    return Completing(Filter(match[1].casefold()), match[2].strip('"'), match.start(1), position)


def filter_offers() -> Iterator[Offer]:
    """The other filters, offered behind a lone @."""
    for mark, name, icon in (
        (Filter.FOLDER, tr("only a folder or a collection"), "folder"),
        (Filter.KIND, tr("only a kind of document"), "documents"),
        (Filter.AFTER, tr("only what is newer"), "clock"),
        (Filter.BEFORE, tr("only what is older"), "clock"),
    ):
        yield Offer(str(mark), name, icon, str(mark), whole=False)


def document_offers(documents: Sequence[Document]) -> Iterator[Offer]:
    for document in documents:
        path = Path(document.path)
        yield Offer(path.name, path.parent.name, kind(document.kind).icon, f"@{_quoted(path.name)}")


def folder_offers(folders: Sequence[Folder], typed: str) -> Iterator[Offer]:
    for folder in folders:
        name = folder_name(folder)
        if typed.casefold() in name.casefold():
            yield Offer(name, str(Path(folder.path).parent), "folder", f"in:{_quoted(Path(folder.path).name)}")


def subfolder_offers(paths: Sequence[str], folders: Sequence[Folder]) -> Iterator[Offer]:
    """Folders inside the library's own. One whose name another has too is written with the folder that it is in."""
    places = [Path(path) for path in paths]
    names = Counter(name.casefold() for name in (*(place.name for place in places), *map(folder_name, folders)))
    for place in places:
        alone = names[place.name.casefold()] == 1
        written = place.name if alone else f"{place.parent.name}/{place.name}"
        yield Offer(place.name, str(place.parent), "folder", f"in:{_quoted(written)}")


def collection_offers(names: Iterable[str], typed: str) -> Iterator[Offer]:
    """Written so that the collection is meant even where a folder has the same name, which would go first."""
    wanted = typed.casefold().removeprefix(COLLECTION)
    for name in names:
        if wanted in name.casefold():
            yield Offer(name, tr("collection"), "book", f"in:{_quoted(COLLECTION + name)}")


def kind_offers(typed: str) -> Iterator[Offer]:
    for name in KINDS:
        shown = kind(name)
        begins = shown.word.casefold().startswith(typed.casefold()) or name.startswith(typed.casefold())
        if begins and name not in _NOT_READ:
            yield Offer(shown.word, name, shown.icon, f"type:{name}")


def date_offers(mark: Filter, typed: str, now: float | None = None) -> Iterator[Offer]:
    """Days and years that are often meant; any other is written out."""
    today = time.localtime(now)
    year = today.tm_year
    for value, meaning in (
        (time.strftime("%Y-%m-%d", today), tr("today")),
        (time.strftime("%Y-%m", today), tr("this month")),
        (str(year), tr("this year")),
        (str(year - 1), tr("last year")),
        *((str(year - back), "") for back in range(2, 6)),
    ):
        if value.startswith(typed):
            yield Offer(value, meaning, "clock", f"{mark}{value}")


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"[\s()]", name) else name
