"""What answers cost: measured or estimated, kept, added up."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from desktop_app.costs import CloudPrice, Cost, Period
from desktop_app.energy import EnergyMeter
from desktop_app.history import History
from desktop_app.processes import running


def cost(trace: str, created: float, **more: object) -> Cost:
    values: dict[str, object] = {
        "model": "m", "seconds": 6.0, "prompt_tokens": 900, "completion_tokens": 80, "cpu_seconds": 11.0,
        "watt_hours": 0.02, "measured": False,
    }  # fmt: skip
    return Cost(trace, created, **(values | more))  # type: ignore[arg-type]


def at(day: str) -> float:
    return time.mktime(time.strptime(day, "%Y-%m-%d"))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.db")


def test_a_cost_is_kept_and_outlives_its_conversation(history: History) -> None:
    first = cost("a", at("2026-11-24"), measured=True)
    history.costs.add(first)
    assert history.costs.of("a") == first
    assert history.costs.of("b") is None
    history.purge()
    assert history.costs.of("a") == first
    history.costs.forget()
    assert history.costs.of("a") is None
    history.close()


def test_costs_are_added_up_by_day_and_by_month(history: History) -> None:
    for number, day in enumerate(("2026-10-31", "2026-11-01", "2026-11-24", "2026-11-24")):
        history.costs.add(cost(str(number), at(day) + 3600 * number, measured=number == 3))
    days = history.costs.totals(Period.DAY, since=at("2026-11-01"))
    assert [(total.period, total.answers, total.prompt_tokens) for total in days] == [
        ("2026-11-01", 1, 900),
        ("2026-11-24", 2, 1800),
    ]
    assert days[1].seconds == 12.0
    assert days[1].watt_hours == pytest.approx(0.04)
    assert days[1].measured == 1
    assert [total.period for total in history.costs.totals(Period.MONTH)] == ["2026-10", "2026-11"]
    history.close()


def test_a_cloud_would_charge_for_both_directions() -> None:
    assert CloudPrice(2.5, 10.0, "$").of(1_000_000, 100_000) == pytest.approx(3.5)


def powercap(folder: Path, microjoules: int) -> Path:
    """A processor with its parts, which count the same energy again."""
    for name, what in (("intel-rapl:0", "package-0"), ("intel-rapl:0:0", "core"), ("intel-rapl:1", "psys")):
        domain = folder / name
        domain.mkdir(parents=True, exist_ok=True)
        (domain / "name").write_text(f"{what}\n")
        (domain / "max_energy_range_uj").write_text("999999999\n")
        (domain / "energy_uj").write_text(f"{microjoules}\n")
    return folder


def test_energy_is_measured_where_the_meter_can_be_read(tmp_path: Path) -> None:
    meter = EnergyMeter(lambda: (), 6.0, powercap(tmp_path, 999_000_000))
    powercap(tmp_path, 71_000_000)  # it began anew in between
    energy = meter.stop()
    assert energy.measured
    assert energy.watt_hours == pytest.approx(72 / 3600)


def test_energy_is_estimated_from_processor_time_else(tmp_path: Path) -> None:
    meter = EnergyMeter(lambda: (os.getpid(), 2**22 + 1), 6.0, tmp_path / "none")
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    energy = meter.stop()
    assert not energy.measured
    assert round(energy.cpu_seconds, 6) >= 0.04  # a difference of two counts, so not exact
    assert energy.watt_hours == pytest.approx(energy.cpu_seconds * 6.0 / 3600)


def test_a_meter_that_vanishes_leaves_the_estimate(tmp_path: Path) -> None:
    meter = EnergyMeter(lambda: (), 6.0, powercap(tmp_path, 5))
    (tmp_path / "intel-rapl:0" / "energy_uj").unlink()
    assert not meter.stop().measured


def test_the_system_is_asked_which_processes_run_and_what_sockets_they_hold(tmp_path: Path) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        (window,) = running(tmp_path)
        port = listening.getsockname()[1]
    assert (window.role, window.pid) == ("Window", os.getpid())
    assert window.memory > 1_000_000
    assert window.connections is not None
    assert f"127.0.0.1:{port}" in [connection.local for connection in window.connections]
