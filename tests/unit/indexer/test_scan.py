from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.catalog import Catalog
from indexer.errors import ErrorCode, Problem
from indexer.reading import Job, prepare
from indexer.scan import PATIENCE_SECONDS, Scanner, device_of, file_hash, walk
from tests.support.cut import ParagraphCutter, document
from tests.support.direct_reader import DirectReader
from tests.support.watched import watched

OLD = time.time() - 3600


def write(path: Path, text: str, when: float = OLD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (when, when))
    return path


class Library:
    """A catalogue over a real folder, whose pending documents are read as plain text."""

    def __init__(self, base: Path) -> None:
        self.catalog, self.folder = watched(base)
        self.scanner = Scanner(self.catalog)

    def read_pending(self) -> int:
        count = 0
        while (known := self.catalog.next_pending()) is not None:
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
    assert library.catalog.counts.by_state()["offline"] == 1
    away.rename(library.folder)
    assert library.scanner.refresh_roots()
    assert library.scanner.scan().unchanged == 1


def test_an_empty_mount_point_is_offline(library: Library) -> None:
    write(library.folder / "a.txt", "on the drive")
    library.scanner.scan()
    library.folder.rename(library.folder.with_name("drive"))
    library.folder.mkdir()
    assert library.scanner.refresh_roots()
    assert library.catalog.counts.by_state()["offline"] == 1


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


class Closed:
    """Takes the permission to look into a folder away, from the superuser too."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.folder: Path | None = folder
        scandir, lstat, access = os.scandir, os.lstat, os.access

        def is_closed(path: object, itself: bool) -> bool:
            return self.folder is not None and (
                self.folder in Path(os.fspath(path)).parents or (itself and Path(os.fspath(path)) == self.folder)
            )

        def guarded(function: Callable[..., Any], itself: bool) -> Callable[..., Any]:
            def call(path: Any, *arguments: Any, **named: Any) -> Any:
                if is_closed(path, itself):
                    raise PermissionError(13, "Permission denied", str(path))
                return function(path, *arguments, **named)

            return call

        monkeypatch.setattr(os, "scandir", guarded(scandir, True))
        monkeypatch.setattr(os, "lstat", guarded(lstat, False))
        monkeypatch.setattr(os, "access", lambda path, mode: not is_closed(path, True) and access(path, mode))


def test_a_closed_folder_loses_nothing_and_its_rows_say_why(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(library.folder / "sub" / "a.txt", "still known")
    write(library.folder / "b.txt", "x")
    library.scanner.scan()
    library.read_pending()
    closed = Closed(monkeypatch, library.folder / "sub")
    applied = library.scanner.scan()
    assert (applied.removed, applied.unchanged) == (0, 1)
    (problem,) = library.catalog.problems()
    assert problem.code == "unreadable"
    assert "permission" in problem.action
    assert library.texts()["sub/a.txt"] == "still known"
    assert library.scanner.scan([path]).removed == 0, "nor does a hint make it go"
    assert not library.scanner.refresh_roots()
    closed.folder = None
    assert library.scanner.refresh_roots(), "regained permission is noticed"
    assert library.scanner.scan().changed == 1
    library.read_pending()
    assert library.catalog.problems() == ()


def test_hard_links_are_two_documents_and_no_move(library: Library) -> None:
    first = write(library.folder / "a.txt", "one inode")
    library.scanner.scan()
    library.read_pending()
    os.link(first, library.folder / "b.txt")
    applied = library.scanner.scan([library.folder / "b.txt"])
    assert (applied.added, applied.moved) == (1, 0)
    library.read_pending()
    (waiting,) = [chunk for chunk in library.catalog.chunks.waiting(9) if chunk.document_id == 1]
    library.catalog.chunks.mark_embedded([waiting.chunk_id])
    assert list(library.catalog.chunks.twins([waiting.content_hash])) == [waiting.content_hash]
    first.rename(library.folder / "c.txt")
    applied = library.scanner.scan()
    assert (applied.moved, applied.removed, applied.unchanged) == (1, 0, 1)
    assert sorted(library.texts()) == ["b.txt", "c.txt"]


def test_files_that_exchange_their_names_keep_what_is_known_of_them(library: Library) -> None:
    one, two = write(library.folder / "a.txt", "first"), write(library.folder / "b.txt", "second", OLD + 1)
    library.scanner.scan()
    library.read_pending()
    one.rename(library.folder / "t")
    two.rename(one)
    (library.folder / "t").rename(two)
    applied = library.scanner.scan([one, two])
    assert (applied.moved, applied.changed, applied.removed, applied.removed_chunks) == (2, 0, 0, ())
    assert library.texts() == {"a.txt": "second", "b.txt": "first"}


def test_a_file_moved_over_another_takes_its_place(library: Library) -> None:
    one, two = write(library.folder / "a.txt", "first"), write(library.folder / "b.txt", "second", OLD + 1)
    library.scanner.scan()
    library.read_pending()
    two.replace(one)
    applied = library.scanner.scan()
    assert (applied.moved, applied.removed, len(applied.removed_chunks)) == (1, 1, 1)
    assert library.texts() == {"a.txt": "second"}


def test_an_atomic_save_is_a_change_even_if_the_new_file_was_seen_first(library: Library) -> None:
    path = write(library.folder / "a.txt", "one\n\ntwo")
    library.scanner.scan()
    library.read_pending()
    (known,) = library.catalog.documents_of(library.catalog.roots()[0]).values()
    temporary = write(library.folder / "sedX1Y2", "one\n\nthree", OLD + 1)
    assert library.scanner.scan().added == 1
    temporary.replace(path)
    applied = library.scanner.scan()
    assert (applied.changed, applied.moved, applied.removed) == (1, 0, 1)
    library.read_pending()
    (after,) = library.catalog.documents_of(library.catalog.roots()[0]).values()
    assert after.id == known.id


def test_a_backup_save_keeps_the_old_text_with_the_backup(library: Library) -> None:
    path = write(library.folder / "a.txt", "old")
    library.scanner.scan()
    library.read_pending()
    path.rename(library.folder / "a.bak.txt")
    write(path, "new", OLD + 1)
    applied = library.scanner.scan()
    assert (applied.moved, applied.added, applied.removed) == (1, 1, 0)
    library.read_pending()
    assert library.texts() == {"a.txt": "new", "a.bak.txt": "old"}


def test_another_kind_of_name_is_read_anew_and_keeps_its_chunks(library: Library) -> None:
    path = write(library.folder / "a.txt", "words")
    library.scanner.scan()
    library.read_pending()
    (chunk,) = library.catalog.chunks.waiting(9)
    path.rename(library.folder / "a.md")
    assert library.scanner.scan().moved == 1
    assert library.read_pending() == 1
    assert [waiting.chunk_id for waiting in library.catalog.chunks.waiting(9)] == [chunk.chunk_id]


def test_a_moved_document_names_its_problem_under_its_new_name(library: Library) -> None:
    path = write(library.folder / "a.txt", "x")
    library.scanner.scan()
    known = library.catalog.next_pending()
    library.catalog.fail(known.id, Problem(ErrorCode.CORRUPT, "a.txt is damaged.", "Save it again."))
    path.rename(library.folder / "b.txt")
    library.scanner.scan()
    assert library.catalog.problems()[0].message == "b.txt is damaged."


def test_where_case_does_not_count_an_old_spelling_finds_no_second_document(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(library.folder / "Sub" / "Report.txt", "x")
    library.scanner.scan()
    library.read_pending()
    (library.folder / "Sub").rename(library.folder / "sub")
    (library.folder / "sub" / "Report.txt").rename(library.folder / "sub" / "REPORT.TXT")
    lstat = os.lstat
    real = {str(path).lower(): path for path in library.folder.rglob("*")}
    monkeypatch.setattr(os, "lstat", lambda path, **named: lstat(real.get(str(path).lower(), path), **named))
    old = library.folder / "Sub" / "Report.txt"
    applied = library.scanner.scan([old, library.folder / "sub" / "REPORT.TXT", library.folder / "sub" / "report.txt"])
    assert (applied.moved, applied.added, applied.removed) == (1, 0, 0)
    assert list(library.texts()) == ["sub/REPORT.TXT"]


def test_a_folder_and_a_file_may_take_each_others_name(library: Library) -> None:
    write(library.folder / "x.txt" / "a.txt", "inner")
    library.scanner.scan()
    (library.folder / "x.txt" / "a.txt").unlink()
    (library.folder / "x.txt").rmdir()
    write(library.folder / "x.txt", "outer file", OLD + 1)
    assert (library.scanner.scan([library.folder / "x.txt"]).removed, list(library.texts())) == (1, ["x.txt"])
    (library.folder / "x.txt").unlink()
    write(library.folder / "x.txt" / "a.txt", "inside", OLD + 2)
    assert (library.scanner.scan([library.folder / "x.txt"]).removed, list(library.texts())) == (1, ["x.txt/a.txt"])


def test_a_folder_that_became_a_link_is_not_followed(library: Library, tmp_path: Path) -> None:
    path = write(library.folder / "sub" / "a.txt", "mine")
    library.scanner.scan()
    known = library.catalog.next_pending()
    (library.folder / "sub").rename(tmp_path / "outside")
    (library.folder / "sub").symlink_to(tmp_path / "outside")
    assert path.exists()
    assert prepare(Job(known, library.folder), DirectReader(), 1000).again
    assert library.scanner.scan([path]).removed == 1
    assert library.scanner.scan().added == 0


def test_a_file_that_never_holds_still_is_read_now_and_then(library: Library) -> None:
    now = [0.0]
    scanner = Scanner(library.catalog, wall=lambda: OLD, monotonic=lambda: now[0])
    path = write(library.folder / "a.log", "x", OLD)
    assert scanner.scan([path]).unsettled == {path}
    now[0] += PATIENCE_SECONDS
    applied = scanner.scan([path])
    assert (applied.added, applied.unsettled, applied.restless) == (1, frozenset(), {path})
    write(path, "xy", OLD + 0.1)
    now[0] += PATIENCE_SECONDS / 2
    applied = scanner.scan([path])
    assert (applied.changed, applied.unsettled, applied.restless) == (0, frozenset(), {path})
    now[0] += PATIENCE_SECONDS
    assert scanner.scan([path]).changed == 1


@pytest.mark.parametrize("when", [OLD, time.time() + 10 * 86400], ids=["past", "future"])
def test_times_may_lie_in_the_future_or_go_back(library: Library, when: float) -> None:
    path = write(library.folder / "a.txt", "x", when)
    assert library.scanner.scan().added == 1
    library.read_pending()
    assert library.scanner.scan().unchanged == 1
    write(path, "y", when - 3 * 86400)
    assert library.scanner.scan().changed == 1


def test_a_drive_unplugged_during_the_walk_proves_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/1.txt", "b/2.txt"):
        write(library.folder / name, name)
    library.scanner.scan()
    library.read_pending()
    scandir = os.scandir

    def unplug(path: Any) -> Any:
        if Path(path).name == "a":
            library.folder.rename(library.folder.with_name("away"))
            library.folder.mkdir()  # the mount point stays
        return scandir(path)

    monkeypatch.setattr(os, "scandir", unplug)
    assert library.scanner.scan().removed == 0
    monkeypatch.setattr(os, "scandir", scandir)
    assert library.scanner.scan().removed == 0, "nor does a look before the drive is missed"
    assert library.scanner.refresh_roots()
    assert library.catalog.counts.by_state()["offline"] == 2


def test_a_drive_comes_back_with_other_content(library: Library) -> None:
    for name in ("kept.txt", "edited.txt", "deleted.txt"):
        write(library.folder / name, name)
    library.scanner.scan()
    library.read_pending()
    away = library.folder.rename(library.folder.with_name("away"))
    library.folder.mkdir()
    (library.folder / ".directory").touch()
    library.scanner.refresh_roots()
    write(away / "edited.txt", "otherwise", OLD + 1)
    (away / "deleted.txt").unlink()
    write(away / "new.txt", "new")
    shutil.rmtree(library.folder)
    away.rename(library.folder)
    assert library.scanner.refresh_roots()
    applied = library.scanner.scan()
    assert (applied.unchanged, applied.changed, applied.removed, applied.added) == (1, 1, 1, 1)


def test_a_single_file_on_a_drive_goes_offline_with_it(library: Library, tmp_path: Path) -> None:
    single = write(tmp_path / "drive" / "single.txt", "x")
    library.catalog.add_root(single, is_file=True, device="")
    library.scanner.refresh_roots()
    assert library.scanner.scan().added == 1
    library.read_pending()
    away = single.parent.rename(tmp_path / "elsewhere")
    single.parent.mkdir()
    assert library.scanner.refresh_roots()
    assert library.scanner.scan().removed == 0
    assert library.catalog.counts.by_state()["offline"] == 1
    single.parent.rmdir()
    away.rename(single.parent)
    assert library.scanner.refresh_roots()
    assert library.scanner.scan().unchanged == 1


@pytest.mark.parametrize("inner_first", [True, False])
def test_folders_nested_in_one_another_hold_each_document_once(tmp_path: Path, inner_first: bool) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "inner"
    write(inner / "a.txt", "x")
    write(outer / "b.txt", "y")
    catalog = Catalog(tmp_path / "catalog.db")
    scanner = Scanner(catalog)
    for folder in (inner, outer) if inner_first else (outer, inner):
        catalog.add_root(folder, is_file=False, device=device_of(folder))
        scanner.scan()
    assert [root.path for root in catalog.roots()] == [outer]
    assert scanner.scan().added == 0
    assert sum(catalog.counts.by_state().values()) == 2


def test_a_folder_removed_during_its_walk_gets_no_documents(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    write(library.folder / "a.txt", "x")
    (root,) = library.catalog.roots()
    scandir = os.scandir

    def remove(path: Any) -> Any:
        library.catalog.remove_root(root)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", remove)
    library.scanner.scan()
    assert sum(library.catalog.counts.by_state().values()) == 0


def test_a_thousand_renamed_files_are_moved_in_one_transaction(library: Library) -> None:
    for number in range(1000):
        write(library.folder / "old" / f"{number}.txt", f"text {number % 7}")
    writes = Counted(library.catalog)
    assert library.scanner.scan().added == 1000
    assert writes.taken() == 1
    with library.catalog.database.write() as connection:
        connection.execute("UPDATE documents SET state = 'indexed', sha256 = '00'")
    (library.folder / "old").rename(library.folder / "new")
    writes.taken()
    assert library.scanner.scan().moved == 1000
    assert writes.taken() == 1


class Counted:
    """Counts the transactions of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._count = 0
        write = catalog.database.write

        def counting() -> Any:
            self._count += 1
            return write()

        catalog.database.write = counting  # type: ignore[method-assign]

    def taken(self) -> int:
        count, self._count = self._count, 0
        return count
