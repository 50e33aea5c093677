"""Exporting a conversation: asks where to, writes the file in the background, says where it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.history import History
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.problem_words import AsWritten
from desktop_app.ui.translation import later, tr
from indexer.errors import ErrorCode, KnownError

FORMATS = {".docx": later("Word document"), ".pdf": "PDF", ".md": "Markdown", ".html": later("Web page")}
_UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|\t\n', " "))
_NAME = 80  # characters of a title in a file's name


class Exporter(QObject):
    """Signals: `exported(path)`, `failed(problem)`."""

    exported = Signal(object)
    failed = Signal(object)

    def __init__(self, history: History, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._history = history
        self._bridge = bridge
        self._window = parent

    def ask(self, conversation: int, title: str) -> None:
        """Ask for a file and a format."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._window, tr("Export the conversation"), str(Path(folder) / file_name(title)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{tr(name)} (*{suffix})" for suffix, name in FORMATS.items()])
        dialog.setDefaultSuffix(next(iter(FORMATS)))
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.rpartition("*")[2].rstrip(")")))
        dialog.fileSelected.connect(lambda path: self.export(conversation, title, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, conversation: int, title: str, path: Path) -> None:
        """Write the conversation to `path`, in the format that its suffix names."""
        self._bridge.run(
            partial(write, self._history, conversation, title, path), self.exported.emit, self.failed.emit, self
        )


def file_name(title: str) -> str:
    """A name for a file that every system takes, without a suffix."""
    name = " ".join(title.translate(_UNSAFE).split())[:_NAME].strip(" .…")
    return name or tr("Conversation")


def write(history: History, conversation: int, title: str, path: Path) -> Path:
    """Written whole or not at all. Raises KnownError."""
    from desktop_app.export import as_docx, as_html, as_markdown, exported  # loads more than a window begins with
    from desktop_app.ui.export_pdf import as_pdf
    from desktop_app.ui.export_words import export_words

    document = exported(title, history.answers(conversation), export_words(QDate.currentDate()))
    match path.suffix.lower():
        case ".md" | ".markdown" | ".txt":
            content = as_markdown(document).encode()
        case ".html" | ".htm":
            content = as_html(document).encode()
        case ".pdf":
            content = as_pdf(as_html(document), document.title)
        case ".docx":
            content = as_docx(document)
        case suffix:
            raise _failed(
                ErrorCode.BAD_REQUEST,
                tr("Conversations can't be exported as “{format}”.", format=suffix or path.name),
                tr("Choose a name that ends in {formats}.", formats=", ".join(FORMATS)),
            )
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise _failed(
            ErrorCode.NO_PERMISSION,
            tr("{name} could not be written: {why}.", name=path.name, why=why),
            tr("Choose another folder, or close the file where it is open."),
        ) from error
    return path


def _failed(code: ErrorCode, message: str, action: str) -> KnownError:
    return KnownError(AsWritten(code, message, action))
