"""Writes small, valid GGUF files."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

STRING, UINT32, ARRAY = 8, 4, 9


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value: Any) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", STRING) + _string(value)
    if isinstance(value, list):
        return struct.pack("<IIQ", ARRAY, STRING, len(value)) + b"".join(_string(item) for item in value)
    return struct.pack("<II", UINT32, value)


def gguf_bytes(values: int = 64, **metadata: Any) -> bytes:
    """A GGUF file with one float32 tensor of `values` values. Metadata keys use `__` for a dot."""
    pairs: dict[str, Any] = {
        "general.architecture": "llama",
        "general.name": "Tiny",
        "general.license": "mit",
        "llama.context_length": 2048,
        "llama.block_count": 2,
        "llama.attention.head_count": 4,
        "llama.attention.head_count_kv": 2,
        "llama.embedding_length": 32,
        "tokenizer.chat_template": "{{ messages }}",
        "tokenizer.ggml.tokens": [f"token{n}" for n in range(600)],
    }
    pairs.update({key.replace("__", "."): value for key, value in metadata.items()})
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(pairs))
    for key, value in pairs.items():
        head += _string(key) + _value(value)
    head += _string("token_embd.weight") + struct.pack("<IQIQ", 1, values, 0, 0)
    head += b"\0" * (-len(head) % 32)
    return head + struct.pack(f"<{values}f", *([0.5] * values))


def write_gguf(path: Path, values: int = 64, **metadata: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(values, **metadata))
    return path
