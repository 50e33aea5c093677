"""What is read next, and how it is kept, with readers in this process."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest

from indexer.errors import ErrorCode, KnownError, known
from indexer.extract import ocr
from indexer.intake import Intake, Kept
from indexer.pipeline import Pipeline
from indexer.reading import ReadingPool
from indexer.scan import Scanner
from indexer.types import Cut
from tests.support.cut import ParagraphCutter
from tests.support.direct_reader import DirectReader
from tests.support.live import eventually
from tests.support.watched import watched


class Gated(DirectReader):
    """Reads when it is let; notes what it reads."""

    gate: ClassVar[threading.Event] = threading.Event()
    names: ClassVar[list[str]] = []

    def cut(self, path: Path, *, password: str = "", max_bytes: int, tokenizer: Path | None) -> Cut:
        assert self.gate.wait(10)
        self.names.append(path.name)
        return super().cut(path, password=password, max_bytes=max_bytes, tokenizer=tokenizer)


class Desk:
    """An intake with one reader over a folder."""

    def __init__(self, base: Path) -> None:
        self.catalog, self.docs = watched(base)
        self.pool = ReadingPool(lambda: 1, Gated, lambda: 100_000, lambda: None)
        recognizing = partial(ReadingPool, lambda: 1, Gated, lambda: 100_000)
        pipeline = Pipeline(self.catalog, ParagraphCutter())
        self.intake = Intake(self.catalog, pipeline, lambda _: self.pool, recognizing, lambda: None, lambda _: None)

    def write(self, **texts: str) -> None:
        """The first is the one changed last."""
        for age, (name, text) in enumerate(texts.items()):
            (path := self.docs / f"{name}.txt").write_text(text)
            os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
        Scanner(self.catalog).scan()

    def read_all(self) -> list[Kept]:
        kept: list[Kept] = []
        Gated.gate.set()

        def step() -> bool:
            self.intake.hand_out()
            kept.extend(self.intake.keep())
            return not self.intake.is_busy

        eventually(step)
        return kept


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr(Gated, "gate", threading.Event())
    monkeypatch.setattr(Gated, "names", [])
    made = Desk(tmp_path)
    yield made
    Gated.gate.set()
    made.intake.close()
    made.catalog.close()


def test_the_newest_are_read_first_but_a_long_one_not_last(desk: Desk) -> None:
    desk.write(a="one", b="two", c="three", long="A long story. " * 500, d="four")
    kept = desk.read_all()
    assert len(kept) == 5
    assert Gated.names == ["long.txt", "a.txt", "b.txt", "c.txt", "d.txt"]


def test_among_documents_of_one_size_only_time_counts(desk: Desk) -> None:
    desk.write(a="one", b="two", c="ten", d="six")
    desk.read_all()
    assert Gated.names == ["a.txt", "b.txt", "c.txt", "d.txt"]


def test_several_documents_are_kept_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    database = desk.catalog.database
    write = database.write
    began: list[bool] = []
    desk.write(a="one", b="two")
    desk.intake.hand_out()
    Gated.gate.set()
    eventually(lambda: desk.pool.finished == 2)
    monkeypatch.setattr(database, "write", lambda: began.append(database.is_writing) or write())
    assert len(desk.intake.keep()) == 2
    assert began.count(False) == 1, "one transaction"
    assert len(desk.catalog.keywords.search("one OR two", 5)) == 2


def test_while_readers_have_enough_to_do_what_they_gave_waits_a_moment(desk: Desk) -> None:
    desk.write(a="one", b="two", c="ten", d="six")
    desk.intake.hand_out()  # two: one to read and one for after it
    Gated.gate.set()
    eventually(lambda: desk.pool.finished == 2)
    Gated.gate.clear()
    desk.intake.hand_out()  # two more, which are not read yet
    assert not desk.intake.keep()
    kept: list[Kept] = []
    eventually(lambda: bool(kept.extend(desk.intake.keep()) or kept))
    assert [Path(one.document.path).name for one in kept] == ["a.txt", "b.txt"]


def test_what_could_not_be_kept_is_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write(a="one", b="two")
    desk.intake.hand_out()
    Gated.gate.set()
    eventually(lambda: desk.pool.finished == 2)
    store = desk.catalog.store
    calls: list[int] = []

    def full(document_id: int, *arguments: object) -> object:
        calls.append(document_id)
        if len(calls) == 2:
            raise known(ErrorCode.DISK_FULL, "The disk is full.", "Free some space.")
        return store(document_id, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.catalog, "store", full)
    with pytest.raises(KnownError):
        desk.intake.keep()
    assert desk.catalog.counts.by_state()["pending"] == 2, "all of a transaction or nothing"
    assert len(desk.read_all()) == 2
    assert desk.catalog.counts.by_state()["pending"] == 0
