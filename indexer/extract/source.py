"""What an extractor is given, what it gives back, and the problems that every format shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self

from indexer.errors import ErrorCode, KnownError, known
from indexer.types import Heading, Page

# The header row of a table stands above its rows as a heading of this level, so that a chunk of later rows knows
# what its columns mean. A heading with empty text ends the ones of its level and below, and says nothing itself.
TABLE_LEVEL = 9
_HEADING_CHARACTERS, _TABLE_HEADER_CHARACTERS = 200, 400

TEXT_CHARACTERS = 50_000_000  # that are read of one file
START_BYTES = 4096  # from them a format is told

_APPLICATION = re.compile(r"^(?:Microsoft (?:Office )?(?:Word|PowerPoint|Excel)|Adobe \w+) - ", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|no title|word document|powerpoint presentation|slide|document|presentation|book|"
    r"dokument|[\w .()+-]*\.(?:docx?|dotx?|dvi|pdf|tex|indd|qxd|pptx?|xlsx?|odt|rtf|txt|html?|ps|fm))\s?\d*"
    r"|(?:[\W_]*\d){9}[\W\d_]*",  # the number that an archive filed it under; "1984" is a title
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Source:
    """One file to read, or an attachment in memory. `start` are its first bytes, enough to tell its format; `size` is
    its size in bytes. Where `data` is given it is the content, and `path` only names it; `depth` counts the containers
    (mails) that it lies in. `ocr`: the text of pictures is to be recognized, which takes seconds a page."""

    path: Path
    size: int
    start: bytes
    password: str = ""
    data: bytes | None = None
    depth: int = 0
    ocr: bool = False

    @classmethod
    def within(cls, name: str, data: bytes, depth: int = 1) -> Self:
        """Content that is no file: `name` is what its container calls it."""
        return cls(Path(name), len(data), data[:START_BYTES], data=data, depth=depth)

    def read(self) -> bytes:
        return self.path.read_bytes() if self.data is None else self.data

    def open(self) -> BinaryIO:
        return self.path.open("rb") if self.data is None else BytesIO(self.data)

    def content(self) -> Path | BytesIO:
        """For libraries that open a path themselves, and close it when they are done."""
        return self.path if self.data is None else BytesIO(self.data)


@dataclass(frozen=True)
class Reading:
    """An open document: what it says of itself, then its pages, read as they are asked for.

    `page_count` is what the document announces (1 where a format has no pages). Iterating `pages` may raise
    `KnownError`; it can be done once.
    """

    title: str
    author: str
    created: str
    kind: str
    page_count: int
    pages: Iterator[Page]


def heading(start: int, level: int, text: str) -> Heading:
    """A heading on one line, cut to a length that can still be shown."""
    line = " ".join(text.split())
    most = _TABLE_HEADER_CHARACTERS if level == TABLE_LEVEL else _HEADING_CHARACTERS
    if len(line) > most:
        line = line[: most - 1].rstrip() + "…"
    return Heading(start, level, line)


def stated_title(value: str) -> str:
    """The title that a document states, empty where it is only what an application put there: a file's name, a
    long number, or the name of a document that has none yet."""
    title = " ".join(value.replace("\x00", " ").split())
    title = _APPLICATION.sub("", title)
    return "" if _NO_TITLE.fullmatch(title) else title


def single_page(text: str, headings: tuple[Heading, ...] = ()) -> Iterator[Page]:
    """The one page of a format that has none."""
    return iter((Page(None, None, text, headings),))


def corrupt(path: Path, what: str, detail: str = "") -> KnownError:
    return known(
        ErrorCode.CORRUPT,
        f"{path.name} is damaged: {what}.",
        "Open it in the application that made it; if that works, save it again.",
        detail=detail,
    )


def too_large(path: Path, what: str, action: str) -> KnownError:
    return known(ErrorCode.TOO_LARGE, f"{path.name} {what}.", action)


def encrypted(path: Path, *, given: bool) -> KnownError:
    """`given`: a password was given, and it is wrong."""
    if given:
        return known(
            ErrorCode.ENCRYPTED,
            f"The password given for {path.name} is wrong.",
            "Give its password again.",
            retryable=True,
        )
    return known(
        ErrorCode.ENCRYPTED,
        f"{path.name} is protected with a password.",
        "Give its password, and it will be read; the password is not stored.",
        retryable=True,
    )


def locked(path: Path) -> KnownError:
    """A document that only the application which made it can open."""
    return known(
        ErrorCode.ENCRYPTED,
        f"{path.name} is protected with a password.",
        "Open it in the application that made it and save it without a password.",
    )


def unsupported(path: Path, message: str, action: str, detail: str = "") -> KnownError:
    return known(ErrorCode.UNSUPPORTED, f"{path.name} {message}.", action, detail=detail)
