"""What answers cost: time, tokens, energy, and what a cloud would charge; by day and month."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.costs import Period, Total
from desktop_app.ui.answer_words import duration, number
from desktop_app.ui.bar_chart import Bar, BarChart, top_of
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.controls import button, label, scrolling
from desktop_app.ui.cost_words import energy, how_known, money, price_of, together
from desktop_app.ui.library_words import day_of_year
from desktop_app.ui.problem_words import in_full
from desktop_app.ui.services import Services
from desktop_app.ui.settings_rows import choice
from desktop_app.ui.settings_store import SettingsStore
from desktop_app.ui.theme import Theme
from desktop_app.ui.totals_model import TotalsModel
from desktop_app.ui.translation import later, tr
from indexer.config import Settings
from indexer.errors import Problem

_DAYS = 30
_MONTHS = 12
_DAY = 86_400.0
_ROW = 28
_ROWS = 5  # that are in sight at least
_PRICE, _CURRENCY = 96, 56  # pixels wide
_WIDEST = 1100
_Measure = tuple[str, Callable[[Total, Settings], float], Callable[[float, Settings], str]]
_MEASURES: dict[str, _Measure] = {
    "tokens": (
        later("Tokens"),
        lambda total, _: float(total.prompt_tokens + total.completion_tokens),
        lambda value, _: number(round(value)),
    ),
    "time": (later("Time"), lambda total, _: total.seconds, lambda v, _: duration(v)),
    "energy": (later("Energy"), lambda total, _: total.watt_hours, lambda v, _: energy(v)),
    "cloud": (
        later("In a cloud"),
        lambda total, settings: price_of(settings).of(total.prompt_tokens, total.completion_tokens),
        lambda v, settings: money(v, settings.cloud_currency),
    ),
}  # fmt: skip


class CostsDialog(QDialog):
    """Reads the history; prices and the watts of a core are settings, and count at once."""

    def __init__(
        self, services: Services, store: SettingsStore, bridge: Bridge, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What answers cost"))
        self.resize(max(820, min(theme.scaled(820), _WIDEST)), 720)
        self._services = services
        self._store = store
        self._bridge = bridge
        self._settings = Settings()
        self._totals: tuple[Total, ...] = ()
        self.period = choice(((tr("By day"), Period.DAY.name), (tr("By month"), Period.MONTH.name)))
        self.measure = choice(tuple((tr(words), name) for name, (words, _, _) in _MEASURES.items()))
        self.period.setAccessibleName(tr("Group by"))
        self.measure.setAccessibleName(tr("Show in the chart"))
        self.chart = BarChart(theme)
        self.model = TotalsModel(self)
        self.table = self._make_table(theme)
        wide = theme.scaled(_PRICE)
        self.read, self.written, self.watts = _price(wide), _price(wide), _price(wide, 1)
        self.currency = QLineEdit(maxLength=4)
        self.currency.setFixedWidth(theme.scaled(_CURRENCY))
        self.together = label(wrap=True)
        self.how = label(tone="soft", wrap=True)
        self._lay_out(theme)
        self.period.activated.connect(self._read_totals)
        self.measure.activated.connect(self._draw)
        self.read.valueChanged.connect(lambda value: store.change(cloud_price_read=value))
        self.written.valueChanged.connect(lambda value: store.change(cloud_price_written=value))
        self.watts.valueChanged.connect(lambda value: store.change(watts_per_core=value))
        self.currency.editingFinished.connect(self._change_currency)
        store.changed.connect(self._use)
        store.failed.connect(self._problem)
        store.load()
        self._read_totals()

    def _make_table(self, theme: Theme) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(tr("What answers cost"))
        table.setShowGrid(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.scaled(_ROW))
        table.setMinimumHeight(theme.scaled(_ROW) * (1 + _ROWS))
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _lay_out(self, theme: Theme) -> None:
        tokens = theme.tokens
        head = QHBoxLayout()
        head.setSpacing(tokens.space_2)
        head.addWidget(label(tr("What answers cost"), font=theme.sans(tokens.text_heading)), 1)
        head.addWidget(self.measure)
        head.addWidget(self.period)
        prices = _fields(
            (tr("A million tokens read"), self.read),
            (tr("written", note="a million tokens"), self.written),
            (tr("in", note="a currency"), self.currency),
        )
        foot = QHBoxLayout()
        foot.addWidget(button(tr("Count anew"), self._forget, "quiet"))
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(tokens.space_3)
        layout.addLayout(head)
        layout.addWidget(self.together)
        page = QWidget()
        below = QVBoxLayout(page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(tokens.space_3)
        for part in (self.chart, self.table):  # as low as they may be, before the page scrolls
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        below.addWidget(self.chart, 2)
        below.addWidget(self.table, 3)
        below.addWidget(self.how)
        compared = label(
            tr("What the same tokens would cost in a cloud, at a price that you set; and the power to estimate with:"),
            tone="soft",
            wrap=True,
        )
        below.addWidget(compared)
        below.addLayout(prices)
        below.addLayout(_fields((tr("Watts of a busy core"), self.watts)))
        layout.addWidget(scrolling(page), 1)
        layout.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """The first column takes the room that is left, and never less than its dates."""
        header = self.table.horizontalHeader()
        columns = range(header.count())
        needed = sum(max(self.table.sizeHintForColumn(each), header.sectionSizeHint(each)) for each in columns)
        fits = needed <= self.table.viewport().width()
        mode = QHeaderView.ResizeMode.Stretch if fits else QHeaderView.ResizeMode.ResizeToContents
        header.setSectionResizeMode(0, mode)

    # Data

    def _read_totals(self) -> None:
        period = Period[str(self.period.currentData())]
        since = time.time() - _DAYS * _DAY if period is Period.DAY else 0.0
        self._bridge.run(lambda: self._services.history.costs.totals(period, since), self._show, self._problem, self)

    def _show(self, totals: tuple[Total, ...]) -> None:
        self._totals = totals
        self._draw()

    def _use(self, settings: Settings) -> None:
        self._settings = settings
        for field, value in (
            (self.read, settings.cloud_price_read),
            (self.written, settings.cloud_price_written),
            (self.watts, settings.watts_per_core),
        ):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self.currency.setText(settings.cloud_currency)
        self._draw()

    def _draw(self) -> None:
        words, value, said = _MEASURES[str(self.measure.currentData())]
        by_period = {total.period: total for total in self._totals}
        bars = []
        for period, name in _periods(Period[str(self.period.currentData())]):
            total = by_period.get(period)
            amount = value(total, self._settings) if total is not None else 0.0
            bars.append(Bar(name, amount, said(amount, self._settings)))
        top = top_of([bar.value for bar in bars])
        self.chart.show_bars(bars, tr(words), said(top, self._settings), said(top / 2, self._settings))
        self.model.show_totals(self._totals, price_of(self._settings))
        self._fit_columns()
        self.together.setText(together(self._totals))
        self.how.setText(how_known(self._totals, self._settings))
        self.how.setVisible(bool(self._totals))

    def _change_currency(self) -> None:
        currency = self.currency.text().strip()
        if currency and currency != self._settings.cloud_currency:
            self._store.change(cloud_currency=currency)

    def _forget(self) -> None:
        self._bridge.run(self._services.history.costs.forget, lambda _: self._read_totals(), self._problem, self)

    def _problem(self, problem: Problem) -> None:
        self.how.setText(in_full(problem))
        self.how.show()


def _fields(*named: tuple[str, QWidget]) -> QHBoxLayout:
    """Fields in a line, each behind its name."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for words, field in named:
        name = label(words, tone="soft")
        name.setBuddy(field)
        field.setAccessibleName(words)
        row.addWidget(name)
        row.addWidget(field)
    row.addStretch(1)
    return row


def _price(width: int, decimals: int = 2) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(0.0, 9_999.0)
    made.setDecimals(decimals)
    made.setKeyboardTracking(False)
    made.lineEdit().setTextMargins(6, 0, 0, 0)
    made.setFixedWidth(width)
    return made


def _periods(period: Period) -> list[tuple[str, str]]:
    """The latest days or months, the oldest first: as in `Total.period`, and as a chart names them."""
    today = date.today()
    if period is Period.DAY:
        days = [today - timedelta(days=back) for back in range(_DAYS - 1, -1, -1)]
        return [(day.strftime(period.value), day_of_year(QDate(day.year, day.month, day.day))) for day in days]
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(_MONTHS - 1, -1, -1)]
    return [(f"{year}-{month + 1:02}", f"{month + 1}/{year}") for year, month in months]
