from __future__ import annotations

import random
from dataclasses import replace

import pytest

from indexer.prediction import (
    Cost,
    File,
    Speeds,
    Stratum,
    most_telling,
    sampling_error,
    size_class,
    span,
    stratify,
)

SPEEDS = Speeds(characters=10_000.0)
PRIOR = Cost(1e-6, 1e-3, 1e-3, 1.0)


def files(*sizes: int, kind: str = "text") -> list[File]:
    return [File(f"/{number}.txt", kind, size) for number, size in enumerate(sizes)]


def test_files_of_one_stratum_are_of_one_kind_and_about_one_size() -> None:
    strata = stratify([*files(100, 3_000, 100_000, 90_000_000), *files(100, kind="pdf")])
    assert [len(strata[key]) for key in sorted(strata)] == [1, 2, 1, 1]
    assert [size_class(size) for size in (0, 8_000, 10_000, 70_000, 600_000, 5_000_000, 1 << 40)] == [
        0,
        0,
        1,
        2,
        3,
        4,
        5,
    ]


def test_what_was_not_tried_costs_what_a_byte_of_the_tried_costs() -> None:
    stratum = Stratum(files(*[3000] * 100), PRIOR)
    stratum.trials += [Cost(0.5, 2, 1, 700), Cost(1.5, 6, 3, 2100)] * 25
    assert stratum.total().seconds == pytest.approx(100.0, rel=0.01)
    assert stratum.total().chunks == pytest.approx(400, rel=0.01)
    assert stratum.total().new_characters == pytest.approx(140_000, rel=0.01)


def test_one_empty_document_does_not_speak_for_the_rest() -> None:
    before = Cost(1e-6, 500e-6, 500e-6, 0.35)  # 500 chunks a megabyte
    stratum = Stratum(files(*[30_000] * 12, kind="docx"), before)
    stratum.trials.append(Cost(0.01))
    assert 40 < stratum.total().chunks < 100
    assert stratum.error(SPEEDS) > 0.8 * SPEEDS.seconds(stratum.total())
    stratum.trials += [Cost(0.01)] * 11
    assert stratum.total() == Cost(pytest.approx(0.12))


def test_what_comes_again_is_as_new_as_the_tried() -> None:
    before = Cost(1e-6, 1e-3, 1e-3, 0.7)
    stratum = Stratum(files(*[3000] * 10), before)
    stratum.trials.append(Cost(0.1, 4, 0, 0))
    assert stratum.total().chunks > 20
    assert stratum.total().new_chunks == 0


def test_documents_lie_further_apart_than_plain_text() -> None:
    text, document = (Stratum(files(*[3000] * 10, kind=kind), PRIOR) for kind in ("text", "docx"))
    for stratum in (text, document):
        stratum.trials.append(Cost(1.0, 4, 4, 2800))
    assert text.total() == document.total()
    assert document.error(SPEEDS) > 2 * text.error(SPEEDS)


def test_a_tiny_file_does_not_speak_for_the_bytes_of_larger_ones() -> None:
    stratum = Stratum(files(4, *[4000] * 10), PRIOR)
    stratum.trials.append(Cost(0.001, 1, 1, 4))
    assert stratum.total().chunks < 60


def test_pages_count_for_more_than_bytes_where_they_are_known() -> None:
    counted = [replace(file, pages=pages) for file, pages in zip(files(4000, 4000, 4000), (10, 30, 0), strict=True)]
    stratum = Stratum(counted, PRIOR)
    stratum.trials.append(Cost(1.0, 10, 10, 7000))
    # The third has as many pages as its size lets expect: (10 + 30) / 8000 · 4000 = 20.
    assert stratum.total().seconds == pytest.approx(1.0 + 3.0 + 2.0)


def test_copies_are_read_again_but_not_embedded_again() -> None:
    stratum = Stratum([replace(file, copies=1) for file in files(1000)], PRIOR)
    stratum.trials.append(Cost(1.0, 4, 4, 2800))
    assert stratum.total() == Cost(2.0, 8, 4, 2800)


def test_nothing_is_in_doubt_once_every_file_was_tried() -> None:
    stratum = Stratum(files(1000, 2000), PRIOR)
    before = stratum.error(SPEEDS)
    stratum.trials.append(Cost(1.0, 4, 4, 2800))
    between = stratum.error(SPEEDS)
    stratum.trials.append(Cost(9.0, 4, 4, 2800))
    assert before > 0 < between
    assert stratum.error(SPEEDS) == 0
    assert stratum.next is None


def test_unlike_files_leave_more_doubt_than_like_ones() -> None:
    like, unlike = (Stratum(files(*[1000] * 50), PRIOR) for _ in range(2))
    for seconds in (0.9, 1.0, 1.1, 1.0):
        like.trials.append(Cost(seconds))
    for seconds in (0.1, 2.0, 0.2, 1.7):
        unlike.trials.append(Cost(seconds))
    assert like.total() == unlike.total()
    assert unlike.error(SPEEDS) > 1.5 * like.error(SPEEDS)


def test_every_stratum_is_tried_once_then_what_weighs_most() -> None:
    small, large = Stratum(files(*[500] * 30), PRIOR), Stratum(files(*[2_000_000] * 30, kind="pdf"), PRIOR)
    assert most_telling([small, large], SPEEDS) is large
    large.trials.append(Cost(1.0, 100, 100, 70_000))
    assert most_telling([small, large], SPEEDS) is small
    small.trials.append(Cost(0.001, 1, 1, 500))
    assert most_telling([small, large], SPEEDS) is large
    assert most_telling([], SPEEDS) is None


def test_the_bounds_hold_as_often_as_they_say() -> None:
    chance = random.Random(7)
    inside = 0
    for _ in range(300):
        sizes = [round(chance.lognormvariate(9, 0.6)) for _ in range(200)]
        rate = [chance.lognormvariate(0, 0.5) * 1e-4 for _ in sizes]
        costs = [Cost(size * r) for size, r in zip(sizes, rate, strict=True)]
        strata = []
        at = 0
        for _, group in stratify(files(*sizes)).items():
            stratum = Stratum(group, PRIOR)
            stratum.trials += [costs[int(file.path[1:-4])] for file in group[:12]]
            strata.append(stratum)
            at += len(group)
        assert at == len(sizes)
        middle = sum(SPEEDS.seconds(stratum.total()) for stratum in strata)
        bounds = span(middle, sampling_error(strata, SPEEDS), ())
        inside += bounds.low <= sum(cost.seconds for cost in costs) <= bounds.high
    assert 0.85 <= inside / 300 <= 0.99


def test_a_span_has_its_middle_inside_and_never_starts_below_nothing() -> None:
    for middle in (0.1, 2.0, 500.0):
        bounds = span(middle, 0.1 * middle, (0.05,))
        assert 0 <= bounds.low < bounds.mid < bounds.high
    assert span(0.0, 0.0, (0.1,)).high == 0
    assert span(100.0, 10.0, (0.2,)).high > span(100.0, 10.0, ()).high
