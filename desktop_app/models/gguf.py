"""Reads the header of a GGUF file: enough to say what a model is, what it needs, and whether the file is whole.

Only the standard library; nothing is loaded or run. The layout is that of GGUF versions 2 and 3, little-endian:
magic, version, number of tensors, number of key-value pairs, the pairs, one record a tensor, padding, tensor data.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import ErrorCode, KnownError, known

MAGIC = b"GGUF"
_MAX_STRING = 64 * 1024 * 1024  # a chat template or one token; anything longer is garbage read as a length
_MAX_COUNT = 16_000_000
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_KEPT_ARRAY = 512  # longer arrays (the vocabulary) are skipped, their length is kept

# tensor type → (values in a block, bytes of a block)
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip


@dataclass(frozen=True)
class GgufHeader:
    """What a GGUF file says of itself. `context_length` is 0 where it says nothing; `kv_bytes_per_token` is the
    memory of one token of context with 16-bit keys and values, 0 where it can't be told; `end` is the size in
    bytes that the file must have at least; `has_chat_template` whether it knows how a chat is written."""

    architecture: str
    name: str
    licence: str
    context_length: int
    parameters: int
    kv_bytes_per_token: int
    has_chat_template: bool
    split_count: int
    end: int


def read_header(path: Path) -> GgufHeader:
    """The header of `path`. Raises KnownError: MISSING, UNREADABLE, UNSUPPORTED (no GGUF), MODEL_DAMAGED (cut short
    or garbled)."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            if file.read(4) != MAGIC:
                raise known(
                    ErrorCode.UNSUPPORTED,
                    f"{path} is not a GGUF file.",
                    "Choose a file of a language model in the GGUF format; its name usually ends in .gguf.",
                )
            header = _parse(_Reader(file, size), path)
    except FileNotFoundError as error:
        raise known(ErrorCode.MISSING, f"There is no file {path}.", "Check the path.") from error
    except OSError as error:
        raise known(
            ErrorCode.UNREADABLE, f"{path} can't be read: {error.strerror or error}.", "Check that you may read it."
        ) from error
    except (ValueError, struct.error, OverflowError) as error:
        raise _damaged(path, f"its header makes no sense ({error})") from error
    if header.end > size:
        raise _damaged(path, f"it has {size:,} bytes, and its header promises {header.end:,}")
    return header


def _damaged(path: Path, reason: str) -> KnownError:
    return known(
        ErrorCode.MODEL_DAMAGED, f"The model file {path} is damaged: {reason}.", "Download or copy the file again."
    )


class _Reader:
    """Numbers and strings off a file of `size` bytes; raises ValueError for what can't be."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size

    def take(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) != count:
            raise ValueError("it ends early")
        return data

    def skip(self, count: int) -> None:
        if self._file.tell() + count > self._size:
            raise ValueError("it ends early")
        self._file.seek(count, 1)

    def number(self, code: str) -> Any:
        return struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]

    def count(self, limit: int) -> int:
        value = int(self.number("Q"))
        if value > limit:
            raise ValueError(f"a length of {value}")
        return value

    def string(self) -> str:
        return self.take(self.count(_MAX_STRING)).decode("utf-8", "replace")

    def skip_string(self) -> None:
        self.skip(self.count(_MAX_STRING))

    def value(self, kind: int) -> Any:
        """One metadata value; an array longer than `_KEPT_ARRAY` is skipped and comes back as its length."""
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            return self._array(self.number("I"), self.count(_MAX_COUNT))
        if kind not in _SCALARS:
            raise ValueError(f"an unknown value type {kind}")
        return self.number(_SCALARS[kind])

    def _array(self, kind: int, length: int) -> Any:
        if length <= _KEPT_ARRAY:
            return [self.value(kind) for _ in range(length)]
        if kind in _SCALARS:
            self.skip(length * struct.calcsize("<" + _SCALARS[kind]))
        elif kind == _STRING:
            for _ in range(length):
                self.skip_string()
        else:
            raise ValueError(f"a long array of type {kind}")
        return length

    def position(self) -> int:
        return self._file.tell()


def _parse(reader: _Reader, path: Path) -> GgufHeader:
    version = reader.number("I")
    if version not in (2, 3):
        raise known(
            ErrorCode.UNSUPPORTED,
            f"{path} is of GGUF version {version}.",
            "Choose a file of GGUF version 3; older and big-endian ones can't be run.",
        )
    tensors, pairs = reader.count(_MAX_COUNT), reader.count(_MAX_COUNT)
    values: dict[str, Any] = {}
    for _ in range(pairs):
        key = reader.string()
        values[key] = reader.value(reader.number("I"))
    parameters, end = _tensor_extent(reader, tensors, int(values.get("general.alignment", 32)))
    architecture = str(values.get("general.architecture", ""))
    if not architecture:
        raise ValueError("it names no architecture")

    def of_model(key: str) -> Any:
        return values.get(f"{architecture}.{key}")

    return GgufHeader(
        architecture=architecture,
        name=str(values.get("general.name", "")),
        licence=str(values.get("general.license", "")),
        context_length=int(of_model("context_length") or 0),
        parameters=parameters,
        kv_bytes_per_token=_kv_bytes(of_model),
        has_chat_template="tokenizer.chat_template" in values,
        split_count=int(values.get("split.count", 1)),
        end=end,
    )


def _tensor_extent(reader: _Reader, tensors: int, alignment: int) -> tuple[int, int]:
    """The number of parameters, and the size the file needs for its last tensor to be whole."""
    parameters, last = 0, 0
    for _ in range(tensors):
        reader.skip_string()
        dimensions = [reader.number("Q") for _ in range(reader.number("I"))]
        kind, offset = reader.number("I"), reader.number("Q")
        values = math.prod(dimensions)
        parameters += values
        block = _BLOCKS.get(kind)  # a type newer than this table: at least its start must be there
        last = max(last, offset + (values // block[0] * block[1] if block else 0))
    start = math.ceil(reader.position() / max(alignment, 1)) * alignment
    return parameters, start + last


def _kv_bytes(of_model: Callable[[str], Any]) -> int:
    """Bytes of keys and values a token: layers x key-value heads x (key + value length) x 2 bytes."""
    layers, heads = of_model("block_count"), of_model("attention.head_count")
    shared = of_model("attention.head_count_kv")
    if not isinstance(layers, int) or not isinstance(heads, int) or not heads:
        return 0
    width = int(of_model("embedding_length") or 0) // heads
    key = int(of_model("attention.key_length") or width)
    value = int(of_model("attention.value_length") or width)
    per_layer = sum(shared) if isinstance(shared, list) else layers * int(shared or heads)
    return per_layer * (key + value) * 2
