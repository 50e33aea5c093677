"""Jupyter notebooks: a page a cell, with what its code put out, as far as that is text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from indexer.extract.markup import markdown_headings
from indexer.extract.source import Reading, Source, corrupt
from indexer.extract.text import decode
from indexer.types import Page

VERSION = 1

_OUTPUT_CHARACTERS, _OUTPUTS = 2000, 20  # of a cell: what a person looks at, not a log
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_REPRESENTATION = re.compile(r"<[^\n]*>|(?:Figure|Axes|FigureWidget|HBox|VBox)\(.*\)", re.DOTALL)
_PICTURE = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,[A-Za-z0-9+/=\s]{100,}")


def extract(source: Source) -> Reading:
    """Cells are numbered from 1, empty ones too; pictures and long output are left out. Raises
    KnownError(CORRUPT)."""
    try:
        notebook = json.loads(decode(source))
        cells = list(_cells(notebook))
    except (ValueError, RecursionError, TypeError, AttributeError) as error:
        raise corrupt(source.path, "it is no complete notebook", repr(error)) from error
    pages = [page for number, cell in enumerate(cells, 1) if (page := _page(number, cell)) is not None]
    metadata = notebook.get("metadata")
    title, author = _described(metadata if isinstance(metadata, dict) else {})
    title = title or next((h.text for page in pages for h in page.headings if h.level == 1), "")
    return Reading(title, author, "", "notebook", len(cells), iter(pages))


def _cells(notebook: Any) -> Iterator[dict[str, Any]]:
    """Those of the format since version 4, or of the sheets before that. Raises AttributeError or TypeError where it
    is something else."""
    groups = [notebook] if "cells" in notebook else notebook.get("worksheets")
    if groups is None:
        raise TypeError("there are no cells")
    for group in groups:
        yield from (cell for cell in group["cells"] if isinstance(cell, dict))


def _described(metadata: dict[str, Any]) -> tuple[str, str]:
    title, authors = metadata.get("title"), metadata.get("authors")
    names = [item.get("name") for item in authors if isinstance(item, dict)] if isinstance(authors, list) else []
    return (title if isinstance(title, str) else ""), ", ".join(name for name in names if isinstance(name, str))


def _page(number: int, cell: dict[str, Any]) -> Page | None:
    kind = cell.get("cell_type")
    text = _PICTURE.sub("data:", _joined(cell.get("source", cell.get("input"))))
    if kind == "heading":
        level = cell.get("level")
        text = f"{'#' * (level if isinstance(level, int) else 1)} {text}"
    headings = tuple(markdown_headings(text)) if kind in ("markdown", "heading") else ()
    outputs = cell.get("outputs")
    if kind == "code" and isinstance(outputs, list):
        shown = [_output(item) for item in outputs[:_OUTPUTS] if isinstance(item, dict)]
        text = "\n\n".join(filter(None, (text.rstrip("\n"), *shown)))
    return Page(number, None, text, headings) if text.strip() else None


def _output(output: dict[str, Any]) -> str:
    """What a cell put out, cut; empty where that is no text."""
    kind = output.get("output_type")
    if kind in ("error", "pyerr"):
        text = f"{output.get('ename', '')}: {output.get('evalue', '')}"
    elif kind == "stream":
        text = _joined(output.get("text"))
    else:
        data = output.get("data", output)
        text = _joined(data.get("text/plain", data.get("text"))) if isinstance(data, dict) else ""
    text = _TERMINAL.sub("", text).strip("\n")
    if kind not in ("error", "pyerr", "stream") and _REPRESENTATION.fullmatch(text.strip()):
        return ""  # of an object that shows itself as a picture
    if len(text) > _OUTPUT_CHARACTERS:
        text = text[:_OUTPUT_CHARACTERS].rpartition("\n")[0] or text[:_OUTPUT_CHARACTERS]
        text += "\n…"
    return text


def _joined(value: Any) -> str:
    """A text that is kept whole or as lines."""
    if isinstance(value, list):
        return "".join(item for item in value if isinstance(item, str))
    return value if isinstance(value, str) else ""
