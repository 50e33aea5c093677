"""What the indexer says that it does, waits for and watches, in the reader's language. Knows no widgets."""

from __future__ import annotations

from desktop_app.ui.known_sentences import KnownSentences
from desktop_app.ui.translation import later

_DOINGS = KnownSentences(
    (r"Starting", later("Starting…")),
    (r"Reading", later("Reading…")),
    (r"Reading (?P<name>.+)", later("Reading {name}…")),
    (r"Recognizing the text of (?P<name>.+)", later("Recognizing the text of {name}…")),
    (r"Cutting (?P<name>.+) anew", later("Cutting {name} anew…")),
    (r"Looking at what changed", later("Looking at what changed…")),
    (r"Looking through your folders", later("Looking through your folders…")),
    (r"Making your documents searchable by meaning", later("Making your documents searchable by meaning…")),
    (r"Indexing is paused", later("Indexing is paused…")),
    (r"Tidying up", later("Tidying up…")),
)
_REASONS = KnownSentences(
    (r"Waiting while an answer is made\.", later("while an answer is made.")),
    (r"Waiting while an estimate is made\.", later("while an estimate is made.")),
    (r"Waiting while you type\.", later("while you type.")),
    (r"Waiting while you use this computer\.", later("while you use this computer.")),
    (
        r"Waiting for mains power: on battery, (?P<left>.+) left\.",
        later("for mains power: on battery, {left} left."),
    ),
    (
        r"Waiting for mains power: only (?P<left>.+) of the battery left\.",
        later("for mains power: only {left} of the battery left."),
    ),
    (
        r"Waiting for memory: (?P<free>.+) MB free, (?P<wanted>.+) MB wanted\.",
        later("for memory: {free} MB free, {wanted} MB wanted."),
    ),
    (
        r"Waiting for memory: programs were held up for (?P<share>\d+) % of the last ten seconds, "
        r"(?P<free>.+) MB free\.",
        later("for memory: programs were held up for {share} % of the last ten seconds, {free} MB free."),
    ),
    (
        r"Working slowly to spare the battery, (?P<left>.+) left\.",
        later("Working slowly to spare the battery, {left} left."),
    ),
    (r"Loading the embedding model\.", later("Loading the embedding model.")),
    # What stops it, until somebody mends that
    (
        r"The disk that holds (?P<path>.+) is full\. Free some space; indexing goes on by itself\.",
        later("The disk that holds {path} is full. Free some space; indexing goes on by itself."),
    ),
    (
        r"The disk that holds (?P<path>.+) is full or failing\. Free some space; Footnote then goes on by itself\.",
        later("The disk that holds {path} is full or failing. Free some space; Footnote then goes on by itself."),
    ),
    (
        r"Footnote can't write to (?P<path>.+)\. Make the file and its folder writable for you\.",
        later("Footnote can't write to {path}. Make the file and its folder writable for you."),
    ),
    (
        r"Footnote may not write to (?P<path>.+)\. Give your user account the right to write there\.",
        later("Footnote may not write to {path}. Give your user account the right to write there."),
    ),
    (
        r"Another program holds (?P<path>.+)\. Close it, then try again\.",
        later("Another program holds {path}. Close it, then try again."),
    ),
    (
        r"The vector store at (?P<address>.+) does not answer as it should\. "
        r"Check the address, your rights and the network, then try again\.",
        later(
            "The vector store at {address} does not answer as it should. Check the address, your rights and the "
            "network, then try again."
        ),
    ),
    (
        r"The vectors in (?P<path>.+) can't be read\. "
        r"They have to be built again; your documents are not affected\.",
        later("The vectors in {path} can't be read. They have to be built again; your documents are not affected."),
    ),
    (
        r"(?P<path>.+) is damaged\. Run `(?P<command>.+)`: it keeps the file aside and builds what can be built anew\.",
        later("{path} is damaged. Run `{command}`: it keeps the file aside and builds what can be built anew."),
    ),
    (
        r"The model (?P<name>.+) is not installed\. Get it with `(?P<command>.+)`\.",
        later("The model {name} is not installed. Get it with `{command}`."),
    ),
)
# The more special first: one folder is said differently from several.
_WATCHES = KnownSentences(
    (r"No folder is watched yet\.", later("No folder is watched yet.")),
    (r"1 folder is watched for changes\.", later("1 folder is watched for changes.")),
    (r"(?P<number>[\d,]+) folders are watched for changes\.", later("{number} folders are watched for changes.")),
    (
        r"Some folders can't be watched and are scanned every (?P<minutes>\d+) minutes instead: (?P<why>.+)",
        later("Some folders can't be watched and are scanned every {minutes} minutes instead: {why}"),
    ),
    (
        r"1 folder holds more subfolders than this system lets Footnote watch \(half of (?P<limit>[\d,]+)\), and is "
        r"scanned every (?P<minutes>\d+) minutes instead\. To watch them, run `(?P<command>.+)`; a line with "
        r"(?P<name>\S+) and this number in (?P<file>\S+) makes it last\.",
        later(
            "1 folder holds more subfolders than this system lets Footnote watch (half of {limit}), and is scanned "
            "every {minutes} minutes instead. To watch them, run `{command}`; a line with {name} and this number in "
            "{file} makes it last."
        ),
    ),
    (
        r"(?P<number>[\d,]+) folders hold more subfolders than this system lets Footnote watch "
        r"\(half of (?P<limit>[\d,]+)\), and are scanned every (?P<minutes>\d+) minutes instead\. "
        r"To watch them, run `(?P<command>.+)`; a line with (?P<name>\S+) and this number in (?P<file>\S+) "
        r"makes it last\.",
        later(
            "{number} folders hold more subfolders than this system lets Footnote watch (half of {limit}), and are "
            "scanned every {minutes} minutes instead. To watch them, run `{command}`; a line with {name} and this "
            "number in {file} makes it last."
        ),
    ),
)


def doing(sentence: str) -> str:
    """What the indexer does now, as a line that goes on."""
    bare = sentence.rstrip(".…")
    return _DOINGS.said(bare) or f"{bare}…"


def reason(sentence: str) -> str:
    """Why it waits, to be read after "Waiting"."""
    return _REASONS.said(sentence) or sentence.removeprefix("Waiting ")


def watching(sentence: str) -> str:
    """Which folders it watches for changes, and which it can't."""
    return _WATCHES.said(sentence) or sentence
