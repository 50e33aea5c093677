"""How the rows of the sidebar's lists are painted: an icon, a name that may be cut, a figure at the right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.ui.library_words import Sign
from desktop_app.ui.theme import Theme

ICON_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # the name of an icon, or None
FIGURE_ROLE = ICON_ROLE + 1  # the text at the right
TONE_ROLE = ICON_ROLE + 2  # a colour token for icon and figure
CHOSEN_ROLE = ICON_ROLE + 3  # whether the row is what the window is about now
SIGN_ROLE = ICON_ROLE + 4  # a `Sign` before the figure, or None
INDENT = 18  # pixels a level of a tree
_ROW_HEIGHT = 30
_AROUND_TEXT = 12
_FIGURE_SHARE = 0.4  # of a row that its figure may take from a long name
SMALL = 12  # pixels of a chevron, and of a sign
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def row_height(theme: Theme) -> int:
    """As large text needs it."""
    return max(_ROW_HEIGHT, QFontMetrics(theme.sans()).height() + _AROUND_TEXT)


@dataclass(frozen=True)
class Row:
    """What a row shows, and how it stands. A figure that `gives_way` is shown only beside the whole name. In a tree
    `indent` is what stands before its icon, and `branch` the icon of a chevron there."""

    name: str
    icon: str = ""
    figure: str = ""
    tone: str = "ink_soft"
    chosen: bool = False
    hovered: bool = False
    focused: bool = False
    sign: Sign | None = None
    indent: int = 0
    branch: str = ""
    gives_way: bool = False


def paint_row(painter: QPainter, theme: Theme, area: QRect, row: Row) -> None:
    """Paint a row into `area`, from the side where its language begins."""
    tokens, direction = theme.tokens, painter.layoutDirection()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = area.adjusted(tokens.space_2, 1, -tokens.space_2, -1)
    _paint_ground(painter, theme, area, row)
    left, right = area.left() + tokens.space_2 + row.indent, area.right() - tokens.space_2

    def paint_icon(name: str, tone: str, at: int, pixels: int) -> None:
        place = QRect(at, area.top() + (area.height() - pixels) // 2, pixels, pixels)
        theme.icon(name, tone).paint(painter, QStyle.visualRect(direction, area, place))

    small = theme.scaled(SMALL)
    if row.branch:
        paint_icon(row.branch, "ink_soft", left - small - 2, small)
    if row.icon:
        paint_icon(row.icon, row.tone, left, tokens.icon)
        left += tokens.icon + tokens.space_2
    if figure := _figure_shown(theme, row, right - left):
        painter.setFont(theme.tabular(tokens.text_small))
        width = painter.fontMetrics().horizontalAdvance(figure)
        painter.setPen(theme.colour(row.tone))
        place = QRect(right - width, area.top(), width + 1, area.height())
        painter.drawText(QStyle.visualRect(direction, area, place), _MIDDLE_LEFT, figure)
        right -= width + tokens.space_2
    if row.sign is not None:
        paint_icon(row.sign.icon, row.sign.tone, right - small, small)
        right -= small + tokens.space_2
    painter.setFont(theme.sans())
    painter.setPen(theme.colour("ink" if row.tone == "ink_soft" or row.figure else row.tone))
    shown = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, right - left)
    place = QRect(left, area.top(), right - left, area.height())
    painter.drawText(QStyle.visualRect(direction, area, place), _MIDDLE_LEFT, shown)
    painter.restore()


def _figure_shown(theme: Theme, row: Row, room: int) -> str:
    """The figure, cut where it would leave its name less than most of the `room`; a name is what a row is known by."""
    if not row.figure:
        return ""
    metrics = QFontMetrics(theme.tabular(theme.tokens.text_small))
    left = room - QFontMetrics(theme.sans()).horizontalAdvance(row.name) - theme.tokens.space_2
    if row.gives_way:
        return row.figure if metrics.horizontalAdvance(row.figure) <= left else ""
    return metrics.elidedText(row.figure, Qt.TextElideMode.ElideMiddle, max(left, round(room * _FIGURE_SHARE)))


def _paint_ground(painter: QPainter, theme: Theme, area: QRect, row: Row) -> None:
    ground = "accent_wash" if row.chosen else "raised" if row.hovered else ""
    if not ground and not row.focused:
        return
    painter.setPen(QPen(theme.colour("accent"), 2) if row.focused else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
    edge = 1 if row.focused else 0
    radius = theme.tokens.radius_small
    painter.drawRoundedRect(area.adjusted(edge, edge, -edge, -edge), radius, radius)


class SidebarRow(QAbstractButton):
    """A button that looks like a row of the lists around it."""

    def __init__(self, theme: Theme, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_row(row)
        theme.on_change(self._dress)

    def show_row(self, row: Row) -> None:
        self._row = row
        self.setText(row.name)
        self.setAccessibleName(f"{row.name} {row.figure}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, row_height(self._theme))

    def _dress(self) -> None:
        self.setFixedHeight(row_height(self._theme))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        row = replace(self._row, hovered=self.underMouse(), focused=self.hasFocus())
        paint_row(QPainter(self), self._theme, self.rect(), row)


class SidebarDelegate(QStyledItemDelegate):
    """Paints a row of a model from its roles; with `marks_selected` the selected one as the chosen one."""

    def __init__(self, theme: Theme, parent: QWidget, *, marks_selected: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks_selected = marks_selected

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, row_height(self._theme))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_row(painter, self._theme, option.rect, self._row(option, index))

    def _row(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> Row:
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        return Row(
            name=str(index.data(Qt.ItemDataRole.DisplayRole) or ""),
            icon=str(index.data(ICON_ROLE) or ""),
            figure=str(index.data(FIGURE_ROLE) or ""),
            tone=str(index.data(TONE_ROLE) or "ink_soft"),
            chosen=bool(index.data(CHOSEN_ROLE)) or (self._marks_selected and selected),
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
            sign=index.data(SIGN_ROLE),
        )


def be_part_of_sidebar(view: QAbstractItemView) -> None:
    """How lists and trees of the sidebar behave alike."""
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.clicked.connect(view.activated)


class SidebarList(QListView):
    """A list of the sidebar. Enter and a click are the same: `activated`."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(SidebarDelegate(theme, self))
        self.setUniformItemSizes(True)
        be_part_of_sidebar(self)
        theme.changed.connect(self._repaint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _repaint(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
