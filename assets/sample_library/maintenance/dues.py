"""Works out what a household of the cooperative pays each month.

The rules are those of the members' guide: a base rate for every flat, a share for floor area above the first
60 square metres, and a fee for a parking space. Amounts are in pounds.
"""

from dataclasses import dataclass
from datetime import date

AREA_INCLUDED = 60  # square metres that the base rate covers
AREA_RATE = 1.75  # pounds a month for each further square metre
PARKING_RATE = 28.00  # pounds a month for a space in the yard
PREPAYMENT_DISCOUNT = 0.02  # for a year paid in advance by 15 January
LATE_FEE = 15.00  # once, when a payment is more than 14 days late
GRACE_DAYS = 14

# The base rate from each date on, as the board or the general meeting decided it
BASE_RATES = {
    date(2022, 7, 1): 300.00,
    date(2024, 1, 1): 320.00,
    date(2025, 7, 1): 332.00,
}


@dataclass(frozen=True)
class Household:
    """A flat and what goes with it."""

    flat: str
    area: float
    parking_spaces: int = 0
    prepays: bool = False


def base_rate(day: date) -> float:
    """The base rate that holds on a day; raises ValueError before the first one known."""
    valid = [start for start in BASE_RATES if start <= day]
    if not valid:
        raise ValueError(f"no base rate is known for {day}")
    return BASE_RATES[max(valid)]


def monthly_dues(household: Household, day: date) -> float:
    """The dues of a household for the month of a day, before any late fee."""
    dues = base_rate(day)
    dues += max(0.0, household.area - AREA_INCLUDED) * AREA_RATE
    dues += household.parking_spaces * PARKING_RATE
    if household.prepays:
        dues *= 1 - PREPAYMENT_DISCOUNT
    return round(dues, 2)


def late_fee(due: date, paid: date) -> float:
    """The fee for a late payment: nothing within the days of grace."""
    return LATE_FEE if (paid - due).days > GRACE_DAYS else 0.0


def statement(household: Household, day: date) -> str:
    """The line that is printed on the yearly statement of a household."""
    return f"Flat {household.flat} pays £{monthly_dues(household, day):.2f} a month from {day:%d %B %Y}."
