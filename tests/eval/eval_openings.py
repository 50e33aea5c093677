"""How often a question about a paper itself (who wrote it, its title, its date) finds the paper's opening: aragog.

Run it as

    python -m tests.eval.eval_openings EVAL_FOLDER --model MODEL_FOLDER --cache CACHE
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.torch_embedder import TransformerEmbedder
from indexer.types import Hit
from tests.eval.libraries import Library, build

NAMES = {  # what people call each paper
    "DetectGPT.pdf": "DetectGPT",
    "MMLU_measure.pdf": "MMLU",
    "PAL.pdf": "PAL",
    "bert.pdf": "BERT",
    "codenet.pdf": "CodeNet",
    "distilbert.pdf": "DistilBERT",
    "hellaswag.pdf": "HellaSwag",
    "llama.pdf": "LLaMA",
    "llm_long_tail.pdf": "Long Tail",
    "red_teaming.pdf": "Red Teaming",
    "roberta.pdf": "RoBERTa",
    "superglue.pdf": "SuperGLUE",
    "task2vec.pdf": "Task2Vec",
}
ASKED = {
    "authors": ("Who wrote the {} paper?", "Who are the authors of {}?", "Wer hat das {}-Paper geschrieben?"),
    "title": ("What is the title of the {} paper?", "Wie lautet der Titel des {}-Papers?"),
    "date": ("When was the {} paper published?", "Wann wurde das {}-Paper veröffentlicht?"),
}


def share(library: Library, templates: Sequence[str], k: int, vectors: bool) -> float:
    """Of the questions, how many have the first chunk of the paper among the first `k` hits."""
    found = 0
    for file, name in NAMES.items():
        for template in templates:
            hits, _ = library.searcher.search(template.format(name), 10, vectors=vectors)
            found += any(map(_is_opening_of(library, file), hits[:k]))
    return found / (len(NAMES) * len(templates))


def _is_opening_of(library: Library, file: str) -> Callable[[Hit], bool]:
    def opening(hit: Hit) -> bool:
        if Path(hit.path).name != file or hit.page not in (None, 1):
            return False
        with library.catalog.database.read() as connection:
            (first,) = connection.execute(
                "SELECT id FROM chunks WHERE document_id = ? ORDER BY page, start LIMIT 1", (hit.document_id,)
            ).fetchone()
        return bool(hit.chunk_id == first)

    return opening


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="as of eval_retrieval")
    chosen = parser.parse_args()
    embedder = TransformerEmbedder(chosen.model, threads=lambda: 1, cache_folder=chosen.cache)
    library = build(chosen.folder, "aragog", embedder, chosen)
    for vectors in (False, True):
        print("both" if vectors else "keywords")
        for what, templates in ASKED.items():
            shares = "  ".join(f"@{k} {share(library, templates, k, vectors):.3f}" for k in (1, 3))
            print(f"  {what:8} {shares}  of {len(templates) * len(NAMES)}")
    library.catalog.close()


if __name__ == "__main__":
    main()
