"""Where blocks end hangs on the tokens before alone, so prompts that begin alike share them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.llm.blocks import BLOCK, block_ends, blocks_after, reusable

BREAK = 0
PROMPTS = st.lists(st.integers(0, 9), max_size=5 * BLOCK)


def ends(prompt: list[int]) -> list[int]:
    return block_ends(prompt, lambda token: token == BREAK)


def test_a_block_ends_with_a_message_or_a_paragraph() -> None:
    system, passage = [1] * 74 + [BREAK], [2] * 199 + [BREAK]
    assert ends(system + passage + [3] * 30) == [75, 75 + BLOCK, 275]


def test_a_short_paragraph_is_no_block_of_its_own() -> None:
    assert ends([1, 2, BREAK] * 4) == []


@given(PROMPTS, PROMPTS, PROMPTS)
def test_what_comes_later_moves_no_block(shared: list[int], one: list[int], other: list[int]) -> None:
    first = [end for end in ends(shared + one) if end <= len(shared)]
    assert first == [end for end in ends(shared + other) if end <= len(shared)]


@given(PROMPTS, PROMPTS)
def test_everything_is_read_once_in_blocks_of_the_most(before: list[int], prompt: list[int]) -> None:
    if not prompt:
        return
    common = next((n for n, (a, b) in enumerate(zip(before, prompt, strict=False)) if a != b), len(before))
    kept = reusable(ends(prompt), min(common, len(prompt) - 1))
    blocks = blocks_after(ends(prompt), kept, len(prompt))
    assert blocks[0][0] == kept
    assert blocks[-1][1] == len(prompt)
    assert all(0 < end - start <= BLOCK for start, end in blocks)
    assert all(one[1] == other[0] for one, other in pairwise(blocks))
