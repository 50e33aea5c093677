"""The right of the window: the document a footnote points into, at the passage, with the passage marked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import button, hairline, label
from desktop_app.ui.lined_text import LinedText
from desktop_app.ui.outside import show_in_folder
from desktop_app.ui.passage import Passage, passage_of
from desktop_app.ui.pdf_pages import PdfError, ReadPdf, read_pdf
from desktop_app.ui.pdf_view import Highlight
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.quotation import with_plain_breaks
from desktop_app.ui.services import Services
from desktop_app.ui.source_body import SourceBody
from desktop_app.ui.source_foot import SourceFoot
from desktop_app.ui.source_header import SourceHeader
from desktop_app.ui.source_loader import FileState, LoadedSource, load_source
from desktop_app.ui.stored_text import ReadyText, quoted_text, ready_text
from desktop_app.ui.syntax import Coloured, colours_of
from desktop_app.ui.text_marks import Mark
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import later, tr
from indexer.errors import Problem

_CHANGED = later("This file has changed since the answer.")
_CHANGED_MUCH = later("This file has changed since the answer, and the passage is not in it any more.")
_NOT_DRAWN = later("The passage could not be found in the drawn page; it was read from here.")
_AS_KEPT = later("This is the passage as it was when the answer was made.")
_MISSING = later("The file is not where it was. This is the text that was read from it.")
_OFFLINE = later("Offline: its drive or folder is not connected. This is the text that was read from it before.")
_RECOGNISED = later("The words were recognised in a picture, so some may be wrong.")
_ONLY_QUOTE = later("The document is no longer in your library. This is the passage as it was kept.")
_PDF_ERRORS = {
    PdfError.PASSWORD: later("The file is locked with a password. This is the text that was read from it."),
    PdfError.UNREADABLE: later("The pages can’t be drawn. This is the text that was read from them."),
}
_PART = later("This is a part of a long text, around the passage.")
_AROUND = later("This is a part of a long document, around the passage.")
_RUNS_ON_OPEN = later("Source code is not opened from here, since some systems would run it. Show it in its folder")


class SourcePane(QWidget):
    """Signals: `closed()`, `document_shown(document id)`, `ask_requested(words, path)` about words selected in a
    document."""

    closed = Signal()
    document_shown = Signal(int)
    ask_requested = Signal(str, str)

    def __init__(self, services: Services, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._bridge = bridge
        self._theme = theme
        self._passages: tuple[Passage, ...] = ()
        self._index = 0
        self._asked = 0  # counts requests, so that a late reply is let go
        self._loaded: LoadedSource | None = None
        self._read: ReadPdf | None = None
        self._pdf_open: tuple[str, int, float] | None = None  # the file as it was read when it was opened
        self._to_mark: list[Passage] = []
        self._marking = QTimer(self)
        self._marking.setInterval(0)
        self._marking.timeout.connect(self._mark_next)
        self._build()
        self.clear()

    def _build(self) -> None:
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = self._theme
        self.header = SourceHeader(theme)
        self.header.find_requested.connect(self.open_search)
        self.header.open_requested.connect(self.open_externally)
        self.header.folder_requested.connect(self.show_in_folder)
        self.header.closed.connect(self.closed)
        self.note = QFrame()
        self.note.setProperty("look", "notice")
        self.note_text = label(wrap=True)
        self.show_all = button(tr("Show the whole text"), self._show_all, "quiet")
        self.show_kept = button(tr("Show it as it was"), self._show_kept, "quiet")
        note_row = QHBoxLayout(self.note)
        note_row.setContentsMargins(16, 6, 8, 6)
        note_row.addWidget(self.note_text, 1)
        note_row.addWidget(self.show_all)
        note_row.addWidget(self.show_kept)
        self.body = SourceBody(theme)
        self.pdf, self.prose, self.code = self.body.pdf, self.body.prose, self.body.code
        self.body.page_changed.connect(self._page_changed)
        self.body.view_changed.connect(self._view_changed)
        self.body.strip_folded.connect(self._view_changed)
        self.body.ask_requested.connect(self._ask)
        self.foot = SourceFoot(theme)
        self.foot.stepped.connect(self.step)
        self.foot.zoomed.connect(self._zoom)
        self.foot.percent_chosen.connect(self._zoom_to)
        self.foot.passage_fit_chosen.connect(self.pdf.fit_passage)
        self.foot.strip_toggled.connect(lambda: self.body.show_strip(not self.body.strip_shown))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(hairline())
        layout.addWidget(self.note)
        layout.addWidget(self.body, 1)
        layout.addWidget(hairline())
        layout.addWidget(self.foot)

    # What the window calls

    def show_source(self, target: object, others: Sequence[object] = ()) -> None:
        """Show a passage (a Source, EvidenceSentence, Hit or Document) in its document. `others` are what can be
        stepped through, `target` among them or before them."""
        passage = passage_of(target)
        passages = list(dict.fromkeys(passage_of(other) for other in others))
        if passage not in passages:
            passages.insert(0, passage)
        self._passages = tuple(passages)
        self._go(passages.index(passage))

    def clear(self) -> None:
        """Show nothing, and let go of the file."""
        self._asked += 1
        self._marking.stop()
        self._passages, self._index, self._loaded = (), 0, None
        self._close_pdf()
        self.body.show_view(self.body.hint)
        self.header.title.setText(tr("Source"))
        self.header.show_stale("")
        self.header.page.clear()
        self.header.allow_open(tr("Nothing to open"))
        self.header.allow_folder(False)
        self._say("")
        self.foot.show_citation(0, 0)

    @property
    def passage(self) -> Passage | None:
        """What is shown, or about to be."""
        return self._passages[self._index] if self._passages else None

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (−1) citation."""
        if 0 <= self._index + by < len(self._passages):
            self._go(self._index + by)

    def open_search(self) -> None:
        """Search the document that is shown."""
        self.body.open_search()

    def open_externally(self) -> None:
        if self.passage is not None and self.header.open.isEnabled():
            QDesktopServices.openUrl(QUrl.fromLocalFile(self.passage.path))

    def show_in_folder(self) -> None:
        if self.passage is not None:
            show_in_folder(Path(self.passage.path), self._bridge, self)

    # Loading

    def _go(self, index: int) -> None:
        self._index = index
        self._marking.stop()
        passage = self._passages[index]
        self.header.show_passage(passage)
        self.foot.show_citation(index, len(self._passages))
        self._request(passage, whole=False)

    def _request(self, passage: Passage, *, whole: bool) -> None:
        self._asked += 1
        self._bridge.run(
            partial(load_source, self._services.library, passage, whole=whole),
            partial(self._show, self._asked),
            partial(self._show_problem, self._asked),
            self,
        )

    def _show_problem(self, asked: int, problem: Problem) -> None:
        if asked == self._asked:
            self._say(in_full(problem))

    def _show(self, asked: int, loaded: LoadedSource) -> None:
        if asked != self._asked:
            return
        self._loaded = loaded
        self.header.show_stale(tr(_CHANGED) if loaded.is_stale and loaded.is_there else "")
        if loaded.document is not None:
            self.document_shown.emit(loaded.document.id)
        runs = loaded.document is not None and loaded.document.kind == "code"
        there = loaded.is_there
        self.header.allow_open(tr(_RUNS_ON_OPEN) if runs else "" if there else tr("The file is not there"))
        self.header.allow_folder(Path(loaded.passage.path).parent.is_dir() if not there else True)
        if not loaded.is_pdf:
            self._show_text(loaded, "" if there else _OFFLINE if loaded.file is FileState.OFFLINE else _MISSING)
            return
        path, document = loaded.passage.path, loaded.document
        version = (path, document.size, document.modified) if document is not None else None
        if version is not None and self._pdf_open == version and loaded.file is FileState.SAME:
            self._show_when_idle(asked, loaded, None)
        else:
            read = partial(read_pdf, path, (loaded.passage.page or 1) - 1)
            self._bridge.run(read, partial(self._show_when_idle, asked, loaded), owner=self)

    def _show_when_idle(self, asked: int, loaded: LoadedSource, read: ReadPdf | None) -> None:
        """Show its pages: what was read, or the file that is open."""
        self._read = read  # what comes too late dies here with the next, not on the thread that read it
        if asked == self._asked:
            self.pdf.pages.when_idle("show", partial(self._show_pdf, asked, loaded, read))

    def _show_pdf(self, asked: int, loaded: LoadedSource, read: ReadPdf | None) -> None:
        if asked != self._asked:
            return
        error = self._open_pdf(loaded, read) if read is not None else None
        if error is None:
            self._show_pages(loaded)
        elif loaded.passage.page is not None and len(loaded.pages) <= 1 and loaded.document is not None:
            self._request_text_instead(loaded.passage, _PDF_ERRORS[error])
        else:
            self._show_text(loaded, _PDF_ERRORS[error])

    def _request_text_instead(self, passage: Passage, why: str) -> None:
        """The pages can't be drawn: ask for the text of all of them."""
        self._asked += 1
        asked = self._asked

        def show(loaded: LoadedSource) -> None:
            if asked == self._asked:
                self._loaded = loaded
                self._show_text(loaded, why)

        self._bridge.run(
            partial(load_source, self._services.library, passage, whole=True),
            show,
            partial(self._show_problem, asked),
            self,
        )

    # Pages

    def _open_pdf(self, loaded: LoadedSource, read: ReadPdf) -> PdfError | None:
        document = loaded.document
        error = self.pdf.open(read)
        same = error is None and loaded.file is FileState.SAME and document is not None
        self._pdf_open = (loaded.passage.path, document.size, document.modified) if same and document else None
        return error

    def _close_pdf(self) -> None:
        self._pdf_open = None
        self.pdf.close_document()

    def _show_pages(self, loaded: LoadedSource) -> None:
        passage = loaded.passage
        page = (passage.page or 1) - 1
        rects = self._rects(passage, page)
        note = _CHANGED if loaded.is_stale else ""
        if not rects and passage.quote:
            moved = self.pdf.pages.text.page_with(passage.quote, page) if loaded.is_stale else None
            if moved is not None:
                page, rects = moved, self._rects(passage, moved)
            else:
                note = _CHANGED_MUCH if loaded.is_stale else _NOT_DRAWN
        self._say(note)
        self.show_kept.setVisible(note == _CHANGED_MUCH)
        self.body.show_view(self.pdf)
        self.pdf.set_highlights(Highlight(page, tuple(rects)))
        self._to_mark = [
            other
            for other in self._passages
            if other != passage and other.path == passage.path and other.page is not None
        ]
        self._marking.start()
        self._show_cited()
        self.pdf.setAccessibleName(f"{passage.citation}. {passage.quote}")
        self._page_changed(self.pdf.page)

    def _mark_next(self) -> None:
        """Find one of the other citations: the text of a dense page takes a while to read."""
        if not self._to_mark or self.body.currentWidget() is not self.pdf:
            self._marking.stop()
            return
        other = self._to_mark.pop(0)
        page = (other.page or 1) - 1
        self.pdf.add_highlight(Highlight(page, tuple(self._rects(other, page))))

    def _show_cited(self) -> None:
        """Tell the strip of pages which of them hold cited passages."""
        here = self.passage.path if self.passage is not None else ""
        pages = (other.page for other in self._passages if other.path == here and other.length)
        self.body.strip.pages_model.set_cited(frozenset(page - 1 for page in pages if page is not None))

    def _rects(self, passage: Passage, page: int) -> list[QRectF]:
        return self.pdf.pages.text.rectangles(page, passage.start, passage.length, passage.quote)

    def _page_changed(self, page: int) -> None:
        passage = self.passage
        if passage is not None and self.pdf.pages.count and self.body.currentWidget() is self.pdf:
            named = passage.page_label if passage.page == page + 1 else None
            self.header.show_page(page + 1, self.pdf.pages.count, named)

    # Size, and what is selected

    def _view_changed(self) -> None:
        view, pages = self.body.view, self.body.currentWidget() is self.pdf
        if view is None:
            self.foot.show_zoom(None)
        else:
            self.foot.show_zoom(view.percent, pages=pages, fits=view.fits_width)
        offered = pages and self.pdf.pages.count > 1 and self.body.strip_fits
        self.foot.show_strip(offered, self.body.strip_shown)
        self.header.search.setEnabled(view is not None)

    def _zoom(self, way: int) -> None:
        if self.body.view is not None:
            (self.body.view.zoom_in if way > 0 else self.body.view.zoom_out)()

    def _zoom_to(self, percent: int) -> None:
        if self.body.view is not None:
            self.body.view.set_percent(percent or None)

    def _ask(self, words: str) -> None:
        if self.passage is not None:
            self.ask_requested.emit(words, self.passage.path)

    # Text

    def _show_text(self, loaded: LoadedSource, why: str) -> None:
        asked, passage = self._asked, loaded.passage
        others = tuple(other for other in self._passages if other.path == passage.path and other != passage)

        def show(text: ReadyText) -> None:
            if asked == self._asked:
                self._show_ready(loaded, why, text)

        self._bridge.run(partial(ready_text, loaded.pages, passage, others, loaded.kind), show, None, self)

    def _show_ready(self, loaded: LoadedSource, why: str, ready: ReadyText) -> None:
        note, kind, text, mark = why, loaded.kind, ready.text, ready.mark
        gone = loaded.is_stale and mark is None and bool(loaded.passage.quote)
        if not loaded.pages:
            note = _ONLY_QUOTE if loaded.document is None else why
        elif loaded.is_stale and not why:
            note = _CHANGED_MUCH if gone else _CHANGED
        if ready.lined is not None:
            cut = False
            self._show_lines(loaded, ready.lined, mark, ready.others)
        else:
            self.body.show_view(self.prose)
            self.prose.show_text(text.text, mark, ready.others, ready.lay_out)
            cut = self.prose.partial
        around = _AROUND if loaded.is_part and kind != "spreadsheet" else ""
        if kind in ("scan", "image") and loaded.pages:
            self._say(note, _RECOGNISED)
        else:
            self._say(note or (_PART if cut else around))
        self.show_all.setVisible(cut)
        self.show_kept.setVisible(gone)

    def _show_lines(self, loaded: LoadedSource, shown: LinedText, mark: Mark | None, others: Sequence[Mark]) -> None:
        here = [there for other in others if (there := shown.mark(other)) is not None]
        self.body.show_view(self.code)
        self.code.show_text(shown.text, shown.mark(mark) if mark else None, here, shown.first_line, shown.columns)
        if not shown.columns:
            asked, code = self._asked, with_plain_breaks(shown.text)

            def colour(colours: tuple[Coloured, ...]) -> None:
                if asked == self._asked:
                    self.code.show_colours(colours)

            self._bridge.run(partial(colours_of, code, Path(loaded.passage.path).name), colour, None, self)

    def _show_all(self) -> None:
        self.prose.show_all()
        self._say("")

    def _show_kept(self) -> None:
        """Show the cited passage in the words that it had."""
        if self.passage is not None:
            kept = quoted_text(self.passage)
            self.body.show_view(self.prose)
            self.prose.show_text(kept.text, kept.mark(self.passage), (), kept.parts)
            self._say(_AS_KEPT)

    def _say(self, *notes: str) -> None:
        note = " ".join(tr(each) for each in notes if each)
        self.note_text.setText(note)
        self.note.setVisible(bool(note))
        self.show_all.hide()
        self.show_kept.hide()
