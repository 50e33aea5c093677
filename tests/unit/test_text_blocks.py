"""Text as blocks to be set: signs go, words keep their places."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.find_text import occurrences
from desktop_app.ui.markdown_blocks import markdown_blocks
from desktop_app.ui.text_blocks import (
    Block,
    Kind,
    Run,
    Style,
    Table,
    end_of,
    flow_blocks,
    message_blocks,
    slices,
)
from indexer.types import Heading

HANDBOOK = """---
title: House
---
# The *house* rules

Quiet hours start
at **ten**. See [the plan](https://example.org/a_b) or `make quiet`.

- no prams
  - nor bicycles
2. Close the valve
- [x] done

> Said the landlord
> in 1998.

| Item | Cost |
|------|-----:|
| Roof | 1200 |

```
x = 1
```
***
Second part
===========
"""


def words(text: str, runs: tuple[Run, ...]) -> str:
    return " ".join(text[run.start : run.start + run.length] for run in runs)


def every_run(blocks: list[Block | Table]) -> list[Run]:
    found: list[Run] = []
    for block in blocks:
        if isinstance(block, Table):
            found += [run for row in block.rows for cell in row for run in cell]
        else:
            found += block.runs
    return found


def test_markdown_is_set_without_its_signs() -> None:
    blocks = markdown_blocks(HANDBOOK)
    plain = [block for block in blocks if isinstance(block, Block)]
    shown = [(block.kind, block.level, block.lead, words(HANDBOOK, block.runs)) for block in plain]
    assert shown == [
        (Kind.CODE, 0, "", "title: House"),
        (Kind.HEADING, 1, "", "The  house  rules"),
        (
            Kind.PARAGRAPH,
            0,
            "",
            "Quiet hours start at  ten . See  the plan  or  make quiet .",
        ),
        (Kind.ITEM, 0, "•", "no prams"),
        (Kind.ITEM, 1, "•", "nor bicycles"),
        (Kind.ITEM, 0, "2.", "Close the valve"),
        (Kind.ITEM, 0, "☑", "done"),
        (Kind.QUOTE, 0, "", "Said the landlord in 1998."),
        (Kind.CODE, 0, "", "x = 1"),
        (Kind.RULE, 0, "", ""),
        (Kind.HEADING, 1, "", "Second part"),
    ]
    table = next(block for block in blocks if isinstance(block, Table))
    assert [[words(HANDBOOK, cell) for cell in row] for row in table.rows] == [["Item", "Cost"], ["Roof", "1200"]]
    styles = {words(HANDBOOK, (run,)): run.style for run in every_run(blocks)}
    assert styles["ten"] is Style.BOLD
    assert styles["house"] is Style.ITALIC
    assert styles["make quiet"] is Style.CODE
    assert styles["the plan"] is Style.LINK


def test_what_only_looks_like_a_sign_stays() -> None:
    text = "snake_case_name costs 2 * 3 * 4, a\\*b, 5 < 6 and `*x*`\n"
    blocks = markdown_blocks(text)
    assert "".join(text[run.start : run.start + run.length] for run in every_run(blocks)) == (
        "snake_case_name costs 2 * 3 * 4, a*b, 5 < 6 and *x*"
    )


SIGNS = st.text(alphabet="ab 1*_`#>|-[]()\\~\n\r.+=", max_size=200)


@given(SIGNS)
def test_runs_follow_one_another_in_the_text(text: str) -> None:
    runs = every_run(markdown_blocks(text))
    assert all(one.start + one.length <= two.start for one, two in pairwise(runs))
    assert all(run.start >= 0 and run.start + run.length <= len(text) for run in runs)


@given(st.lists(st.sampled_from(["plain words", "a | b", "", "c | d | e", "Title"]), max_size=12))
def test_no_word_of_a_flow_is_lost(rows: list[str]) -> None:
    text = "\n".join(rows)
    runs = every_run(flow_blocks(text, 0, len(text), "docx"))
    kept = "".join(text[run.start : run.start + run.length] for run in runs)
    assert re.sub(r"[ |]", "", kept) == re.sub(r"[ |\n]", "", text)


def test_headings_and_tables_of_a_flow() -> None:
    text = "Fees\n\nWhat it costs.\n\nItem | Cost\nRoof | 1200\n\nAfter."
    blocks = flow_blocks(text, 0, len(text), "docx", (Heading(0, 2, "Fees"),))
    assert isinstance(blocks[0], Block)
    assert (blocks[0].kind, blocks[0].level) == (Kind.HEADING, 2)
    assert [type(block) for block in blocks] == [Block, Block, Table, Block]
    plain = flow_blocks(text, 0, len(text), "text")
    assert all(isinstance(block, Block) for block in plain)  # a bar in a plain text is no table
    assert len(plain) == 8


def test_the_head_of_a_message_stands_apart() -> None:
    text = "From: Inga\nDate: 14 March 2025\n\nDear Mara,\nNote: it is late."
    head, *body = message_blocks(text, 0, len(text))
    assert isinstance(head, Table)
    assert [[words(text, cell) for cell in row] for row in head.rows] == [["From:", "Inga"], ["Date:", "14 March 2025"]]
    assert [words(text, block.runs) for block in body if isinstance(block, Block)][-1] == "Note: it is late."


def test_words_are_found_over_lines_and_hyphens_in_any_case() -> None:
    text = "Ninety\r\ndays. ninety  DAYS. nine\ufffety days; ninety-days"
    assert [text[at : at + length] for at, length in occurrences(text, "ninety days")] == [
        "Ninety\r\ndays", "ninety  DAYS", "nine\ufffety days",
    ]  # fmt: skip
    assert occurrences("a.b a+b", "a.b") == [(0, 3)]
    assert occurrences("anything", "  ") == []


def test_slices_hold_every_part_once_and_tell_how_far_they_reach() -> None:
    text = "\n".join(f"Line {n}, one of many." for n in range(500))
    parts = flow_blocks(text, 0, len(text), "text")
    cut = list(slices(parts, 1000))
    assert [part for piece, _ in cut for part in piece] == parts
    assert len(cut) > 5
    assert [reached for _, reached in cut] == [end_of(piece[-1]) for piece, _ in cut]
    assert cut[-1][1] == len(text)
    assert list(slices([], 1000)) == []
