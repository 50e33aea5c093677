from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from indexer.config import Settings, load_settings, save_settings, settings_path
from indexer.errors import ErrorCode, KnownError
from indexer.ignore import Rules
from indexer.inventory import Inventory
from indexer.scan import Scanner, walk
from indexer.walk import left_out
from tests.support.watched import watched

OLD = time.time() - 3600


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (OLD, OLD))
    return path


class Library:
    def __init__(self, base: Path, patterns: tuple[str, ...] = ()) -> None:
        self.catalog, self.folder = watched(base)
        self.patterns = patterns
        self.scanner = Scanner(self.catalog, lambda: self.patterns)

    def found(self) -> list[str]:
        (root,) = self.catalog.roots()
        found = walk(root, rules=self.scanner_rules())
        return sorted(str(Path(file.path).relative_to(self.folder)) for file in found)

    def scanner_rules(self) -> Rules:
        return Rules((), Inventory(self.catalog).excluded())

    def known(self) -> list[str]:
        (root,) = self.catalog.roots()
        return sorted(str(Path(path).relative_to(self.folder)) for path in self.catalog.documents_of(root))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def test_the_nearest_file_decides_and_the_last_pattern_in_it(library: Library) -> None:
    for name in ("a.log", "keep.log", "sub/b.log", "sub/deep/c.log", "build/out.txt", "sub/build/out.txt", "n.txt"):
        write(library.folder / name)
    write(library.folder / ".footnoteignore", "# noise\n*.log\n!keep.log\n/build/\n")
    write(library.folder / "sub" / ".footnoteignore", "!b.log\n")
    assert library.found() == ["keep.log", "n.txt", "sub/b.log", "sub/build/out.txt"]


def test_patterns_with_a_slash_are_relative_to_their_folder(library: Library) -> None:
    for name in ("sub/x/1.txt", "sub/y/2.txt", "x/3.txt", "sub/z/deep/4.txt"):
        write(library.folder / name)
    write(library.folder / "sub" / ".footnoteignore", "x/1.txt\n/y\nz/**/4.txt\n")
    assert library.found() == ["x/3.txt"]


def test_what_is_below_a_folder_left_out_does_not_come_back(library: Library) -> None:
    write(library.folder / "private" / "a.txt")
    write(library.folder / ".footnoteignore", "private/\n!private/a.txt\n")
    write(library.folder / "private" / ".footnoteignore", "!a.txt\n")
    assert library.found() == []
    assert library.scanner.scan([library.folder / "private" / "a.txt"]).added == 0


def test_gitignore_counts_in_a_work_tree_only_and_yields_to_footnoteignore(library: Library) -> None:
    write(library.folder / "a.log")
    write(library.folder / "b.tmp.txt")
    write(library.folder / ".gitignore", "*.log\n*.tmp.txt\n")
    assert library.found() == ["a.log", "b.tmp.txt"]
    (library.folder / ".git").mkdir()
    assert library.found() == []
    write(library.folder / ".footnoteignore", "!*.log\n")
    assert library.found() == ["a.log"]


def test_a_root_inside_a_work_tree_obeys_its_own_files_but_not_those_above(library: Library, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".gitignore", "docs/\n")
    write(library.folder / "a.txt")
    write(library.folder / "b.log")
    write(library.folder / ".gitignore", "*.log\n")
    assert library.found() == ["a.txt"]


@pytest.mark.skipif(os.name != "posix", reason="a named pipe and a link")
def test_an_ignore_file_that_is_no_plain_text_file_harms_nothing(library: Library, tmp_path: Path) -> None:
    write(library.folder / "a.txt")
    write(library.folder / "sub" / "b.txt")
    write(library.folder / "wrong" / "c.log")
    write(library.folder / "wrong" / "d.txt")
    os.mkfifo(library.folder / ".footnoteignore")
    (library.folder / "sub" / ".footnoteignore").symlink_to(write(tmp_path / "all", "*\n"))
    (library.folder / "wrong" / ".footnoteignore").write_bytes(b"\xef\xbb\xbf*.log\r\n\xff\xfe\r\n!\r\n")
    assert library.found() == ["a.txt", "sub/b.txt", "wrong/d.txt"]


def test_a_changed_ignore_file_takes_effect_at_the_next_look(library: Library) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/c.md"):
        write(library.folder / name)
    library.scanner.scan()
    rules = write(library.folder / "sub" / ".footnoteignore", "*.md\n")
    assert library.scanner.scan([rules]).removed == 1
    assert library.known() == ["a.txt", "sub/b.txt"]
    write(rules, "b.txt\n")
    applied = library.scanner.scan([rules])
    assert (applied.removed, applied.added) == (1, 1)
    rules.unlink()
    assert library.scanner.scan([rules]).added == 1
    assert library.known() == ["a.txt", "sub/b.txt", "sub/c.md"]


def test_patterns_of_the_settings_hold_in_every_root_and_a_folder_may_overrule_them(tmp_path: Path) -> None:
    library = Library(tmp_path, ("*.log", "drafts/"))
    for name in ("a.log", "b.txt", "drafts/c.txt", "sub/d.log"):
        write(library.folder / name)
    write(library.folder / "sub" / ".footnoteignore", "!d.log\n")
    library.scanner.scan()
    assert library.known() == ["b.txt", "sub/d.log"]


def test_an_excluded_document_goes_and_stays_away_until_it_is_added_by_name(library: Library) -> None:
    path = write(library.folder / "a.txt")
    write(library.folder / "b.txt")
    library.scanner.scan()
    (root,) = library.catalog.roots()
    Inventory(library.catalog).exclude([library.catalog.documents_of(root)[str(path)].id])
    assert library.known() == ["b.txt"]
    path.touch()
    os.utime(path, (OLD, OLD))
    assert library.scanner.scan([path]).added == 0
    assert library.scanner.scan().added == 0
    assert path.exists()
    library.catalog.add_root(path, is_file=True, device="")
    assert len(library.catalog.roots()) == 1
    assert library.scanner.scan().added == 1


def test_removing_a_folder_takes_back_what_was_excluded_in_it(library: Library) -> None:
    path = write(library.folder / "a.txt")
    library.scanner.scan()
    (root,) = library.catalog.roots()
    Inventory(library.catalog).exclude([library.catalog.documents_of(root)[str(path)].id])
    library.catalog.remove_root(root)
    assert Inventory(library.catalog).excluded() == set()


def test_patterns_that_change_ask_for_a_look_at_everything(library: Library) -> None:
    write(library.folder / "a.log")
    write(library.folder / "b.txt")
    library.scanner.scan()
    assert library.known() == ["a.log", "b.txt"]
    library.patterns = ("*.log",)
    assert library.scanner.patterns_changed
    library.scanner.scan([library.folder / "b.txt"])  # not everything: what changed is still to be looked at
    assert library.scanner.patterns_changed
    library.scanner.scan()
    assert not library.scanner.patterns_changed
    assert library.known() == ["b.txt"]


def test_the_setting_survives_a_round_trip(tmp_path: Path) -> None:
    save_settings(tmp_path, Settings(ignore=("*.log", "drafts/")))
    assert load_settings(tmp_path).ignore == ("*.log", "drafts/")
    save_settings(tmp_path, Settings())
    assert "ignore" not in settings_path(tmp_path).read_text()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('ignore = "*.log"', "a list of strings"),
        ("ignore = [1]", "a list of strings"),
        ('ignore = ["!"]', "gitignore"),
        ('ignroe = ["*.log"]', "Did you mean ignore?"),
    ],
)
def test_a_wrong_setting_is_explained(tmp_path: Path, line: str, said: str) -> None:
    settings_path(tmp_path).write_text(line + "\n")
    with pytest.raises(KnownError, match="gnor") as caught:
        load_settings(tmp_path)
    assert caught.value.problem.code is ErrorCode.BAD_SETTING
    assert said in str(caught.value)


def test_why_a_path_is_left_out_is_told_to_who_adds_it(library: Library) -> None:
    top = library.folder
    for name in ("a.log", "n.txt", "keep/b.tmp", ".hidden/c.txt", "build/deep/d.txt"):
        write(top / name)
    write(top / ".footnoteignore", "# noise\n*.log\nbuild/\n")
    rules = Rules(("*.tmp",))

    def told(name: str) -> tuple[str, str] | None:
        error = left_out(top, top / name, rules)
        return (error.problem.message, error.problem.action) if error else None

    file = top / ".footnoteignore"
    assert told("n.txt") is None and told("") is None and told("keep") is None
    assert told("a.log") == (
        f"{top / 'a.log'} is left out by the pattern `*.log` in {file}.",
        f"Take that pattern out of {file}; Footnote then reads it by itself.",
    )
    below = told("build/deep/d.txt")
    assert below is not None and "`build/`" in below[0]
    by_setting = told("keep/b.tmp")
    assert by_setting is not None and "`*.tmp` in the settings" in by_setting[0]
    hidden = told(".hidden/c.txt")
    assert hidden is not None and "because of the name .hidden" in hidden[0]
    (top / ".footnoteignore").write_text("")
    assert told("a.log") is None
