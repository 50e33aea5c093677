from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.normalise import searchable


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ﬁnal oﬀer", "final offer"),
        ("Un\ufffefortunately", "Unfortunately"),
        ("Un\x02fortunately", "Unfortunately"),
        ("repre-\r\nsentation", "representation"),
        ("repre-\n  sentation", "representation"),
        ("state-of-the\ufffeart", "state-of-the-art"),
        ("state-of-the-\r\nart", "state-of-the-art"),
        ("Rolls-\r\nRoyce", "Rolls-Royce"),
        ("10-\r\n20 pages", "10- 20 pages"),
        ("soft\u00adhyphen", "softhyphen"),
        ("soft\u00ad\r\nhyphen", "softhyphen"),
        ("a\r\n\r\n b\t c\u00a0d", "a b c d"),
        ("zero\u200bwidth", "zerowidth"),
        ("bell\x07rings", "bell rings"),
        ("naïve Ångström", "naïve Ångström"),
        ("x²", "x2"),
        ("👩‍🔬 works", "👩‍🔬 works"),
        ("\ufffe", ""),
        ("", ""),
    ],
)
def test_searchable(raw: str, expected: str) -> None:
    assert searchable(raw) == expected


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("-\r\n\u00ad\ufffe\x02ﬁaB "))))
def test_searchable_is_one_stable_line(text: str) -> None:
    once = searchable(text)
    assert searchable(once) == once
    assert once == once.strip()
    assert "  " not in once
    assert not set("\r\n\t\ufffe\u00ad") & set(once)
