"""What energy an answer took: read from the processor's own meter where the machine lets us, else estimated."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

POWERCAP = Path("/sys/class/powercap")  # Linux, on processors of Intel and AMD
_JOULES_AN_HOUR = 3600.0
_MICRO = 1e-6


@dataclass(frozen=True)
class Energy:
    """`watt_hours`, and whether they were `measured`: for the whole processor then, whatever else it did. Otherwise
    they are `cpu_seconds` of our processes at a stated power."""

    watt_hours: float
    cpu_seconds: float
    measured: bool


@dataclass(frozen=True)
class _Domain:
    """A processor's meter in microjoules, which begins anew at `top`."""

    path: Path
    top: int

    def read(self) -> int:
        return int((self.path / "energy_uj").read_text())


class EnergyMeter:
    """Begins to measure when it is made. `pids` are the processes that work for an answer, asked again at the end for
    those that were started meanwhile."""

    def __init__(self, pids: Callable[[], Iterable[int]], watts_per_core: float, powercap: Path = POWERCAP) -> None:
        self._pids = pids
        self._watts = watts_per_core
        self._domains = [(domain, at) for domain in _domains(powercap) if (at := _read(domain)) is not None]
        self._cpu = _cpu_seconds(pids())

    def stop(self) -> Energy:
        """What was used since this was made."""
        after = _cpu_seconds(self._pids())
        spent = sum(max(0.0, seconds - self._cpu.get(process, 0.0)) for process, seconds in after.items())
        joules = 0.0
        for domain, before in self._domains:
            now = _read(domain)
            if now is None:
                return Energy(spent * self._watts / _JOULES_AN_HOUR, spent, False)
            joules += ((now - before) % (domain.top + 1)) * _MICRO
        if self._domains:
            return Energy(joules / _JOULES_AN_HOUR, spent, True)
        return Energy(spent * self._watts / _JOULES_AN_HOUR, spent, False)


def _domains(powercap: Path) -> list[_Domain]:
    """The meters of whole processors; those of their parts, and of the platform, count the same energy again."""
    found = []
    for path in sorted(powercap.glob("intel-rapl:*")):
        try:
            if (path / "name").read_text().startswith("package"):
                found.append(_Domain(path, int((path / "max_energy_range_uj").read_text())))
        except (OSError, ValueError):
            continue
    return found


def _read(domain: _Domain) -> int | None:
    try:
        return domain.read()
    except (OSError, ValueError):  # since 2020 most systems let only root read it
        return None


def _cpu_seconds(pids: Iterable[int]) -> dict[tuple[int, float], float]:
    """Processor time by process; a pid alone may be given to another process meanwhile."""
    found = {}
    for pid in pids:
        try:
            process = psutil.Process(pid)
            times = process.cpu_times()
            found[pid, process.create_time()] = float(times.user + times.system)
        except psutil.Error:
            continue
    return found
