"""Any file → its reader, chosen by what it holds rather than by what it is called."""

from __future__ import annotations

import importlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from indexer.errors import ErrorCode, KnownError, known
from indexer.extract import formats, ocr
from indexer.extract.formats import kind_of
from indexer.extract.source import START_BYTES, TEXT_CHARACTERS, Reading, Source, locked, too_large, unsupported
from indexer.types import Extracted, Page

__all__ = ["extract", "extractor_version", "kind_of", "open_document", "open_source"]


class _Extractor(Protocol):
    VERSION: int

    def extract(self, source: Source) -> Reading: ...


def _extractor(kind: str) -> _Extractor:
    """Loaded when first needed: each brings a library of its own."""
    return cast(_Extractor, importlib.import_module(f"indexer.extract.{kind}"))


# Kept beside the modules so that asking for one doesn't load its library; a test holds them together.
# These two have none; some of what was theirs can be read since.
_VERSIONS = dict.fromkeys(formats.READABLE, 1) | {"old-office": 2, "page-layout": 1}
_VERSIONS |= dict.fromkeys((formats.TEXT, formats.CODE, formats.MARKDOWN, formats.MAIL), 2)
_VERSIONS |= {formats.PDF: 3, formats.DOCX: 3}
_VERSIONS[formats.SCAN] = ocr.VERSION


def extractor_version(kind: str, *, needs_ocr: bool = False) -> str:
    """What reads files of this kind now, e.g. "pdf/1"; "archive/0" while nothing does, so that files which could not
    be read are noticed once they can. `needs_ocr`: a file of which some or all ended in NEEDS_OCR, for which text
    recognition counts too ("pdf/1+ocr/0" while there is none)."""
    version = f"{kind}/{_VERSIONS.get(kind, 0)}"
    return f"{version}+ocr/{ocr.VERSION if ocr.is_installed() else 0}" if needs_ocr else version


def open_document(path: Path, *, password: str = "", max_bytes: int, recognize: bool = False) -> Reading:
    """Open `path`; its pages are read as they are asked for. `recognize`: the text of pictures too.

    Raises KnownError, then or while iterating: MISSING, UNREADABLE, EMPTY, TOO_LARGE (the file over `max_bytes`, or
    its text over `TEXT_CHARACTERS`), ENCRYPTED, CORRUPT, UNSUPPORTED, NEEDS_OCR, NO_TEXT, CHANGED_WHILE_READ.
    """
    try:
        before = path.stat()
        _check(path, before.st_mode, before.st_size, max_bytes)
        with path.open("rb") as file:
            start = file.read(START_BYTES)
        reading = open_source(Source(path, before.st_size, start, password, ocr=recognize and ocr.is_installed()))
    except OSError as error:
        raise _unreadable(path, error) from error
    pages = _watched(path, reading.pages, (before.st_size, before.st_mtime_ns))
    return Reading(reading.title, reading.author, reading.created, reading.kind, reading.page_count, pages)


def recognize_document(path: Path, *, password: str = "", max_bytes: int) -> Reading:
    """`open_document`, with the text of pictures: what a `sandbox.Sandbox.recognizing` reads with. Ends in NEEDS_OCR
    only where recognition is not installed."""
    return open_document(path, password=password, max_bytes=max_bytes, recognize=True)


def open_source(source: Source) -> Reading:
    """Open what a file or a container holds, with the reader for it. Raises KnownError as `open_document` does, but
    doesn't watch the text's length."""
    return _extractor(_choose(source)).extract(source)


def extract(path: Path, *, password: str = "", max_bytes: int) -> Extracted:
    """The whole document in this process, without protection from what it may do: see `sandbox.Sandbox.read`."""
    reading = open_document(path, password=password, max_bytes=max_bytes)
    pages = tuple(reading.pages)
    return Extracted(
        reading.title, reading.author, reading.created, reading.kind, pages, extractor_version(reading.kind)
    )


def _check(path: Path, mode: int, size: int, max_bytes: int) -> None:
    if not stat.S_ISREG(mode):
        raise unsupported(path, "is no file with content", "Choose a file or a folder.")
    if size == 0:
        raise known(ErrorCode.EMPTY, f"{path.name} is empty.", "Nothing to do, unless it should have content.")
    if size > max_bytes and (kind := kind_of(path)) in formats.UNREAD:
        raise _without_reader(path, kind)  # a smaller one would not help
    if size > max_bytes:
        raise too_large(
            path,
            f"has {size / 1e6:,.0f} MB, over the limit of {max_bytes / 1e6:,.0f} MB",
            "Raise max_file_mb in the settings, or split the file.",
        )


def _choose(source: Source) -> str:
    """The kind to read it as. Raises KnownError where there is no reader."""
    path, start = source.path, source.start
    shown, promised = formats.sniff(source), kind_of(path)
    if shown == formats.ENCRYPTED_OFFICE:
        raise locked(path)
    if shown == formats.HTML and promised in (formats.TEXT, formats.MARKDOWN, formats.CODE):
        shown = promised  # the source of a page, kept as a text, is a text
    kind = shown or promised or formats.TEXT
    if shown is None and promised in formats.PACKAGES and b"\x00" not in start:
        kind = formats.TEXT if start.strip() else promised
    if kind in formats.UNREAD:
        raise _without_reader(path, kind)
    return kind


def _without_reader(path: Path, kind: str) -> KnownError:
    name, action = formats.UNREAD[kind]
    return unsupported(path, f"is {name}, which Footnote can't read yet", action)


def _watched(path: Path, pages: Iterator[Page], before: tuple[int, int]) -> Iterator[Page]:
    """The pages, as long as their text stays within bounds and the file as it was."""
    characters, any_text = 0, False
    try:
        for page in pages:
            characters += len(page.text)
            any_text = any_text or bool(page.text.strip())
            if characters > TEXT_CHARACTERS:
                raise too_large(path, f"holds more than {TEXT_CHARACTERS:,} characters", "Split the file.")
            yield page
        after = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    if (after.st_size, after.st_mtime_ns) != before:
        raise known(
            ErrorCode.CHANGED_WHILE_READ,
            f"{path.name} was changed while it was read.",
            "It will be read again when it holds still.",
            retryable=True,
        )
    if not any_text:
        raise known(ErrorCode.NO_TEXT, f"{path.name} holds no text.", "Nothing to do, unless you expect text in it.")


def _unreadable(path: Path, error: OSError) -> KnownError:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return known(
            ErrorCode.MISSING, f"{path.name} is no longer there.", "Put it back, or let Footnote forget it.",
            retryable=True,
        )  # fmt: skip
    reason = "you have no permission" if isinstance(error, PermissionError) else str(error.strerror or error)
    return known(
        ErrorCode.UNREADABLE,
        f"{path.name} can't be opened: {reason}.",
        "Check that you may read it and that its disk is connected.",
        retryable=True,
        detail=repr(error),
    )
