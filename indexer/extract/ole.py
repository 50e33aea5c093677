"""OLE containers (Office 97–2003): their streams and what they say of the document in them."""

from __future__ import annotations

import contextlib
import io
import struct
from collections.abc import Iterator
from datetime import datetime

import olefile

from indexer.extract.source import Source, corrupt, stated_title

_UTF8, _UTF16 = 65001, 1200


class Container:
    """An open container. What is damaged in it raises one of the errors that `reading` turns into a KnownError."""

    def __init__(self, ole: olefile.OleFileIO) -> None:
        self._ole = ole

    def stream(self, name: str) -> bytes | None:
        """The content of a stream at the top level; None where there is none of that name."""
        if not self._ole.exists(name) or self._ole.get_type(name) != olefile.STGTY_STREAM:
            return None
        data: bytes = self._ole.openstream(name).read()
        return data

    def properties(self) -> tuple[str, str, str]:
        """Title, author and ISO date of creation as the document states them; empty where it doesn't."""
        try:
            stated = self._ole.get_metadata()
        except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError):
            return "", "", ""  # the text does not depend on them
        codec = _codec(stated.codepage)
        created = stated.create_time
        date = f"{created:%Y-%m-%d}" if isinstance(created, datetime) and created.year > 1980 else ""
        return stated_title(_text(stated.title, codec)), _text(stated.author, codec), date


@contextlib.contextmanager
def reading(source: Source, what: str) -> Iterator[olefile.OleFileIO]:
    """The container as olefile has it, of what `what` names ("Outlook message"). Raises KnownError(CORRUPT), also for
    what the body meets in it."""
    try:
        yield olefile.OleFileIO(io.BytesIO(source.read()))
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError, RecursionError) as error:
        # olefile raises OSError for what it notices and the others for what it doesn't
        raise corrupt(source.path, f"it is no complete {what}", repr(error)) from error


@contextlib.contextmanager
def opened(source: Source, what: str) -> Iterator[Container]:
    """The container of a document. Raises as `reading`."""
    with reading(source, what) as ole:
        yield Container(ole)


def _codec(codepage: object) -> str:
    number = codepage & 0xFFFF if isinstance(codepage, int) else 1252
    name = {_UTF8: "utf-8", _UTF16: "utf-16-le"}.get(number, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _text(value: object, codec: str) -> str:
    text = value.decode(codec, "replace") if isinstance(value, bytes) else str(value or "")
    return " ".join(text.replace("\x00", " ").split())
