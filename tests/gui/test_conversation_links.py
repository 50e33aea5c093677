"""Links in answers: footnotes open, https opens after asking, nothing else ever does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.links import Footnote, Refused, Website, classify, footnote_address


def test_a_footnote_is_its_number() -> None:
    assert classify("cite:1") == Footnote(1)
    assert classify(footnote_address(207)) == Footnote(207)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.org", "example.org"),
        ("https://example.org:8443/a?b=c#d", "example.org"),
        ("HTTPS://Example.ORG/", "example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://аpple.example/", "xn--pple-43d.example"),  # the first letter is Cyrillic
    ],
)
def test_https_names_its_host_in_ascii(address: str, host: str) -> None:
    link = classify(address)
    assert isinstance(link, Website)
    assert link.host == host


@pytest.mark.parametrize(
    "address",
    [
        "",
        "cite:0",
        "cite:01",
        "cite:-1",
        "cite:1a",
        "cite:١",  # a digit, but not one of ours
        "CITE:1",
        "cite:99999",
        "http://example.org",
        "file:///etc/passwd",
        "/etc/passwd",
        "C:\\Windows\\System32\\calc.exe",
        "\\\\server\\share\\x",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "smb://server/share",
        "ms-msdt:/id PCWDiagnostic",
        "mailto:a@example.org",
        "https:",
        "https://",
        "https:///path",
        "https://user@example.org/",
        "https://example.org@evil.example/",
        "https://exam ple.org/",
        "https://example.org/\n",
        " https://example.org/",
        "https://example.org/\u202egnp.exe",
        "https://" + "a" * 3000 + ".example/",
        "//example.org/x",
    ],
)
def test_everything_else_is_refused_with_a_reason(address: str) -> None:
    link = classify(address)
    assert isinstance(link, Refused)
    assert link.reason.endswith(".")


@given(st.text())
def test_any_string_has_an_answer_and_only_https_leaves(address: str) -> None:
    link = classify(address)
    if isinstance(link, Website):
        assert link.address.startswith("https://")
        assert link.host.isascii()
