"""Answers that people judged, as lines for `footnote check --batch` and `score.py check`.

    python tests/eval/answers_to_check.py shared/eval/grounding/raw/mtrag_human_eval_judgements.jsonl > answers.jsonl
    footnote check --batch answers.jsonl > checked.jsonl
    python shared/eval/score.py check answers.jsonl checked.jsonl --positive 3

MTRAG has {id, response, contexts, faithfulness_mean} a line; an answer counts as supported from a mean of 3 on. QAGS
has {id, response, source, grounded} and needs no `--positive`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def converted(row: dict[str, Any]) -> dict[str, Any]:
    """`{id, text, context, label}`."""
    if "contexts" in row:
        return {
            "id": row["id"], "text": row["response"], "context": row["contexts"], "label": row["faithfulness_mean"],
        }  # fmt: skip
    return {"id": row["id"], "text": row["response"], "context": row["source"], "label": float(row["grounded"])}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for line in Path(sys.argv[1]).read_text("utf-8").split("\n"):
        if line.strip():
            print(json.dumps(converted(json.loads(line)), ensure_ascii=False))


if __name__ == "__main__":
    main()
