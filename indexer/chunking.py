"""Pages → chunks: pieces of a size that the embedder reads whole, with exact spans and the headings above them.

A chunk never crosses a page, and crosses a heading only where the sections are small. Where it is cut hangs on the
text nearby alone (`boundaries`), so an edit costs the few chunks around it. What is embedded is the document's own
title, the headings and the text, never the file's name: a renamed, moved or copied file costs nothing.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from indexer.boundaries import HEADING, LINE, Room, cuts, find_places
from indexer.errors import ErrorCode, known
from indexer.extract.source import TABLE_LEVEL
from indexer.normalise import searchable
from indexer.places import CELL_SEPARATOR, HEADING_SEPARATOR
from indexer.tokens import TokenStarts
from indexer.types import ChunkSpan, Extracted, Heading, Page

CHUNKER_VERSION = 4

_CAPACITY, _OVERLAP = 240, 40  # tokens of the 256 that MiniLM reads, less two of its own
_CHARACTERS_A_TOKEN = 4
_CONTEXT_CHARACTERS = 140  # of title and headings that are embedded before the text
_TABLE_CONTEXT_CHARACTERS = 400  # of the header of a table: without it a number in a row says nothing
_CONTEXT_TOKENS = 40  # what they take from a chunk that has them
_LEAST_CAPACITY = 100  # tokens of its own that a chunk has under the widest table header

_LARGEST_CHUNK = 2400  # characters: a word of a thousand letters is one unknown token, however long it is

# What may stand at the ends of a chunk but says nothing. U+FFFE is PDFium's hyphen at a line's end; QtPdf takes it
# for a byte order mark where a selection starts with it.
_PADDING = "\ufffe\ufeff\u200b\u00ad\x00"
_FULL_LINE = 0.8  # of the median line around: a line of this length was broken because it was full
_LINES_AROUND = 12  # before and after; all lines of the text would let an edit in one decide on all
_NUMBERED = re.compile(r"\d+(?:\.\d+)*[.)]?\s+\w")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def embedded_text(title: str, heading: str, text: str) -> str:
    """What the embedder reads for a chunk: title and headings, shortened, then the text, all searchable."""
    context, body = _context(title, heading), searchable(text)
    return f"{context}\n{body}" if context else body


def content_hash(title: str, heading: str, text: str) -> str:
    """Half of the sha256 (hexadecimal) of what is embedded: equal chunks are embedded once. Half of it still tells a
    billion chunks apart, and every chunk keeps it twice, in its row and in an index."""
    text = embedded_text(title, heading, text)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _context(title: str, heading: str) -> str:
    """Title and headings on one line. The header of a table comes last and is kept longest."""
    path = heading.split(HEADING_SEPARATOR) if heading else []
    if title and title not in path:
        path.insert(0, title)
    if not path or CELL_SEPARATOR not in path[-1]:
        return _shortened(searchable(HEADING_SEPARATOR.join(path)), _CONTEXT_CHARACTERS)
    header = _shortened(searchable(path.pop()), _TABLE_CONTEXT_CHARACTERS)
    above = _shortened(searchable(HEADING_SEPARATOR.join(path)), _CONTEXT_CHARACTERS)
    return f"{above}{HEADING_SEPARATOR}{header}" if above else header


def _shortened(line: str, characters: int) -> str:
    if len(line) <= characters:
        return line
    half = characters // 2
    return f"{line[:half].rsplit(' ', 1)[0]} … {line[-half:].split(' ', 1)[-1]}"


@dataclass(frozen=True)
class _Section:
    """A range of a page under one path of headings. `rank` is that of the place where it starts."""

    start: int
    end: int
    path: tuple[str, ...]
    rank: int
    is_table: bool


class Chunker:
    """Cuts documents for one embedder, whose `tokenizer.json` is given; without one it counts characters.

    Raises KnownError(MODEL_DAMAGED) where the tokenizer can't be read.
    """

    def __init__(self, tokenizer: Path | None = None) -> None:
        self._tokens: TokenStarts | None = None
        self.tokenizer = tokenizer
        unit = "characters"
        if tokenizer is not None:
            try:
                data = tokenizer.read_bytes()
                loaded = Tokenizer.from_buffer(data)
            except Exception as error:  # the tokenizer's own errors are bare exceptions
                raise known(
                    ErrorCode.MODEL_DAMAGED,
                    f"The tokenizer of the embedder at {tokenizer.parent.name} can't be read.",
                    "Get the model again with `footnote models get`.",
                    detail=str(error),
                ) from error
            loaded.no_truncation()
            loaded.no_padding()
            self._tokens = TokenStarts(loaded)
            unit = hashlib.sha256(data).hexdigest()[:8]
        self._version = f"{CHUNKER_VERSION}/{unit}/{_CAPACITY}+{_OVERLAP}"

    @property
    def version(self) -> str:
        """Changes when the same document would be cut differently."""
        return self._version

    def chunk(self, extracted: Extracted) -> list[ChunkSpan]:
        """The chunks in order. Every character that is no white space is in at least one; where a line
        is cut, neighbours overlap."""
        by_page = self.chunk_pages(extracted.title, extracted.kind, extracted.pages)
        return [chunk for _, chunks in by_page for chunk in chunks]

    def chunk_pages(self, title: str, kind: str, pages: Iterable[Page]) -> Iterator[tuple[Page, list[ChunkSpan]]]:
        """Each page as it comes with its chunks, so that a long document is never held whole."""
        above: list[Heading] = []
        for page in pages:
            sections = list(_sections(page, above))
            starts = [section.start for section in sections]
            chunks: list[ChunkSpan] = []
            for start, end in self._spans(page.text, sections, starts, title, kind):
                path = _common_path(section.path for section in _within(sections, starts, start, end))
                heading = HEADING_SEPARATOR.join(path)
                text = page.text[start:end]
                chunks.append(
                    ChunkSpan(page.number, start, end - start, heading, text, content_hash(title, heading, text))
                )
            yield page, chunks

    def _spans(
        self, text: str, sections: list[_Section], starts: list[int], title: str, kind: str
    ) -> Iterator[tuple[int, int]]:
        """The spans of a page's chunks, without the white space around them."""
        if not sections:
            return
        has_context = bool(title) or any(section.path for section in sections)
        usual = _CAPACITY - (_CONTEXT_TOKENS if has_context else 0)
        rooms: dict[tuple[str, ...], Room] = {}

        def room_of(section: _Section) -> Room:
            if section.path not in rooms:
                context = self._count(_context(title, HEADING_SEPARATOR.join(section.path)))
                capacity = min(usual, max(_LEAST_CAPACITY, _CAPACITY - context))
                # A row says with its header all that it has to say.
                rooms[section.path] = Room(capacity, 0 if section.is_table else _OVERLAP)
            return rooms[section.path]

        def room(start: int, end: int) -> Room:
            found = [room_of(section) for section in _within(sections, starts, start, end)]
            return Room(min(room.capacity for room in found), min(room.overlap for room in found))

        joined = _prose_unwrapped(text, sections) if kind in ("pdf", "text", "mail") else text
        headings = {section.start: section.rank for section in sections}
        places = find_places(text, joined, headings, self._costs(text, usual), usual)
        for start, end in cuts(places, room, usual):
            if trimmed := _trimmed(text, start, end):
                yield trimmed

    def _count(self, text: str) -> int:
        return len(text) // _CHARACTERS_A_TOKEN if self._tokens is None else self._tokens.count(text)

    def _costs(self, text: str, usual: float) -> Callable[[Sequence[int]], list[float]]:
        """The tokens before any offset of `text`; a token much longer than others counts as several."""
        if self._tokens is None:
            return lambda offsets: [offset / _CHARACTERS_A_TOKEN for offset in offsets]
        known_at = np.array([0, *self._tokens.of(text), len(text)], np.int64)
        least = np.diff(known_at) * (usual / _LARGEST_CHUNK)
        each = np.maximum(least, 1.0)
        each[0] = least[0]
        before = np.concatenate(([0.0], np.cumsum(each)))

        def costs(offsets: Sequence[int]) -> list[float]:
            found: list[float] = np.interp(offsets, known_at, before).tolist()
            return found

        return costs


def _sections(page: Page, above: list[Heading]) -> Iterator[_Section]:
    """The page cut at its headings. `above` are the headings that hold where it starts; they are updated."""
    start, rank = 0, 0
    for heading in sorted(page.headings, key=lambda heading: heading.start):
        at = min(max(heading.start, start), len(page.text))
        if at > start:
            yield _section(start, at, above, rank)
            start, rank = at, 0
        while above and above[-1].level >= heading.level:
            above.pop()
        if heading.text:
            above.append(heading)
        rank = max(rank, _rank(heading))
    if start < len(page.text):
        yield _section(start, len(page.text), above, rank)


def _rank(heading: Heading) -> int:
    """How good a place to cut its start is. A table must not be parted from its header."""
    if heading.level >= TABLE_LEVEL:
        return LINE if heading.text else HEADING
    return HEADING + TABLE_LEVEL - heading.level


def _section(start: int, end: int, above: list[Heading], rank: int) -> _Section:
    is_table = bool(above) and above[-1].level >= TABLE_LEVEL
    return _Section(start, end, tuple(heading.text for heading in above), rank, is_table)


def _within(sections: list[_Section], starts: list[int], start: int, end: int) -> list[_Section]:
    return sections[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)]


def _common_path(paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that hold for all of a chunk."""
    found = list(paths)
    common: list[str] = []
    for level in zip(*found, strict=False):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return tuple(common)


def _prose_unwrapped(text: str, sections: Sequence[_Section]) -> str:
    """`_unwrapped`, but for tables: rows of about one length look like wrapped prose, and none may be cut."""
    joined = _unwrapped(text)
    if not any(section.is_table for section in sections):
        return joined
    return "".join((text if one.is_table else joined)[one.start : one.end] for one in sections)


def _unwrapped(text: str) -> str:
    """The same number of characters with the line ends inside paragraphs as spaces: sentences are units of meaning,
    the lines of a page are not. Rows of numbers, items of lists and headings keep theirs."""
    lines = [match[0] for match in _LINE.finditer(text) if match[0]]
    parts: list[str] = []
    for line, following, full in zip(lines, [*lines[1:], ""], _full_lengths(lines), strict=True):
        body = line.rstrip("\r\n")
        if full and _goes_on(body, following, full):
            line = body + " " * (len(line) - len(body))
        parts.append(line)
    return "".join(parts)


def _full_lengths(lines: list[str]) -> Iterator[float]:
    """From which length on each line was broken because it was full; 0 where too few lines say so."""
    # PDFium gives two lines as one where a hyphen ended the first; those say nothing of the width of the column.
    lengths = [len(line) if line.strip() and "\ufffe" not in line else 0 for line in lines]
    around = sorted(length for length in lengths[:_LINES_AROUND] if length)
    for number in range(len(lines)):
        if number + _LINES_AROUND < len(lines) and (length := lengths[number + _LINES_AROUND]):
            insort(around, length)
        if number > _LINES_AROUND and (length := lengths[number - _LINES_AROUND - 1]):
            del around[bisect_left(around, length)]
        yield around[len(around) // 2] * _FULL_LINE if len(around) >= 3 else 0.0


def _goes_on(body: str, following: str, full: float) -> bool:
    """Whether a sentence runs from a line into the following one. `full` is the length of a line that was broken
    because it was full."""
    if not body or not following or not (following[0].isalnum() or following[0] in "(“‘\"'"):
        return False
    open_end = body[-1].isalpha() or body[-1] in ",;(-‐–"
    if following[0].islower():
        return open_end or len(body) >= full
    return open_end and len(body) >= full and not _NUMBERED.match(following)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (text[start].isspace() or text[start] in _PADDING):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _PADDING):
        end -= 1
    return (start, end) if end > start else None
