"""PowerPoint 97–2003 presentations (PPT): a page a slide, with its title, shapes, notes and comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.extract import ole
from indexer.extract.slide import SlideText
from indexer.extract.slide_records import (
    COMMENT,
    FOOTERS,
    HEADER_OF_TEXT,
    LISTED,
    MASTER,
    NOTES,
    PLACEHOLDER,
    REFERENCE_TO_TEXT,
    SHAPE,
    SLIDE,
    SLIDE_ATOM,
    SLIDE_LIST,
    STRING,
    TEXT_BOX,
    Record,
    is_encrypted,
    live_records,
    records,
    text_of,
)
from indexer.extract.source import Reading, Source, corrupt, locked
from indexer.types import Page

VERSION = 1

_WHAT = "presentation"
_TITLES = frozenset({0, 6})  # kinds of text: a title, a centred one
_SLIDES, _NOTES_LIST = 0, 2
_FOOTER_TEXT, _COMMENT_TEXT = 2, 1
_FURNITURE = frozenset({7, 8})  # placeholders of the date and the slide's number
_COUNTER = "*"  # stands where the program puts a number or a date
_OWN_OF_MASTER = frozenset({0, 9, 10})  # no placeholder, footer, header: what slides show as it stands


@dataclass(frozen=True)
class _Text:
    kind: int
    text: str

    @property
    def lines(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.text.split("\r")]
        return [line for line in lines if line not in ("", _COUNTER)]


@dataclass(frozen=True)
class _Slide:
    record: Record
    outline: tuple[_Text, ...]  # text that is kept in the document's list of slides


def extract(source: Source) -> Reading:
    """What a slide shows of its master stands at the end of the first slide. Raises KnownError(CORRUPT or
    ENCRYPTED)."""
    with ole.opened(source, _WHAT) as container:
        data = container.stream("PowerPoint Document")
        if data is None:
            raise corrupt(source.path, f"it is no complete {_WHAT}", "there is no stream PowerPoint Document")
        user = container.stream("Current User") or b""
        if is_encrypted(user):
            raise locked(source.path)
        live, document = live_records(data, user)
        slides, notes = _listed(live, document)
        slides = slides or [_Slide(record, ()) for record in records(data) if record.kind == SLIDE]
        if not slides:
            raise corrupt(source.path, f"it is no complete {_WHAT}", "there is no slide")
        masters = [record for record in live.values() if record.kind == MASTER]
        pages = [_page(slide, number, notes, masters if number == 1 else ()) for number, slide in enumerate(slides, 1)]
        title, author, created = container.properties()
    title = title or next((h.text for h in pages[0].headings if h.level == 1), "")
    return Reading(title, author, created, "powerpoint", len(pages), iter(pages))


def _listed(live: dict[int, Record], document: Record | None) -> tuple[list[_Slide], dict[int, Record]]:
    """The slides in their order, and the notes by their number."""
    slides: list[_Slide] = []
    notes: dict[int, Record] = {}
    for listing in document.children() if document is not None else ():
        if listing.kind != SLIDE_LIST or listing.instance not in (_SLIDES, _NOTES_LIST):
            continue
        for entry, texts in _entries(listing):
            record = live.get(entry.number())
            if record is not None and record.kind == SLIDE:
                slides.append(_Slide(record, texts))
            elif record is not None and record.kind == NOTES:
                notes[entry.number(12)] = record
    return slides, notes


def _entries(listing: Record) -> Iterator[tuple[Record, tuple[_Text, ...]]]:
    """Each entry of a list of slides with the texts that follow it."""
    entry: Record | None = None
    following: list[Record] = []
    for record in listing.children():
        if record.kind == LISTED:
            if entry is not None:
                yield entry, tuple(_texts(following))
            entry, following = record, []
        else:
            following.append(record)
    if entry is not None:
        yield entry, tuple(_texts(following))


def _texts(found: Sequence[Record]) -> Iterator[_Text]:
    """A text a header, also where it is empty: they are referred to by their position."""
    kind: int | None = None
    text = ""
    for record in found:
        if record.kind == HEADER_OF_TEXT:
            if kind is not None:
                yield _Text(kind, text)
            kind, text = record.number(), ""
        elif kind is not None:
            text += text_of(record)
    if kind is not None:
        yield _Text(kind, text)


def _page(slide: _Slide, number: int, notes: dict[int, Record], masters: Sequence[Record]) -> Page:
    shown = [(place, text) for place, text in _shapes(slide.record, slide.outline) if place not in _FURNITURE]
    titles = [text for _, text in shown if text.kind in _TITLES]
    page = SlideText(" ".join(line for text in titles[:1] for line in text.lines))
    for _, text in shown:
        for line in text.lines if text not in titles[:1] else ():
            page.line(line)
    behind = [
        line for master in masters for place, text in _shapes(master, ()) if place in _OWN_OF_MASTER
        for line in text.lines
    ]  # fmt: skip
    said = {line for _, text in shown for line in text.lines}
    for line in dict.fromkeys([*_strings(slide.record, FOOTERS, _FOOTER_TEXT), *behind]):
        if line not in said:
            page.line(line)
    page.part("Notes", _notes(slide.record, notes))
    page.part("Comments", _strings(slide.record, COMMENT, _COMMENT_TEXT))
    return page.page(number)


def _shapes(record: Record, outline: Sequence[_Text]) -> Iterator[tuple[int, _Text]]:
    """(kind of placeholder, text) of the shapes, in the order in which they are drawn; 0 for no placeholder."""
    for shape in record.descendants(SHAPE):
        place = next((found.data[4] for found in shape.descendants(PLACEHOLDER) if len(found.data) > 4), 0)
        for box in shape.descendants(TEXT_BOX):
            inside = list(box.children()) or list(records(box.data))
            for reference in (one for one in inside if one.kind == REFERENCE_TO_TEXT):
                if reference.number() < len(outline):
                    yield place, outline[reference.number()]
            for text in _texts(inside):
                yield place, text


def _strings(record: Record, kind: int, instance: int) -> Iterator[str]:
    for container in record.descendants(kind):
        for string in container.children():
            if string.kind == STRING and string.instance == instance:
                yield " ".join(text_of(string).split())


def _notes(slide: Record, notes: dict[int, Record]) -> Iterator[str]:
    """The lines of the notes page that belongs to a slide, without the picture of the slide and its number."""
    atom = next((one for one in slide.children() if one.kind == SLIDE_ATOM), None)
    page = notes.get(atom.number(16)) if atom is not None else None
    if page is not None:
        for place, text in _shapes(page, ()):
            if place not in _FURNITURE:
                yield from text.lines
