from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from indexer.catalog import Catalog
from indexer.scan import Scanner, device_of, walk
from tests.support.cut import ParagraphCutter, document

OLD = time.time() - 3600


def write(path: Path, text: str, when: float = OLD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (when, when))
    return path


class Library:
    """A catalogue over a real folder, whose pending documents are read as plain text."""

    def __init__(self, base: Path) -> None:
        self.folder = base / "docs"
        self.folder.mkdir()
        self.catalog = Catalog(base / "catalog.db")
        self.catalog.add_root(self.folder, is_file=False, device=device_of(self.folder))
        self.scanner = Scanner(self.catalog)

    def read_pending(self) -> int:
        count = 0
        while (known := self.catalog.next_pending()) is not None:
            from indexer.scan import file_hash

            text = Path(known.path).read_text()
            cutter = ParagraphCutter()
            extracted = document(text)
            self.catalog.store(
                known.id, file_hash(Path(known.path)), cutter.version, extracted, cutter.chunk(extracted)
            )
            count += 1
        return count

    def texts(self) -> dict[str, str]:
        (root,) = self.catalog.roots()
        return {
            str(Path(path).relative_to(self.folder)): "".join(p.text for p in self.catalog.chunks.pages(known.id))
            for path, known in self.catalog.documents_of(root).items()
        }


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def test_added_changed_gone(library: Library) -> None:
    write(library.folder / "a.txt", "one")
    write(library.folder / "b.txt", "two")
    assert library.scanner.scan().added == 2
    library.read_pending()
    assert library.scanner.scan().unchanged == 2
    write(library.folder / "a.txt", "one more", OLD + 5)
    (library.folder / "b.txt").unlink()
    applied = library.scanner.scan()
    assert (applied.added, applied.changed, applied.removed, len(applied.removed_chunks)) == (0, 1, 1, 1)


def test_a_renamed_folder_costs_nothing(library: Library) -> None:
    for number in range(5):
        write(library.folder / "old" / f"{number}.txt", f"text {number}")
    library.scanner.scan()
    library.read_pending()
    (library.folder / "old").rename(library.folder / "new")
    applied = library.scanner.scan([library.folder / "old", library.folder / "new"])
    assert (applied.moved, applied.added, applied.removed) == (5, 0, 0)
    assert library.read_pending() == 0


def test_a_moved_copy_is_known_by_its_content(library: Library) -> None:
    write(library.folder / "a.txt", "the same words")
    library.scanner.scan()
    library.read_pending()
    (library.folder / "a.txt").unlink()
    write(library.folder / "c" / "b.txt", "the same words", OLD + 9)
    assert library.scanner.scan().moved == 1


def test_a_case_only_rename_is_a_move(library: Library) -> None:
    write(library.folder / "Report.txt", "x")
    library.scanner.scan()
    library.read_pending()
    (library.folder / "Report.txt").rename(library.folder / "REPORT.txt")
    assert library.scanner.scan().moved == 1
    assert list(library.texts()) == ["REPORT.txt"]


def test_a_file_still_being_written_waits(library: Library) -> None:
    path = write(library.folder / "a.txt", "half", time.time())
    applied = library.scanner.scan()
    assert applied.added == 0
    assert applied.unsettled == {path}


def test_links_hidden_files_and_programs_are_left_out(library: Library, tmp_path: Path) -> None:
    outside = write(tmp_path / "secret" / "s.txt", "x")
    write(library.folder / ".hidden" / "h.txt", "x")
    write(library.folder / ".h.txt", "x")
    write(library.folder / "~$lock.docx", "x")
    write(library.folder / "node_modules" / "n.txt", "x")
    write(library.folder / "tool.exe", "x")
    (library.folder / "link.txt").symlink_to(outside)
    (library.folder / "loop").symlink_to(library.folder)
    kept = write(library.folder / "a.txt", "x")
    (root,) = library.catalog.roots()
    assert [found.path for found in walk(root)] == [str(kept)]
    assert not library.scanner.scan([library.folder / ".hidden" / "h.txt", outside]).added


def test_an_unplugged_folder_is_offline_not_deleted(library: Library) -> None:
    write(library.folder / "a.txt", "still here")
    library.scanner.scan()
    library.read_pending()
    away = library.folder.rename(library.folder.with_name("away"))
    assert library.scanner.refresh_roots()
    assert library.scanner.scan().removed == 0
    assert library.catalog.counts_by_state()["offline"] == 1
    away.rename(library.folder)
    assert library.scanner.refresh_roots()
    assert library.scanner.scan().unchanged == 1


def test_an_empty_mount_point_is_offline(library: Library) -> None:
    write(library.folder / "a.txt", "on the drive")
    library.scanner.scan()
    library.folder.rename(library.folder.with_name("drive"))
    library.folder.mkdir()
    assert library.scanner.refresh_roots()
    assert library.catalog.counts_by_state()["offline"] == 1


def test_a_watched_file_that_is_deleted_goes(library: Library, tmp_path: Path) -> None:
    single = write(tmp_path / "single.txt", "x")
    library.catalog.add_root(single, is_file=True, device="")
    assert library.scanner.scan().added == 1
    single.unlink()
    library.scanner.refresh_roots()
    assert library.scanner.scan().removed == 1


@pytest.mark.skipif(os.name != "posix", reason="byte file names")
def test_a_name_that_is_no_text_is_a_row_with_a_reason(library: Library) -> None:
    Path(os.fsdecode(os.fsencode(library.folder) + b"/bad\xff.txt")).write_text("x")
    os.utime(os.fsencode(library.folder) + b"/bad\xff.txt", (OLD, OLD))
    library.scanner.scan()
    (problem,) = library.catalog.problems()
    assert "Rename" in problem.action
    assert library.scanner.scan().unchanged == 1


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may list everything")
def test_a_folder_without_permission_loses_nothing(library: Library) -> None:
    write(library.folder / "sub" / "a.txt", "x")
    library.scanner.scan()
    (library.folder / "sub").chmod(0)
    try:
        assert library.scanner.scan().removed == 0
    finally:
        (library.folder / "sub").chmod(0o700)


names = st.sampled_from(["a", "b", "c"]).flatmap(
    lambda folder: st.sampled_from(["x.txt", "y.md", "z.txt"]).map(lambda name: f"{folder}/{name}")
)


class RandomOperations(RuleBasedStateMachine):
    """Whatever is done to the files between scans, the catalogue ends up with exactly what is on disk."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.base = Path(tempfile.mkdtemp())
        self.library = Library(self.base)
        self.files: dict[str, str] = {}
        self.clock = OLD

    def teardown(self) -> None:
        self.library.catalog.close()
        shutil.rmtree(self.base)

    @rule(name=names, text=st.text("pq \n", min_size=1, max_size=8))
    def save(self, name: str, text: str) -> None:
        self.clock += 1
        write(self.library.folder / name, text, self.clock)
        self.files[name] = text

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.library.folder / name).unlink()
        del self.files[name]

    @precondition(lambda self: self.files)
    @rule(data=st.data(), to=names)
    def move(self, data: st.DataObject, to: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.library.folder / to).parent.mkdir(exist_ok=True)
        (self.library.folder / name).replace(self.library.folder / to)
        self.files[to] = self.files.pop(name)

    @rule()
    def unplug_for_a_while(self) -> None:
        away = self.library.folder.rename(self.base / "away")
        self.library.scanner.refresh_roots()
        self.library.scanner.scan()
        away.rename(self.library.folder)

    @rule()
    def kill_and_start_again(self) -> None:
        self.library.catalog.close()
        self.library.catalog = Catalog(self.base / "catalog.db")
        self.library.scanner = Scanner(self.library.catalog)

    @invariant()
    def catalogue_equals_disk(self) -> None:
        self.library.scanner.refresh_roots()
        self.library.scanner.scan()
        self.library.read_pending()
        assert self.library.texts() == self.files


TestRandomOperations = RandomOperations.TestCase
TestRandomOperations.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
