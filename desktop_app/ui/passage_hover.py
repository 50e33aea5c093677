"""When a footnote's card is shown: once pointer or keyboard rest on the footnote, until they leave."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_app.services import Library
from desktop_app.ui.answer_view import AnswerView, Pointed
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.passage import passage_of
from desktop_app.ui.passage_card import PassageCard
from desktop_app.ui.passage_context import PassageContext, context_of
from desktop_app.ui.theme import Theme
from indexer.errors import Problem

_REST_MS = 350  # that a pointer or the keyboard rests on a footnote before its card comes
_LEAVE_MS = 250  # to get from the footnote into the card
_LOOK_MS = 100  # how often it is seen whether the footnote still stands where it stood


class PassageHover(QObject):
    """One card for a window. It takes no focus: keys go on to where they went, but Escape closes the card first."""

    def __init__(self, library: Library, bridge: Bridge, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._library = library
        self._bridge = bridge
        self._theme = theme
        self._window = window
        self._card: PassageCard | None = None
        self._view: AnswerView | None = None
        self._wanted: Pointed | None = None  # what is rested on
        self._shown: Pointed | None = None
        self._asked = 0  # counts, so that a late answer is let go
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show)
        self._leave = QTimer(self, singleShot=True, interval=_LEAVE_MS)
        self._leave.timeout.connect(self._left)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._follow)

    @property
    def card(self) -> PassageCard:
        """Made when it is first wanted: a window begins without."""
        if self._card is None:
            self._card = PassageCard(self._theme, self._window)
            self._card.open_requested.connect(self._open)
        return self._card

    @property
    def is_open(self) -> bool:
        return self._shown is not None

    def attach(self, view: AnswerView) -> None:
        """Show the passages of this text's footnotes from now on."""
        view.pointed.connect(partial(self._pointed, view))

    def close(self) -> None:
        """Take the card away."""
        for timer in (self._rest, self._leave, self._look):
            timer.stop()
        self._asked += 1
        self._wanted = self._shown = None
        if self._card is not None:
            self._card.hide()
        if (application := QCoreApplication.instance()) is not None:
            application.removeEventFilter(self)

    def _pointed(self, view: AnswerView, pointed: Pointed | None) -> None:
        if pointed is None:
            self._wanted = None
            self._rest.stop()
            if self._shown is not None and view is self._view:
                self._leave.start()
            return
        if pointed == self._shown:
            self._leave.stop()
            return
        self._view, self._wanted = view, pointed
        self._rest.start()

    def _show(self) -> None:
        view, wanted = self._view, self._wanted
        if view is None or wanted is None or not view.isVisible():
            return
        place = self._place_of(view, wanted)
        if place is None:
            return
        self._leave.stop()
        if (application := QCoreApplication.instance()) is not None:
            application.installEventFilter(self)  # once, however often
        self._shown = wanted
        self.card.show_source(wanted.source, place, wanted.fate, wanted.away)
        self._look.start()
        self._asked += 1
        self._bridge.run(
            partial(context_of, self._library, passage_of(wanted.source)),
            partial(self._show_context, self._asked),
            _without,
            self,
        )

    def _show_context(self, asked: int, context: PassageContext) -> None:
        if asked == self._asked and self._shown is not None:
            self.card.show_context(context)

    def _place_of(self, view: AnswerView, pointed: Pointed) -> QRect | None:
        """Where the footnote stands in the window; None where it is not to be seen there."""
        chips = view.chips
        if pointed.chip >= len(chips) or chips[pointed.chip].n != pointed.source.n:
            return None
        rect = view.chip_rect(chips[pointed.chip]).toAlignedRect()
        if not view.isVisible() or view.viewport().visibleRegion().intersected(rect).isEmpty():
            return None
        return QRect(view.viewport().mapTo(self._window, rect.topLeft()), rect.size())

    def _follow(self) -> None:
        """Text that streams in or is scrolled takes the footnote elsewhere: the card does not stay behind."""
        if self._view is None or self._shown is None:
            return
        place = self._place_of(self._view, self._shown)
        if place != self.card.beside and not self._under_pointer():
            self.close()

    def _under_pointer(self) -> bool:
        return self.card.rect().contains(self.card.mapFromGlobal(QCursor.pos()))

    def _left(self) -> None:
        if not self._under_pointer():
            self.close()

    def _open(self) -> None:
        view, shown = self._view, self._shown
        self.close()
        if view is not None and shown is not None:
            view.footnote_opened.emit(shown.source.n)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Installed while the card is shown."""
        match event.type():
            case QEvent.Type.ShortcutOverride if _is_escape(event):
                event.accept()
                return True
            case QEvent.Type.KeyPress if _is_escape(event):
                self.close()
                return True
            case QEvent.Type.Wheel | QEvent.Type.MouseButtonPress if not self._within(watched):
                self.close()
            case QEvent.Type.Enter | QEvent.Type.MouseMove if self._within(watched):
                self._leave.stop()
            case QEvent.Type.Leave if watched is self.card:
                self._leave.start()
            case QEvent.Type.WindowDeactivate | QEvent.Type.Resize if watched is self._window:
                self.close()
        return False

    def _within(self, watched: QObject) -> bool:
        return watched is self.card or (isinstance(watched, QWidget) and self.card.isAncestorOf(watched))


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape


def _without(problem: Problem) -> None:
    """The card shows the passage alone; the source pane says what is wrong when it is opened."""
    del problem
