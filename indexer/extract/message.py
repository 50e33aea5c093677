"""A mail message as every mail format gives it, and the pages that it and its attachments make."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.errors import KnownError
from indexer.extract import registry
from indexer.extract.source import TABLE_LEVEL, Source, heading, unsupported
from indexer.places import place_of
from indexer.types import Heading, Page

DEPTH = 3  # a mail in a mail in a mail
_PARTS = 200
_BYTES = 500 << 20
_CHARACTERS = 25_000_000


@dataclass(frozen=True)
class Attachment:
    """What a message carries. `content` gives its bytes, or the message that it is; it may raise anything."""

    name: str
    content: Callable[[], bytes | Message]


@dataclass(frozen=True)
class Message:
    """`lines` are the header lines that are shown, as (name, value); `created` is an ISO date or empty."""

    lines: tuple[tuple[str, str], ...]
    subject: str
    sender: str
    created: str
    body: str
    headings: tuple[Heading, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass
class Budget:
    """What the attachments of one message, and of those in it, may still cost together."""

    parts: int = _PARTS
    bytes: int = _BYTES
    characters: int = _CHARACTERS


@dataclass(frozen=True)
class Place:
    """Where a message stands: `within` is what the labels of its pages begin with; headings of its pages are
    `levels` deeper than alone; `depth` counts the messages around it."""

    within: str = ""
    levels: int = 0
    depth: int = 0

    def label(self, name: str) -> str:
        return ", ".join(filter(None, (self.within, name)))


def pages(message: Message, place: Place, budget: Budget, name: str = "message") -> Iterator[Page]:
    """The message, called `name`, then its attachments, without numbers. What can't be read of them is named in the
    message."""
    reader = _Attachments(place, budget)
    for attachment in message.attachments:
        reader.read(attachment)
    attached = ", ".join(attachment.name for attachment in message.attachments)
    lines = [*message.lines, *([("Attachments", attached)] if attached else [])]
    head = "".join(f"{key}: {value}\n" for key, value in lines)
    start = len(head) + 1 if head else 0
    text = f"{head}\n{message.body}" if head else message.body
    if notes := reader.finished():
        text = f"{text.rstrip()}\n\n" + "\n".join(notes)
    above = [heading(0, place.levels, message.subject)] if place.levels else []
    headings = (Heading(start + item.start, _below(item.level, place.levels), item.text) for item in message.headings)
    yield Page(None, place.label(name), text, (*above, *headings))
    yield from reader.pages


@dataclass
class _Attachments:
    """Reads attachments one after another; none of them can fail the message."""

    place: Place
    budget: Budget
    pages: list[Page] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _left_out: int = 0

    def read(self, attachment: Attachment) -> None:
        if self.budget.parts <= 0:
            self._left_out += 1
            return
        self.budget.parts -= 1
        before = len(self.pages)
        problem = ""
        pictures = 0
        try:
            for page in self._opened(attachment):
                self.budget.characters -= len(page.text)
                pictures += page.unrecognized
                self.pages.append(replace(page, unrecognized=False))  # within a message it stays so: the note says it
        except KnownError as error:
            problem = error.problem.message
        except MemoryError:
            gc.collect()
            problem = "it needs more memory than Footnote allows one file"
        except Exception:  # a fault of ours or of a library in one attachment must not hide the message
            problem = "the reader failed on it"
        if pictures and not problem:
            problem = f"{pictures:,} of its pages {'is a picture' if pictures == 1 else 'are pictures'}"
        has_text = any(page.text.strip() for page in self.pages[before:])
        if problem or not has_text:
            how = "read in part" if has_text else "not read"
            self._notes.append(f"Attachment {attachment.name}: {how}, {_reason(problem, attachment.name)}.")
        if not has_text:
            del self.pages[before:]

    def _opened(self, attachment: Attachment) -> Iterator[Page]:
        if self.budget.characters <= 0:
            raise unsupported(Path(attachment.name), "comes after more text than one message may hold", "")
        content = attachment.content()
        inner = Place(self.place.label(attachment.name), self.place.levels + 1, self.place.depth + 1)
        if isinstance(content, Message):
            if inner.depth >= DEPTH:
                raise too_deep(Path(attachment.name))
            yield from pages(content, inner, self.budget)
            return
        self.budget.bytes -= len(content)
        if self.budget.bytes < 0:
            raise unsupported(Path(attachment.name), "comes after more data than one message may hold", "")
        reading = registry.open_source(Source.within(attachment.name, content, inner.depth))
        above = [heading(0, inner.levels, attachment.name)]
        for page in reading.pages:
            where = place_of(reading.kind, page.number, page.label)
            headings = (replace(item, level=_below(item.level, inner.levels)) for item in page.headings)
            yield Page(None, inner.label(where), page.text, (*above, *headings), page.unrecognized)
            above = []  # it holds for all of its pages

    def finished(self) -> list[str]:
        """Sentences about what was not read."""
        more = [f"{self._left_out} more attachments: not read, there are too many."] if self._left_out else []
        return self._notes + more


def too_deep(path: Path) -> KnownError:
    return unsupported(path, "lies in too many messages", "Save it as a file of its own and add that.")


def _reason(problem: str, name: str) -> str:
    """The message of a problem as the rest of a sentence that has named the file."""
    problem = (problem or f"{name} holds no text").rstrip(".")
    file = Path(name).name
    return f"it {problem[len(file) + 1 :]}" if problem.startswith(f"{file} ") else problem


def _below(level: int, levels: int) -> int:
    """A heading's level under so many more; tables stay the lowest."""
    return level if level >= TABLE_LEVEL else min(level + levels, TABLE_LEVEL - 1)
