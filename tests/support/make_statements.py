"""The annual report of a company that does not exist, as text that a PDF gives."""

from __future__ import annotations

COVER = "FORM 10-K\r\nHarbour Mills, Inc.\r\nAnnual report for the year ended December 31, 2022"
SUMMARY = (
    "Management's discussion\r\nNet sales rose in 2022 by $1,000 million.\r\n"
    "(In millions) 2022 2021\r\nNet sales of the Consumer segment $ 3,100 $ 2,800\r\n"
)
INCOME = """\
HARBOUR MILLS, INC.
CONSOLIDATED STATEMENTS OF INCOME
(In millions, except per share data)
Years ended December 31,
2022 2021 2020
Net product sales $ 6,000 $ 5,500 $ 5,000
Net service sales 5,000 4,500 4,000
Total net sales 11,000 10,000 9,000
Cost of sales (6,600) (6,200) (5,700)
Gross profit 4,400 3,800 3,300
Selling, general and
administrative expenses (2,400) (2,300) (2,200)
Operating income (Note 3) 2,000 1,500 1,100
Interest expense (100) (90) (80)
Income before income taxes 1,900 1,410 1,020
Provision for income taxes (400) (310) (220)
Net income $ 1,500 $ 1,100 $ 800
Earnings per share:
Basic $ 3.10 $ 2.20 $ 1.60
Diluted $ 3.00 $ 2.15 $ 1.55
See accompanying notes to consolidated financial statements.
41""".replace("\n", "\r\n")
BALANCE = """\
HARBOUR MILLS, INC.
CONSOLIDATED BALANCE SHEETS
(In millions)
December 31,
2022 2021
Assets
Current assets:
Cash and cash equivalents $ 900 $ 700
Receivables, net 1,100 1,000
Inventories (Notes 1 and 4) 1,200 1,000
Total current assets 3,500 3,000
Property, plant and equipment, net 4,000 3,600
Total assets $ 8,000 $ 7,200
Current liabilities:
Accounts payable $ 800 $ 760
Total current liabilities 2,500 2,400
Long-term debt 1,900 2,000
Total liabilities 5,000 4,900
Total shareholders’ equity 3,000 2,300
Total liabilities and shareholders’ equity $ 8,000 $ 7,200
42""".replace("\n", "\r\n")
CASH = """\
HARBOUR MILLS, INC.
CONSOLIDATED STATEMENTS OF CASH FLOWS
(In millions)
Years ended December 31,
2022 2021 2020
Operating activities
Net income $ 1,500 $ 1,100 $ 800
Depreciation and amortization 500 450 400
Net cash provided by operating activities 2,100 1,700 1,300
Investing activities
Purchases of property, plant and equipment (880) (700) (600)
Sale of a plant — 30 — Net cash used in investing activities (880) (670) (600)
Financing activities
Dividends paid (300) (275) (250)
Net cash used in financing activities (1,020) (900) (700)""".replace("\n", "\r\n")
PAGES = [COVER, SUMMARY, INCOME, BALANCE, CASH]
PATH = "/d/HARBOURMILLS_2022_10K.pdf"
