from __future__ import annotations

import random

from indexer.extract.reading_order import Line, text_of


def column(left: float, words: list[str], top: float = 100.0, width: float = 300.0) -> list[Line]:
    return [Line(text, left, top + 24 * n, left + width, top + 24 * n + 20) for n, text in enumerate(words)]


def prose(name: str, count: int = 6) -> list[str]:
    return [f"{name}{n} is a line of running text" for n in range(count)]


def shuffled(lines: list[Line]) -> list[Line]:
    return random.Random(3).sample(lines, len(lines))


def test_lines_come_from_top_to_bottom_whatever_their_order() -> None:
    assert text_of(shuffled(column(0, prose("a")))) == "\n".join(prose("a"))
    assert text_of([]) == ""


def test_columns_are_read_one_after_the_other() -> None:
    lines = column(0, prose("left")) + column(340, prose("right"))
    assert text_of(shuffled(lines)).split() == " ".join(prose("left") + prose("right")).split()


def test_three_columns() -> None:
    lines = column(0, prose("a")) + column(340, prose("b")) + column(680, prose("c"))
    assert text_of(shuffled(lines)).split() == " ".join(prose("a") + prose("b") + prose("c")).split()


def test_a_title_across_both_columns_comes_first_and_one_below_ends_them() -> None:
    title = [Line("A title across both columns", 50, 0, 600, 30)]
    between = [Line("A second title across both columns", 50, 280, 600, 310)]
    upper = column(0, prose("a")) + column(340, prose("b"))
    lower = column(0, prose("c"), 340) + column(340, prose("d"), 340)
    text = text_of(shuffled(title + between + upper + lower))
    found = [word for word in text.split() if word[-1].isdigit() or word in ("A", "second")]
    assert found == ["A", *[f"{c}{n}" for c in "ab" for n in range(6)], "A", "second",
                     *[f"{c}{n}" for c in "cd" for n in range(6)]]  # fmt: skip


def test_a_table_is_read_row_by_row() -> None:
    names = [f"Item {n}" for n in range(8)]
    lines = column(0, names) + column(340, [f"{n}.50" for n in range(8)])
    assert text_of(shuffled(lines)) == "\n".join(f"Item {n} {n}.50" for n in range(8))


def test_a_wide_gap_is_a_blank_line() -> None:
    lines = column(0, ["one", "two"]) + column(0, ["three"], 200)
    assert text_of(lines) == "one\ntwo\n\nthree"
