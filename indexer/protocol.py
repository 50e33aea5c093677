"""The messages of the indexer service. Requests name what they are answered with.

The codec refuses what is not registered here, and a client of another `PROTOCOL_VERSION` is turned away.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.codec import Registry
from indexer.errors import Problem
from indexer.types import (
    ChunkCounts,
    Coverage,
    Document,
    DocumentCounts,
    DocumentProblem,
    DocumentState,
    EvidenceSentence,
    Folder,
    Hit,
    NamedPlaces,
    Page,
    PastRun,
    Progress,
    Subfolder,
)

PROTOCOL_VERSION = 7


@dataclass(frozen=True)
class AddFolders:
    """Watch these folders or single files from now on. → FolderList"""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class RemoveFolders:
    """Stop watching and delete everything known of them; the files themselves stay. → FolderList"""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class ListFolders:
    """→ FolderList"""


@dataclass(frozen=True)
class FolderList:
    folders: tuple[Folder, ...]


@dataclass(frozen=True)
class ListSubfolders:
    """The folders that hold documents, directly in each of these folders of the library. → SubfolderList"""

    parents: tuple[str, ...]


@dataclass(frozen=True)
class SubfolderList:
    """Those of each parent together."""

    subfolders: tuple[Subfolder, ...]


@dataclass(frozen=True)
class Sync:
    """Scan everything now and work until the index is up to date. → Progress …, then IndexReport"""


@dataclass(frozen=True)
class IndexReport:
    """What one `Sync` did. `predicted_seconds` is what was predicted for it before; None where it was too little to
    predict."""

    documents: DocumentCounts
    chunks: ChunkCounts
    seconds: float
    keyword_ready_seconds: float
    predicted_seconds: float | None
    disk_bytes: int


@dataclass(frozen=True)
class EstimateFolders:
    """What would it take to index these folders or files, of which nothing needs to be in the library? Real files of
    them are read and embedded here for at most `seconds`, and nothing of it is kept. → Estimate"""

    paths: tuple[str, ...]
    seconds: float = 20.0


@dataclass(frozen=True)
class Span:
    """A prediction: it is between `low` and `high` nine times of ten, and `mid` most likely."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """`files` and their `bytes` would be indexed in about `seconds`, giving about `chunks` chunks and taking
    `disk_bytes` beyond the files; `unread` files are among them that have no reader yet. `sampled_files` were tried,
    in `sampled_seconds`. `known` documents are up to date already and cost nothing."""

    files: int
    bytes: int
    known: int
    unread: int
    seconds: Span
    chunks: int
    disk_bytes: int
    sampled_files: int
    sampled_seconds: float


@dataclass(frozen=True)
class GetStatus:
    """→ StatusReport"""


@dataclass(frozen=True)
class StatusReport:
    """`documents` maps every `DocumentState` to a count; `watch` says how folders are watched, in a sentence.
    `last_run` is the last run that was long enough to be predicted."""

    documents: dict[str, int]
    chunks: int
    chunks_embedded: int
    disk_bytes: int
    embedder: str
    embedder_ready: bool
    problems: tuple[DocumentProblem, ...]
    progress: Progress
    paused: bool
    watch: str
    pid: int
    last_run: PastRun | None = None


@dataclass(frozen=True)
class ListDocuments:
    """Documents whose path or title contains `text`, in the folder or file `below` (empty: the whole library), in
    `state` (empty: all). `sort` is name, state, size, modified, kind, pages or chunks. → DocumentList"""

    below: str = ""
    text: str = ""
    state: str = ""
    sort: str = "name"
    descending: bool = False
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True)
class DocumentList:
    documents: tuple[Document, ...]
    total: int


@dataclass(frozen=True)
class Search:
    """Hybrid search for `k` chunks and `evidence` sentences. `scope` limits it to these folders or files (empty:
    the whole library), as `in:` does in the query, for which `collections` are known beside the folders. With `wait` it
    waits for the embedder to load, otherwise keywords alone may answer. → SearchReply"""

    query: str
    k: int = 10
    evidence: int = 5
    scope: tuple[str, ...] = ()
    wait: bool = True
    collections: tuple[NamedPlaces, ...] = ()


@dataclass(frozen=True)
class SearchReply:
    """`vectors` is False when only keywords were searched."""

    hits: tuple[Hit, ...]
    evidence: tuple[EvidenceSentence, ...]
    coverage: Coverage
    vectors: bool
    milliseconds: float


@dataclass(frozen=True)
class Survey:
    """Every document in `scope` (empty: the whole library) that fits, told from all of them.

    `mentions`: of each group at least one expression occurs in the document; the words of an expression stand close
    together, and those in quotation marks as written. `named`: one of these words is in its name or folder, title or
    opening. `kinds` and `suffixes` (".pdf"): it is of one of these. `folders`: it lies in a folder of each of these
    names. `filters` are those of a question as written ("in:Work", see `filters`), `collections` as in `Search`.
    `since` and `before` (ISO dates) bound its date, or with `by_change` when its file was changed last. `sort` is
    match, name, size, modified or pages; at most `limit` documents are listed, all are counted. → SurveyReply"""

    mentions: tuple[tuple[str, ...], ...] = ()
    named: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    author: str = ""
    since: str = ""
    before: str = ""
    by_change: bool = False
    least_bytes: int = 0
    most_bytes: int = 0
    sort: str = "match"
    descending: bool = False
    scope: tuple[str, ...] = ()
    filters: str = ""
    collections: tuple[NamedPlaces, ...] = ()
    limit: int = 200


@dataclass(frozen=True)
class Surveyed:
    """A document that fits, in how many `passages` it matches, and the one that speaks for it (None: it has no text).
    `date` is an ISO date, month or year."""

    document: Document
    passages: int
    best: Hit | None
    date: str


@dataclass(frozen=True)
class Unread:
    """A document of which nothing is known but what its file shows, and why; `code` is that of its problem, empty
    where it has none."""

    path: str
    state: DocumentState
    reason: str
    code: str = ""


@dataclass(frozen=True)
class SurveyReply:
    """`total` documents fit, in `passages` passages; the first are in `documents`. `read` of the `in_scope` documents
    that the catalogue's facts leave over could be looked into; `unread` names the first of the others."""

    documents: tuple[Surveyed, ...]
    total: int
    passages: int
    in_scope: int
    read: int
    unread: tuple[Unread, ...]
    milliseconds: float


@dataclass(frozen=True)
class GetText:
    """The stored text of a document: page `page`, or every page when None. → DocumentText"""

    document_id: int
    page: int | None = None


@dataclass(frozen=True)
class DocumentText:
    document: Document
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class GetChunks:
    """The pieces that a document was cut into, in the order of its text: `limit` of them from `offset`. → ChunkList"""

    document_id: int
    offset: int = 0
    limit: int = 500


@dataclass(frozen=True)
class IndexedChunk:
    """A piece of page `page` (None where there are no pages): what is found as one. `heading` is the path of headings
    above it; `embedded` says whether its vector is there."""

    id: int
    page: int | None
    start: int
    length: int
    heading: str
    embedded: bool


@dataclass(frozen=True)
class ChunkList:
    """`total` and `embedded` count all chunks of the document."""

    chunks: tuple[IndexedChunk, ...]
    total: int
    embedded: int


@dataclass(frozen=True)
class Embed:
    """Unit vectors of some short texts, for the check of an answer. → Vectors"""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Vectors:
    """One vector of floats a text; empty when no embedder is there."""

    vectors: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Lease:
    """Indexing yields its cores for this many seconds (0 ends it), because an answer is being made. → Done"""

    seconds: float


@dataclass(frozen=True)
class Typing:
    """The person is typing: indexing yields its cores for a moment. → Done"""


@dataclass(frozen=True)
class NoteOpened:
    """The person opened this document: what they work with is made searchable by meaning first. → Done"""

    document_id: int


@dataclass(frozen=True)
class Exclude:
    """Leave these documents out from now on: their paths become ignore rules, what is known of them is deleted, the
    files stay. → Done"""

    document_ids: tuple[int, ...]


@dataclass(frozen=True)
class SetPaused:
    """Pause or resume indexing; it holds across restarts. → Done"""

    paused: bool


@dataclass(frozen=True)
class Retry:
    """Read these documents again (empty: every failed one); `password` opens an encrypted one and is kept in
    memory only. → Done"""

    document_ids: tuple[int, ...] = ()
    password: str = ""


@dataclass(frozen=True)
class Shutdown:
    """End the service after the current step; with `if_alone` as soon as nobody is connected. → Done"""

    if_alone: bool = False


@dataclass(frozen=True)
class Done:
    pass


@dataclass(frozen=True)
class Subscribe:
    """→ Progress, DocumentsChanged, FoldersChanged for as long as the connection lasts"""


@dataclass(frozen=True)
class DocumentsChanged:
    """Rows to refresh; empty when too many changed to name."""

    document_ids: tuple[int, ...]


@dataclass(frozen=True)
class FoldersChanged:
    pass


REGISTRY = Registry(
    PROTOCOL_VERSION,
    (
        AddFolders, RemoveFolders, ListFolders, FolderList, ListSubfolders, SubfolderList,
        Sync, IndexReport, GetStatus, StatusReport,
        ListDocuments, DocumentList, Search, SearchReply, Survey, SurveyReply, GetText, DocumentText,
        GetChunks, ChunkList, Embed, Vectors,
        Lease, SetPaused, Retry, EstimateFolders, Estimate,
        Typing, NoteOpened, Exclude, Shutdown, Done, Subscribe, DocumentsChanged, FoldersChanged, Progress, Problem,
    ),
)  # fmt: skip
