"""What an answer about the documents as a whole was read from: how many of how many, what was not, and the query."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.answering.events import Receipt
from desktop_app.ui.answer_words import number
from desktop_app.ui.answering_words import unread
from desktop_app.ui.controls import IconButton, Mark, label
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn

_MOST_NAMED = 12


class ReceiptView(QWidget):
    """One line, and on demand the documents that could not be read and the query over the tables. Emits `unfolded`."""

    unfolded = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        tokens = theme.tokens
        self._mark = Mark(theme, "check", "supported")
        self._line = label()
        self._fold = IconButton(theme, "chevron-down", tr("Show what was not read"))
        self._fold.clicked.connect(self._turn)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(tokens.space_2)
        head.addWidget(self._mark)
        head.addWidget(self._line)
        head.addWidget(self._fold)
        head.addStretch(1)
        self._details = label(tone="soft", wrap=True)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.space_1)
        layout.addLayout(head)
        layout.addWidget(self._details)
        theme.on_change(self._dress)

    def show_receipt(self, receipt: Receipt | None) -> None:
        """Hides where there is none."""
        self.setVisible(receipt is not None)
        if receipt is None:
            return
        whole = receipt.read == receipt.total
        self._mark.show_icon("check" if whole else "warning", "supported" if whole else "partly")
        self._line.setText(in_words(receipt))
        details = "\n".join(_details(receipt))
        self._details.setText(details)
        self._fold.setVisible(bool(details))
        self._fold.rename(tr("Show the query") if receipt.sql and not receipt.failed else tr("Show what was not read"))
        self.set_folded(True)

    @property
    def folded(self) -> bool:
        return self._details.isHidden()

    def set_folded(self, folded: bool) -> None:
        self._details.setHidden(folded or not self._details.text())
        self._fold.set_icon("chevron-down" if folded else "chevron-up")

    def _turn(self) -> None:
        self.set_folded(not self.folded)
        if not self.folded:
            self.unfolded.emit()

    def _dress(self) -> None:
        small = self._theme.tabular(self._theme.tokens.text_small)
        for each in (self._line, self._details):
            each.setFont(small)


def in_words(receipt: Receipt) -> str:
    """ "21 of 23 documents read · 2 could not be read"."""
    said = _read_of(receipt)
    missing = receipt.total - receipt.read
    if not missing or not receipt.failed:
        return said
    return f"{said} · {trn('{n} could not be read', '{n} could not be read', missing)}"


def _read_of(receipt: Receipt) -> str:
    read, total, where = number(receipt.read), receipt.total, receipt.where
    match receipt.what:
        case "parts" if where:
            return trn(
                "{read} of {n} part of {name} read", "{read} of {n} parts of {name} read", total, read=read, name=where
            )
        case "rows" if where:
            return trn(
                "{read} of {n} row of {name} read", "{read} of {n} rows of {name} read", total, read=read, name=where
            )
        case "parts":
            return trn("{read} of {n} part read", "{read} of {n} parts read", total, read=read)
        case "rows":
            return trn("{read} of {n} row read", "{read} of {n} rows read", total, read=read)
    return trn("{read} of {n} document read", "{read} of {n} documents read", total, read=read)


def _details(receipt: Receipt) -> list[str]:
    lines = [f"{Path(one.path).name}: {unread(one)}" for one in receipt.failed[:_MOST_NAMED]]
    if len(receipt.failed) > _MOST_NAMED:
        lines.append(
            trn(
                "and {n} more; the library lists them",
                "and {n} more; the library lists them",
                len(receipt.failed) - _MOST_NAMED,
            )
        )
    return [*lines, receipt.sql] if receipt.sql else lines
