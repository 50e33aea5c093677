from __future__ import annotations

from tests.bench.kill_child import smaller_steps


def test_what_the_bench_of_kills_makes_smaller_is_still_there() -> None:
    for owner, name in smaller_steps():
        assert hasattr(owner, name), f"{owner.__name__}.{name} has another name now"
