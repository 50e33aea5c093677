"""The help: sections to read, a list of them, a field that finds words in them, and links to what they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.controls import button, hairline, label
from desktop_app.ui.help_text import LINKS, SECTIONS, Items, Section
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr

_LIST_WIDTH = 200
_LIST_FITS = 600  # pixels at the ordinary size of text: narrower, the page gets all of the width
_TITLE_HEIGHT = 30


class HelpDialog(QDialog):
    """Stands beside the window, which can be used meanwhile. Links do the window's `actions`."""

    def __init__(self, actions: Sequence[QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Help"))
        self.resize(820, 680)
        self._theme = theme
        self._actions = {action.shortcut().toString(): action for action in actions}
        self.field = QLineEdit(placeholderText=tr("Find in the help"))
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(tr("Find in the help"))
        self.titles = QListWidget()
        self.titles.setAccessibleName(tr("Sections of the help"))
        self.titles.setFixedWidth(theme.scaled(_LIST_WIDTH))
        self.titles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(tr("Help"))
        self.nothing = label(tr("The help says nothing of this."), tone="soft")
        self._lay_out()
        self.field.textChanged.connect(self._find)
        self.titles.currentRowChanged.connect(self._go_to)
        self.page.anchorClicked.connect(self._follow)
        theme.on_change(self._dress)
        self.field.setFocus()

    def _lay_out(self) -> None:
        tokens = self._theme.tokens
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(tokens.space_4)
        beside.addWidget(self.titles)
        beside.addWidget(self.page, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(tokens.space_3)
        layout.addWidget(label(tr("Help"), font=self._theme.sans(tokens.text_heading)))
        layout.addWidget(self.field)
        layout.addWidget(self.nothing)
        layout.addLayout(beside, 1)
        layout.addWidget(hairline())
        layout.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.titles.setVisible(self.width() >= self._theme.scaled(_LIST_FITS))

    # Finding

    def shown(self) -> list[Section]:
        """The sections in which all words of the field are found."""
        words = self.field.text().casefold().split()
        return [section for section in SECTIONS if all(word in _plain(section).casefold() for word in words)]

    def _find(self) -> None:
        sections = self.shown()
        self.nothing.setVisible(not sections)
        self.titles.clear()
        for section in sections:
            item = QListWidgetItem(tr(section.title), self.titles)
            item.setSizeHint(QSize(0, self._theme.scaled(_TITLE_HEIGHT)))
        self.page.setHtml("".join(self._as_html(number, section) for number, section in enumerate(sections)))
        self._mark()

    def _mark(self) -> None:
        """Mark the words of the field where they stand."""
        style = QTextCharFormat()
        style.setBackground(self._theme.colour("found"))
        marks = []
        for word in self.field.text().split():
            cursor = self.page.document().find(word)
            while not cursor.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = cursor, style
                marks.append(mark)
                cursor = self.page.document().find(word, cursor)
        self.page.setExtraSelections(marks)

    def _go_to(self, row: int) -> None:
        if row >= 0:
            self.page.moveCursor(QTextCursor.MoveOperation.End)  # so that the section comes to the top of the page
            self.page.scrollToAnchor(_anchor(row))

    # Links

    def _follow(self, address: QUrl) -> None:
        link = LINKS.get(address.toString())
        if link is None:
            return
        if link.view:
            self.accept()
        self._actions[link.keys].trigger()

    # Words

    def _as_html(self, number: int, section: Section) -> str:
        parts = (self._items(part) if isinstance(part, Items) else f"<p>{_filled(part)}</p>" for part in section.parts)
        return f"<h3><a name='{_anchor(number)}'></a>{escape(tr(section.title))}</h3>{''.join(parts)}"

    def _items(self, items: Items) -> str:
        rows = "".join(
            f"<tr><td width='32%'><b>{escape(name if items.written else tr(name))}</b></td>"
            f"<td>{escape(tr(meaning))}</td></tr>"
            for name, meaning in items.rows
        )
        return f"<table cellpadding='4' width='100%'>{rows}</table>"

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.page.setFont(self._theme.sans(tokens.text))
        self.page.document().setDefaultStyleSheet(
            f"h3 {{ font-size: {tokens.text_reading}px; margin-top: {tokens.space_4}px; }} "
            f"p {{ margin: {tokens.space_1}px 0 {tokens.space_2}px 0; line-height: 135%; }} "
            f"a {{ color: {tokens.accent}; text-decoration: none; }} td {{ padding: 2px 12px 2px 0; }}"
        )
        self._find()


def _anchor(number: int) -> str:
    return f"section-{number}"


def _filled(paragraph: str) -> str:
    """A paragraph with its links, each with its keys."""
    return tr(paragraph, **{name: f"<a href='{name}'>{_named(name)}</a>" for name in LINKS})


def _named(name: str) -> str:
    link = LINKS[name]
    keys = QKeySequence(link.keys).toString(QKeySequence.SequenceFormat.NativeText)
    return escape(f"{tr(link.words)} ({keys})").replace(" ", "&nbsp;")


def _plain(section: Section) -> str:
    """The words of a section, to be searched."""
    words = [tr(section.title)]
    for part in section.parts:
        if isinstance(part, Items):
            words += [text if part.written and first else tr(text) for row in part.rows for first, text in _told(row)]
        else:
            words.append(tr(part, **{name: tr(link.words) for name, link in LINKS.items()}))
    return " ".join(words)


def _told(row: tuple[str, str]) -> tuple[tuple[bool, str], tuple[bool, str]]:
    return (True, row[0]), (False, row[1])
