"""What answers cost, in words. Knows no Qt."""

from __future__ import annotations

from desktop_app.costs import CloudPrice, Cost, Total
from desktop_app.ui.answer_words import duration, number
from indexer.config import Settings


def energy(watt_hours: float) -> str:
    """ "0.020 Wh", "1.4 Wh", "2.3 kWh"."""
    if watt_hours >= 1000:
        return f"{watt_hours / 1000:.1f} kWh"
    if watt_hours >= 10:
        return f"{watt_hours:.0f} Wh"
    return f"{watt_hours:.1f} Wh" if watt_hours >= 1 else f"{watt_hours:.3f} Wh"


def money(amount: float, currency: str) -> str:
    """ "$0.0021", "$1.40"; a currency of several letters stands behind."""
    figure = f"{amount:,.2f}" if amount >= 1 else f"{amount:.4f}"
    return f"{currency}{figure}" if len(currency) <= 1 else f"{figure} {currency}"


def price_of(settings: Settings) -> CloudPrice:
    return CloudPrice(settings.cloud_price_read, settings.cloud_price_written, settings.cloud_currency)


def cost_facts(cost: Cost, settings: Settings) -> list[tuple[str, str]]:
    """What one answer cost, as names and values."""
    if cost.measured:
        how = "measured by the processor, whatever else it did meanwhile"
    else:
        how = f"estimated: {cost.cpu_seconds:.1f} s of processor time at {settings.watts_per_core:g} W a core"
    price = price_of(settings)
    amount = money(price.of(cost.prompt_tokens, cost.completion_tokens), price.currency)
    return [
        ("Energy", f"{energy(cost.watt_hours)}, {how}"),
        (
            "In a cloud",
            f"{amount} for the same tokens, at {money(price.read, price.currency)} for a million read and "
            f"{money(price.written, price.currency)} for a million written",
        ),
    ]


def how_known(totals: tuple[Total, ...], settings: Settings) -> str:
    """How the energy of these is known."""
    answers, measured = sum(total.answers for total in totals), sum(total.measured for total in totals)
    estimated = f"the time that the processor worked for it, at {settings.watts_per_core:g} W a core"
    if not answers:
        return ""
    if measured == answers:
        return "Energy was measured by the processor."
    if not measured:
        return f"Energy is estimated from {estimated}: this computer has no meter that can be read."
    return f"Energy was measured by the processor for {number(measured)} answers, else estimated from {estimated}."


def together(totals: tuple[Total, ...]) -> str:
    """All of them in one line."""
    if not totals:
        return "No answer has been made yet. What each takes will be added up here."
    answers = sum(total.answers for total in totals)
    tokens = sum(total.prompt_tokens + total.completion_tokens for total in totals)
    seconds, watts = sum(total.seconds for total in totals), sum(total.watt_hours for total in totals)
    return f"{number(answers)} answers in all: {duration(seconds)}, {number(tokens)} tokens, {energy(watts)}"
