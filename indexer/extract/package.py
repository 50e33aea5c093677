"""The zip package that a modern office document is: its XML parts, how they refer to one another, its properties.

Parts are read one by one: a library that models all of a document refuses those with a broken picture or a macro, and
the text doesn't depend on them.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from indexer.extract.source import Source, corrupt, locked, stated_title, too_large

# A document's text is a few megabytes of XML at most; what unpacks to far more is made to fill a memory.
_UNPACKED_BYTES = 2 << 30
_PART_BYTES = 200 << 20
_RATIO, _RATIO_FROM = 200, 64 << 20
_ENTRIES = 20_000

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True}
_NOT_READABLE = (etree.LxmlError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError)


class Package:
    """The parts of a package by name. What isn't there or isn't XML is an empty element to `tree`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def names(self, pattern: re.Pattern[str]) -> list[str]:
        """The parts whose whole name fits, those with numbers in the order of these."""
        found = [name for name in self._names if pattern.fullmatch(name)]
        return sorted(found, key=lambda name: (int("0" + "".join(re.findall(r"\d", name))[:18]), name))

    def required(self, name: str) -> Any:
        """The root element of a part that the text depends on. Raises what `opened` turns into a problem."""
        if name not in self._names:
            raise ValueError(f"there is no {name}")
        return parsed(self._archive.read(name))

    def tree(self, name: str) -> Any:
        try:
            return self.required(name)
        except (ValueError, *_NOT_READABLE):
            return etree.Element("none")

    def stream(self, name: str) -> IO[bytes]:
        """A part to be read piece by piece."""
        if name not in self._names:
            raise ValueError(f"there is no {name}")
        return self._archive.open(name)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What the part `name` refers to inside the package: id → (last word of the relation's type, part)."""
        folder, file = posixpath.split(name)
        found: dict[str, tuple[str, str]] = {}
        for node in elements(self.tree(posixpath.join(folder, "_rels", file + ".rels"))):
            target = node.get("Target", "")
            if node.get("TargetMode") == "External" or not target:
                continue
            part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], part)
        return found

    def related(self, name: str, kind: str) -> list[str]:
        """The parts that the part `name` refers to by a relation of one kind ("notesSlide", "chart", …)."""
        return [part for word, part in self.relations(name).values() if word == kind]

    def properties(self) -> tuple[str, str, str]:
        """Title, author and ISO date of creation as an Office document states them; empty where it doesn't."""
        core = self.tree("docProps/core.xml")
        values = {local(node): (node.text or "").strip() for node in elements(core)}
        return stated_title(values.get("title", "")), values.get("creator", ""), iso_date(values.get("created", ""))


@contextlib.contextmanager
def opened(source: Source, what: str, instead: str = "PDF") -> Iterator[Package]:
    """The package of a document, which `what` names ("Word document").

    Raises KnownError(CORRUPT, ENCRYPTED or TOO_LARGE), also for what the body meets in it; a document that is too large
    is to be saved as `instead`.
    """
    with reading(source, what), zipfile.ZipFile(source.content()) as archive:
        _refuse_bombs(source, archive, instead)
        yield Package(archive)


@contextlib.contextmanager
def reading(source: Source, what: str) -> Iterator[None]:
    """Turns what goes wrong inside a damaged document into KnownError(CORRUPT or ENCRYPTED)."""
    try:
        yield
    except (ValueError, *_NOT_READABLE) as error:
        raise corrupt(source.path, f"it is no complete {what}", repr(error)) from error
    except RuntimeError as error:  # what zipfile raises for an entry behind a password
        raise locked(source.path) from error


def _refuse_bombs(source: Source, archive: zipfile.ZipFile, instead: str) -> None:
    """The directory of the archive is read before anything is unpacked. What it says is binding: reading an entry
    stops at the size that is stated there."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries if entry.filename.endswith(".xml")), default=0)
    swollen = total > _RATIO_FROM and total > _RATIO * max(source.size, 1)
    if swollen or total > _UNPACKED_BYTES or largest > _PART_BYTES or len(entries) > _ENTRIES:
        raise too_large(
            source.path,
            f"unpacks to {total / 1e6:,.0f} MB, far more than a document needs",
            f"If you trust it, save it as {instead} and add that.",
        )


def parsed(data: bytes) -> Any:
    """Entities are not resolved and nothing is fetched; what is broken near its end is read up to there. Raises
    ValueError where there is no element at all."""
    root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    if root is None:
        raise ValueError("a part is empty")
    return root


def streamed(file: IO[bytes], events: tuple[str, ...], names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """(event, element) of the elements with these local names, as safely as `parsed`. Whoever has used an element
    lets `forget` free it, so that the tree doesn't grow."""
    tags = [f"{{*}}{name}" for name in names]
    yield from etree.iterparse(file, events=events, tag=tags, **_SAFE)


def forget(node: Any) -> None:
    """Free a streamed element and those before it: a sheet can have a million."""
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]


def iso_date(value: str) -> str:
    """The date at the start of a timestamp, empty where there is none."""
    match = re.match(r"\d{4}-\d{2}-\d{2}", value)
    return match[0] if match else ""


def local(node: Any) -> str:
    """The name of an element without its namespace."""
    tag: str = node.tag
    return tag.rpartition("}")[2]


def elements(node: Any) -> Iterator[Any]:
    """The children that are elements, not comments or instructions."""
    return (child for child in node if isinstance(child.tag, str))


def children(node: Any, name: str) -> Iterator[Any]:
    return (child for child in elements(node) if local(child) == name)


def below(node: Any, *names: str) -> Any:
    """The element at the path `names` below `node`; None where there is none."""
    for name in names:
        node = next(children(node, name), None)
        if node is None:
            return None
    return node


def descend(node: Any, name: str, *, left_out: frozenset[str]) -> Iterator[Any]:
    """The nearest descendants of a name, in order, but not inside one another or below what is `left_out`."""
    pending = list(elements(node))[::-1]
    while pending:
        current = pending.pop()
        if local(current) == name:
            yield current
        elif local(current) not in left_out:
            pending.extend(list(elements(current))[::-1])


def attribute(node: Any, name: str) -> str:
    """An attribute by its local name, in whatever namespace; empty where there is none."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def reference(node: Any, name: str = "id") -> str:
    """The id of a relation: an attribute with a namespace, beside which one without it can stand."""
    return next((value for key, value in node.attrib.items() if key.startswith("{") and key.endswith("}" + name)), "")


def value_of(node: Any, *path: str) -> str:
    """The `val` of the element at `path` below `node`; empty where there is none."""
    found = below(node, *path)
    return attribute(found, "val") if found is not None else ""
