"""The pipeline that most local assistants use, for comparison: pypdf (and Footnote's extractors for the rest), pieces
of 1,000 characters with 20 overlap, `SentenceTransformer.encode` in float32 with default settings, one LanceDB `add`
a file. Runs in a process of its own for at most so many seconds; loading the model does not count.

    python -m tests.bench.plain_pipeline LIST_OF_FILES SECONDS MODEL_FOLDER

Prints one JSON object: {files: [paths done], seconds, pieces, characters}.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import time
from pathlib import Path

PIECE, OVERLAP = 1000, 20


def text_of(path: Path) -> str:
    from indexer.extract.registry import extract

    if path.suffix.lower() == ".pdf":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return "\n".join(page.text for page in extract(path, max_bytes=200 << 20).pages)


def pieces_of(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE - OVERLAP)]


def main() -> None:
    paths = Path(sys.argv[1]).read_text().splitlines()
    limit, model_folder = float(sys.argv[2]), sys.argv[3]
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
    logging.disable()
    import lancedb
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(model_folder, device="cpu", local_files_only=True)
    model.encode(["warm"])
    done: list[str] = []
    pieces = characters = 0
    with tempfile.TemporaryDirectory() as folder:
        table = None
        database = lancedb.connect(folder)
        began = time.perf_counter()
        for path in paths:
            if time.perf_counter() - began > limit:
                break
            try:
                cut = pieces_of(text_of(Path(path)))
            except Exception:  # whatever a broken file raises: this pipeline skips it
                cut = []
            if cut:
                vectors = model.encode(cut, show_progress_bar=False)
                rows = [
                    {"path": path, "text": text, "vector": vector} for text, vector in zip(cut, vectors, strict=True)
                ]
                if table is None:
                    table = database.create_table("plain", rows)
                else:
                    table.add(rows)
            done.append(path)
            pieces += len(cut)
            characters += sum(map(len, cut))
        seconds = time.perf_counter() - began
    print(json.dumps({"files": done, "seconds": seconds, "pieces": pieces, "characters": characters}))


if __name__ == "__main__":
    main()
