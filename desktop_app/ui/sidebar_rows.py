"""How the rows of the sidebar's lists are painted: an icon, a name that may be cut, a figure at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.ui.theme import Theme

ICON_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # the name of an icon, or None
FIGURE_ROLE = ICON_ROLE + 1  # the text at the right
TONE_ROLE = ICON_ROLE + 2  # a colour token for icon and figure
CHOSEN_ROLE = ICON_ROLE + 3  # whether the row is what the window is about now
ROW_HEIGHT = 30


class SidebarDelegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, tokens = self._theme, self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect.adjusted(8, 1, -8, -1)
        state: QStyle.StateFlag = option.state
        self._ground(painter, area, state, bool(index.data(CHOSEN_ROLE)))
        tone = str(index.data(TONE_ROLE) or "ink_soft")
        left = area.left() + tokens.space_2
        icon = index.data(ICON_ROLE)
        if icon:
            top = area.center().y() - tokens.icon // 2 + 1
            theme.icon(str(icon), tone).paint(painter, left, top, tokens.icon, tokens.icon)
            left += tokens.icon + tokens.space_2
        right = area.right() - tokens.space_2
        figure = str(index.data(FIGURE_ROLE) or "")
        if figure:
            painter.setFont(theme.tabular(tokens.text_small))
            width = painter.fontMetrics().horizontalAdvance(figure)
            painter.setPen(theme.colour(tone))
            box = QRect(right - width, area.top(), width + 1, area.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, figure)
            right -= width + tokens.space_2
        painter.setFont(theme.sans())
        painter.setPen(theme.colour("ink"))
        name = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(
            QRect(left, area.top(), right - left, area.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            shown,
        )
        painter.restore()

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, chosen: bool) -> None:
        theme = self._theme
        ground = None
        if chosen:
            ground = theme.colour("accent_wash")
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = theme.colour("raised")
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if ground is None and not focused:
            return
        painter.setPen(QPen(theme.colour("accent"), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
        edge = 1 if focused else 0
        radius = theme.tokens.radius_small
        painter.drawRoundedRect(area.adjusted(edge, edge, -edge, -edge), radius, radius)


class SidebarList(QListView):
    """A list of the sidebar. Enter and a click are the same: `activated`."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(SidebarDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self.activated)
        theme.changed.connect(self._repaint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _repaint(self) -> None:
        self.viewport().update()
