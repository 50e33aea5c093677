"""The pages of OpenDocument presentations and drawings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.extract.opendocument_text import LEFT_OUT, ReadObject, TextWriter, plain_text, table_rows
from indexer.extract.package import attribute, below, children, descend, elements, local
from indexer.extract.slide import SlideText
from indexer.types import Page

_TITLE = "title"
_FIELDS = frozenset({"page-number", "date-time", "page", "handout"})
_PROMPTS = frozenset({"title", "subtitle", "outline", "notes", *_FIELDS})
_SHAPES = frozenset({"frame", "custom-shape", "rect", "ellipse", "circle", "line", "connector", "polygon", "path"})
_DECLARED = {"footer": "footer-decl", "header": "header-decl"}


def pages(body: Any, styles: Any, embedded: ReadObject) -> list[Page]:
    """A page each, hidden ones too. What the master page says of its own stands at the end of the first page that shows
    it. `styles` is the root with the master pages."""
    masters = {attribute(node, "name"): node for node in descend(styles, "master-page", left_out=LEFT_OUT)}
    declared = {
        (local(node), attribute(node, "name")): (node.text or "").strip()
        for name in _DECLARED.values()
        for node in children(body, name)
    }
    shown: set[str] = set()
    found: list[Page] = []
    for number, page in enumerate(children(body, "page"), 1):
        around = [declared.get((name, attribute(page, f"use-{key}-name")), "") for key, name in _DECLARED.items()]
        around += _master_text(masters.get(attribute(page, "master-page-name")))
        text = _page(page, embedded)
        for line in dict.fromkeys(around):
            if line and line not in shown:
                shown.add(line)
                text.line(line)
        notes = below(page, "notes")
        text.part("Notes", _notes(notes) if notes is not None else ())
        text.part("Comments", (_comment(node) for node in children(page, "annotation")))
        found.append(text.page(number))
    return found


def _page(page: Any, embedded: ReadObject) -> SlideText:
    shapes = list(_shapes(page))
    titles = (" ".join(plain_text(shape).split()) for shape in shapes if _class(shape) == _TITLE)
    text = SlideText(" ".join(title for title in titles if title))
    for shape in shapes:
        if _class(shape) == _TITLE or _class(shape) in _FIELDS:
            continue
        table = next(descend(shape, "table", left_out=LEFT_OUT), None)
        if table is not None:
            text.table(table_rows(table))
            continue
        writer = TextWriter(embedded=embedded)
        writer.blocks(shape)
        for line in writer.finished()[0].split("\n"):
            text.line(line)
    return text


def _shapes(page: Any) -> Iterator[Any]:
    """In the order of the page, out of groups, without the notes."""
    pending = [page]
    while pending:
        node = pending.pop()
        if local(node) in _SHAPES:
            yield node
        elif local(node) not in LEFT_OUT | {"notes", "annotation"}:
            pending.extend(list(elements(node))[::-1])


def _class(shape: Any) -> str:
    """What a frame is to its page ("title", "outline", "page-number", …); "" for what was drawn."""
    return next((value for key, value in shape.attrib.items() if key.endswith("presentation:1.0}class")), "")


def _master_text(master: Any) -> Iterator[str]:
    if master is None:
        return
    for shape in _shapes(master):
        if _class(shape) not in _PROMPTS:
            yield from plain_text(shape).split("\n")


def _notes(notes: Any) -> Iterator[str]:
    for shape in _shapes_of_notes(notes):
        yield from plain_text(shape).split("\n")


def _shapes_of_notes(notes: Any) -> Iterator[Any]:
    return (node for node in children(notes, "frame") if _class(node) not in _FIELDS)


def _comment(annotation: Any) -> str:
    return " ".join(" ".join(plain_text(block).split()) for block in children(annotation, "p"))
