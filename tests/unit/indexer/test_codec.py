from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import protocol as p
from indexer.codec import Envelope, from_plain, to_plain
from indexer.errors import ErrorCode, KnownError, Problem
from indexer.types import Coverage, EvidenceSentence, Hit

texts = st.text(alphabet=st.characters())  # lone surrogates included: file names bring them
hits = st.builds(
    Hit,
    **{name: st.integers(0, 2**40) for name in ("rank", "chunk_id", "document_id", "start", "length")},
    **dict.fromkeys(("path", "title", "kind", "heading", "text", "content_hash"), texts),
    page=st.none() | st.integers(1, 9), page_label=st.none() | texts, score=st.floats(allow_nan=False),
    similarity=st.none() | st.floats(-1, 1), keyword_rank=st.none(), vector_rank=st.none() | st.integers(1, 9),
    offline=st.booleans(),
)  # fmt: skip
sentences = st.builds(EvidenceSentence, page=st.none(), page_label=st.none(), similarity=st.none(), score=st.just(0.5),
                      coverage=st.just(1.0))  # fmt: skip


@given(st.lists(hits, max_size=3), st.lists(sentences, max_size=2), st.integers(0, 2**31))
def test_whatever_is_sent_arrives(found: list[Hit], evidence: list[EvidenceSentence], number: int) -> None:
    reply = p.SearchReply(tuple(found), tuple(evidence), Coverage(1, 2, 3, 4, 5), True, 1.5)
    envelope = Envelope(number, False, reply)
    assert p.REGISTRY.decode(p.REGISTRY.encode(envelope)) == envelope


def _message(**changes: object) -> bytes:
    plain = {"id": 1, "last": True, "type": "Search", "body": to_plain(p.Search("tea"))}
    return json.dumps(plain | changes).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        b"[]",
        b"{}",
        _message(type="Exec"),
        _message(id="1"),
        _message(last=1),
        _message(body=[]),
        _message(body={"query": 3}),
        _message(body={"query": "tea", "surprise": 1}),
        _message(body={"k": 3}),
        _message(body={"query": "tea", "k": True}),
        _message(body={"query": "tea", "scope": "abc"}),
    ],
)
def test_what_makes_no_sense_is_refused(data: bytes) -> None:
    with pytest.raises(KnownError) as caught:
        p.REGISTRY.decode(data)
    assert caught.value.problem.code is ErrorCode.BAD_MESSAGE


def test_defaults_may_be_left_out() -> None:
    assert from_plain(p.Search, {"query": "tea"}) == p.Search("tea")


def test_problems_travel() -> None:
    problem = Problem(ErrorCode.DISK_FULL, "Full.", "Free some space.", True)
    assert p.REGISTRY.decode(p.REGISTRY.encode(Envelope(1, True, problem))).body == problem
