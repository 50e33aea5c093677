"""A tree of the sidebar: rows as in its lists, with a chevron before those that can be opened."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTreeView, QWidget

from desktop_app.ui.sidebar_rows import (
    INDENT,
    SMALL,
    Row,
    SidebarDelegate,
    be_part_of_sidebar,
    paint_row,
    row_height,
)
from desktop_app.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex


class _TreeDelegate(SidebarDelegate):
    """Paints rows as wide as the view: ground and focus do not begin deeper where a row does."""

    def __init__(self, theme: Theme, tree: SidebarTree) -> None:
        super().__init__(theme, tree)
        self._tree = tree

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        whole = QRect(0, rect.top(), self._tree.viewport().width(), rect.height())
        paint_row(painter, self._theme, whole, self._row(option, index))

    def _row(self, option: QStyleOptionViewItem, index: _Index) -> Row:
        row = super()._row(option, index)
        if not self._tree.rootIsDecorated():
            return row
        closed = "chevron-left" if self._tree.isRightToLeft() else "chevron-right"
        branch = "chevron-down" if self._tree.isExpanded(index) else closed
        # Icons of the first level stand below those of other rows; large text takes a larger chevron before them.
        indent = self._theme.scaled(INDENT) * _depth(index) + self._theme.scaled(SMALL) - SMALL
        return replace(row, indent=indent, branch=branch if index.model().hasChildren(index) else "")


class SidebarTree(QTreeView):
    """Enter and a click are the same: `activated`. Left and Right close and open; so does a click on the chevron."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setItemDelegate(_TreeDelegate(theme, self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)  # the two clicks choose, and choose no more
        be_part_of_sidebar(self)
        theme.on_change(self._dress)

    def drawBranches(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        """The delegate paints them with the row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def fit(self, most: int) -> None:
        """Be as high as the rows that are open, up to `most` of them; hidden where there is none."""
        rows, index = 0, self.model().index(0, 0)
        while index.isValid() and rows < most:
            rows, index = rows + 1, self.indexBelow(index)
        height = rows * row_height(self._theme)
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.setVisible(rows > 0)

    def _dress(self) -> None:
        self.setIndentation(self._theme.scaled(INDENT))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _depth(index: _Index) -> int:
    """How many rows stand above it in the tree."""
    levels, above = 0, index.parent()
    while above.isValid():
        levels, above = levels + 1, above.parent()
    return levels
