"""What answers cost, in words. Knows no widgets."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale

from desktop_app.costs import CloudPrice, Cost, Total
from desktop_app.ui.answer_words import duration, number
from desktop_app.ui.translation import tr, trn
from indexer.config import Settings


def energy(watt_hours: float) -> str:
    """ "0.020 Wh", "1.4 Wh", "2.3 kWh"."""
    if watt_hours >= 1000:
        return f"{_figure(watt_hours / 1000, 1)} kWh"
    return f"{_figure(watt_hours, 0 if watt_hours >= 10 else 1 if watt_hours >= 1 else 3)} Wh"


def money(amount: float, currency: str) -> str:
    """ "$0.0021", "$1.40"; a currency of several letters stands behind."""
    figure = _figure(amount, 2 if amount >= 1 else 4)
    if len(currency) > 1:
        return f"{figure} {currency}"
    return tr("{currency}{figure}", note="an amount of money", currency=currency, figure=figure)


def _figure(value: float, decimals: int) -> str:
    return QLocale().toString(value, "f", decimals)


def price_of(settings: Settings) -> CloudPrice:
    return CloudPrice(settings.cloud_price_read, settings.cloud_price_written, settings.cloud_currency)


def cost_facts(cost: Cost, settings: Settings) -> list[tuple[str, str]]:
    """What one answer cost, as names and values."""
    used = energy(cost.watt_hours)
    if cost.measured:
        taken = tr("{energy}, measured by the processor, whatever else it did meanwhile", energy=used)
    else:
        taken = tr(
            "{energy}, estimated: {seconds} s of processor time at {watts} W a core",
            energy=used,
            seconds=_figure(cost.cpu_seconds, 1),
            watts=_watts(settings),
        )
    price = price_of(settings)
    charged = tr(
        "{amount} for the same tokens, at {read} for a million read and {written} for a million written",
        amount=money(price.of(cost.prompt_tokens, cost.completion_tokens), price.currency),
        read=money(price.read, price.currency),
        written=money(price.written, price.currency),
    )
    return [(tr("Energy"), taken), (tr("In a cloud"), charged)]


def _watts(settings: Settings) -> str:
    return QLocale().toString(settings.watts_per_core, "g", 6)


def period_name(period: str) -> str:
    """A day, "2026-11-26", or a month, "2026-11", as the reader's language writes it."""
    day = QDate.fromString(period, "yyyy-MM-dd")
    if day.isValid():
        return QLocale().toString(day, tr("yyyy-MM-dd", note="how a day is written, in Qt's letters"))
    month = QDate.fromString(period, "yyyy-MM")
    return QLocale().toString(month, tr("yyyy-MM", note="how a month is written, in Qt's letters"))


def how_known(totals: tuple[Total, ...], settings: Settings) -> str:
    """How the energy of these is known."""
    answers, measured = sum(total.answers for total in totals), sum(total.measured for total in totals)
    if not answers:
        return ""
    if measured == answers:
        return tr("Energy was measured by the processor.")
    if not measured:
        return tr(
            "Energy is estimated from the time that the processor worked for it, at {watts} W a core: this computer "
            "has no meter that can be read.",
            watts=_watts(settings),
        )
    return trn(
        "Energy was measured by the processor for {n} answer, else estimated from the time that the processor worked "
        "for it, at {watts} W a core.",
        "Energy was measured by the processor for {n} answers, else estimated from the time that the processor worked "
        "for it, at {watts} W a core.",
        measured,
        watts=_watts(settings),
    )


def together(totals: tuple[Total, ...]) -> str:
    """All of them in one line."""
    if not totals:
        return tr("No answer has been made yet. What each takes will be added up here.")
    seconds, watts = sum(total.seconds for total in totals), sum(total.watt_hours for total in totals)
    return trn(
        "{n} answer in all: {time}, {tokens} tokens, {energy}",
        "{n} answers in all: {time}, {tokens} tokens, {energy}",
        sum(total.answers for total in totals),
        time=duration(seconds),
        tokens=number(sum(total.prompt_tokens + total.completion_tokens for total in totals)),
        energy=energy(watts),
    )
