"""Entries for language models that a person brings as a GGUF file."""

from __future__ import annotations

import re
from pathlib import Path

from desktop_app.models.catalogue import ModelEntry, ModelFile, Task
from desktop_app.models.gguf import GgufHeader, read_header
from indexer.errors import ErrorCode, known

_NO_ANSWERS = {
    "bert",
    "nomic-bert",
    "nomic-bert-moe",
    "jina-bert-v2",
    "jina-bert-v3",
    "modern-bert",
    "t5encoder",
    "clip",
}
_CONTEXT = 4096  # tokens that the memory estimate counts on
_OVERHEAD = 512 * 1024**2  # buffers of the engine
_UNKNOWN_KV = 64 * 1024  # bytes a token where the file does not tell


def usable_header(path: Path) -> GgufHeader:
    """The header of a GGUF file that can answer. Raises KnownError: see `gguf.read_header`, and UNSUPPORTED for
    a part of a split file or a model that writes no text."""
    header = read_header(path)
    if header.split_count > 1:
        raise known(
            ErrorCode.UNSUPPORTED,
            f"{path} is one of {header.split_count} parts of a model.",
            "Join the parts into one file first, or get the model as one file.",
        )
    if header.architecture in _NO_ANSWERS:
        raise known(
            ErrorCode.UNSUPPORTED,
            f"{path} is of the kind {header.architecture}, which writes no answers.",
            "Choose a language model, best one whose name says instruct or chat.",
        )
    return header


def personal_entry(path: Path, header: GgufHeader, sha256: str, taken: set[str]) -> ModelEntry:
    """The entry of an imported file, by the file's own name unless that is `taken`."""
    stem = re.sub(r"[^a-z0-9.]+", "-", path.stem.lower()).strip("-.") or "model"
    name = f"{stem}-{sha256[:8]}" if stem in taken else stem
    size = path.stat().st_size
    kv = (header.kv_bytes_per_token or _UNKNOWN_KV) * min(_CONTEXT, header.context_length or _CONTEXT)
    ram = size + kv + _OVERHEAD
    return ModelEntry(
        name=name,
        title=header.name or path.stem,
        task=Task.LANGUAGE_MODEL,
        licence=header.licence or "unknown",
        parameters=header.parameters,
        context=header.context_length,
        bytes=size,
        ram_bytes=ram,
        machine_ram_bytes=2 * ram,
        rank=1000,
        note="You brought this file."
        + ("" if header.has_chat_template else " It names no chat template, so answers may be odd."),
        files=(ModelFile(f"{name}.gguf", size, sha256),),
        personal=True,
    )
