"""DrawingML: the text of shapes, tables, charts and diagrams, which slides and sheets share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.extract.package import Package, attribute, below, children, descend, elements, local, reference
from indexer.places import CELL_SEPARATOR

LEFT_OUT = frozenset({"Fallback"})  # what an older application shows in place of the same thing
_NUMBERING = frozenset({"slidenum"})
_INSIDE = frozenset({"parTrans", "sibTrans", "pres"})  # points of a diagram that are lines, or places on the page
_ROWS = 200  # of a chart: more points than a person reads off


def paragraphs(container: Any) -> Iterator[str]:
    """The paragraphs below `container` that say something, in order."""
    for paragraph in descend(container, "p", left_out=LEFT_OUT):
        if text := paragraph_text(paragraph).strip():
            yield text


def paragraph_text(paragraph: Any) -> str:
    """Runs, fields and formulas; a line break is a line end, the number of the slide is left out."""
    parts: list[str] = []
    pending = [paragraph]
    while pending:
        node = pending.pop()
        name = local(node)
        if name == "t":
            parts.append(node.text or "")
        elif name == "br":
            parts.append("\n")
        elif name not in LEFT_OUT and not (name == "fld" and node.get("type") in _NUMBERING):
            pending.extend(list(elements(node))[::-1])
    return "".join(parts).replace("\v", "\n")


def table_rows(table: Any) -> list[str]:
    """A row on a line, its cells joined by CELL_SEPARATOR."""
    rows: list[str] = []
    for row in children(table, "tr"):
        cells = [" ".join(" ".join(paragraphs(cell)).split()) for cell in children(row, "tc")]
        rows.append(CELL_SEPARATOR.join(cells))
    return rows


def chart_title(chart: Any) -> str:
    """What stands above a chart and beside its axes."""
    titles = descend(chart, "title", left_out=LEFT_OUT)
    return "\n".join(text for title in titles for text in paragraphs(title))


def chart_rows(chart: Any) -> list[str]:
    """The points of a chart as the rows of a table: the names of the series above, the category before its values."""
    columns: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for series in descend(chart, "ser", left_out=LEFT_OUT):
        name = " ".join(_points(below(series, "tx")).values())
        for label in ("cat", "xVal"):
            categories = categories or _points(below(series, label))
        values = _points(below(series, "val")) or _points(below(series, "yVal"))
        columns.append((name, values))
    indices = sorted({*categories, *(index for _, values in columns for index in values)})[:_ROWS]
    if not indices:
        return []
    rows = [["", *(name for name, _ in columns)]]
    rows += [[categories.get(index, ""), *(values.get(index, "") for _, values in columns)] for index in indices]
    return [CELL_SEPARATOR.join(" ".join(cell.split()) for cell in row) for row in rows]


def _points(source: Any) -> dict[int, str]:
    """The values that a chart keeps of its data, by their index."""
    if source is None:
        return {}
    found: dict[int, str] = {}
    for point in descend(source, "pt", left_out=frozenset({"lvl"}) | LEFT_OUT):
        value = below(point, "v")
        index = point.get("idx", "")
        if value is not None and value.text and index.isdigit():
            found[int(index)] = _short(value.text)
    return found


def _short(text: str) -> str:
    """A number without the noise of its binary form."""
    if re.fullmatch(r"-?\d+\.\d{6,}(?:[eE][-+]?\d+)?", text):
        return f"{float(text):.6g}"
    return text


def diagram_text(data: Any) -> Iterator[str]:
    """The text of the points of a diagram (SmartArt)."""
    for point in descend(data, "pt", left_out=LEFT_OUT):
        if point.get("type", "node") not in _INSIDE:
            yield from paragraphs(point)


def framed(package: Package, part: str, frame: Any) -> tuple[str, Any]:
    """What a graphic frame of `part` shows: ("tbl", "chart" or "diagram", its element); ("", None) for others."""
    table = next(descend(frame, "tbl", left_out=LEFT_OUT), None)
    if table is not None:
        return "tbl", table
    for name, attribute_name, word in (("chart", "id", "chart"), ("relIds", "dm", "diagram")):
        node = next(descend(frame, name, left_out=LEFT_OUT), None)
        if node is not None:
            target = package.relations(part).get(reference(node, attribute_name))
            return (word, package.tree(target[1])) if target else ("", None)
    return "", None


def placeholder(shape: Any) -> str:
    """The type of placeholder that a shape fills ("title", "body", "sldNum", …), "" for none."""
    for properties in elements(shape):
        node = below(properties, "nvPr", "ph")
        if node is not None:
            return attribute(node, "type") or "obj"
    return ""
