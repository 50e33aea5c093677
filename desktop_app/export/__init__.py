"""Conversations as documents to keep or to send: Markdown, HTML and DOCX, with every footnote's source."""

from desktop_app.export.conversation import Exported, exported
from desktop_app.export.docx import as_docx
from desktop_app.export.html import as_html
from desktop_app.export.markdown import as_markdown
from desktop_app.export.words import Words

__all__ = ["Exported", "Words", "as_docx", "as_html", "as_markdown", "exported"]
