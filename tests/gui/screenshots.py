"""Draws every view of the window into `assets/screenshots`, light and dark: `make screenshots`.

    python -m tests.gui.screenshots [VIEW …] [--to FOLDER] [--text 200] [--width 900] [--language de]

The views are in `tests/gui/views`: functions that arrange a `Scene` and return the widget to draw, named by `@view`.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_SCALE_FACTOR", "1.5")

import argparse
import importlib
import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop_app.assets import asset
from desktop_app.ui.garbage import GuiCollector
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import LANGUAGES, speak
from tests.gui.scene import VIEWS
from tests.support import sample_scene

for _module in sorted(Path(__file__).with_name("views").glob("*.py")):
    importlib.import_module(f"tests.gui.views.{_module.stem}")


def draw(name: str, theme: Theme, folder: Path, width: int | None = None, language: str = "en") -> Path:
    """Draw one view in the theme as it is; the path of the picture, which names a language other than English."""
    scene, widget = VIEWS[name](theme)
    if width is not None:
        scene.window.resize(width, scene.window.height())
        scene.settle()
    try:
        picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        picture.setText("Description", f"Footnote, {name}")
        which = "" if language == "en" else f"-{language}"
        path = folder / f"{name}-{'dark' if theme.is_dark else 'light'}{which}.png"
        assert picture.save(str(path), "PNG", 0), path  # type: ignore[call-overload]
    finally:
        scene.close()
    return path


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make screenshots", description="Draw the views of the window.")
    parser.add_argument("views", nargs="*", metavar="VIEW", help=f"one of {', '.join(VIEWS)}; all by default")
    parser.add_argument("--to", type=Path, default=asset("screenshots"), metavar="FOLDER")
    parser.add_argument("--only", choices=("light", "dark"), help="one theme alone")
    parser.add_argument("--text", type=int, default=100, metavar="PERCENT", help="the size of text, 80 to 200")
    parser.add_argument("--width", type=int, metavar="PIXELS", help="of the window, instead of the view's own")
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="en", help="of the window's texts")
    options = parser.parse_args(arguments)
    _go_elsewhere()
    application = QApplication([])
    application.setStyle("Fusion")
    application.setCursorFlashTime(0)
    QLocale.setDefault(QLocale("en_US"))
    if options.language != "en":
        speak(options.language)
    theme = Theme("light", text_percent=options.text)
    theme.apply()
    collector = GuiCollector(application)
    options.to.mkdir(parents=True, exist_ok=True)
    for mode in [options.only] if options.only else ["light", "dark"]:
        theme.set_mode(mode)
        for name in options.views or VIEWS:
            sys.stdout.write(f"{draw(name, theme, options.to, options.width, options.language)}\n")
    collector.stop()
    return 0


def _go_elsewhere() -> None:
    """Documents, libraries and models lie in one place with a neutral name: pictures show where things lie."""
    place = Path(tempfile.gettempdir()) / "footnote-pictures"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    os.environ["FOOTNOTE_MODELS"] = str(place / "models")
    tempfile.tempdir = str(place)
    sample_scene.move_to(place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
