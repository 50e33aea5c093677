from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.config import LiveSettings, Settings, save_settings, settings_path
from indexer.errors import ErrorCode, KnownError
from indexer.machine import Battery, Remembered, ThisMachine, parse_pressure, step_back
from indexer.neighbour import ESTIMATING, Neighbour


class Machine:
    def __init__(self) -> None:
        self.charge: Battery | None = None
        self.free = 8_000_000_000
        self.stall = 0.0
        self.idle: float | None = None
        self.asked = 0

    def battery(self) -> Battery | None:
        self.asked += 1
        return self.charge

    def free_bytes(self) -> int:
        return self.free

    def stalled(self) -> float:
        return self.stall

    def seconds_since_input(self) -> float | None:
        return self.idle


class World:
    def __init__(self) -> None:
        self.now = 600.0
        self.machine = Machine()
        self.settings = Settings()
        self.neighbour = Neighbour(lambda: self.settings, self.machine, lambda: self.now)

    def why(self, *, urgent: bool = False) -> str:
        objection = self.neighbour.objection(urgent=urgent)
        assert objection is None or objection.seconds > 0
        return objection.sentence if objection else ""


@pytest.fixture
def world() -> World:
    return World()


def test_nothing_stands_against_it(world: World) -> None:
    assert world.why() == ""


def test_it_waits_for_an_answer_until_that_is_made(world: World) -> None:
    world.neighbour.hold(30)
    assert world.why() == world.why(urgent=True) == "Waiting while an answer is made."
    world.neighbour.hold(0)
    assert world.why() == ""
    world.neighbour.hold(30)
    world.now += 31
    assert world.why() == ""


def test_the_end_of_an_estimate_is_not_the_end_of_an_answer(world: World) -> None:
    world.neighbour.hold(30)
    world.neighbour.hold(20, ESTIMATING)
    world.neighbour.hold(0, ESTIMATING)
    assert world.why() == "Waiting while an answer is made."


def test_it_waits_while_the_person_types_and_a_moment_longer(world: World) -> None:
    world.neighbour.typing()
    assert world.why() == "Waiting while you type."
    assert world.why(urgent=True) == ""
    world.now += 2.9
    assert world.why() != ""
    world.now += 0.2
    assert world.why() == ""
    world.settings = replace(world.settings, while_typing="go-on")
    world.neighbour.typing()
    assert world.why() == ""


def test_input_elsewhere_counts_only_where_it_is_wanted(world: World) -> None:
    world.machine.idle = 0.5
    assert world.why() == ""
    world.settings = replace(world.settings, while_typing="yield-anywhere")
    assert world.why() == "Waiting while you use this computer."
    world.machine.idle = 10.0
    assert world.why() == ""
    world.machine.idle = None
    assert world.why() == ""


def test_on_battery_it_works_a_third_of_the_time(world: World) -> None:
    world.machine.charge = Battery(72.4, in_use=True)
    said = []
    for _ in range(60):
        said.append(world.why())
        world.now += 0.5
    assert set(said) == {"", "Working slowly to spare the battery, 72 % left."}
    assert said.count("") == 20
    assert world.why(urgent=True) == ""
    world.machine.charge = Battery(72.4, in_use=False)
    assert {world.why() for _ in range(5)} == {""}


def test_a_low_battery_or_the_person_can_stop_it(world: World) -> None:
    world.machine.charge = Battery(12.0, in_use=True)
    assert world.why() == "Waiting for mains power: only 12 % of the battery left."
    assert world.why(urgent=True) == ""
    world.settings = replace(world.settings, on_battery="pause", least_battery_percent=0)
    world.machine.charge = Battery(95.0, in_use=True)
    assert world.why() == "Waiting for mains power: on battery, 95 % left."
    world.settings = replace(world.settings, on_battery="go-on")
    assert world.why() == ""


def test_it_says_how_much_memory_is_free(world: World) -> None:
    world.machine.free = 321_000_000
    assert world.why() == "Waiting for memory: 321 MB free, 500 MB wanted."
    world.settings = replace(world.settings, least_free_mb=300)
    assert world.why() == ""
    world.machine.stall = 0.25
    assert "25 %" in world.why()
    world.settings = replace(world.settings, least_free_mb=0)
    assert world.why() == ""


def test_memory_holds_up_who_waits_for_a_minute_at_most(world: World) -> None:
    world.machine.free = 1
    assert world.why(urgent=True) != ""
    world.now += 59
    assert world.why(urgent=True) != ""
    world.now += 2
    assert world.why(urgent=True) == ""
    assert world.why() != ""
    world.machine.free = 8_000_000_000
    assert world.why(urgent=True) == ""
    world.machine.free = 1
    assert world.why(urgent=True) != ""


def test_the_machine_is_not_asked_more_often_than_every_two_seconds() -> None:
    world = World()
    remembered = Remembered(world.machine, lambda: world.now)
    for _ in range(100):
        assert remembered.battery() is None
    assert world.machine.asked == 1
    world.machine.charge = Battery(50.0, in_use=True)
    world.now += 2.1
    assert remembered.battery() == Battery(50.0, in_use=True)
    assert remembered.free_bytes() == world.machine.free
    assert (remembered.stalled(), remembered.seconds_since_input()) == (0.0, None)


def test_this_machine_answers() -> None:
    machine = ThisMachine()
    assert machine.free_bytes() > 0
    assert 0 <= machine.stalled() <= 1
    battery, idle = machine.battery(), machine.seconds_since_input()
    assert battery is None or 0 <= battery.percent <= 100
    assert idle is None or idle >= 0


def test_pressure_is_the_share_in_which_everything_waited() -> None:
    text = "some avg10=40.00 avg60=1.00 avg300=0.00 total=9\nfull avg10=12.50 avg60=0.10 avg300=0.00 total=3\n"
    assert parse_pressure(text) == 0.125
    assert parse_pressure("") == 0.0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere threads don't inherit a priority")
def test_a_thread_that_steps_back_takes_its_own_threads_along_but_no_others() -> None:
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    found: list[int] = []

    def note() -> None:
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def work() -> None:
        step_back()
        note()
        child = threading.Thread(target=note)
        child.start()
        child.join()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [max(10, before)] * 2
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_a_changed_setting_counts_at_once_and_a_wrong_one_not(tmp_path: Path) -> None:
    now = 0.0
    live = LiveSettings(tmp_path, Settings(), lambda: now)
    save_settings(tmp_path, Settings(on_battery="pause"))
    assert live().on_battery == "slow"  # looked at a moment ago
    now += 1.1
    assert live().on_battery == "pause"
    settings_path(tmp_path).write_text("on_battery = 3\n")
    now += 1.1
    assert live().on_battery == "pause"
    settings_path(tmp_path).unlink()
    now += 1.1
    assert live().on_battery == "slow"


@pytest.mark.parametrize(
    "wrong", [{"on_battery": "never"}, {"while_typing": ""}, {"least_free_mb": -1}, {"least_battery_percent": -5}]
)
def test_wrong_settings_are_named(wrong: dict[str, object]) -> None:
    with pytest.raises(KnownError) as raised:
        Settings(**wrong)  # type: ignore[arg-type]
    assert raised.value.problem.code is ErrorCode.BAD_SETTING
    assert next(iter(wrong)) in raised.value.problem.message


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="this kernel doesn't group sessions")
@pytest.mark.parametrize("own_session", [True, False])
def test_a_service_steps_back_with_its_session_and_never_with_that_of_others(own_session: bool) -> None:
    code = (
        "from pathlib import Path; from indexer.machine import session_steps_back as back; "
        "said = lambda: Path('/proc/self/autogroup').read_text().strip(); print(said()); back(); print(said())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, start_new_session=own_session
    )
    before, after = done.stdout.splitlines()
    assert after.endswith("nice 10") if own_session else after == before
