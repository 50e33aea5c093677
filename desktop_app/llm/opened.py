"""A GGUF file that llama.cpp has opened: its tokens, its chat template, and the cache of what it read. This module and
`engine` alone import llama_cpp."""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from desktop_app.llm.blocks import BLOCK
from desktop_app.llm.chat import Template, chatml
from desktop_app.llm.limits import fetch_again, no_memory
from desktop_app.llm.protocol import Load, Loaded
from indexer.errors import ErrorCode, KnownError, known

_native_log: deque[str] = deque(maxlen=60)


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator, unused-ignore]
def _keep_log(_level: int, text: bytes, _data: object) -> None:
    _native_log.append(text.decode("utf-8", "replace"))


# What the library prints is kept for the detail of a problem, and goes nowhere else.
llama_cpp.llama_log_set(_keep_log, ctypes.c_void_p(0))


@dataclass(frozen=True)
class OpenedModel:
    """A loaded model and what is asked of it at every token."""

    llama: Any
    request: Load
    loaded: Loaded
    vocabulary: Any
    template: Template
    breaks: dict[int, bool]  # tokens seen so far: whether a block may end behind them

    def is_break(self, token: int) -> bool:
        """Whether `token` ends a message or a paragraph."""
        if token not in self.breaks:
            control = llama_cpp.llama_vocab_is_control(self.vocabulary, token)
            self.breaks[token] = bool(control) or self.bytes_of(token).endswith(b"\n\n")
        return self.breaks[token]

    def tokens(self, text: str, *, special: bool = False) -> list[int]:
        """Of a text as it stands; with `special`, what stands for special tokens becomes these."""
        data = text.encode("utf-8", "replace")  # a lone surrogate, which JSON may carry, has no UTF-8 form
        return list(self.llama.tokenize(data, add_bos=False, special=special))

    def bytes_of(self, token: int) -> bytes:
        """The bytes that a token stands for, empty for special ones. `Llama.detokenize` fails on long ones."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama_cpp.llama_token_to_piece(self.vocabulary, token, buffer, size, 0, False)
            if length >= 0:
                return buffer.raw[:length]
            size = -length


def open_model(request: Load, context: int, threads: int) -> OpenedModel:
    """Open the GGUF file `request.path`. Raises KnownError: MODEL_DAMAGED, UNSUPPORTED, NOT_ENOUGH_MEMORY."""
    llama = _open(Path(request.path), context, threads)
    loaded = Loaded(request.path, _description(llama), llama.n_ctx(), 0.0)
    vocabulary = llama_cpp.llama_model_get_vocab(llama.model)
    return OpenedModel(llama, request, loaded, vocabulary, _template(llama, vocabulary), {})


def _open(path: Path, context: int, threads: int) -> Any:
    _native_log.clear()
    try:
        return llama_cpp.Llama(
            str(path),
            n_ctx=context,
            n_batch=BLOCK,
            n_ubatch=BLOCK,
            n_threads=threads,
            n_threads_batch=threads,
            flash_attn=True,
            verbose=False,
        )
    except MemoryError as error:
        raise no_memory(path, str(error)) from error
    except Exception as error:  # ValueError for most, a template's own errors for some
        raise _not_loaded(path, error, "".join(_native_log)) from error


def cache_of(llama: Any) -> bytes:
    """What the cache holds."""
    size = llama_cpp.llama_state_seq_get_size(llama.ctx, 0)
    buffer = (ctypes.c_uint8 * size)()
    written = llama_cpp.llama_state_seq_get_data(llama.ctx, buffer, size, 0)
    return bytes(buffer[:written])


def put_cache(llama: Any, state: bytes) -> bool:
    """Put there what `cache_of` gave; False where llama.cpp refuses it."""
    buffer = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
    return bool(llama_cpp.llama_state_seq_set_data(llama.ctx, buffer, len(state), 0) == len(state))


def _not_loaded(path: Path, error: Exception, log: str) -> KnownError:
    """The problem of a file whose header was in order, but which llama.cpp refused."""
    detail = f"{error}\n{log}".strip()
    if "unknown model architecture" in log or "unknown pre-tokenizer" in log:
        return known(
            ErrorCode.UNSUPPORTED,
            f"The model {path.name} is of a kind that this version of llama.cpp can't run.",
            "Choose another model with `footnote models use`, or update Footnote.",
            detail=detail,
        )
    if "context" in str(error) or "failed to allocate" in log or "unable to allocate" in log:
        return no_memory(path, detail)
    return known(
        ErrorCode.MODEL_DAMAGED,
        f"The model file {path} can't be loaded; it is most likely damaged.",
        fetch_again(path),
        detail=detail,
    )


def _description(llama: Any) -> str:
    buffer = ctypes.create_string_buffer(256)
    llama_cpp.llama_model_desc(llama.model, buffer, len(buffer))
    name = llama.metadata.get("general.name", "")
    return f"{name} ({buffer.value.decode('utf-8', 'replace')})".strip()


def _template(llama: Any, vocabulary: Any) -> Template:
    source = llama.metadata.get("tokenizer.chat_template", "")
    if not source:
        return chatml

    def text_of(token: int) -> str:
        return llama_cpp.llama_vocab_get_text(vocabulary, token).decode("utf-8") if token >= 0 else ""

    formatter = Jinja2ChatFormatter(
        source,
        eos_token=text_of(llama_cpp.llama_vocab_eos(vocabulary)),
        bos_token=text_of(llama_cpp.llama_vocab_bos(vocabulary)),
    )

    def render(messages: list[dict[str, str]]) -> str:
        return str(formatter(messages=messages, enable_thinking=False).prompt)

    return render
