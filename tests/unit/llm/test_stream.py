from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.llm.stream import TextStream


def streamed(pieces: list[bytes], stops: tuple[str, ...] = ()) -> tuple[str, bool]:
    stream = TextStream(stops)
    text = "".join([stream.feed(piece) for piece in pieces])
    return text + stream.finish(), stream.stopped


def one_by_one(text: str) -> list[bytes]:
    data = text.encode()
    return [data[n : n + 1] for n in range(len(data))]


def test_a_character_split_across_tokens_comes_whole() -> None:
    stream = TextStream()
    parts = [stream.feed(byte) for byte in one_by_one("é€😀")]
    assert parts == ["", "é", "", "", "€", "", "", "", "😀"]


def test_bytes_that_never_become_a_character_are_dropped() -> None:
    assert streamed([b"a\xff", b"b\xe2\x82"]) == ("ab", False)


def test_a_stop_string_across_tokens_is_not_shown() -> None:
    assert streamed([b"Yes.\n", b"\nQues", b"tion: why"], ("\n\nQuestion:",)) == ("Yes.", True)


def test_what_only_looked_like_a_stop_is_shown_in_the_end() -> None:
    stream = TextStream(("\n\nQ",))
    assert stream.feed(b"Yes.\n") == "Yes."
    assert stream.feed(b"\n") == ""
    assert stream.feed(b"No") == "\n\nNo"
    assert stream.feed(b"\n") == ""
    assert stream.finish() == "\n"


def test_nothing_comes_after_a_stop() -> None:
    stream = TextStream(("END",))
    assert stream.feed(b"a END b") == "a "
    assert stream.feed(b"more") == ""
    assert stream.finish() == ""


def test_the_stop_that_is_complete_first_counts() -> None:
    assert streamed([b"xabcd"], ("abcd", "bc")) == ("xa", True)


def test_an_empty_stop_string_stops_nothing() -> None:
    assert streamed([b"abc"], ("",)) == ("abc", False)


@given(
    st.text(alphabet="ab\né€😀", max_size=30),
    st.lists(st.text(alphabet="ab\né", min_size=1, max_size=4), max_size=3),
    st.lists(st.integers(0, 100), max_size=8),
)
def test_how_the_bytes_are_split_does_not_matter(text: str, stops: list[str], cuts: list[int]) -> None:
    data = text.encode()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in itertools.pairwise(edges)]
    expected = streamed(one_by_one(text), tuple(stops))
    assert streamed(pieces, tuple(stops)) == expected
    assert all(stop not in expected[0] for stop in stops)
    assert text.startswith(expected[0])
    assert expected[1] or expected[0] == text
