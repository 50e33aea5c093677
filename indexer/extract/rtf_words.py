"""The control words of rich text that matter for its text."""

from __future__ import annotations

# Groups that say nothing a reader of the page would see.
SKIPPED = frozenset(
    str.split(
        "colortbl pict objdata themedata colorschememapping datastore datafield generator fldinst listtable "
        "listoverridetable listpicture rsidtbl revtbl xmlnstbl pgdsctbl latentstyles filetbl template xe tc rxe txe sp "
        "shprslt nonshppict nonesttables bkmkstart bkmkend formfield background operator mmathPr private atnid "
        "atnauthor atndate atnref atnparent atntime atrfstart atrfend ftnsep ftnsepc aftnsep aftnsepc ftncn aftncn "
        "keywords comment doccomm category manager company hlinkbase subject buptim printim revtim nextfile pnseclvl "
        "userprops passwordhash password falt panose fname fontemb objclass objname"
    )
)
# Groups marked with \* are for programs that know them; these are known here.
KNOWN = frozenset(str.split("shpinst shptxt ud annotation docvar footnote"))
ASIDE = frozenset(str.split("header headerl headerr headerf footer footerl footerr footerf footnote annotation"))
BREAKS = {"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "column": "\n", "softline": "\n"}
CHARACTERS = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
SYMBOLS = {b"~": "\xa0", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t"}
CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
DOUBLE = frozenset({"cp932", "cp949", "johab", "gb18030", "cp950"})
SYMBOL = 2
CODE_PAGES = {10000: "mac_roman", 65001: "utf-8", 20127: "cp1252", 28591: "cp1252", 50220: "iso2022_jp"}
DOCUMENT_CHARSETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
