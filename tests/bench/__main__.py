"""`make bench`: every measurement in turn, or those named; what the README quotes comes from here."""

from __future__ import annotations

import argparse
import subprocess
import sys

BENCHES = (
    "embedding",
    "search",
    "typing",
    "watch",
    "kill",
    "torture",
    "hard",
    "scale",
    "start",
    "frames",
    "table",
    "ocr",
    "llm",
)


def main() -> int:
    """Returns the first exit code that is not 0."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(BENCHES)} (default: all)")
    code = 0
    for name in parser.parse_args().names or BENCHES:
        print(f"\n== {name}", flush=True)
        code = code or subprocess.call([sys.executable, "-m", f"tests.bench.bench_{name}"])
    return code


if __name__ == "__main__":
    sys.exit(main())
