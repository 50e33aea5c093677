"""The window's process: what it does not load, that there is one, and that it survives a mistake."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.ui.single_instance import SingleInstance

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(home)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_window_loads_no_heavy_library(tmp_path: Path) -> None:
    done = run(
        """
        import sys
        import desktop_app.ui.app
        heavy = ("torch", "llama_cpp", "lancedb", "pyarrow", "numpy", "sentence_transformers", "transformers")
        print([name for name in heavy if name in sys.modules])
        """,
        tmp_path,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_the_screenshots_can_be_drawn(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.screenshots", "shortcuts", "--to", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"shortcuts-light.png", "shortcuts-dark.png"}


def test_one_window_a_library(tmp_path: Path, qtbot: QtBot) -> None:
    first, second, other = SingleInstance(tmp_path), SingleInstance(tmp_path), SingleInstance(tmp_path / "b")
    (tmp_path / "b").mkdir()
    assert first.claim()
    first.listen()
    with qtbot.waitSignal(first.raise_requested):
        assert not second.claim()
    assert other.claim()
    first.release()
    assert second.claim()
    for instance in (second, other):
        instance.release()


@pytest.mark.skipif(os.name == "nt", reason="closes the window with a signal")
def test_it_opens_shows_a_mistake_and_closes_on_interrupt(tmp_path: Path) -> None:
    """The whole process with its services, none of which is started: the library's calls are refused at once."""
    done = run(
        """
        import os, signal, sys
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
        from desktop_app.ui import app, library_watch
        from desktop_app.ui.main_window import MainWindow

        library_watch.LibraryWatch.start = lambda self: None

        def look():
            (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
            print("banner", window.banner.message.text())
            os.kill(os.getpid(), signal.SIGINT)

        def mistake():
            QTimer.singleShot(100, look)
            raise ValueError("ours")

        application = QApplication([])
        QTimer.singleShot(300, mistake)
        print("code", app.run_window(Path(sys.argv[1])))
        """,
        tmp_path,
    )
    assert "banner Footnote made a mistake; what you did last may not have worked." in done.stdout, done.stderr
    assert "code 0" in done.stdout
    assert "ValueError: ours" in done.stderr


def test_a_damaged_history_is_said_and_ends(tmp_path: Path) -> None:
    (tmp_path / "history.db").write_bytes(b"this is no database, however long it may be" * 100)
    done = run(
        """
        import sys
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QMessageBox
        from desktop_app.ui import app

        def look():
            (box,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
            print(box.text())
            box.accept()

        application = QApplication([])
        QTimer.singleShot(500, look)
        print("code", app.run_window(Path(sys.argv[1])))
        """,
        tmp_path,
    )
    assert "history.db, is damaged" in done.stdout, done.stderr
    assert "code 1" in done.stdout
