"""The sizes that text can be shown at, in percent of its ordinary size."""

from __future__ import annotations

_STEPS = (67, 80, 90, 100, 110, 125, 150, 175, 200)
_NOTCH = 120  # of a wheel


def within(percent: float | None) -> float:
    """A size that is possible; None is the ordinary one."""
    return 100.0 if percent is None else float(min(max(percent, _STEPS[0]), _STEPS[-1]))


def larger(percent: float) -> float:
    return float(next((step for step in _STEPS if step > percent + 0.5), _STEPS[-1]))


def smaller(percent: float) -> float:
    return float(next((step for step in reversed(_STEPS) if step < percent - 0.5), _STEPS[0]))


def turned(percent: float, wheel: int) -> float:
    """The size after the wheel was turned by so many eighths of a degree."""
    if abs(wheel) < _NOTCH:  # a touchpad: many small turns
        return within(percent * 1.1 ** (wheel / _NOTCH))
    return larger(percent) if wheel > 0 else smaller(percent)
