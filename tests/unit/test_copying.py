"""Copies of what is dropped: whole or not at all, nothing twice, nothing overwritten, and what fails keeps alone."""

from __future__ import annotations

import errno
import io
import os
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from desktop_app.copying import Copier, Copies, CopyProgress, RealFiles, copies_folder
from indexer.config import Settings
from indexer.errors import ErrorCode, KnownError


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "Documents" / "Footnote"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def copy(place: Path, *paths: Path, files: RealFiles | None = None) -> Copies:
    return Copier(place, files).copy(paths, threading.Event())


def tree(place: Path) -> dict[str, str]:
    """All that is there, hidden or not."""
    return {str(path.relative_to(place)): path.read_text() for path in place.rglob("*") if path.is_file()}


class Failing(RealFiles):
    """A disk that has an error for some names, when they are read, or as soon as so much was written."""

    def __init__(self, name: str, error: OSError, *, room: int = 0) -> None:
        self.name, self.error, self.room = name, error, room

    def read(self, path: Path) -> BinaryIO:
        if path.name == self.name:
            raise self.error
        return super().read(path)

    def write(self, path: Path) -> BinaryIO:
        failing = self

        class Full(io.FileIO):
            def write(self, block: object) -> int:
                if len(block) > failing.room:  # type: ignore[arg-type]
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return super().write(block)  # type: ignore[arg-type]

        return Full(path, "xb") if self.room else super().write(path)  # type: ignore[return-value]


def test_a_file_is_copied_with_its_time_and_the_folder_made(tmp_path: Path, place: Path) -> None:
    letter = write(tmp_path / "letter.txt", "thirty days")
    os.utime(letter, (1_600_000_000, 1_600_000_000))
    report = copy(place, letter)
    assert report == Copies(place, {letter: place / "letter.txt"}, 1, 0, (), False)
    assert tree(place) == {"letter.txt": "thirty days"}
    assert (place / "letter.txt").stat().st_mtime == 1_600_000_000
    assert letter.read_text() == "thirty days"
    assert [path.name for path in place.iterdir()] == ["letter.txt"], "nothing is left of the work"


def test_the_same_content_is_not_copied_twice_and_another_gets_another_name(tmp_path: Path, place: Path) -> None:
    first, second, third = (write(tmp_path / str(n) / "a.tar.gz", text) for n, text in enumerate(("one", "two", "two")))
    assert copy(place, first).copied == 1
    assert copy(place, first).known == 1
    assert copy(place, second).placed == {second: place / "a.tar (2).gz"}
    report = copy(place, third)
    assert (report.placed, report.copied, report.known) == ({third: place / "a.tar (2).gz"}, 0, 1)
    assert tree(place) == {"a.tar.gz": "one", "a.tar (2).gz": "two"}


def test_of_a_folder_the_documents_are_copied_and_later_what_is_new(tmp_path: Path, place: Path) -> None:
    folder = tmp_path / "Tax"
    for name in ("a.txt", "2023/b.md", ".git/c.txt", ".hidden.txt", "2023/film.mkv", "node_modules/d.txt"):
        write(folder / name, name)
    (folder / "link.txt").symlink_to(folder / "a.txt")
    report = copy(place, folder)
    assert (report.placed, report.copied) == ({folder: place / "Tax"}, 2)
    assert tree(place) == {"Tax/a.txt": "a.txt", "Tax/2023/b.md": "2023/b.md"}
    write(folder / "2023" / "b.md", "changed")
    write(folder / "2024" / "e.txt", "new")
    report = copy(place, folder)
    assert (report.copied, report.known) == (2, 1)
    assert tree(place)["Tax/2023/b (2).md"] == "changed"
    write(tmp_path / "other" / "Lists", "a file")
    copy(place, tmp_path / "other" / "Lists")
    write(tmp_path / "Lists" / "f.txt", "f")
    assert copy(place, tmp_path / "Lists").placed == {tmp_path / "Lists": place / "Lists (2)"}


def test_what_lies_in_the_folder_for_copies_stands_for_itself(place: Path) -> None:
    inside = write(place / "a.txt", "one")
    write(place.parent / "b.txt", "two")
    report = copy(place, inside, place.parent)
    assert report.placed == {inside: inside, place.parent: place / "Documents"}
    assert tree(place) == {"a.txt": "one", "Documents/b.txt": "two"}, "nor is it copied into itself"


def test_what_can_not_be_read_is_told_and_the_rest_goes_on(tmp_path: Path, place: Path) -> None:
    locked, good = write(tmp_path / "locked.txt", "x"), write(tmp_path / "good.txt", "y")
    report = copy(
        place, locked, tmp_path / "gone.txt", good, files=Failing("locked.txt", PermissionError(13, "Denied"))
    )
    gone, denied = report.failed
    assert (gone.code, denied.code) == (ErrorCode.MISSING, ErrorCode.UNREADABLE)
    assert denied.message == f"{locked} can't be read, so there is no copy of it (Denied)."
    assert "permission" in denied.action
    assert report.placed == {good: place / "good.txt"}
    assert tree(place) == {"good.txt": "y"}


def test_what_failed_is_named_as_it_was_dropped(tmp_path: Path, place: Path) -> None:
    for name in ("a.txt", "deep/locked.txt", "deep/b.txt"):
        write(tmp_path / "Folder" / name, name)
    good, gone = write(tmp_path / "good.txt", "y"), tmp_path / "gone.txt"
    dropped = (good, gone, tmp_path / "Folder")
    report = copy(place, *dropped, files=Failing("locked.txt", PermissionError(13, "Denied")))
    assert report.again == (gone, tmp_path / "Folder")
    write(gone, "it is back")
    again = copy(place, *report.again)
    assert (again.copied, again.known, again.again) == (2, 2, ())
    assert tree(place)["Folder/deep/locked.txt"] == "deep/locked.txt"


def test_a_full_disk_leaves_no_half_copy_and_what_fits_still_comes(tmp_path: Path, place: Path) -> None:
    large, small = write(tmp_path / "large.txt", "x" * 100), write(tmp_path / "small.txt", "y")
    report = copy(place, large, small, files=Failing("", OSError(), room=10))
    assert [problem.code for problem in report.failed] == [ErrorCode.DISK_FULL]
    assert report.failed[0].message == f"There is no room for a copy of large.txt in {place}."
    assert tree(place) == {"small.txt": "y"}


def test_a_source_that_changes_meanwhile_is_not_kept(tmp_path: Path, place: Path) -> None:
    growing = write(tmp_path / "growing.txt", "x")

    class Growing(RealFiles):
        def write(self, path: Path) -> BinaryIO:
            growing.write_text("x and more")
            return super().write(path)

    report = copy(place, growing, files=Growing())
    assert [problem.code for problem in report.failed] == [ErrorCode.CHANGED_WHILE_READ]
    assert tree(place) == {}


def test_it_tells_how_far_it_is_and_stops_between_blocks(tmp_path: Path, place: Path) -> None:
    first, second = write(tmp_path / "first.txt", "one"), write(tmp_path / "second.txt", "2" * 3_000_000)
    ticks = iter(range(1_000))
    heard: list[CopyProgress] = []
    stop = threading.Event()

    def tell(progress: CopyProgress) -> None:
        heard.append(progress)
        if progress.name == "second.txt" and progress.bytes > 1_000_000:
            stop.set()

    report = Copier(place, clock=lambda: float(next(ticks))).copy((first, second), stop, tell)
    assert heard[0] == CopyProgress("first.txt", 0, 2, 0, 3_000_003)
    assert (report.stopped, report.copied, report.placed) == (True, 1, {first: place / "first.txt"})
    assert tree(place) == {"first.txt": "one"}


def test_a_folder_that_can_not_be_made_is_told_with_its_remedy(tmp_path: Path) -> None:
    write(tmp_path / "taken", "a file")
    with pytest.raises(KnownError, match="Copies can't be kept in") as caught:
        copy(tmp_path / "taken" / "Footnote", write(tmp_path / "a.txt", "x"))
    assert "Choose another folder" in caught.value.problem.action


def test_the_folder_is_the_setting_or_one_in_the_documents(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    assert copies_folder(Settings()) == tmp_path / "Footnote"
    assert copies_folder(Settings(copies_folder=str(tmp_path / "x"))) == tmp_path / "x"
