"""A GGUF model that answers chats, run by llama.cpp and owned by one thread.

Prompts are read in `blocks`, and of the last prompt, and of the beginning that was to be kept, only whole blocks are
reused: naive reuse would answer the same question differently depending on what was asked before. So temperature 0
gives the same answer always.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import psutil

from desktop_app.llm.beginnings import KeptBeginnings
from desktop_app.llm.blocks import BLOCK, block_ends, blocks_after, reusable
from desktop_app.llm.chat import compose
from desktop_app.llm.limits import (
    check_fits,
    check_memory,
    checked_header,
    context_tokens,
    physical_cores,
)
from desktop_app.llm.opened import OpenedModel, cache_of, open_model, put_cache
from desktop_app.llm.protocol import (
    Finished,
    Generate,
    Load,
    Loaded,
    Measured,
    Message,
    Prefilled,
    Score,
    Scores,
    Token,
)
from desktop_app.llm.stream import TextStream
from indexer.errors import ErrorCode, known

_DECODED_TO_MEASURE = 16


@dataclass(frozen=True)
class _Beginning:
    """What prompts begin with, whole blocks of it, and the cache after it was read."""

    messages: tuple[Message, ...]
    tokens: list[int]
    state: bytes


class LlamaEngine:
    """Implements `service.Engine`. Every method must be called from the same thread. What prompts begin with is kept
    in `folder`, too."""

    def __init__(self, threads: Callable[[], int] = lambda: 0, folder: Path | None = None) -> None:
        self._wanted_threads = threads  # as they are set at the time; 0: one a core
        self._kept = KeptBeginnings(folder, llama_cpp.__version__)
        self._model: OpenedModel | None = None
        self._beginning: _Beginning | None = None
        self._read_from_prompt = 0  # leading tokens of llama.input_ids that were read as a prompt, in fixed blocks

    @property
    def loaded(self) -> Loaded | None:
        return None if self._model is None else self._model.loaded

    def load(self, request: Load) -> Loaded:
        """Load `request.path`, in place of another model; raises KnownError as `Load` says."""
        began, anew = time.perf_counter(), False
        model = self._model
        if model is None or model.request != replace(request, beginning=()):
            model, anew = self._load(replace(request, beginning=())), True
        if request.beginning and (self._beginning is None or self._beginning.messages != request.beginning):
            self._beginning, anew = self._read_beginning(model, request.beginning), True
        tokens = len(self._beginning.tokens) if request.beginning and self._beginning is not None else 0
        return replace(model.loaded, seconds=time.perf_counter() - began if anew else 0.0, beginning=tokens)

    def _load(self, request: Load) -> OpenedModel:
        path = Path(request.path)
        header = checked_header(path)
        context = context_tokens(request.context_length, header.context_length)
        self.close()
        check_memory(path, header, context, psutil.virtual_memory().available)
        self._model = open_model(request, context, self._threads())
        self._read_from_prompt = 0
        return self._model

    def _read_beginning(self, model: OpenedModel, messages: tuple[Message, ...]) -> _Beginning:
        """Read what prompts begin with, or take what was kept of it."""
        one, other = (self.prompt(Generate((*messages, Message("user", text)))) for text in "ab")
        common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
        tokens = one[: reusable(block_ends(one, model.is_break), min(common, model.llama.n_ctx() // 2))]
        path, context = Path(model.request.path), model.loaded.context_length
        state = self._kept.read(path, context, tokens)
        if state is None:
            model.llama.reset()
            self._read_from_prompt = 0
            llama_cpp.llama_set_n_threads(model.llama.ctx, self._threads(), self._threads())
            for start, end in blocks_after(block_ends(tokens, model.is_break), 0, len(tokens)):
                model.llama.eval(tokens[start:end])
            state = cache_of(model.llama)
            self._kept.write(path, context, tokens, state)
        return _Beginning(messages, tokens, state)

    def _threads(self) -> int:
        return self._wanted_threads() or physical_cores()

    def close(self) -> None:
        """Free the model."""
        self._beginning = None
        if self._model is not None:
            self._model.llama.close()
            self._model = None

    def count_tokens(self, texts: Sequence[str]) -> tuple[int, ...]:
        """The number of tokens of each text as a message's content has them."""
        model = self._loaded_model()
        return tuple(len(model.tokens(text)) for text in texts)

    def prompt(self, request: Generate | Score) -> list[int]:
        """The tokens of the whole prompt. Raises KnownError(BAD_REQUEST)."""
        model = self._loaded_model()
        tokens: list[int] = []
        for piece in compose(request.messages, model.template, request.prefix):
            tokens += model.tokens(piece.text, special=piece.special)
        bos = llama_cpp.llama_vocab_bos(model.vocabulary)
        if llama_cpp.llama_vocab_get_add_bos(model.vocabulary) and tokens[:1] != [bos]:
            tokens.insert(0, bos)
        return tokens

    def generate(
        self, request: Generate, emit: Callable[[Prefilled | Token], object], cancelled: Callable[[], bool]
    ) -> Finished:
        """Answer a chat: `emit` gets Prefilled, then text as it becomes certain. `cancelled` is asked often and ends
        it in the middle of a prompt too. Raises KnownError(PROMPT_TOO_LONG) before anything is computed."""
        model = self._loaded_model()
        prompt = self.prompt(request)
        check_fits(len(prompt), request.max_tokens, model.loaded.context_length)
        began = time.perf_counter()
        blocks = self._keep_common_blocks(model, prompt)
        reused = blocks[0][0]
        model.llama.set_seed(request.seed)
        text = TextStream(request.stop)
        completion, first, reason = 0, began, "length"
        with self._decoding(model.llama, prompt, blocks, request.temperature, cancelled) as tokens:
            for token in tokens:
                if completion == 0:
                    first = time.perf_counter()
                    emit(Prefilled(len(prompt), reused, first - began))
                if cancelled():
                    break
                if llama_cpp.llama_vocab_is_eog(model.vocabulary, token):
                    reason = "stop"
                    break
                completion += 1
                if certain := text.feed(model.bytes_of(token)):
                    emit(Token(certain))
                if text.stopped:
                    reason = "stop"
                    break
                if completion == request.max_tokens:
                    break
        if reason == "length" and completion < request.max_tokens:
            reason = "cancelled"
        if rest := text.finish():
            emit(Token(rest))
        ended = time.perf_counter()
        if first == began:  # no token came: all the time went into the prompt
            first = ended
        return Finished(reason, len(prompt), completion, first - began, ended - first)

    def score(self, request: Score, cancelled: Callable[[], bool]) -> Scores | None:
        """The probability of each option as the answer's beginning; None when it was cancelled. Raises
        KnownError(PROMPT_TOO_LONG) before anything is computed."""
        model = self._loaded_model()
        prompt = self.prompt(request)
        options = [model.tokens(option) for option in request.options]
        check_fits(len(prompt), max(map(len, options)), model.loaded.context_length)
        began = time.perf_counter()
        blocks = self._keep_common_blocks(model, prompt)
        reused = blocks[0][0]
        self._read_from_prompt = 0
        try:
            with self._abortable(model.llama, cancelled):
                for start, end in blocks:
                    model.llama.eval(prompt[start:end])
                self._read_from_prompt = len(prompt)
                first = self._log_probabilities(model.llama, 1)
                prefilled = Prefilled(len(prompt), reused, time.perf_counter() - began)
                chances = [self._chance(model.llama, first, option) for option in options]
        except RuntimeError:  # what llama_cpp makes of llama_decode's "aborted"
            if not cancelled():
                raise
            return None
        return Scores(tuple(chances), prefilled)

    def measure(self, tokens: int, cancelled: Callable[[], bool]) -> Measured | None:
        """The speed of this model on this machine, in tokens per second; None when it was cancelled."""
        model = self._loaded_model()
        count = max(1, min(tokens, model.loaded.context_length - _DECODED_TO_MEASURE - 1))
        words = llama_cpp.llama_vocab_n_tokens(model.vocabulary)
        prompt = [(7919 * (n + 1)) % words for n in range(count)]
        model.llama.reset()
        self._read_from_prompt = 0
        moments = [time.perf_counter()]
        with self._decoding(model.llama, prompt, [(0, count)], 0.0, cancelled) as decoded:
            for _, _token in zip(range(_DECODED_TO_MEASURE + 1), decoded, strict=False):
                moments.append(time.perf_counter())
        if len(moments) < _DECODED_TO_MEASURE + 2:
            return None
        return Measured(count / (moments[1] - moments[0]), _DECODED_TO_MEASURE / (moments[-1] - moments[1]))

    def _loaded_model(self) -> OpenedModel:
        if self._model is None:
            raise known(
                ErrorCode.BAD_REQUEST,
                "No language model is loaded.",
                "Load one first.",
                detail="Load precedes all else",
            )
        return self._model

    def _keep_common_blocks(self, model: OpenedModel, prompt: list[int]) -> list[tuple[int, int]]:
        """Trim the cache to the whole blocks that `prompt` shares with the last prompt, or put those of the kept
        beginning there; the blocks that are left to read. At least one token is, since sampling needs its logits."""
        llama = model.llama
        limit = min(self._read_from_prompt, len(prompt) - 1)
        known_tokens = llama.input_ids[:limit].tolist()
        common = next((n for n in range(limit) if known_tokens[n] != prompt[n]), limit)
        ends = block_ends(prompt, model.is_break)
        kept = reusable(ends, common)
        if self._put_beginning(llama, prompt, kept):
            return blocks_after(ends, llama.n_tokens, len(prompt))
        memory = llama_cpp.llama_get_memory(llama.ctx)
        # Recurrent models can't forget a tail, and sliding windows have dropped their head: those read all anew.
        whole = llama_cpp.llama_memory_seq_pos_min(memory, 0) == 0
        if kept and whole and llama_cpp.llama_memory_seq_rm(memory, 0, kept, -1):
            llama.n_tokens = kept
            return blocks_after(ends, kept, len(prompt))
        llama.reset()
        return blocks_after(ends, 0, len(prompt))

    def _put_beginning(self, llama: Any, prompt: list[int], kept: int) -> bool:
        """Put what was read of the beginning into the cache, where `prompt` has it and `kept` tokens are less."""
        if self._beginning is None:
            return False
        tokens = self._beginning.tokens
        if not kept < len(tokens) < len(prompt) or prompt[: len(tokens)] != tokens:
            return False
        llama.reset()
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(llama.ctx), True)
        if not put_cache(llama, self._beginning.state):
            return False
        llama.n_tokens = len(tokens)
        llama.input_ids[: len(tokens)] = tokens
        return True

    @contextmanager
    def _decoding(
        self,
        llama: Any,
        prompt: list[int],
        blocks: Sequence[tuple[int, int]],
        temperature: float,
        cancelled: Callable[[], bool],
    ) -> Iterator[Iterator[int]]:
        """Tokens after `prompt`, of which `blocks` are yet to be read, ending early when `cancelled` says so.
        Afterwards the cache is known to be sound: what an aborted step left behind lies after `n_tokens`, which the
        next prompt overwrites."""
        tokens = _read_and_generate(llama, prompt, blocks, temperature)
        self._read_from_prompt = 0
        with self._abortable(llama, cancelled):
            try:
                yield _until_aborted(tokens, cancelled)
                self._read_from_prompt = min(len(prompt), llama.n_tokens)
            finally:
                tokens.close()

    @contextmanager
    def _abortable(self, llama: Any, cancelled: Callable[[], bool]) -> Iterator[None]:
        llama_cpp.llama_set_n_threads(llama.ctx, self._threads(), self._threads())
        # llama.cpp asks between two operations of its graph; the reference must live as long as it may ask.
        ask = llama_cpp.ggml_abort_callback(lambda _: cancelled())
        llama_cpp.llama_set_abort_callback(llama.ctx, ask, None)
        try:
            yield
        finally:
            llama_cpp.llama_set_abort_callback(llama.ctx, llama_cpp.ggml_abort_callback(0), None)

    def _chance(self, llama: Any, first: Any, option: Sequence[int]) -> float:
        """The log-probability of `option` after the prompt that was just read; `first` are those of its first token.
        The cache then ends with the prompt again."""
        rows = [first]
        if len(option) > 1:
            read = llama.n_tokens
            llama_cpp.llama_memory_seq_rm(llama_cpp.llama_get_memory(llama.ctx), 0, read, -1)
            for at in range(0, len(option) - 1, BLOCK):
                part = option[at : min(at + BLOCK, len(option) - 1)]
                llama._batch.set_batch(batch=part, n_past=read + at, logits_all=True)
                llama._ctx.decode(llama._batch)
                rows.append(self._log_probabilities(llama, len(part)))
        return float(sum(np.concatenate(rows)[range(len(option)), option]))

    def _log_probabilities(self, llama: Any, rows: int) -> Any:
        """Of every token of the vocabulary, after each of the last `rows` tokens that logits were asked for."""
        words = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(llama.model))
        logits = np.stack(
            [
                np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(llama.ctx, row - rows), shape=(words,))
                for row in range(rows)
            ]
        ).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def _read_and_generate(
    llama: Any, prompt: list[int], blocks: Sequence[tuple[int, int]], temperature: float
) -> Generator[int]:
    for start, end in blocks[:-1]:
        llama.eval(prompt[start:end])
    yield from llama.generate(prompt, temp=temperature)  # reads what it finds not to be in the cache


def _until_aborted(tokens: Iterator[int], cancelled: Callable[[], bool]) -> Iterator[int]:
    try:
        yield from tokens
    except RuntimeError:  # what llama_cpp makes of llama_decode's "aborted"
        if not cancelled():
            raise
