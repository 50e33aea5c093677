"""An embedder run by PyTorch: the only module that imports torch and sentence-transformers, and only when it is asked
for, because that takes seconds and 300 MB. A model is a local folder; nothing is fetched.
"""

from __future__ import annotations

import copy
import json
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from indexer.embedding import AGREES_FROM, BatchingEmbedder, Vector, load_error
from indexer.machine import processor_name

PROBE_SECONDS = 1.0
PAYS_FROM = 1.15  # bfloat16 must be this much faster


class TransformerEmbedder(BatchingEmbedder):
    """The sentence-transformers model in folder `model`, on as many threads as `threads` says at the time (0: one a
    core). A file in `cache_folder` remembers whether bfloat16 pays on this processor; None asks the probe each time.

    Raises KnownError: MODEL_MISSING, MODEL_DAMAGED, NOT_ENOUGH_MEMORY.
    """

    def __init__(self, model: Path, threads: Callable[[], int] = lambda: 0, cache_folder: Path | None = None) -> None:
        super().__init__(model)
        self._threads = threads
        self._torch, self._model = load_model(model)
        try:
            self._opened(int(self._model.get_embedding_dimension()), int(self._model.max_seq_length or 512))
        except Exception as error:  # the tokenizer's own errors are bare exceptions
            raise load_error(model, error) from error
        self.precision = self._choose_precision(cache_folder / "precision.json" if cache_folder else None)

    def _encode(self, texts: list[str], *, queries: bool) -> Any:
        threads = self._threads() or os.cpu_count() or 1
        if self._torch.get_num_threads() != threads:  # each thread of Python has a number of its own
            self._torch.set_num_threads(threads)
        encode = self._model.encode_query if queries else self._model.encode_document
        return encode(texts, batch_size=len(texts), show_progress_bar=False, convert_to_numpy=True)

    def _choose_precision(self, verdicts: Path | None) -> str:
        torch = self._torch
        key = f"{processor_name()} | {torch.backends.cpu.get_cpu_capability()} | torch {torch.__version__} | {self.id}"
        verdict = _read_verdict(verdicts, key)
        if verdict == "float32":
            return verdict
        exact = self._model
        self._model = copy.deepcopy(exact).to(torch.bfloat16)
        if verdict is None:
            verdict = "bfloat16" if self._pays(exact, self._model) else "float32"
            _write_verdict(verdicts, key, verdict)
        if verdict == "float32":
            self._model = exact
        return verdict

    def _pays(self, exact: Any, candidate: Any) -> bool:
        """Embed four texts of half the greatest length with both, in turns, for about a second."""
        texts = probe_texts(self.longest // 2)
        best: dict[int, float] = {}
        vectors: dict[int, Vector] = {}
        until = time.perf_counter() + PROBE_SECONDS
        turn = 0
        while turn < 4 or time.perf_counter() < until:  # the first turn of each warms up
            which = turn % 2
            self._model = (exact, candidate)[which]
            began = time.perf_counter()
            vectors[which] = self._unit_vectors(texts, queries=False)
            seconds = time.perf_counter() - began
            if turn >= 2:
                best[which] = min(best.get(which, seconds), seconds)
            elif seconds > PROBE_SECONDS and which == 1:
                return False  # emulated: many times slower, no need to look twice
            turn += 1
        self._model = candidate
        agreement = float(np.min(np.sum(vectors[0] * vectors[1], axis=1)))
        return best[0] >= PAYS_FROM * best[1] and agreement >= AGREES_FROM


_PROBE_TEXT = """A contract between two parties states what each of them owes the other and until when it must be
paid. The weather over the northern sea decides how many boats leave the harbour before dawn, and the old library
keeps letters that nobody has read since they were written in a careful hand. """


def probe_texts(tokens: int, source: str = _PROBE_TEXT) -> list[str]:
    """Four texts of about so many tokens, pieces of `source` over and over."""
    length = 3 * tokens
    endless = source * (2 + length // len(source))
    return [endless[start : start + length] for start in (0, 50, 100, 150)]


def load_model(model: Path) -> tuple[Any, Any]:
    """torch and the model in float32. No warning, progress bar or line on stdout comes out of it."""
    # GNU OpenMP reads it when torch loads it. By default its threads spin while they wait for each other, which on a
    # busy machine costs ten times the work itself (measured: 1 chunk a second against 9).
    os.environ.setdefault("GOMP_SPINCOUNT", "300")
    # oneDNN keeps something for each shape of a product in bfloat16, and texts have hundreds of lengths: with the 1,024
    # that it keeps by default, the process grew by 250 MB within a thousand texts, and on.
    for kept in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        os.environ.setdefault(kept, "64")
    os.environ.update(
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        TRANSFORMERS_VERBOSITY="error",
        TOKENIZERS_PARALLELISM="false",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            loaded = SentenceTransformer(str(model), device="cpu", local_files_only=True, trust_remote_code=False)
        except Exception as error:  # what a broken file raises depends on where it is broken, and has no common base
            raise load_error(model, error) from error
    return torch, loaded.to(torch.float32).eval()


def _read_verdict(verdicts: Path | None, key: str) -> str | None:
    """A file that can't be read says nothing: the probe costs a second."""
    try:
        found = json.loads(verdicts.read_text("utf-8"))[key] if verdicts else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found in ("float32", "bfloat16") else None


def _write_verdict(verdicts: Path | None, key: str, verdict: str) -> None:
    if verdicts is None:
        return
    temporary = verdicts.with_suffix(".tmp")
    try:
        temporary.write_text(json.dumps({key: verdict}), "utf-8")
        temporary.replace(verdicts)
    except OSError:
        temporary.unlink(missing_ok=True)
