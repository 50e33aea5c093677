"""Pages → chunks: pieces of a size that the embedder reads whole, with exact spans and the headings above them.

A chunk never crosses a page, and crosses a heading only where the sections are small. What is embedded is the
document's own title, the headings and the text, never the file's name: a renamed, moved or copied file costs nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from semantic_text_splitter import MarkdownSplitter, TextSplitter
from tokenizers import Tokenizer

from indexer.errors import ErrorCode, known
from indexer.normalise import searchable
from indexer.types import ChunkSpan, Extracted, Heading, Page

CHUNKER_VERSION = 1

HEADING_SEPARATOR = " › "
_TOKENS, _OVERLAP = (180, 240), 40  # of the 256 that MiniLM reads, less two of its own
_CHARACTERS_A_TOKEN = 4
_CONTEXT_CHARACTERS = 140  # of title and headings that are embedded before the text
_CONTEXT_TOKENS = 40  # what they take from a chunk that has them

_SMALL_SECTION = 400  # characters; smaller sections share a chunk with what follows
_LARGEST_CHUNK = 2400  # characters: a word of a thousand letters is one unknown token, however long it is
_LARGEST_PIECE = 60_000  # characters that the splitter is given at once: its time grows faster than the text

# What may stand at the ends of a chunk but says nothing. U+FFFE is PDFium's hyphen at a line's end; QtPdf takes it
# for a byte order mark where a selection starts with it.
_PADDING = "\ufffe\ufeff\u200b\u00ad\x00"
_FULL_LINE = 0.8  # of the median line of a page: a line of this length was broken because it was full
_NUMBERED = re.compile(r"\d+(?:\.\d+)*[.)]?\s+\w")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def embedded_text(title: str, heading: str, text: str) -> str:
    """What the embedder reads for a chunk: title and headings, shortened, then the text, all searchable."""
    path = heading.split(HEADING_SEPARATOR) if heading else []
    if title and title not in path:
        path.insert(0, title)
    context = searchable(HEADING_SEPARATOR.join(path))
    if len(context) > _CONTEXT_CHARACTERS:
        half = _CONTEXT_CHARACTERS // 2
        context = f"{context[:half].rsplit(' ', 1)[0]} … {context[-half:].split(' ', 1)[-1]}"
    body = searchable(text)
    return f"{context}\n{body}" if context else body


def content_hash(title: str, heading: str, text: str) -> str:
    """sha256 (hexadecimal) of what is embedded: equal chunks are embedded once."""
    return hashlib.sha256(embedded_text(title, heading, text).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class _Section:
    start: int
    end: int
    path: tuple[str, ...]


class Chunker:
    """Cuts documents for one embedder, whose `tokenizer.json` is given; without one it counts characters.

    Raises KnownError(MODEL_DAMAGED) where the tokenizer can't be read.
    """

    def __init__(self, tokenizer: Path | None = None) -> None:
        self._splitters: dict[tuple[bool, bool], TextSplitter | MarkdownSplitter] = {}
        self._by_characters = TextSplitter((_LARGEST_CHUNK * 2 // 3, _LARGEST_CHUNK))
        self._tokenizer: Tokenizer | None = None
        low, high = _TOKENS
        unit = "characters"
        if tokenizer is not None:
            try:
                data = tokenizer.read_bytes()
                self._tokenizer = Tokenizer.from_buffer(data)
            except Exception as error:  # the tokenizer's own errors are bare exceptions
                raise known(
                    ErrorCode.MODEL_DAMAGED,
                    f"The tokenizer of the embedder at {tokenizer.parent.name} can't be read.",
                    "Get the model again with `footnote models get`.",
                    detail=str(error),
                ) from error
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
            unit = hashlib.sha256(data).hexdigest()[:8]
        self._version = f"{CHUNKER_VERSION}/{unit}/{low}-{high}+{_OVERLAP}"

    @property
    def version(self) -> str:
        """Changes when the same document would be cut differently."""
        return self._version

    def chunk(self, extracted: Extracted) -> list[ChunkSpan]:
        """The chunks in order. Every character that is no white space is in at least one; neighbours overlap."""
        chunks: list[ChunkSpan] = []
        above: list[Heading] = []
        for page in extracted.pages:
            sections = list(_sections(page, above))
            for group in _grouped(sections):
                spans = self._spans(page.text, group, extracted)
                for start, end in spans:
                    path = _common_path(s.path for s in group if s.start < end and s.end > start)
                    heading = HEADING_SEPARATOR.join(path)
                    text = page.text[start:end]
                    hashed = content_hash(extracted.title, heading, text)
                    chunks.append(ChunkSpan(page.number, start, end - start, heading, text, hashed))
        return chunks

    def _spans(self, text: str, group: list[_Section], extracted: Extracted) -> Iterator[tuple[int, int]]:
        """The spans of a group's chunks, without the white space around them."""
        has_context = bool(extracted.title) or any(section.path for section in group)
        splitter = self._splitter(extracted.kind == "markdown", has_context)
        joined = _unwrapped if extracted.kind in ("pdf", "text") else str
        for start, end in _pieces(text, group[0].start, group[-1].end):
            for offset, chunk in splitter.chunk_indices(joined(text[start:end])):
                yield from self._fitting(text, start + offset, start + offset + len(chunk))

    def _fitting(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        parts = [(0, end - start)]
        if end - start > _LARGEST_CHUNK:
            cut = self._by_characters.chunk_indices(text[start:end])
            parts = [(offset, offset + len(chunk)) for offset, chunk in cut]
        for low, high in parts:
            if trimmed := _trimmed(text, start + low, start + high):
                yield trimmed

    def _splitter(self, markdown: bool, has_context: bool) -> TextSplitter | MarkdownSplitter:
        key = (markdown, has_context)
        if key not in self._splitters:
            kind = MarkdownSplitter if markdown else TextSplitter
            less = _CONTEXT_TOKENS if has_context else 0
            low, high = (tokens - less for tokens in _TOKENS)
            if self._tokenizer is not None:
                splitter = kind.from_huggingface_tokenizer(self._tokenizer, (low, high), overlap=_OVERLAP)
            else:
                unit = _CHARACTERS_A_TOKEN
                splitter = kind((low * unit, high * unit), overlap=_OVERLAP * unit)
            self._splitters[key] = splitter
        return self._splitters[key]


def _sections(page: Page, above: list[Heading]) -> Iterator[_Section]:
    """The page cut at its headings. `above` are the headings that hold where it starts; they are updated."""
    start = 0
    for heading in sorted(page.headings, key=lambda heading: heading.start):
        at = min(max(heading.start, start), len(page.text))
        if at > start:
            yield _Section(start, at, _path(above))
            start = at
        while above and above[-1].level >= heading.level:
            above.pop()
        if heading.text:
            above.append(heading)
    if start < len(page.text):
        yield _Section(start, len(page.text), _path(above))


def _path(above: list[Heading]) -> tuple[str, ...]:
    return tuple(heading.text for heading in above)


def _grouped(sections: list[_Section]) -> Iterator[list[_Section]]:
    """Neighbouring sections together until they are no longer small."""
    group: list[_Section] = []
    for section in sections:
        if group and group[-1].end - group[0].start >= _SMALL_SECTION:
            yield group
            group = []
        group.append(section)
    if group:
        yield group


def _common_path(paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that hold for all of a chunk."""
    found = list(paths)
    common: list[str] = []
    for level in zip(*found, strict=False):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return tuple(common)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The range in pieces that can be split in bounded time, cut at the last line end or space that fits."""
    while end - start > _LARGEST_PIECE:
        limit = start + _LARGEST_PIECE
        floor = start + _LARGEST_PIECE // 2
        cut = max(text.rfind("\n\n", floor, limit), text.rfind("\n", floor, limit), text.rfind(" ", floor, limit))
        cut = cut + 1 if cut > 0 else limit
        yield start, cut
        start = cut
    yield start, end


def _unwrapped(text: str) -> str:
    """The same number of characters with the line ends inside paragraphs as spaces: sentences are units of meaning,
    the lines of a page are not. Rows of numbers, items of lists and headings keep theirs."""
    lines = [match[0] for match in _LINE.finditer(text) if match[0]]
    # PDFium gives two lines as one where a hyphen ended the first; those say nothing of the width of the column.
    lengths = sorted(len(line) for line in lines if line.strip() and "\ufffe" not in line)
    if len(lengths) < 3:
        return text
    full = lengths[len(lengths) // 2] * _FULL_LINE
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        body = line.rstrip("\r\n")
        if _goes_on(body, following, full):
            line = body + " " * (len(line) - len(body))
        parts.append(line)
    return "".join(parts)


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
