from __future__ import annotations

import pytest

from indexer.prediction import Cost, File, Speeds
from indexer.rates import Correction, Rates


class Facts(dict[str, str]):
    def get_meta(self, name: str, default: str = "") -> str:
        return self.get(name, default)

    def set_meta(self, name: str, value: str) -> None:
        self[name] = value


def test_what_was_learnt_outlives_the_process() -> None:
    facts = Facts()
    rates = Rates(facts)
    rates.read("pdf", 2_000_000, 3.0, 900)
    rates.embedded(Cost(0, 100, 100, 70_000), 2.0)
    rates.sampled.learn(100.0, 150.0)
    rates.save()
    again = Rates(facts)
    assert again.prior("pdf", 3, 1, 2_000_000) == rates.prior("pdf", 3, 1, 2_000_000)
    assert again.prior("pdf", 3, 1, 2_000_000).seconds * 2_000_000 == pytest.approx(3.0)
    assert again.characters == rates.characters == pytest.approx(37_000)
    assert (again.sampled, again.learnt) == (rates.sampled, rates.learnt)


@pytest.mark.parametrize(
    "kept", ["", "nonsense", "[]", '{"seen": {"pdf/1": "x"}}', '{"sampled": 3}', '{"sampled": {"factor": "x"}}']
)
def test_facts_that_cannot_be_read_are_learnt_anew(kept: str) -> None:
    rates = Rates(Facts(rates=kept))
    assert rates.sampled.factor == 1.0
    assert rates.prior("pdf", 1, 10, 100_000).seconds > 0


def test_a_new_library_believes_what_the_machine_showed_until_it_has_seen_more() -> None:
    assert Rates(Facts(), lambda: 90_000.0).characters == 90_000.0
    assert Rates(Facts(), lambda: None).characters == Rates(Facts()).characters
    rates = Rates(Facts(), lambda: 90_000.0)
    rates.embedded(Cost(0, 100, 100, 70_000), 2.0)
    assert rates.characters == pytest.approx(37_000)


def test_the_correction_follows_what_runs_really_took() -> None:
    correction = Correction()
    for _ in range(10):
        correction.learn(100.0, 140.0)
    assert correction.factor == pytest.approx(1.4, rel=0.02)
    steady = correction.doubt
    correction.learn(100.0, 900.0)
    assert 1.4 < correction.factor <= 3.0
    assert correction.doubt > steady


def test_one_wild_run_is_bounded_and_a_short_one_teaches_nothing() -> None:
    wild, short = Correction(), Correction()
    wild.learn(100.0, 100_000.0)
    assert wild.factor == pytest.approx(3.0**0.5)
    short.learn(0.5, 4.0)
    short.learn(0.0, 40.0)
    assert short == Correction()


def test_old_files_fade_as_new_ones_come() -> None:
    rates = Rates(Facts())
    for _ in range(500):
        rates.read("text", 1000, 0.001, 1)
    for _ in range(2000):
        rates.read("text", 1000, 0.01, 1)
    assert rates.prior("text", 0, 1, 1000).seconds * 1000 == pytest.approx(0.01, rel=0.05)


def test_a_run_is_predicted_from_what_was_learnt() -> None:
    rates = Rates(Facts())
    wide = rates.predict([File("", "pdf", 2_000_000)] * 10, 0, Speeds(rates.characters))
    for _ in range(20):
        rates.read("pdf", 2_000_000, 1.0, 500)
    rates.embedded(Cost(0, 1000, 1000, 700_000), 37.0)
    found = rates.predict([File("", "pdf", 2_000_000)] * 10, 100, Speeds(rates.characters))
    assert found.mid == pytest.approx(10 * 1.0 + 5_100 * 740 / 20_000, rel=0.01)
    assert found.low < found.mid < found.high
    assert found.high / found.low < wide.high / wide.low
