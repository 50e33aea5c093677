"""What a model may ask of this machine, and a file of a model, before any of it is loaded."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

from desktop_app.models.gguf import GgufHeader, read_header
from indexer.errors import ErrorCode, KnownError, known

_CONTEXT_STEP = 256  # llama.cpp rounds other context lengths, and then refuses its own
_WORKING_BYTES = 350_000_000  # compute buffers and the interpreter, beside weights and cache


def physical_cores() -> int:
    """Cores that this process may use, hyper-threads not counted: they only get in each other's way here."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(psutil.cpu_count(logical=False) or usable, usable))


def context_tokens(asked: int, trained: int) -> int:
    """`asked` rounded up to what llama.cpp allows, and no more than the model was trained for (0: unknown)."""
    rounded = max(1, -(-asked // _CONTEXT_STEP)) * _CONTEXT_STEP
    if trained < _CONTEXT_STEP:
        return rounded
    return min(rounded, trained // _CONTEXT_STEP * _CONTEXT_STEP)


def check_memory(path: Path, header: GgufHeader, context: int, available: int) -> None:
    """Raises KnownError(NOT_ENOUGH_MEMORY) where weights, cache and working memory exceed `available` bytes."""
    needed = path.stat().st_size * max(1, header.split_count) + context * header.kv_bytes_per_token + _WORKING_BYTES
    if needed > available:
        raise known(
            ErrorCode.NOT_ENOUGH_MEMORY,
            f"The model {path.name} needs about {needed / 1e9:.1f} GB of memory; {available / 1e9:.1f} GB are free.",
            "Close other programs, or choose a smaller model with `footnote models use`.",
            retryable=True,
        )


def fetch_again(path: Path) -> str:
    return f"Fetch it again: footnote models get {path.parent.name}"


def checked_header(path: Path) -> GgufHeader:
    try:
        return read_header(path)
    except KnownError as error:
        problem = error.problem
        if problem.code is ErrorCode.MISSING:
            raise known(
                ErrorCode.MODEL_MISSING,
                f"The model file {path} is not there.",
                f"Fetch it: footnote models get {path.parent.name}",
            ) from error
        if problem.code is ErrorCode.MODEL_DAMAGED or _is_no_gguf(path):
            raise known(ErrorCode.MODEL_DAMAGED, problem.message, fetch_again(path), detail=problem.detail) from error
        raise


def _is_no_gguf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) != b"GGUF"
    except OSError:
        return False


def no_memory(path: Path, detail: str) -> KnownError:
    return known(
        ErrorCode.NOT_ENOUGH_MEMORY,
        f"There is not enough memory to load the model {path.name}.",
        "Close other programs, or choose a smaller model with `footnote models use`.",
        retryable=True,
        detail=detail,
    )


def check_fits(prompt: int, answer: int, context: int) -> None:
    if prompt + answer > context:
        raise known(
            ErrorCode.PROMPT_TOO_LONG,
            f"The question with its passages is {prompt:,} tokens long; with {answer:,} for the answer that is more "
            f"than the {context:,} that the model can read at once.",
            "Ask a shorter question, or start a new conversation.",
        )
