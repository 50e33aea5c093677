"""The token budget follows from what was measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.answering.budget import ANSWER_TOKENS, measured_speed, plan


def test_speed_times_wait() -> None:
    budget = plan(82.0, 8.0, 4096)
    assert budget.prompt == 656
    assert budget.seconds(656) == pytest.approx(8.0)
    assert plan(300.0, 15.0, 4096, effort=3).prompt == 2130


def test_what_is_asked_first_takes_from_the_wait() -> None:
    budget = plan(82.0, 8.0, 4096, asks_first=True)
    assert budget.prompt == 576
    assert budget.seconds(576) == pytest.approx(8.0)


def test_what_all_prompts_begin_with_takes_room_but_no_time() -> None:
    assert plan(82.0, 8.0, 4096, beginning=600) == plan(82.0, 8.0, 4096)
    assert plan(1000.0, 8.0, 1536, beginning=600).prompt == 1536 - 600 - ANSWER_TOKENS - 64


def test_a_slow_machine_still_reads_something() -> None:
    assert plan(2.0, 8.0, 4096).prompt == 290


def test_the_context_is_never_exceeded() -> None:
    assert plan(10_000.0, 60.0, 4096).prompt + ANSWER_TOKENS < 4096
    assert plan(2.0, 8.0, 512).prompt + ANSWER_TOKENS < 512


@given(st.floats(0, 1e6), st.floats(1, 600), st.integers(512, 131072))
def test_always_within_bounds(speed: float, wait: float, context: int) -> None:
    budget = plan(speed, wait, context)
    assert 0 < budget.prompt < context - ANSWER_TOKENS


def test_what_was_reused_was_not_read() -> None:
    assert measured_speed(500, 100, 4.0) == 100.0


@pytest.mark.parametrize(("tokens", "reused", "seconds"), [(500, 480, 1.0), (10, 0, 1.0), (500, 0, 0.0)])
def test_short_reads_tell_nothing(tokens: int, reused: int, seconds: float) -> None:
    assert measured_speed(tokens, reused, seconds) is None
