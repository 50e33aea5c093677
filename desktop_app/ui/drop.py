"""Files and folders dropped anywhere on the window are brought in; on a conversation, to be asked about alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn

_LEAST_BESIDE = 140  # pixels that the other target needs
_ENTER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


def dropped_paths(mime: QMimeData) -> tuple[Path, ...]:
    """The local files and folders in what is dragged, each once."""
    if not mime.hasUrls():
        return ()
    return tuple(dict.fromkeys(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()))


def to_add(items: int) -> tuple[str, str]:
    return (
        trn("Drop to add {n} item", "Drop to add {n} items", items),
        tr("Files stay where they are and are only read."),
    )


def to_ask(items: int) -> tuple[str, str]:
    return (
        trn("Ask about this one only", "Ask about these {n} only", items),
        tr("Added to your library if need be. This conversation then looks nowhere else."),
    )


class DropOverlay(QWidget):
    """Covers its window while files are dragged over it; emits `dropped` with their paths, or `asked_about` where they
    were let go over the place for that. Fields that take drops for themselves would swallow files as text, so theirs
    are watched too: call `cover` once they exist."""

    dropped = Signal(object)
    asked_about = Signal(object)

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        words: Callable[[int], tuple[str, str]] | None = None,
        asking: Callable[[], QWidget | None] = lambda: None,
    ) -> None:
        """`words` says what dropping so many items does, and what of it to know; by default they are added. `asking`
        is the part of the window, if it is to be seen, where they are asked about."""
        super().__init__(window)
        self._words = words or to_add
        self._asking = asking
        self._theme = theme
        self._window = window
        self._count = 0
        self._at = QPoint(-1, -1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(tr("Drop to add to your library"))
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
            if not isinstance(event, QDropEvent) or not isinstance(watched, QWidget):
                return False
            at = watched.mapTo(self._window, event.position().toPoint())
            return self._dragged(event, at, kind == QEvent.Type.Drop)
        elif kind == QEvent.Type.DragLeave:
            self.hide()
        return False

    def _dragged(self, event: QDropEvent, at: QPoint, released: bool) -> bool:
        paths = dropped_paths(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if released:
            asking = self._asking_place()
            self.hide()
            (self.asked_about if asking is not None and asking.contains(at) else self.dropped).emit(paths)
        else:
            self.cover_for(len(paths), at)
        return True

    def cover_for(self, items: int, at: QPoint | None = None) -> None:
        """Cover the window: so many items hang over it, at a place of it."""
        self._count = items
        self._at = at or QPoint(-1, -1)
        self.resize(self._window.size())
        self.update()
        if not self.isVisible():
            self.show()
            self.raise_()

    def _asking_place(self) -> QRect | None:
        part = self._asking()
        if part is None or not part.isVisible():
            return None
        place = QRect(part.mapTo(self._window, QPoint(0, 0)), part.size())
        if max(place.left(), self.width() - place.right()) < _LEAST_BESIDE:  # both sides are folded away
            place.setLeft(place.left() + max(_LEAST_BESIDE, place.width() // 3))
        return place

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._theme.colour("paper")
        ground.setAlpha(225)
        painter.fillRect(self.rect(), ground)
        place = self._asking_place()
        if place is None:
            whole = self.rect().adjusted(24, 24, -24, -24)
            self._paint_target(painter, whole, "import", self._words(self._count), True)
            return
        over = place.contains(self._at)
        self._paint_target(painter, place.adjusted(12, 12, -12, -12), "conversation", to_ask(self._count), over)
        self._paint_target(painter, self._beside(place), "import", self._words(self._count), not over)

    def _beside(self, place: QRect) -> QRect:
        """The larger part of the window to the left or right of `place`."""
        left = QRect(0, 0, place.left(), self.height())
        right = QRect(place.right() + 1, 0, self.width() - place.right() - 1, self.height())
        return max(left, right, key=QRect.width).adjusted(12, 12, -12, -12)

    def _paint_target(self, painter: QPainter, frame: QRect, icon: str, words: tuple[str, str], over: bool) -> None:
        """A place to let go; `over`: that is what letting go does now."""
        theme, tokens = self._theme, self._theme.tokens
        painter.setPen(QPen(theme.colour("accent" if over else "line_strong"), 2 if over else 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("accent_wash") if over else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(frame), tokens.radius, tokens.radius)
        title, more = words
        wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        box = frame.adjusted(16, 0, -16, 0)
        painter.setFont(theme.sans(tokens.text_title))
        needs = painter.boundingRect(box, wrapped, title)
        tall = frame.height() >= 2 * needs.height() + 140
        top = frame.center().y() - (0 if tall else needs.height() // 2)
        if tall:
            theme.icon(icon, "accent").paint(painter, frame.center().x() - 24, top - 72, 48, 48)
        painter.setPen(theme.colour("ink"))
        painter.drawText(QRect(box.left(), top, box.width(), needs.height()), wrapped, title)
        if tall:
            painter.setPen(theme.colour("ink_soft"))
            painter.setFont(theme.sans(tokens.text_reading))
            box.setTop(top + needs.height() + 12)
            painter.drawText(box, wrapped, more)
