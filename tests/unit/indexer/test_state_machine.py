"""Whatever a person, a drive and a crash do to the files, the library ends up holding exactly what is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from indexer.catalog import Catalog
from indexer.chunking import embedded_text
from indexer.extract.registry import extractor_version, kind_of
from indexer.pipeline import Pipeline
from indexer.reading import Job, prepare
from indexer.scan import Scanner, device_of
from indexer.store import Vector
from indexer.types import Cut
from tests.support.cut import ParagraphCutter, document
from tests.support.fake_embedder import FakeEmbedder
from tests.support.fake_store import FakeStore

WORDS = ["walrus", "xenon", "yarrow", "zither", "quartz", "juniper"]
START = 1_700_000_000
CUTTER = ParagraphCutter()


class Killed(BaseException):
    """The process is gone: nothing may catch it."""


class Fuse:
    """Burns a step at every commit of either store, and kills when it is through."""

    def __init__(self) -> None:
        self.left: int | None = None

    def burn(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise Killed


class MortalStore(FakeStore):
    """Its rows outlive the process; a kill may come before or after each commit."""

    def __init__(self, dimension: int, fuse: Fuse) -> None:
        super().__init__(dimension)
        self.fuse = fuse

    def add(self, chunk_ids: Sequence[int], document_ids: Sequence[int], vectors: Vector) -> None:
        self.fuse.burn()
        super().add(chunk_ids, document_ids, vectors)
        self.fuse.burn()

    def delete_chunks(self, chunk_ids: Collection[int]) -> None:
        self.fuse.burn()
        super().delete_chunks(chunk_ids)
        self.fuse.burn()


def mortal(write: Callable[[], Any], fuse: Fuse) -> Callable[[], Any]:
    """A database's `write` that may be killed before and after each outermost transaction."""
    depth = 0

    @contextlib.contextmanager
    def killable() -> Iterator[Any]:
        nonlocal depth
        if not depth:
            fuse.burn()
        depth += 1
        try:
            with write() as connection:
                yield connection
        finally:
            depth -= 1
        if not depth:
            fuse.burn()

    return killable


class TextReader:
    def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:  # noqa: ARG002
        kind = kind_of(path) or "text"
        extracted = replace(document(path.read_text(), kind=kind), extractor=extractor_version(kind))
        return Cut(extracted, tuple(CUTTER.chunk(extracted)), CUTTER.version)

    def close(self) -> None:
        pass


class Process:
    """The indexer between two kills."""

    def __init__(self, base: Path, store: FakeStore, fuse: Fuse) -> None:
        self.catalog = Catalog(base / "catalog.db")
        self.catalog.database.write = mortal(self.catalog.database.write, fuse)  # type: ignore[method-assign]
        self.scanner = Scanner(self.catalog, settle_seconds=0)
        self.pipeline = Pipeline(self.catalog, CUTTER)
        self.embedder = FakeEmbedder(16)
        self.pipeline.embedder, self.pipeline.store = self.embedder, store
        self.pipeline.reconcile()

    def sync(self, places: set[Path] | None) -> int:
        """Everything there is to do; returns how many texts were embedded."""
        before = sum(count for _, count in self.embedder.calls)
        if self.scanner.refresh_roots():
            places = None
        self.pipeline.drop_vectors(self.scanner.scan(places).removed_chunks)
        while (known := self.catalog.next_pending()) is not None:
            root = self.catalog.root_of(known)
            assert root is not None
            kept = self.pipeline.keep(prepare(Job(known, root), TextReader(), 10_000))
            self.pipeline.drop_vectors(kept.removed_chunks)
        while (done := self.pipeline.embed_block(lambda: True)).embedded or done.reused:
            pass
        return sum(count for _, count in self.embedder.calls) - before


class Look(Enum):
    """What the indexer does after an operation."""

    NOT_YET = 0
    AT_HINTS = 1
    EVERYWHERE = 2


def operation(needs_files: bool = True, **arguments: st.SearchStrategy[Any]) -> Callable[[Any], Any]:
    """A rule that ends with a look of the indexer, or without one."""

    def decorate(function: Callable[..., None]) -> Any:
        def run(self: RandomOperations, then: Look, **drawn: Any) -> None:
            function(self, **drawn)
            if then is not Look.NOT_YET:
                self.only_hints = self.only_hints and then is Look.AT_HINTS
                self.sync_and_check()

        run.__name__ = function.__name__
        made = rule(then=st.sampled_from(Look), **arguments)(run)
        return precondition(lambda self: self.files)(made) if needs_files else made

    return decorate


paragraphs = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
texts = st.lists(paragraphs, min_size=1, max_size=3).map("\n\n".join)
places = st.tuples(
    st.sampled_from(["docs", "drive"]), st.sampled_from(["", "a/", "x.txt/"]), st.sampled_from(["x.txt", "y.md", "z"])
)


class RandomOperations(RuleBasedStateMachine):
    """The model is `files`: (root, path in it) → text, for what is on disk; `remembered` holds what the library knew
    of a root when it was last seen."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.fuse = Fuse()
        self.store = MortalStore(16, self.fuse)
        self.files: dict[tuple[str, str], str] = {}
        self.remembered: dict[str, dict[str, str]] = {"docs": {}, "drive": {}}
        self.plugged = True
        self.ignored = ""
        self.ticks = START
        self.touched: set[Path] = set()
        self.only_hints = True
        self.budget = self.brought = self.onto_drive = 0
        self.dead: list[Catalog] = []
        self.process = Process(self.base, self.store, self.fuse)
        for root in ("docs", "drive"):
            (self.base / root).mkdir()
            self.process.catalog.add_root(self.base / root, is_file=False, device=device_of(self.base / root))

    @initialize(texts=st.lists(texts, min_size=5, max_size=5))
    def begin(self, texts: list[str]) -> None:
        names = [
            ("docs", "", "x.txt"),
            ("docs", "a/", "y.md"),
            ("docs", "a/", "z"),
            ("drive", "", "z"),
            ("drive", "a/", "x.txt"),
        ]
        for place, text in zip(names, texts, strict=True):
            self.save_text((place[0], place[1] + place[2]), text, atomic=True)
        self.sync_and_check()

    def teardown(self) -> None:
        for catalog in (*self.dead, self.process.catalog):
            catalog.close()
        shutil.rmtree(self.base)

    # Files

    def path(self, key: tuple[str, str]) -> Path:
        root, name = key
        return self.base / ("away" if root == "drive" and not self.plugged else root) / name

    def note(self, key: tuple[str, str]) -> None:
        self.touched.add(self.base / key[0] / key[1])
        self.allow(key)

    def allow(self, key: tuple[str, str]) -> None:
        """What comes from a file that the library does not see may be new to it, now or once the drive is back."""
        if self.ignored:
            self.budget += 20
        if key[0] == "drive":
            self.onto_drive += 20
            if not self.plugged:
                self.budget += 20

    def tick(self, path: Path) -> None:
        self.ticks += 1
        os.utime(path, (self.ticks, self.ticks))

    def make_room(self, key: tuple[str, str]) -> Path:
        """Whatever stands in the way of a file at `key` goes: a folder there, or a file where its folder is to be."""
        path = self.path(key)
        if path.is_dir():
            shutil.rmtree(path)
            for other in [k for k in self.files if k[0] == key[0] and k[1].startswith(key[1] + "/")]:
                del self.files[other]
            self.note(key)
        folder = path.parent
        if folder.is_file():
            folder.unlink()
            above = (key[0], str(Path(key[1]).parent))
            del self.files[above]
            self.note(above)
        folder.mkdir(exist_ok=True)
        self.note(key)
        return path

    def some_file(self, data: st.DataObject) -> tuple[str, str]:
        return data.draw(st.sampled_from(sorted(self.files)))

    @operation(needs_files=False, place=places, text=texts, atomic=st.booleans())
    def save(self, place: tuple[str, str, str], text: str, atomic: bool) -> None:
        self.save_text((place[0], place[1] + place[2]), text, atomic)

    def save_text(self, key: tuple[str, str], text: str, atomic: bool) -> None:
        path = self.make_room(key)
        self.budget += len(text.split("\n\n"))
        if atomic:
            temporary = path.with_name("." + path.name + ".tmp")
            temporary.write_text(text)
            self.tick(temporary)
            temporary.replace(path)
            self.files[key] = text
            return
        path.write_text(text)
        self.tick(path)
        self.files[key] = text
        for other in self.files:
            if self.path(other).samefile(path):
                self.files[other] = text
                self.note(other)

    @operation(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        key = self.some_file(data)
        self.path(key).unlink()
        del self.files[key]
        self.note(key)

    @operation(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        key = self.some_file(data)
        self.tick(self.path(key))
        for other in self.files:
            if self.path(other).samefile(self.path(key)):
                self.note(other)

    @operation(data=st.data(), place=places)
    def move(self, data: st.DataObject, place: tuple[str, str, str]) -> None:
        key, to = self.some_file(data), (place[0], place[1] + place[2])
        if to[1].startswith(key[1] + "/") or key[1].startswith(to[1] + "/") or self.same(key, to):
            return
        self.path(key).rename(self.make_room(to))
        self.files[to] = self.files.pop(key)
        self.note(key)

    def same(self, one: tuple[str, str], other: tuple[str, str]) -> bool:
        """Renaming one hard link onto another does nothing."""
        return other in self.files and self.path(one).samefile(self.path(other))

    @operation(data=st.data(), place=places, link=st.booleans(), keep_times=st.booleans())
    def copy(self, data: st.DataObject, place: tuple[str, str, str], link: bool, keep_times: bool) -> None:
        key, to = self.some_file(data), (place[0], place[1] + place[2])
        if to in self.files or to[1].startswith(key[1] + "/") or key[1].startswith(to[1] + "/"):
            return
        target = self.make_room(to)
        self.allow(key)
        if link:
            os.link(self.path(key), target)
        else:
            (shutil.copy2 if keep_times else shutil.copyfile)(self.path(key), target)
            if not keep_times:
                self.tick(target)
        self.files[to] = self.files[key]

    @operation(data=st.data())
    def change_case(self, data: st.DataObject) -> None:
        root, name = key = self.some_file(data)
        to = (root, str(Path(name).with_name(Path(name).name.swapcase())))
        if to not in self.files and not self.path(to).is_dir():
            self.path(key).rename(self.path(to))
            self.files[to] = self.files.pop(key)
            self.note(key)
            self.note(to)

    @operation(root=st.sampled_from(["docs", "drive"]), turn=st.booleans())
    def rename_folder(self, root: str, turn: bool) -> None:
        old, new = ("a", "b") if turn else ("b", "a")
        if self.path((root, old)).is_dir() and not self.path((root, new)).exists():
            self.path((root, old)).rename(self.path((root, new)))
            for key in [k for k in self.files if k[0] == root and k[1].startswith(old + "/")]:
                self.files[root, new + key[1][1:]] = self.files.pop(key)
            self.note((root, old))
            self.note((root, new))

    @operation(pattern=st.sampled_from(["", "*.md", "a/", "z"]))
    def ignore(self, pattern: str) -> None:
        (self.base / "docs" / ".footnoteignore").write_text(pattern)
        self.ignored = pattern
        self.note(("docs", ".footnoteignore"))
        self.budget += 100

    @operation()
    def unplug_or_plug_in(self) -> None:
        here, away = self.base / "drive", self.base / "away"
        (here.rename(away) if self.plugged else away.rename(here))
        self.plugged = not self.plugged

    # The library

    @rule(steps=st.integers(0, 25))
    def kill_while_working(self, steps: int) -> None:
        self.fuse.left = steps
        with contextlib.suppress(Killed):
            self.process.sync(self.touched if self.only_hints else None)
        self.fuse.left = None
        self.dead.append(self.process.catalog)
        self.process = Process(self.base, self.store, self.fuse)
        self.only_hints = False
        self.budget += 1000
        self.sync_and_check()

    def sync_and_check(self) -> None:
        embedded = self.process.sync(self.touched if self.only_hints else None)
        allowed = self.budget + (self.brought if self.plugged else 0)
        assert embedded <= allowed, "something was embedded twice"
        # What came onto the drive may be seen only once it is back, however often it went meanwhile.
        self.brought = 0 if self.plugged else self.brought + self.onto_drive
        self.onto_drive = 0
        self.touched, self.only_hints, self.budget = set(), True, 0
        for root in ("docs", "drive"):
            if root == "docs" or self.plugged:
                self.remembered[root] = {n: t for (r, n), t in self.files.items() if r == root and self.is_wanted(r, n)}
        expected = {
            str(self.base / root / name): text
            for root, files in self.remembered.items()
            for name, text in files.items()
        }
        self.check(expected)

    def is_wanted(self, root: str, name: str) -> bool:
        match self.ignored if root == "docs" else "":
            case "*.md":
                return not name.endswith(".md")
            case "a/":
                return not name.startswith("a/")
            case "z":
                return Path(name).name != "z"
        return True

    def check(self, expected: dict[str, str]) -> None:
        catalog = self.process.catalog
        documents = {k.path: k for root in catalog.roots() for k in catalog.documents_of(root).values()}
        assert sorted(documents) == sorted(expected)
        for path, known in documents.items():
            assert "".join(page.text for page in catalog.chunks.pages(known.id)) == expected[path]
            assert known.state == "indexed"
            assert known.extractor == extractor_version(kind_of(Path(path)) or "text"), "read as what it is called now"
        for word in WORDS:
            hits = catalog.chunks.hits([chunk for chunk, _ in catalog.keywords.search(word, 1000)])
            assert {hit.path for hit in hits.values()} == {path for path, text in expected.items() if word in text}
        with catalog.database.read() as connection:
            chunks = {row[0] for row in connection.execute("SELECT id FROM chunks")}
        assert set(self.store.rows) == chunks, "every chunk has its vector, and no vector is left over"
        for chunk, row in catalog.chunks.hits(sorted(chunks)).items():
            text = embedded_text(row.title, row.heading, row.text)
            vector = self.process.embedder.embed_documents([text])[0]
            assert np.allclose(self.store.rows[chunk][1], vector, atol=1e-2), "a vector belongs to its text"


TestRandomOperations = RandomOperations.TestCase
TestRandomOperations.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
