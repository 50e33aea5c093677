"""An embedder run by OpenVINO, from the form that `compiling` has made of it. With `quantising`, which `compiling`
needs, the only module that imports openvino.

It loads in a third of a second where PyTorch takes eight, in a third of the memory, and computes in 8 bits or in
bfloat16 where the processor does.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.embedding import WIDTH_STEP, BatchingEmbedder, load_error
from indexer.errors import KnownError

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # what counts its users is not loaded
import openvino  # noqa: E402

MODEL, ABOUT = "model.xml", "about.json"
# Kernels are made for each shape of a batch, and texts have hundreds of lengths: batches are filled up to a multiple of
# tokens, and of the shapes that are left so many are kept.
_SHAPES_KEPT = "64"
_CHARACTERS_A_TOKEN = 3.8  # of the texts that a form's first speed is taken from


@dataclass(frozen=True)
class About:
    """What of a model its compiled graph doesn't hold. The graph takes `input_ids` and `attention_mask`
    [texts, tokens] and gives vectors [texts, dimension]."""

    dimension: int
    longest: int  # tokens
    query_prompt: str
    document_prompt: str
    padding: int  # a token's id
    padding_token: str

    def write(self, folder: Path) -> None:
        (folder / ABOUT).write_text(json.dumps(asdict(self)), "utf-8")


class CompiledEmbedder(BatchingEmbedder):
    """The model in folder `model`, of which `compiled` is the form to run, on as many threads as `threads` says at the
    time (0: one a core). `speed`, in characters a second, is what it showed before, so that the first batches have
    their size already. Raises KnownError: MODEL_MISSING, MODEL_DAMAGED, NOT_ENOUGH_MEMORY."""

    def __init__(
        self, model: Path, compiled: Path, threads: Callable[[], int] = lambda: 0, speed: float | None = None
    ) -> None:
        super().__init__(model)
        if speed is not None:
            self._speed = speed / _CHARACTERS_A_TOKEN
        self._threads = threads
        try:
            about = About(**json.loads((compiled / ABOUT).read_text("utf-8")))
            self._core = openvino.Core()
            self._graph = self._core.read_model(compiled / MODEL)
            self._use(threads())
            self._opened(about.dimension, about.longest)
        except KnownError:
            raise
        except Exception as error:  # what a broken file raises depends on where it is broken, and has no common base
            raise load_error(model, error) from error
        self._about = about

    def _use(self, threads: int) -> None:
        self._used = threads
        settings = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": str(threads or os.cpu_count() or 1),
            "ENABLE_CPU_PINNING": "NO",  # other programs need the same cores
            "CPU_RUNTIME_CACHE_CAPACITY": _SHAPES_KEPT,
        }
        self._request = self._core.compile_model(self._graph, "CPU", settings).create_infer_request()

    def _encode(self, texts: list[str], *, queries: bool) -> Any:
        if (threads := self._threads()) != self._used:
            self._use(threads)
        prompt = self._about.query_prompt if queries else self._about.document_prompt
        batch = self._tokenizer.encode_batch_fast([prompt + text for text in texts])
        width = -(-max(map(len, batch)) // WIDTH_STEP) * WIDTH_STEP
        ids = np.full((len(batch), width), self._about.padding, np.int64)
        mask = np.zeros((len(batch), width), np.int64)
        for row, encoding in enumerate(batch):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        return self._request.infer({"input_ids": ids, "attention_mask": mask})[0].copy()


def save_graph(module: Any, example: dict[str, Any], path: Path) -> None:
    """Write a PyTorch module as a graph with the inputs of `example`, by name. Weights are kept in half precision."""
    graph = openvino.convert_model(module, example_input=example)
    openvino.save_model(graph, path)
