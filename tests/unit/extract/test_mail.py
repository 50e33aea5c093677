"""Mail as it arrives: headers and bodies in any state, and attachments with a place that can be found."""

from __future__ import annotations

import mailbox
import struct
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract import mbox, message, mime
from indexer.extract.registry import extract
from indexer.places import place_of
from indexer.types import Extracted
from tests.support.make_documents import WORDS, make_docx, make_pdf, make_png
from tests.support.make_ole import make_message as outlook
from tests.support.make_ole import make_ole

LIMIT = 50_000_000


def places(extracted: Extracted) -> list[str]:
    return [place_of(extracted.kind, page.number, page.label) for page in extracted.pages]


def letter(subject: str = "On clay", body: str = "Granite weathers into clay.\n") -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Ann Bee <ann@example.org>"
    mail["To"] = "Cy Dee <cy@example.org>"
    mail["Date"] = "Tue, 05 Mar 2024 23:30:00 -0500"
    mail["Subject"] = subject
    mail.set_content(body)
    return mail


def read(tmp_path: Path, data: bytes | EmailMessage, name: str = "a.eml") -> Extracted:
    (tmp_path / name).write_bytes(bytes(data))
    return extract(tmp_path / name, max_bytes=LIMIT)


def raw(head: str, body: bytes) -> bytes:
    return head.encode() + b"\r\n\r\n" + body


def test_header_text_and_what_is_known_of_it(tmp_path: Path) -> None:
    got = read(tmp_path, letter("Überblick über den Lehm"))
    assert (got.kind, got.title, got.author, got.created) == (
        "mail", "Überblick über den Lehm", "Ann Bee <ann@example.org>", "2024-03-05",
    )  # fmt: skip
    assert got.pages[0].text == (
        "From: Ann Bee <ann@example.org>\nTo: Cy Dee <cy@example.org>\nDate: Tue, 05 Mar 2024 23:30:00 -0500\n"
        "Subject: Überblick über den Lehm\n\nGranite weathers into clay."
    )
    assert places(got) == ["message"]


def test_attachments_are_read_by_their_own_readers_and_found_by_name_and_page(tmp_path: Path) -> None:
    mail = letter()
    pdf = make_pdf(tmp_path / "a.pdf", (("Sand is older.",), ("Silt is younger.",))).read_bytes()
    word = make_docx(tmp_path / "a.docx", ((1, "Loam"), (0, "Loam is a mixture."))).read_bytes()
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="Bericht März.pdf")
    mail.add_attachment(word, maintype="application", subtype="octet-stream", filename="notes.docx")
    mail.add_attachment("a,b\n1,2\n", filename="table.csv")
    got = read(tmp_path, mail)
    assert places(got) == ["message", "Bericht März.pdf, p. 1", "Bericht März.pdf, p. 2", "notes.docx", "table.csv"]
    assert [page.number for page in got.pages] == [1, 2, 3, 4, 5]
    assert "Silt is younger." in got.pages[2].text
    assert "Attachments: Bericht März.pdf, notes.docx, table.csv\n" in got.pages[0].text
    assert [(item.level, item.text) for item in got.pages[3].headings][:2] == [(1, "notes.docx"), (2, "Loam")]
    assert not got.pages[2].headings  # the attachment's name still holds


def test_what_cant_be_read_is_named_and_fails_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = letter()
    mail.add_attachment(b"AC1027\x00\x01" * 99, maintype="application", subtype="acad", filename="plan.dwg")
    mail.add_attachment(b"%PDF-1.7 cut", maintype="application", subtype="pdf", filename="cut.pdf")
    mail.add_attachment(make_png(), maintype="image", subtype="png", filename="photo.png")
    mail.add_attachment(b" ", maintype="text", subtype="plain", filename="blank.txt")
    mail.add_attachment(b"fine", maintype="text", subtype="plain", filename="fine.txt")
    text = read(tmp_path, mail).pages[0].text
    assert "Attachment plan.dwg: not read, it holds no text that can be read." in text
    assert "Attachment cut.pdf: not read, it is damaged: it is no complete PDF." in text
    assert "Attachment photo.png: not read, it" in text
    assert "Attachment blank.txt: not read, it holds no text." in text
    assert "fine.txt: not" not in text
    monkeypatch.setattr(message.registry, "open_source", lambda _: 1 / 0)
    first, *others = message.pages(mime.parse(bytes(mail)), message.Place(), message.Budget())
    assert "Granite weathers" in first.text and not others
    assert "Attachment fine.txt: not read, the reader failed on it." in first.text


def test_an_attachment_read_in_part_says_so_in_the_message(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail.set_content("See attached.")
    pdf = make_pdf(tmp_path / "a.pdf", [[WORDS], [], [WORDS]], picture=True).read_bytes()
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="survey.pdf")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    got = extract(tmp_path / "a.eml", max_bytes=LIMIT)
    assert got.pages[0].text.endswith("Attachment survey.pdf: read in part, 1 of its pages is a picture.")
    assert not any(page.unrecognized for page in got.pages), "recognition would not reach it"


def test_attachments_have_bounds() -> None:
    mail = letter()
    for number in range(5):
        mail.add_attachment(f"part {number}", filename=f"{number}.txt")
    data = bytes(mail)
    parsed = message.Place()
    few = list(message.pages(mime.parse(data), parsed, message.Budget(parts=2)))
    assert [page.label for page in few] == ["message", "0.txt", "1.txt"]
    assert few[0].text.endswith("3 more attachments: not read, there are too many.")
    small = list(message.pages(mime.parse(data), parsed, message.Budget(bytes=15)))
    assert "Attachment 4.txt: not read, it comes after more data than one message may hold." in small[0].text
    short = list(message.pages(mime.parse(data), parsed, message.Budget(characters=5)))
    assert [page.label for page in short] == ["message", "0.txt"]


@pytest.mark.parametrize("as_file", [False, True])
def test_messages_in_messages_down_to_the_third(tmp_path: Path, as_file: bool) -> None:
    inner = letter("Fourth", "The fourth letter.")
    for subject in ("Third", "Second", "First"):
        outer = letter(subject, f"The {subject.lower()} letter.")
        if as_file:
            outer.add_attachment(
                bytes(inner), maintype="application", subtype="octet-stream", filename=f"{inner['Subject']}.eml"
            )
        else:
            outer.add_attachment(inner)
        inner = outer
    got = read(tmp_path, inner)
    assert places(got) == ["message", "Second.eml, message", "Second.eml, Third.eml, message"]
    assert "The third letter." in got.pages[2].text and "The fourth letter." not in str(got.pages)
    assert "Attachment Fourth.eml: not read, it lies in too many messages." in got.pages[2].text


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("Subject: =?utf-8?B?R3LDvMOf?= =?utf-8?B?ZQ==?=", b"x", "Subject: Grüße"),
        ("Subject: =?utf-8?Q?a=C3?= =?utf-8?Q?=A4b?=", b"x", "Subject: aäb"),  # a character cut between two words
        ("Subject: =?nonsense?Q?caf=E9?=", b"x", "Subject: café"),
        ("Subject: =?utf-8?B?!?=", b"x", "Subject:"),
        ("From: <<>,;:", b"body", "body"),
        ("Date: yesterday\r\nSubject: s", b"body", "Date: yesterday"),
        ("Content-Type: text/plain; charset=iso-8859-1", b"caf\xe9 \x80", "café €"),
        ("Content-Type: text/plain; charset=unheard-of", "naïve".encode(), "naïve"),
        ("Content-Type: text/plain; charset=us-ascii", "Crème brûlée".encode("cp1252"), "Crème brûlée"),
        ("Content-Type: text/plain; charset=iso-2022-jp", "日本語".encode("iso-2022-jp"), "日本語"),
        ("Content-Type: multipart/mixed", b"no boundary at all", "no boundary at all"),
        ("Content-Type: multipart/mixed; boundary=x", b"--y\r\n\r\nanother boundary", "another boundary"),
        ("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", b"!!!!", ""),
        ("Content-Type: text/html", b"<p>One<p>Two<script>no()</script>", "One\n\nTwo"),
        ("Content-Type: text/plain; format=flowed", b"a long \r\nline\r\n> quoted \r\n> too\r\n-- \r\nAnn",
         "a long line\n> quoted too\n-- \nAnn"),
        ("Content-Type: text/plain; format=flowed; delsp=yes", b"wo \r\nrd", "word"),
        ("Subject: s", b"one=20\r\ntwo=20\r\nth=\r\nree =3D=\r\n 3", "one \ntwo \nthree = 3"),
    ],
)  # fmt: skip
def test_odd_messages_are_read(tmp_path: Path, head: str, body: bytes, expected: str) -> None:
    try:
        assert expected in read(tmp_path, raw(head, body)).pages[0].text
    except KnownError as error:  # what decodes to nothing says so
        assert error.problem.code is ErrorCode.NO_TEXT and not expected


def test_raw_bytes_in_headers(tmp_path: Path) -> None:
    data = b"From: J\xf6rg <j@example.org>\r\nSubject: " + "Žluťoučký".encode() + b"\r\n\r\nbody"
    got = read(tmp_path, data)
    assert (got.author, got.title) == ("Jörg <j@example.org>", "Žluťoučký")


@pytest.mark.parametrize(
    ("plain", "page", "expected", "absent"),
    [
        ("Clay is soft.", "<p>Clay is <b>soft</b>.</p><p>Really.</p>", "Clay is soft.", "Really"),
        ("Please use a program that shows HTML.", f"<p>{'Clay is soft and grey. ' * 20}</p>", "Clay is soft", ""),
        ("", "<p>Clay is soft.</p>", "Clay is soft.", ""),
    ],
)
def test_the_text_or_the_page(tmp_path: Path, plain: str, page: str, expected: str, absent: str) -> None:
    mail = letter(body=plain)
    mail.add_alternative(page, subtype="html")
    text = read(tmp_path, mail).pages[0].text
    assert expected in text and (not absent or absent not in text)


def test_pictures_of_the_text_are_no_attachments(tmp_path: Path) -> None:
    mail = letter()
    mail.add_alternative('<p>Granite weathers into clay.</p><img src="cid:logo">', subtype="html")
    html_part = mail.get_payload()[1]
    html_part.add_related(make_png(), "image", "png", cid="<logo>", filename="logo.png")
    text = read(tmp_path, mail).pages[0].text
    assert "logo.png" not in text


def packed(*attributes: tuple[int, bytes]) -> bytes:
    """A winmail.dat of attributes of attachments; the checksums are not looked at."""
    parts = (struct.pack("<BII", 2, number, len(value)) + value + b"\x00\x00" for number, value in attributes)
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(parts)


def test_what_outlook_packs_is_unpacked(tmp_path: Path) -> None:
    long = "Bericht März.txt".encode("utf-16-le")
    properties = struct.pack("<IHHIHHII", 2, 3, 0x0E20, 5, 0x1F, 0x3707, 1, len(long)) + long
    data = packed(
        (0x00069002, bytes(14)),
        (0x00018010, b"BERICH~1.TXT\x00"),
        (0x0006800F, b"Sand is older."),
        (0x00069005, properties),
        (0x00069002, bytes(14)),
        (0x00018010, b"b.txt\x00"),
        (0x0006800F, b"Silt is younger."),
    )
    for content in (data, data[:-3]):
        mail = letter()
        mail.add_attachment(content, maintype="application", subtype="ms-tnef", filename="winmail.dat")
        got = read(tmp_path, mail)
        whole = content == data
        assert places(got) == ["message", "Bericht März.txt", *(["b.txt"] if whole else [])]
        assert got.pages[1].text == "Sand is older." and "winmail.dat" not in got.pages[0].text


def test_a_deeply_nested_message_ends(tmp_path: Path) -> None:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000))
    got = read(tmp_path, f"Subject: deep\r\n{head}Content-Type: text/plain\r\n\r\nbottom".encode())
    assert got.title == "deep"


def test_apple_mail_keeps_its_length_and_a_property_list(tmp_path: Path) -> None:
    body = bytes(letter())
    data = f"{len(body)}\n".encode() + body + b'<?xml version="1.0"?><plist><dict>flags</dict></plist>'
    got = read(tmp_path, data, "1.emlx")
    assert got.title == "On clay" and "plist" not in got.pages[0].text


def test_a_saved_page(tmp_path: Path) -> None:
    data = (
        "From: <Saved by Blink>\r\nSubject: On clay\r\nDate: Tue, 05 Mar 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html\r\nContent-Location: https://example.org/\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<h1>Clay=\r\n</h1><p>Soft.</p>\r\n"
        "--b\r\nContent-Type: text/css\r\nContent-Location: https://example.org/a.css\r\n\r\nbody {}\r\n"
        "--b\r\nContent-Type: image/png\r\nContent-Location: https://example.org/a.png\r\n\r\nnone\r\n--b--\r\n"
    )
    got = read(tmp_path, data.encode(), "a.mhtml")
    assert (got.title, got.author, got.created) == ("On clay", "", "2024-03-05")
    assert got.pages[0].text.endswith("Clay\n\nSoft.") and len(got.pages) == 1
    (only,) = got.pages[0].headings
    assert got.pages[0].text[only.start :].startswith("Clay")


def make_mailbox(path: Path, *letters: EmailMessage) -> Path:
    box = mailbox.mbox(path)
    for mail in letters:
        box.add(mailbox.mboxMessage(mail))
    box.close()
    return path


@pytest.mark.parametrize("name", ["all.mbox", "Inbox"])
def test_a_mailbox_is_a_group_of_pages_a_message(tmp_path: Path, name: str) -> None:
    second = letter("Second", "From the hill one sees the sea.\n\nFrom the sea, nothing.\n")
    second.add_attachment(
        make_pdf(tmp_path / "a.pdf").read_bytes(), maintype="application", subtype="pdf", filename="a.pdf"
    )
    got = extract(make_mailbox(tmp_path / name, letter("First"), second, letter("Third")), max_bytes=LIMIT)
    assert places(got) == ["First, 2024-03-05", "Second, 2024-03-05", "Second, 2024-03-05, a.pdf, p. 1",
                           "Third, 2024-03-05"]  # fmt: skip
    assert "\nFrom the sea, nothing." in got.pages[1].text
    assert [(item.level, item.text) for page in got.pages for item in page.headings] == [
        (1, "First"), (1, "Second"), (2, "a.pdf"), (1, "Third"),
    ]  # fmt: skip


def test_a_mailbox_is_not_loaded_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MESSAGE_BYTES", 2000)
    long = letter("Long", "word " * 1000)
    path = make_mailbox(tmp_path / "a.mbox", letter("First"), long, letter("Last"))
    got = extract(path, max_bytes=LIMIT)
    assert [page.label for page in got.pages] == ["First, 2024-03-05", "Long, 2024-03-05", "Last, 2024-03-05"]
    assert len(got.pages[1].text) < 2200 and "was not read." in got.pages[1].text


def test_deleted_messages_of_a_mailbox_stay_deleted(tmp_path: Path) -> None:
    gone = letter("Gone")
    gone["X-Mozilla-Status"] = "0009"
    kept = letter("Kept")
    kept["X-Mozilla-Status"] = "0001"
    got = extract(make_mailbox(tmp_path / "Inbox", gone, kept), max_bytes=LIMIT)
    assert [page.label for page in got.pages] == ["Kept, 2024-03-05"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("no suffix", b"Received: by x\nReceived: by y\nFrom: a\nSubject: s\n\nbody", "mail"),
        ("memo.txt", b"From: Ann\nTo: Cy\nSubject: s\nDate: today\n\nbody", "text"),
        ("interface.msg", b"string name\nint32 age\n", "text"),
        ("minutes.2024", b"From: the board\n\nWe met.", "text"),
    ],
)
def test_what_is_mail_is_told_by_its_first_lines(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    assert read(tmp_path, content, name).kind == kind


def test_what_only_has_the_name_of_a_mail_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, b"\x00\x01\x02" * 500)
    assert caught.value.problem.code is ErrorCode.CORRUPT


def test_outlook(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "a.pdf", (("Sand is older.",),)).read_bytes()
    sent = datetime(2024, 3, 3, 11) - datetime(1601, 1, 1)
    inner = outlook({0x0037: "Inner", 0x1000: "The inner letter."}, head=24)
    root = outlook(
        {0x0037: "On clay", 0x1000: "Granite weathers.\r\nÄrger.", 0x0C1A: "Ann Bee", 0x5D01: "ann@example.org"},
        fixed={0x0039: int(sent.total_seconds() * 10_000_000)},
        folders={
            "__recip_version1.0_#00000000": outlook(
                {0x3001: "Cy Dee", 0x39FE: "cy@example.org"}, fixed={0x0C15: 1}, head=8
            ),
            "__recip_version1.0_#00000001": outlook({0x3001: "Eve"}, fixed={0x0C15: 2}, head=8),
            "__attach_version1.0_#00000000": outlook({0x3707: "sand.pdf"}, data={0x3701: pdf}, head=8),
            "__attach_version1.0_#00000001": outlook(
                {0x3001: "Inner"}, folders={"__substg1.0_3701000D": inner}, head=8
            ),
            "__attach_version1.0_#00000002": outlook(
                {0x3707: "logo.png"}, fixed={0x3714: 4}, data={0x3701: make_png()}, head=8
            ),
        },
    )
    got = extract(make_ole(tmp_path / "a.msg", root), max_bytes=LIMIT)
    assert (got.kind, got.title, got.author, got.created) == (
        "mail",
        "On clay",
        "Ann Bee <ann@example.org>",
        "2024-03-03",
    )
    assert got.pages[0].text == (
        "From: Ann Bee <ann@example.org>\nTo: Cy Dee <cy@example.org>\nCc: Eve\nDate: 2024-03-03 11:00 UTC\n"
        "Subject: On clay\nAttachments: sand.pdf, Inner\n\nGranite weathers.\nÄrger."
    )
    assert places(got) == ["message", "sand.pdf, p. 1", "Inner, message"]
    assert "The inner letter." in got.pages[2].text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({0x1013: b"<p>From <b>HTML</b></p>"}, "From HTML"),
        ({0x1009: b"\x00\x00\x00\x00\x20\x00\x00\x00MELA\x00\x00\x00\x00" + rb"{\rtf1 Plain rich text.\par}    "},
         "Plain rich text."),
    ],
)  # fmt: skip
def test_outlook_bodies(tmp_path: Path, data: dict[int, bytes], expected: str) -> None:
    path = make_ole(tmp_path / "a.msg", outlook({0x0037: "s"}, data=data))
    assert extract(path, max_bytes=LIMIT).pages[0].text.endswith(expected)


def test_a_broken_outlook_message_is_damaged(tmp_path: Path) -> None:
    path = make_ole(tmp_path / "a.msg", outlook({0x0037: "s", 0x1000: "text"}))
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(KnownError) as caught:
        extract(path, max_bytes=LIMIT)
    assert caught.value.problem.code is ErrorCode.CORRUPT
