"""Mail: single messages (EML, EMLX, MSG), pages saved as one (MHTML) and mailboxes (MBOX), with what is attached.

The first page of a message is its header and text; the pages of its attachments follow, each labelled with the
attachment's name and the place there.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from indexer.extract import mbox, message, mime
from indexer.extract.message import Budget, Message, Place
from indexer.extract.source import Reading, Source, corrupt
from indexer.types import Page

VERSION = 2

_PAGE_BYTES = 50_000  # of a file that count as a page, for the time that it may take
_LABEL_CHARACTERS = 80
_COUNTED = re.compile(rb"\A\s*(\d{1,12})[ \t]*\r?\n")
_OLE = b"\xd0\xcf\x11\xe0"


def extract(source: Source) -> Reading:
    """Raises KnownError(CORRUPT) where it is no message, UNSUPPORTED where it lies too deep in others. What is
    attached and can't be read is named in the text of its message."""
    if source.depth >= message.DEPTH:
        raise message.too_deep(source.path)
    suffix = source.path.suffix.lower()
    count = 1 + source.size // _PAGE_BYTES
    if suffix == ".mbox" or (suffix != ".eml" and source.start.startswith(b"From ")):
        return Reading("", "", "", "mail", count, _numbered(_mailbox(source)))
    read = _outlook(source) if source.start.startswith(_OLE) else _internet(source, suffix)
    pages = message.pages(read, Place(depth=source.depth), Budget())
    return Reading(read.subject, read.sender, read.created, "mail", count, _numbered(pages))


def _outlook(source: Source) -> Message:
    from indexer.extract import outlook  # its library is for the few files that need it

    return outlook.read(source)


def _internet(source: Source, suffix: str) -> Message:
    data = source.read()
    if counted := _COUNTED.match(data):  # Apple Mail's own: the length, the message, then a property list
        data = data[counted.end() : counted.end() + int(counted[1])]
    if b"\x00" in source.start and not mime.has_header(data[:10_000]):
        raise corrupt(source.path, "it is no mail message")
    return mime.parse(data, saved_page=suffix in (".mht", ".mhtml"))


def _mailbox(source: Source) -> Iterator[Page]:
    with source.open() as stream:
        for data, whole in mbox.messages(stream):
            read = mime.parse(data)
            if not whole:
                note = f"The rest of this message, over {mbox.MESSAGE_BYTES >> 20} MB, was not read."
                read = replace(read, body=f"{read.body}\n\n{note}")
            subject = textwrap.shorten(read.subject, _LABEL_CHARACTERS, placeholder="…") or "message"
            name = ", ".join(filter(None, (subject, read.created)))
            yield from message.pages(read, Place(name, 1, source.depth), Budget(), name="")


def _numbered(pages: Iterator[Page]) -> Iterator[Page]:
    return (replace(page, number=number) for number, page in enumerate(pages, 1))
