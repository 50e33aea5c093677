"""A strip of small pages beside a PDF: where one is, where the cited passages are, and a way to any page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.ui.pdf_pages import PdfPages
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_Index = QModelIndex | QPersistentModelIndex
_WIDTH = 76  # of a small page, in pixels
_MARGIN = 10
_NUMBER = 18  # pixels for the number below a page
CITED = Qt.ItemDataRole.UserRole


class PageModel(QAbstractListModel):
    """The pages of an open PDF, a row each. `CITED` says whether a cited passage is on it."""

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._count = pages.count
        self._cited: frozenset[int] = frozenset()
        pages.opened.connect(self._opened)
        pages.small_ready.connect(self._drawn)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else self._count

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self._count:
            return None
        page = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return str(page + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if page in self._cited:
                return tr("Page {page}, with a cited passage", page=page + 1)
            return tr("Page {name}", name=page + 1)
        if role == CITED:
            return page in self._cited
        return None

    def set_cited(self, pages: frozenset[int]) -> None:
        if pages != self._cited:
            self._cited = pages
            self._touch(0, self._count - 1)

    def _opened(self) -> None:
        self.beginResetModel()
        self._count, self._cited = self._pages.count, frozenset()
        self.endResetModel()

    def _drawn(self, page: int) -> None:
        self._touch(page, page)

    def _touch(self, first: int, last: int) -> None:
        if 0 <= first <= last < self._count:
            self.dataChanged.emit(self.index(first), self.index(last))


class _PageDelegate(QStyledItemDelegate):
    def __init__(self, pages: PdfPages, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = pages
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option
        return QSize(_WIDTH + 2 * _MARGIN, round(self._height(index.row())) + _NUMBER + _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, page = self._theme, index.row()
        box: Any = option
        left = box.rect.left() + (box.rect.width() - _WIDTH) / 2
        rect = QRectF(left, box.rect.top() + _MARGIN / 2, _WIDTH, self._height(page))
        chosen = bool(box.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(rect, Qt.GlobalColor.white)
        image = self._pages.small_image(page)
        if image is not None:
            painter.drawImage(rect, image)
        else:
            ratio = box.widget.devicePixelRatioF() if box.widget else 1.0
            self._pages.want_small(page, QSize(round(rect.width() * ratio), round(rect.height() * ratio)))
        if theme.is_dark:
            painter.fillRect(rect, QColor(0, 0, 0, 40))
        painter.setPen(QPen(theme.colour("accent" if chosen else "line_strong"), 2 if chosen else 1))
        painter.drawRect(rect)
        if index.data(CITED):  # as a strip of marker at the edge of the page
            painter.fillRect(QRectF(rect.right() - 7, rect.top() + 6, 10, 14), theme.colour("marker_edge"))
        painter.setFont(theme.tabular(theme.tokens.text_small))
        painter.setPen(theme.colour("accent" if chosen else "ink_soft"))
        below = QRectF(box.rect.left(), rect.bottom(), box.rect.width(), _NUMBER)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(page + 1))
        painter.restore()

    def _height(self, page: int) -> float:
        if page >= self._pages.count:
            return _WIDTH * 1.4
        size = self._pages.size(page)
        return min(3.0, size.height() / size.width()) * _WIDTH


class PageStrip(QListView):
    """Signal: `chosen(page)` (from 0) when the person goes to a page."""

    chosen = Signal(int)

    def __init__(self, pages: PdfPages, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pages_model = PageModel(pages, self)
        self.setModel(self.pages_model)
        self.setItemDelegate(_PageDelegate(pages, theme, self))
        self.setAccessibleName(tr("Pages"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setFixedWidth(_WIDTH + 2 * _MARGIN + 12)
        self._shown = -1
        self.selectionModel().currentChanged.connect(self._go)
        pages.sizes_changed.connect(self.scheduleDelayedItemsLayout)
        theme.changed.connect(self.viewport().update)

    def show_page(self, page: int) -> None:
        """The page in view; it is shown as chosen without going there."""
        self._shown = page
        index = self.pages_model.index(page)
        if index.isValid() and page != self.currentIndex().row():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _go(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self._shown:
            self._shown = index.row()
            self.chosen.emit(index.row())
