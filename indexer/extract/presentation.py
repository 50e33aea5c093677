"""Presentations: a page a slide, with its title, shapes, tables, charts, diagrams, notes and comments.

The parts are read directly, as those of Word documents are: python-pptx has no text of diagrams and charts, and
refuses what is broken beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.extract.drawing import (
    LEFT_OUT,
    chart_rows,
    chart_title,
    diagram_text,
    framed,
    paragraphs,
    placeholder,
    table_rows,
)
from indexer.extract.package import Package, descend, elements, local, opened, reference
from indexer.extract.slide import SlideText
from indexer.extract.source import Reading, Source, corrupt
from indexer.types import Page

VERSION = 1

_WHAT = "presentation"
_SLIDE = re.compile(r"ppt/slides/slide\d*\.xml")
_TITLES = frozenset({"title", "ctrTitle"})
_NUMBERS = frozenset({"sldNum", "sldImg"})
_FURNITURE = frozenset({"ftr", "hdr", "dt"})


def extract(source: Source) -> Reading:
    """Hidden slides are read too. What a slide shows of its layout and master, and its footer, stand at the end of the
    first slide that shows them. Raises KnownError(CORRUPT, ENCRYPTED or TOO_LARGE)."""
    with opened(source, _WHAT) as package:
        slides = _slides(package)
        if not any(len(package.tree(name)) for name in slides):
            raise corrupt(source.path, f"it is no complete {_WHAT}", "there is no slide")
        shown: set[str] = set()
        pages = [_page(package, name, number, shown) for number, name in enumerate(slides, 1)]
        title, author, created = package.properties()
    title = title or next((h.text for page in pages[:1] for h in page.headings if h.level == 1), "")
    return Reading(title, author, created, "presentation", len(pages), iter(pages))


def _slides(package: Package) -> list[str]:
    """The slides' parts in the order of the presentation, or of their names where it states none."""
    (main, *_) = [*package.related("", "officeDocument"), "ppt/presentation.xml"]
    relations = package.relations(main)
    listed = descend(package.tree(main), "sldId", left_out=LEFT_OUT)
    found = [relations[key][1] for node in listed if (key := reference(node)) in relations]
    return found or package.names(_SLIDE)


def _page(package: Package, name: str, number: int, shown: set[str]) -> Page:
    """`shown` is what earlier slides have said of layouts, masters and footers."""
    shapes = list(_shapes(package.tree(name)))
    text = SlideText(" ".join(line for shape in shapes if placeholder(shape) in _TITLES for line in paragraphs(shape)))
    for shape in shapes:
        if placeholder(shape) not in _TITLES | _NUMBERS | _FURNITURE:
            _write(package, name, shape, text)
    furniture = [line for shape in shapes if placeholder(shape) in _FURNITURE for line in paragraphs(shape)]
    for line in dict.fromkeys([*furniture, *_behind(package, name)]):
        if line not in shown:
            shown.add(line)
            text.line(line)
    text.part("Notes", _notes(package, name))
    text.part("Comments", _comments(package, name))
    return text.page(number)


def _shapes(slide: Any) -> Iterator[Any]:
    """Shapes and frames in the order of the slide, which is the one that a screen reader follows, out of groups."""
    pending = [slide]
    while pending:
        node = pending.pop()
        if local(node) in ("sp", "graphicFrame", "cxnSp"):
            yield node
        elif local(node) not in LEFT_OUT:
            pending.extend(list(elements(node))[::-1])


def _write(package: Package, part: str, shape: Any, text: SlideText) -> None:
    word, content = framed(package, part, shape) if local(shape) == "graphicFrame" else ("", None)
    if word == "tbl":
        text.table(table_rows(content))
    elif word == "chart":
        text.line(chart_title(content))
        text.table(chart_rows(content))
    elif word == "diagram":
        for line in diagram_text(content):
            text.line(line)
    else:
        for line in paragraphs(shape):
            text.line(line)


def _behind(package: Package, slide: str) -> Iterator[str]:
    """What is written on the slide's layout and master themselves; their placeholders are prompts that nobody sees."""
    for layout in package.related(slide, "slideLayout"):
        for part in (layout, *package.related(layout, "slideMaster")):
            for shape in _shapes(package.tree(part)):
                if not placeholder(shape):
                    yield from paragraphs(shape)


def _notes(package: Package, slide: str) -> Iterator[str]:
    for part in package.related(slide, "notesSlide"):
        for shape in _shapes(package.tree(part)):
            if placeholder(shape) not in _NUMBERS:
                yield from paragraphs(shape)


def _comments(package: Package, slide: str) -> Iterator[str]:
    """In both forms: text alone, and since 2021 paragraphs like those of shapes."""
    for part in package.related(slide, "comments"):
        root = package.tree(part)
        for node in descend(root, "text", left_out=LEFT_OUT):
            yield (node.text or "").strip()
        yield from paragraphs(root)
