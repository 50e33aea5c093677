from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.llm.limits import check_fits, check_memory, checked_header, context_tokens, physical_cores
from desktop_app.models.gguf import GgufHeader
from indexer.errors import ErrorCode, KnownError


@pytest.mark.parametrize(
    ("asked", "trained", "context"),
    [(4096, 8192, 4096), (4000, 8192, 4096), (1, 8192, 256), (4096, 2048, 2048), (4096, 0, 4096), (4096, 2100, 2048)],
)
def test_context_is_a_multiple_of_256_within_what_was_trained(asked: int, trained: int, context: int) -> None:
    assert context_tokens(asked, trained) == context


def test_at_least_one_core() -> None:
    assert physical_cores() >= 1


def header(kv: int = 1000) -> GgufHeader:
    return GgufHeader("llama", "m", "", 4096, 1, kv, True, 1, 0)


def test_weights_cache_and_working_memory_must_fit(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"x" * 1000)
    enough = 1000 + 4096 * 1000 + 350_000_000
    check_memory(path, header(), 4096, enough)
    with pytest.raises(KnownError) as caught:
        check_memory(path, header(), 4096, enough - 1)
    problem = caught.value.problem
    assert problem.code is ErrorCode.NOT_ENOUGH_MEMORY
    assert "model.gguf needs about 0.4 GB of memory; 0.4 GB are free" in problem.message


def test_a_missing_file_says_how_to_fetch_it(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        checked_header(tmp_path / "small-model" / "m.gguf")
    assert caught.value.problem.code is ErrorCode.MODEL_MISSING
    assert caught.value.problem.action == "Fetch it: footnote models get small-model"


@pytest.mark.parametrize("data", [b"", b"GG", b"<html>not found</html>", b"GGUF\x03\0\0\0", b"GGUF" + b"\xff" * 99])
def test_a_file_that_is_no_whole_model_is_damaged(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(data)
    with pytest.raises(KnownError) as caught:
        checked_header(path)
    if data[:4] == b"GGUF" and len(data) > 20:
        assert caught.value.problem.code in (ErrorCode.MODEL_DAMAGED, ErrorCode.UNSUPPORTED)
    else:
        assert caught.value.problem.code is ErrorCode.MODEL_DAMAGED
        assert "Fetch it again: footnote models get" in caught.value.problem.action


def test_prompt_and_answer_must_fit_together() -> None:
    check_fits(200, 56, 256)
    with pytest.raises(KnownError) as caught:
        check_fits(201, 56, 256)
    assert caught.value.problem.code is ErrorCode.PROMPT_TOO_LONG
    assert "201 tokens" in caught.value.problem.message
