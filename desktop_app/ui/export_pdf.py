"""HTML on pages: a PDF by Qt's own writer. Touches no widget, so it may run on a worker thread."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

_MARGIN = 2.0  # millimetres; a text document leaves 20 more
_POINTS = 11


def as_pdf(html: str, title: str) -> bytes:
    """The file's bytes, on A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Footnote")
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    page = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    document = QTextDocument()
    font = QFont("Charis SIL")
    font.setPointSize(_POINTS)
    document.setDefaultFont(font)
    document.setMetaInformation(QTextDocument.MetaInformation.CssMedia, "print")
    document.setHtml(html)
    document.print_(writer)
    del writer  # writes the end of the file
    return bytes(buffer.data().data())
