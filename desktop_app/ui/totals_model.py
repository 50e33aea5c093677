"""What answers cost by day or month, as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.costs import CloudPrice, Total
from desktop_app.ui.answer_words import duration, number
from desktop_app.ui.cost_words import energy, money, period_name
from desktop_app.ui.translation import later, tr

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS = (
    "",
    later("Answers"),
    later("Time"),
    later("Tokens read"),
    later("Tokens written"),
    later("Energy"),
    later("In a cloud"),
)


class TotalsModel(QAbstractTableModel):
    """The latest period first."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._totals: tuple[Total, ...] = ()
        self._price = CloudPrice(0.0, 0.0, "")

    def show_totals(self, totals: tuple[Total, ...], price: CloudPrice) -> None:
        self.beginResetModel()
        self._totals, self._price = tuple(reversed(totals)), price
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._totals)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_COLUMNS[section]) if section else ""
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._totals):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        total = self._totals[index.row()]
        return (
            period_name(total.period),
            number(total.answers),
            duration(total.seconds),
            number(total.prompt_tokens),
            number(total.completion_tokens),
            energy(total.watt_hours),
            money(self._price.of(total.prompt_tokens, total.completion_tokens), self._price.currency),
        )[index.column()]
