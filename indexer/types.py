"""The nouns of the indexer, as frozen dataclasses that also travel between processes.

Offsets are Python character offsets into the text of a page (or of the document, where a format has no pages).
Page numbers are 1-based. Times are seconds since the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

COLLECTION = "collection/"  # before the name of a collection that a folder has too, in `in:`


class DocumentState(StrEnum):
    """Where a document stands. `keyword-ready`: its text can be found by keyword, its vectors are to come."""

    PENDING = "pending"
    KEYWORD_READY = "keyword-ready"
    INDEXED = "indexed"
    FAILED = "failed"
    SKIPPED = "skipped"
    OFFLINE = "offline"


@dataclass(frozen=True)
class Folder:
    """A root that a person added: a folder, or a single file. `counts` maps a document state to a number; `nested`:
    there are folders in it that hold documents."""

    id: int
    path: str
    is_file: bool
    online: bool
    counts: dict[str, int]
    nested: bool = False


@dataclass(frozen=True)
class Subfolder:
    """A folder directly in `parent`, with all documents in it at whatever depth; else as `Folder`."""

    path: str
    parent: str
    counts: dict[str, int]
    nested: bool


@dataclass(frozen=True)
class NamedPlaces:
    """What a person calls by a name of their own: a collection of folders and files, for `in:` in a question."""

    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """One file as the library knows it; the row of the library view. `author` and `created` (an ISO date) are what the
    document itself says, empty where it doesn't."""

    id: int
    folder_id: int
    path: str
    title: str
    kind: str
    size: int
    modified: float
    state: DocumentState
    pages: int
    chunks: int
    problem_code: str | None
    problem_message: str
    problem_action: str
    retryable: bool
    author: str = ""
    created: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading at a character offset of its page; level 1 is the top."""

    start: int
    level: int
    text: str


@dataclass(frozen=True)
class Page:
    """The raw text of one page, as spans count it. What a page is depends on the format (see `places`): a slide, a
    sheet, a chapter, a mail or its attachment, a cell. `number` is None where a format has no pages; `label` is what
    the document itself calls it ("iv", "Budget", "report.pdf, p. 3"), None where it says nothing. `unrecognized`:
    it is a picture, and what text that may show was not recognized."""

    number: int | None
    label: str | None
    text: str
    headings: tuple[Heading, ...] = ()
    unrecognized: bool = False


@dataclass(frozen=True)
class Extracted:
    """What an extractor read from one file. `kind` names the family of formats (`extract.formats.READABLE`);
    `created` is an ISO date or empty; `extractor` names the module and its version, e.g. "pdf/1"."""

    title: str
    author: str
    created: str
    kind: str
    pages: tuple[Page, ...]
    extractor: str


@dataclass(frozen=True)
class ChunkSpan:
    """A piece of a page: `text == page.text[start:start + length]`. `heading` is the path of headings above it,
    joined with " › ". `content_hash` is that of what is embedded (`chunking.content_hash`)."""

    page: int | None
    start: int
    length: int
    heading: str
    text: str
    content_hash: str


@dataclass(frozen=True)
class Cut:
    """A document read and cut into chunks; `chunker` is the version of what cut it."""

    extracted: Extracted
    chunks: tuple[ChunkSpan, ...]
    chunker: str


@dataclass(frozen=True)
class Hit:
    """A chunk found by a search. `score` is the fused score (higher is better); `similarity` the cosine of query
    and chunk, None where vectors were not asked; ranks are 1-based, None where that side did not find it. `line` is
    the 1-based line of its page where it starts and `cell` the cell of a table row, from 0; `place` is where a person
    finds it ("p. 12", "slide 3", "line 40"), empty where there is no name for that."""

    rank: int
    chunk_id: int
    document_id: int
    path: str
    title: str
    kind: str
    page: int | None
    page_label: str | None
    start: int
    length: int
    heading: str
    text: str
    content_hash: str
    score: float
    similarity: float | None
    keyword_rank: int | None
    vector_rank: int | None
    offline: bool
    line: int | None = None
    cell: int | None = None
    place: str = ""


@dataclass(frozen=True)
class EvidenceSentence:
    """One sentence of a hit that speaks to the query. `coverage` is the share (0 to 1, weighted by rarity) of the
    query's content words in it; `similarity` its cosine with the query, None without vectors. `columns` is the header
    row of the table that it holds rows of, empty for all else."""

    document_id: int
    path: str
    title: str
    page: int | None
    page_label: str | None
    start: int
    length: int
    text: str
    score: float
    similarity: float | None
    coverage: float
    place: str = ""
    columns: str = ""


@dataclass(frozen=True)
class Coverage:
    """What a search could see: documents that were searched, that still wait for their text or only for their
    vectors, and that could not be read."""

    searched: int
    pending: int
    vectors_pending: int
    failed: int
    offline: int


@dataclass(frozen=True)
class Activity:
    """What the indexer is doing now, in one word and one sentence, e.g. ("reading", "Reading report.pdf.").
    `phase` is idle, scanning, reading, embedding, upkeep, paused or waiting."""

    phase: str
    sentence: str


@dataclass(frozen=True)
class Progress:
    """How far a run of the indexer is. `seconds_left` is None until there is enough to tell; `predicted_seconds` is
    what this run was predicted to take and `elapsed_seconds` how long it has worked, None while nothing is under way
    that was predicted."""

    activity: Activity
    documents_done: int
    documents_total: int
    chunks_done: int
    chunks_total: int
    chunks_per_second: float
    seconds_left: float | None
    predicted_seconds: float | None = None
    elapsed_seconds: float | None = None


@dataclass(frozen=True)
class DocumentProblem:
    """What is wrong with a document: what happened and what to do, in a sentence each."""

    path: str
    code: str
    message: str
    action: str


@dataclass(frozen=True)
class PastRun:
    """What a run was predicted to take, and how long it really worked, in seconds; when it `ended`."""

    predicted_seconds: float
    seconds: float
    ended: float


@dataclass(frozen=True)
class DocumentCounts:
    """What a run of `index` did to documents."""

    indexed: int
    unchanged: int
    moved: int
    removed: int
    failed: int
    skipped: int


@dataclass(frozen=True)
class ChunkCounts:
    """What a run of `index` did to chunks; `reused` kept or shared a vector that was there already."""

    embedded: int
    reused: int
    removed: int
