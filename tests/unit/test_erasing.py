"""Delete everything: no file keeps a word of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from desktop_app.costs import Cost
from desktop_app.erasing import end_services, erase, parts
from desktop_app.history import History
from indexer.catalog import Catalog
from indexer.config import Settings, library_folder, save_settings, settings_path
from indexer.errors import KnownError
from tests.support.cut import ParagraphCutter, document
from tests.support.known_file import add_file
from tests.unit.test_history import make_answer, make_trace

SECRET = "Xylograph"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with something in every part of it."""
    home = tmp_path / "home"
    catalog_path = library_folder(home) / "catalog.db"
    catalog_path.parent.mkdir(parents=True)
    catalog = Catalog(catalog_path)
    catalog.add_root(Path("/docs"), is_file=False, device="")
    extracted, cutter = document(f"The {SECRET} is in the cellar."), ParagraphCutter()
    number = add_file(catalog, f"/docs/{SECRET}.txt", "text")
    catalog.store(number, "00", cutter.version, extracted, cutter.chunk(extracted))
    catalog.close()
    (library_folder(home) / "vectors.lance" / "data").mkdir(parents=True)
    (library_folder(home) / "vectors.lance" / "data" / "one.lance").write_bytes(b"0" * 1000)
    history = History(home / "history.db")
    conversation = history.create(f"Where is the {SECRET}?")
    history.add_answer(conversation.id, make_answer(f"Where is the {SECRET}?"))
    history.add_trace(make_trace("abc"))
    history.costs.add(Cost("abc", 1.0, "m", 1.0, 2, 3, 4.0, 5.0, False))
    history.close()
    (home / "logs").mkdir()
    (home / "logs" / "indexer.log").write_text(f"read {SECRET}.txt")
    (home / "window.ini").write_text("[General]")
    save_settings(home, Settings(theme="dark", ignore=(f"{SECRET}*",)))
    return home


def files_with(folder: Path, words: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_everything_is_deleted_and_nothing_of_the_person(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "docs" / "own.txt"
    own.parent.mkdir()
    own.write_text(SECRET)
    assert len(files_with(home, SECRET)) >= 3
    erase(home, settings=False)
    assert [path.name for path in home.iterdir()] == ["settings.toml"]
    erase(home, settings=True)
    assert list(home.iterdir()) == []
    assert files_with(tmp_path, SECRET) == [own]


def test_each_part_tells_how_large_it_is(home: Path, tmp_path: Path) -> None:
    sizes = {part.name: part.bytes() for part in parts(home, tmp_path / "models")}
    assert sizes["Vectors"] == 1000
    assert sizes["Documents"] > 4096
    assert sizes["Questions and answers"] > 4096
    assert sizes["Settings"] == settings_path(home).stat().st_size + len("[General]")
    assert sizes["Models"] == 0


def test_what_cannot_be_deleted_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(path)

    monkeypatch.setattr("desktop_app.erasing.shutil.rmtree", refuse)
    with pytest.raises(KnownError, match="library could not be deleted") as caught:
        erase(home, settings=True)
    assert "logs" in caught.value.problem.detail
    assert not (home / "history.db").exists()


def test_services_that_run_are_ended_first(home: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from indexer import runstate\n"
        "with runstate.running(Path(sys.argv[1]), 'llm'):\n    print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        end_services(home)
        process.wait(10)
    assert not psutil.pid_exists(process.pid)
