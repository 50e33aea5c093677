from __future__ import annotations

import pytest

from indexer.extract.number_format import BUILT_IN, plain, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.1 + 0.2, "", "0.3"),
        (1100.0000000000002, "General", "1100"),
        (12345678901234, "", "12345678901234"),
        (0.00001, "", "0.00001"),
        (-2.5, "", "-2.5"),
        (0.25, "0%", "25%"),
        (0.0725, "0.0%", "7.3%"),
        (0.285, "0.00%", "28.50%"),
        (1599.99, "#,##0.00", "1599.99"),
        (2.675, "0.00", "2.68"),
        (5, "0.00", "5.00"),
        (5.5, "0.##", "5.5"),
        (0.5, ".00", "0.50"),
        (-1599.99, '"$"#,##0.00_);[Red]("$"#,##0.00)', "-$1599.99"),
        (1599.5, "#,##0.00\\ [$€-407]", "1599.50 €"),
        (12.4, '0.0" kg"', "12.4 kg"),
        (1234, "00000", "01234"),
        (1_250_000, '0.00,,"M"', "1.25M"),
        (1_250_000, "#,##0,", "1250"),
        (0, '#,##0;-#,##0;"-"', "0"),
        (1, '"yes";"yes";"no"', "yes"),
        (0, '"yes";"yes";"no"', "no"),
        (7, 'General" pieces"', "7 pieces"),
        (-0.001, "0.00", "0.00"),
        (1234.5, "0.00E+00", "1234.5"),
        (2.5, "# ?/?", "2.5"),
        (5551234, "000-0000", "5551234"),
        (43363, "dd/mm/yyyy", "2018-09-20"),
        (43363.75, "m/d/yy h:mm AM/PM", "2018-09-20 18:00"),
        (43363, "yyyy-mm-dd hh:mm:ss", "2018-09-20"),
        (0.760424803244, "h:mm", "18:15"),
        (0.760424803244, "[$-F400]h:mm:ss AM/PM", "18:15:01"),
        (1.5, "[h]:mm", "36:00"),
        (1, "d.m.yyyy", "1900-01-01"),
        (61, "d.m.yyyy", "1900-03-01"),
        (-4, "yyyy", "-4"),
        (43363, '[Red]"day" mmmm', "2018-09-20"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert shown(41901, "yyyy-mm-dd", since_1904=True) == "2018-09-20"


def test_formats_named_by_number_alone() -> None:
    assert [shown(0.5, BUILT_IN[n]) for n in (1, 2, 9, 10, 20)] == ["1", "0.50", "50%", "50.00%", "12:00"]
    assert shown(43363, BUILT_IN[14]) == "2018-09-20"


def test_no_number_has_no_text() -> None:
    assert plain(float("nan")) == plain(float("inf")) == ""
