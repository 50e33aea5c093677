"""Files and folders dropped anywhere on the window are brought in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui.library_words import count
from desktop_app.ui.theme import Theme

_ENTER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


def dropped_paths(mime: QMimeData) -> tuple[Path, ...]:
    """The local files and folders in what is dragged, each once."""
    if not mime.hasUrls():
        return ()
    return tuple(dict.fromkeys(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()))


def to_add(items: int) -> tuple[str, str]:
    return f"Drop to add {count(items, 'item')}", "Files stay where they are and are only read."


class DropOverlay(QWidget):
    """Covers its window while files are dragged over it; emits `dropped` with their paths. Fields that take drops
    for themselves would swallow files as text, so theirs are watched too: call `cover` once they exist."""

    dropped = Signal(object)

    def __init__(self, theme: Theme, window: QWidget, words: Callable[[int], tuple[str, str]] | None = None) -> None:
        """`words` says what dropping so many items does, and what of it to know; by default they are added."""
        super().__init__(window)
        self._words = words or to_add
        self._theme = theme
        self._window = window
        self._count = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Drop to add to your library")
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Watch every part of the window that takes drops."""
        for part in self._window.findChildren(QWidget):
            if part.acceptDrops():
                part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self._window:
            self.resize(self._window.size())
        elif kind in _ENTER or kind == QEvent.Type.Drop:
            return isinstance(event, QDropEvent) and self._dragged(event, kind == QEvent.Type.Drop)
        elif kind == QEvent.Type.DragLeave:
            self.hide()
        return False

    def _dragged(self, event: QDropEvent, released: bool) -> bool:
        paths = dropped_paths(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if released:
            self.hide()
            self.dropped.emit(paths)
        elif not self.isVisible():
            self.cover_for(len(paths))
        return True

    def cover_for(self, items: int) -> None:
        """Cover the window: so many items hang over it."""
        self._count = items
        self.resize(self._window.size())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, tokens = self._theme, self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.colour("paper")
        ground.setAlpha(225)
        painter.fillRect(self.rect(), ground)
        frame = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, tokens.radius, tokens.radius)
        middle = self.rect().center()
        theme.icon("import", "accent").paint(painter, middle.x() - 24, middle.y() - 72, 48, 48)
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.sans(tokens.text_title))
        box = self.rect().adjusted(48, 0, -48, 0)
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        box.setTop(middle.y())
        title, more = self._words(self._count)
        painter.drawText(box, centred, title)
        painter.setPen(theme.colour("ink_soft"))
        painter.setFont(theme.sans(tokens.text_reading))
        box.setTop(middle.y() + 40)
        painter.drawText(box, centred, more)
