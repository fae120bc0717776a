"""Contact cards of telephones and mail programs: every letter right, nothing lost silently, back as they were."""

import os
import time
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
import vobject
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Kind
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.domain.records import CONTACT
from oppdesk.exchange import incoming, vcard, vcard_lines, vcard_writer
from oppdesk.exchange.mapping import match
from oppdesk.exchange.plan import read_rows
from oppdesk.exchange.vcard import Card
from oppdesk.i18n import NEUTRAL
from tests.exchange.test_tabular import HOSTILE

anywhere = settings(
    max_examples=250,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))


def file_of(
    folder: Path, *lines: str | bytes, version: str = "3.0", encoding: str = "utf-8", end: str = "\r\n"
) -> Path:
    path = folder / "people.vcf"
    body = ["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]
    ends = end.encode(encoding).removeprefix(b"\xff\xfe")
    path.write_bytes(ends.join(each if isinstance(each, bytes) else each.encode(encoding) for each in body))
    return path


def card_of(folder: Path, *lines: str | bytes, **how: str) -> Card:
    (card,) = vcard.read(file_of(folder, *lines, **how))  # type: ignore[arg-type]
    assert not card.fault
    return card


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        list(vcard.read(path))
    return caught.value.message


# -- who it is ------------------------------------------------------------------------------------------------


def test_3_15_a_person_of_a_company(tmp_path: Path) -> None:
    card = card_of(
        tmp_path, "FN:Zoë van den Berg", "N:van den Berg;Zoë;A.;;", "ORG:Brakel;Sales", "TITLE:Buyer"
    )
    assert card.values == {
        "type": "Person", "name": "Zoë A. van den Berg", "first_name": "Zoë", "middle_name": "A.",
        "surname": "van den Berg", "company": "Brakel", "job_title": "Buyer",
    }  # fmt: skip
    assert card.comment == "Name: Zoë van den Berg\nDepartment: Sales"
    assert card.kept == ("FN", "ORG")


@pytest.mark.parametrize(
    "lines",
    [
        ("KIND:org", "FN:Brakel"),
        ("FN:Brakel", "ORG:Brakel"),
        ("N:;;;;", "ORG:Brakel"),
        ("FN:Brakel", "N:;;;;", "ORG:Brakel;"),
        ("X-ABShowAs:COMPANY", "N:Smit;Jan;;;", "ORG:Brakel"),
    ],
)
def test_3_15_a_company_is_known_by_its_kind_or_by_having_no_other_name(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    card = card_of(tmp_path, *lines)
    assert card.is_company
    assert card.values["name"] == "Brakel"
    assert "company" not in card.values


def test_3_15_who_has_no_name_is_called_by_what_there_is(tmp_path: Path) -> None:
    assert card_of(tmp_path, "EMAIL:a@b.nl").values["name"] == "a@b.nl"
    assert card_of(tmp_path, "NICKNAME:Jip", "TEL:12").values["name"] == "Jip"


def test_3_15_parts_that_are_too_long_are_split_anew_and_kept_whole(tmp_path: Path) -> None:
    card = card_of(tmp_path, f"N:{'B' * 80};{'A' * 40};;;", version="2.1")
    assert card.values["name"] == ("A" * 40 + " " + "B" * 80)[:100]
    assert "first_name" not in card.values
    assert "A" * 40 + " " + "B" * 80 in card.comment


# -- how to reach it ------------------------------------------------------------------------------------------


def test_3_15_telephones_go_by_their_type_and_those_at_work_first(tmp_path: Path) -> None:
    card = card_of(
        tmp_path, "FN:A", "TEL;TYPE=HOME:1", "TEL;TYPE=HOME,FAX:2", "TEL;TYPE=WORK;TYPE=VOICE:3", "TEL;TYPE=cell:4",
        'TEL;TYPE="work,fax":5', "TEL;TYPE=pager:6", "item1.TEL:7", "item1.X-ABLabel:Boat",
    )  # fmt: skip
    assert {name: card.values[name] for name in ("phone", "mobile_phone", "fax", "pager")} == {
        "phone": "3", "mobile_phone": "4", "fax": "5", "pager": "6",
    }  # fmt: skip
    assert card.comment == "Boat: 7\nPhone (home): 1\nPhone (home, fax): 2"


def test_3_15_bare_types_of_version_2_1(tmp_path: Path) -> None:
    card = card_of(tmp_path, "N:A", "TEL;WORK;VOICE;PREF:3", "TEL;CELL:4", "TEL;FAX:5", version="2.1")
    assert [card.values[name] for name in ("phone", "mobile_phone", "fax")] == ["3", "4", "5"]


@pytest.mark.parametrize(
    ("text", "phone", "extension"),
    [
        ("tel:+1-418-656-9254;ext=102", "+1-418-656-9254", "102"),
        ("030 2312 ext. 14", "030 2312", "14"),
        ("030 2312 x14", "030 2312", "14"),
        ("+31 20 123", "+31 20 123", ""),
    ],
)
def test_3_15_an_extension_has_a_field_of_its_own(
    tmp_path: Path, text: str, phone: str, extension: str
) -> None:
    card = card_of(tmp_path, "FN:A", f"TEL;VALUE=uri;TYPE=work:{text}")
    assert (card.values["phone"], card.values.get("extension", "")) == (phone, extension)


def test_con_f1_a_number_of_letters_is_kept_in_the_comment(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:A", "TEL:1-800-FLOWERS")
    assert "phone" not in card.values
    assert card.comment == "Phone: 1-800-FLOWERS"


def test_con_f2_mails_the_two_best_more_beside_the_first_and_none_that_is_wrong(tmp_path: Path) -> None:
    card = card_of(
        tmp_path, "FN:A", "EMAIL;TYPE=HOME:home@a.nl", "EMAIL:one@a.nl", "EMAIL;TYPE=PREF:best@a.nl", "EMAIL:wrong",
        "EMAIL:" + "x" * 70 + "@a.nl",
    )  # fmt: skip
    assert card.values["e_mail"] == "best@a.nl; home@a.nl"
    assert card.values["e_mail_2"] == "one@a.nl"
    assert card.comment.splitlines() == ["E-mail: wrong", "E-mail: " + "x" * 70 + "@a.nl"]


def test_3_15_the_address_at_work_first_others_are_alternative_ones(tmp_path: Path) -> None:
    card = card_of(
        tmp_path, "FN:A", "ADR;TYPE=HOME:;;Kade 1;Delft;;2611;NL", "ADR;TYPE=WORK:PO 5;B 2;Weg\\, 3;Gouda;ZH;2800;Nederland",
        "a.ADR:;;Laan 9;Breda;;;", "a.X-ABLabel:Summer house", "LABEL:Kade 1\\nDelft",
    )  # fmt: skip
    assert {name: card.values[name] for name in ("address", "address_2", "post_code", "city", "county", "country")} == {
        "address": "Weg, 3", "address_2": "B 2, PO 5", "post_code": "2800", "city": "Gouda", "county": "ZH",
        "country": "Nederland",
    }  # fmt: skip
    assert card.addresses == (
        {"code": "SUMMER HOU", "address": "Laan 9", "city": "Breda"},
        {"code": "HOME", "address": "Kade 1", "city": "Delft", "post_code": "2611", "country": "NL"},
    )
    assert card.left == ("LABEL",)


def test_3_15_pictures(tmp_path: Path) -> None:
    import base64

    data = base64.b64encode(JPEG).decode()
    folded = "\r\n ".join(data[at : at + 60] for at in range(0, len(data), 60))
    for line in (
        f"PHOTO;ENCODING=b;TYPE=JPEG:{data}", f"PHOTO;JPEG;ENCODING=BASE64:\r\n {folded}\r\n",
        f"PHOTO:data:image/jpeg;base64,{data}", f"PHOTO;BASE64:{folded.replace(chr(13) + chr(10) + ' ', chr(13) + chr(10))}",
    ):  # fmt: skip
        card = card_of(tmp_path, "FN:A", line, "TEL:1")
        assert (card.picture, card.picture_type, card.values["phone"]) == (JPEG, "image/jpeg", "1")
    card = card_of(
        tmp_path, "FN:A", "PHOTO;VALUE=uri:http://a.nl/a.jpg", "PHOTO;ENCODING=b:AAAA", "KEY;ENCODING=b:AAAA"
    )
    assert card.comment == "Picture: http://a.nl/a.jpg"
    assert card.left == ("PHOTO", "KEY")
    big = base64.b64encode(JPEG + b"\0" * 5_000_000).decode()
    assert card_of(tmp_path, "FN:A", f"PHOTO;ENCODING=b:{big}").left == ("PHOTO",)


def test_3_15_what_has_no_place_is_in_the_comment_under_its_name(tmp_path: Path) -> None:
    card = card_of(
        tmp_path, "FN:A", "BDAY:1912-06-23", "item1.X-ABRELATEDNAMES:Ann", "item1.X-ABLabel:_$!<Spouse>!$_", "X-FOO;TYPE=x:b\\;c",
        "NOTE:one\\ntwo", "NOTE:three", "CATEGORIES:Fair,A\\,B", "this is no property", "REV:2020",
    )  # fmt: skip
    assert (
        card.comment == "one\ntwo\nthree\nBirthday: 1912-06-23\nSpouse: Ann\nX-FOO: b;c\nthis is no property"
    )
    assert card.kept == ("BDAY", "X-ABRELATEDNAMES", "X-FOO")
    assert card.categories == ("Fair", "A,B")


def test_a_list_of_others_and_a_card_cut_off_are_no_contacts(tmp_path: Path) -> None:
    path = file_of(tmp_path, "KIND:group", "FN:Team", "MEMBER:urn:uuid:1", version="4.0")
    assert [card.fault for card in vcard.read(path)] == ["This card is a list of others, no contact."]
    path.write_text("BEGIN:VCARD\nFN:A\n")
    assert [card.fault for card in vcard.read(path)] == ["The file ends within this card."]


def test_a_card_within_a_card_is_passed_over(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:A", "AGENT:", "BEGIN:VCARD", "FN:B", "END:VCARD", "TEL:1", version="2.1")
    assert (card.values["name"], card.values["phone"]) == ("A", "1")
    assert card.left == ("AGENT",)


# -- how it is written ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_i01_letters_are_right_in_every_encoding_and_with_every_line_end(
    tmp_path: Path, encoding: str, end: str
) -> None:
    text = end.join(
        ["BEGIN:VCARD", "VERSION:3.0", "FN:Zoë Çelik", "N:Çelik;Zoë", "NOTE:naïve Curaçao", "END:VCARD", ""]
    )
    (tmp_path / "a.vcf").write_bytes(text.encode(encoding))
    (card,) = vcard.read(tmp_path / "a.vcf")
    assert (card.values["name"], card.comment) == ("Zoë Çelik", "naïve Curaçao")


def test_i01_each_property_may_have_an_alphabet_of_its_own(tmp_path: Path) -> None:
    card = card_of(
        tmp_path, b"N;CHARSET=ISO-8859-1:M\xfcller;J\xf6rg", b"ORG;CHARSET=GB18030:" + "苏州".encode("gb18030"),
        b"TITLE;CHARSET=nonsense:Buyer", b"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=\r\n=89t=C3=A9=0D=0Atwo =\r\n  =3D",
        version="2.1",
    )  # fmt: skip
    assert card.values["name"] == "Jörg Müller"
    assert (card.values["company"], card.values["job_title"]) == ("苏州", "Buyer")
    assert card.comment == "Été\ntwo   ="


def test_folded_lines_and_escapes(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:A very l", " ong name", "NOTE:a\\, b\\; c\\\\ d\\Ne", "URL:http\\://a.nl")
    assert card.values["name"] == "A very long name"
    assert card.comment == "a, b; c\\ d\ne"
    assert card.values["home_page"] == "http://a.nl"
    assert card_of(tmp_path, "N:A", "NOTE:C:\\new\\;x", version="2.1").comment == "C:\\new;x"


def test_colons_and_quotes_in_parameters(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:A", 'TEL;X-A="b:c;d";TYPE="work,voice":1', 'NOTE;X-B="open:x')
    assert card.values["phone"] == "1"
    assert card.comment == "x"


def test_the_cards_of_real_programs(vcards: Path) -> None:
    """Android, Outlook, Gmail and the example of the standard; every field that has a place is there."""
    android = list(vcard.read(vcards / "John_Doe_ANDROID.vcf"))
    assert [card.fault for card in android] == [""] * 6
    assert android[4].values | {"company": "x"} == {
        "type": "Person", "name": "Ñ Ñ Ñ Ñ Ñ", "first_name": "Ñ Ñ Ñ", "surname": "Ñ Ñ", "company": "x", "fax": "123456",
        "phone": "123456", "mobile_phone": "123456", "e_mail": "bob@company.com", "home_page": "www.company.com",
    }  # fmt: skip
    assert android[4].values["company"] == "Ñ" * 12
    assert android[4].picture_type == "image/jpeg"
    (outlook,) = vcard.read(vcards / "outlook-2007.vcf")
    assert outlook.values["name"] == "Michael Angstadt"
    assert outlook.comment.startswith("This is the NOTE field\t\nI assume it encodes this text")
    assert {"Birthday: 19220310", "Department: TheDepartment", "Manager: TheManagerName"} < set(
        outlook.comment.split("\n")
    )
    assert len(outlook.picture) == 2324
    assert set(outlook.left) == {"LABEL", "KEY", "X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS"}
    (gmail,) = vcard.read(vcards / "gmail-single2.vcf")
    assert [gmail.values[name] for name in ("phone", "fax", "pager", "city")] == [
        "5555551113",
        "5555551118",
        "5555551120",
        "NY",
    ]
    assert len(gmail.addresses) == 4
    assert "Spouse: Name2" in gmail.comment
    (standard,) = vcard.read(vcards / "rfc6350-example.vcf")
    assert [standard.values[name] for name in ("phone", "extension", "language", "post_code")] == [
        "+1-418-656-9254", "102", "fr", "G1V 2M2",
    ]  # fmt: skip


@pytest.mark.parametrize("version", vcard_writer.VERSIONS)
def test_the_cards_of_real_programs_written_and_read_again_are_equal(
    vcards: Path, tmp_path: Path, version: str
) -> None:
    before = [card for path in sorted(vcards.glob("*.vcf")) for card in vcard.read(path)]
    assert vcard_writer.write(tmp_path / "out.vcf", before, version) == len(before) == 9
    assert list(map(told, vcard.read(tmp_path / "out.vcf"))) == list(map(told, before))


@pytest.fixture
def vcards() -> Path:
    """The customer's own cards, where they are at hand."""
    folder = Path(os.environ.get("OPPDESK_REAL_DATA", "")) / "vcards"
    if not folder.is_dir():
        pytest.skip("OPPDESK_REAL_DATA is not set")
    return folder


# -- limits and any bytes -------------------------------------------------------------------------------------


def test_other_files_and_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    for content in (b"", b"name,city\nJan,Delft\n", b"PK\x03\x04", b"\0" * 100):
        path.write_bytes(content)
        assert "no contact cards" in refused(path)
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert "50 MB" in refused(path)
    path.write_bytes(b"BEGIN:VCARD\nFN:A\nNOTE:" + b"x" * 10_000_001 + b"\nEND:VCARD\n")
    assert "line 1" in refused(path)
    for place in (tmp_path, tmp_path / "none.vcf", tmp_path / "a\0b"):
        refused(place)


@pytest.mark.parametrize(
    "line",
    [
        "TEL" + ";a=" + "b," * 200_000 + ":1", "A;" * 300_000 + ":x", 'X;a="' + "b;" * 300_000, 'X;a=""' * 200_000 + ":",
        "NOTE;ENCODING=QUOTED-PRINTABLE:" + "=\n" * 300_000, "\n ".join("N" * 300_000), "N:" + ";" * 900_000,
        "NOTE;CHARSET=punycode:" + "x" * 300_000, "CATEGORIES:" + "\\," * 300_000, "BEGIN:VCARD\n" * 50_000,
        "PHOTO;ENCODING=b:" + "=" * 900_000, ".:" * 300_000, "TEL:1\n" * 100_000, "ADR:;;a\n" * 20_000,
    ],
)  # fmt: skip
def test_a_hostile_line_takes_no_time(tmp_path: Path, line: str) -> None:
    path = file_of(tmp_path, "FN:A", line)
    began = time.process_time()
    with suppress(UserError):
        list(vcard.read(path))
    assert time.process_time() - began < 6


def test_reading_a_large_file_takes_bounded_memory_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_bytes(b"BEGIN:VCARD\nVERSION:3.0\nFN:Jan Smit\nN:Smit;Jan\nTEL:12345\nEND:VCARD\n" * 5_000)
    tracemalloc.start()
    try:
        assert sum(1 for _card in vcard.read(path)) == 5_000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    told_: list[tuple[int, int]] = []
    assert (
        sum(1 for _card in vcard.read(path, Progress(lambda done, total: told_.append((done, total)))))
        == 5_000
    )
    assert told_[-1][0] == told_[-1][1]
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        list(vcard.read(path, stopped))


@anywhere
@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\xd8")
def test_any_bytes_give_cards_or_a_message(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.vcf"
    for data in (content, b"BEGIN:VCARD\nVERSION:2.1\n" + content + b"\nEND:VCARD"):
        path.write_bytes(data)
        with suppress(UserError):
            list(vcard.read(path))


OLD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91;=C3=\r\n=91;;;\r\n"
    b"TEL;WORK;VOICE:(111) 555\r\nADR;WORK;PREF:;Office;222 Broadway;New York;NY;99999;USA\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBD\r\n AAIBAQE\r\n\r\nEND:VCARD\r\n"
)
NEW = (
    b'BEGIN:VCARD\nVERSION:4.0\nKIND:individual\nFN:Simon\nN:Perreault;Simon;;;ing. jr,M.Sc.\nTEL;VALUE=uri;TYPE="work,'
    b'voice";PREF=1:tel:+1-418-656;ext=102\nitem1.URL:http://a.nl\nitem1.X-ABLabel:_$!<HomePage>!$_\n'
    b"X-OPPDESK-ALTERNATIVE-ADDRESS:code=HOME;city=Delft\nX-OPPDESK-NAME-2:x\nEND:VCARD\n"
)
LINES = st.lists(
    st.text("ABENTDLORGFX;:=\"',\\.-\n \t01é^?", max_size=20) | st.sampled_from(
        ["N:a;b;c;d;e", "ORG:", "TEL;TYPE=", "ADR;;;", "PHOTO;ENCODING=b:/9j/", "NOTE;QUOTED-PRINTABLE:=", "\n ", ":;;;;;;;",
         "X-OPPDESK-NAME:", "X-OPPDESK-ALTERNATIVE-ADDRESS:code=", "KIND:", "UID:urn:uuid:", "EMAIL:", "BEGIN:VCARD\n", "END:VCARD\n"]
    ),
    max_size=12,
)  # fmt: skip


@anywhere
@given(LINES, st.sampled_from(["2.1", "3.0", "4.0"]))
def test_any_lines_give_cards_that_can_be_written_and_read_again(
    tmp_path: Path, lines: list[str], version: str
) -> None:
    path = file_of(tmp_path, *"".join(lines).split("\n"), version=version)
    for card in vcard.read(path):
        again = vcard.understood(next(iter(vcard_lines.cards(_written(path, card, "4.0")))))
        assert {name: value.split() for name, value in again.values.items() if value.strip()} == {
            name: value.split() for name, value in card.values.items() if value.strip()
        }


def _written(path: Path, card: Card, version: str) -> Path:
    out = path.with_name("again.vcf")
    vcard_writer.write(out, [card], version)
    return out


@anywhere
@given(st.data())
def test_damaged_cards_give_cards_or_a_message(tmp_path: Path, data: st.DataObject) -> None:
    folder = Path(os.environ.get("OPPDESK_REAL_DATA", "")) / "vcards"
    real = [path.read_bytes() for path in sorted(folder.glob("*.vcf"))] if folder.is_dir() else []
    content = bytearray(data.draw(st.sampled_from([*real, OLD, NEW])))
    for _change in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    path = tmp_path / "a.vcf"
    path.write_bytes(content)
    with suppress(UserError):
        list(vcard.read(path))


# -- there and back -------------------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30
) | st.sampled_from(HOSTILE)
NUMBERS = st.text("+0123456789 ()-/", max_size=30)
MAILS = st.lists(st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.(nl|example)", fullmatch=True), max_size=3).map(
    "; ".join
)
SPECIAL = {"phone": NUMBERS, "mobile_phone": NUMBERS, "fax": NUMBERS, "pager": NUMBERS, "e_mail": MAILS}


def _text_of(field: object) -> st.SearchStrategy[str]:
    name, kind, size = field.name, field.kind, field.size or 30  # type: ignore[attr-defined]
    if kind is Kind.CHOICE:
        return st.sampled_from(field.choices)  # type: ignore[attr-defined]
    if kind is Kind.FLAG:
        return st.sampled_from(["yes", ""])
    if kind in {Kind.WHOLE, Kind.MONEY}:
        return st.integers(0, 9999).map(str)
    return SPECIAL.get(name, TEXTS).map(lambda text: " ".join(text.split())[:size].strip())


LINE = TEXTS.map(lambda text: " ".join(text.split()))
CONTACTS = st.builds(
    lambda values, comment, categories, addresses, picture: Card(
        0,
        {name: value for name, value in values.items() if value},
        comment,
        tuple({"code": f"A{at}", **{k: v for k, v in one.items() if v}} for at, one in enumerate(addresses)),
        tuple(dict.fromkeys(each for each in categories if each)),
        *picture,
    ),
    st.fixed_dictionaries({one.name: _text_of(one) for one in CONTACT if not one.read_only}),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60),
    st.lists(LINE, max_size=3),
    st.lists(st.fixed_dictionaries(dict.fromkeys(("address", "city", "country", "phone"), LINE)), max_size=2),
    st.sampled_from([(b"", ""), (JPEG, "image/jpeg")]),
)


def told(card: Card) -> tuple[object, ...]:
    return card.values, card.comment, card.addresses, card.categories, card.picture, card.picture_type


@pytest.mark.parametrize("version", vcard_writer.VERSIONS)
@anywhere
@given(st.lists(CONTACTS, min_size=1, max_size=3))
def test_export_and_import_of_cards_are_an_identity(tmp_path: Path, version: str, cards: list[Card]) -> None:
    path = tmp_path / "out.vcf"
    assert vcard_writer.write(path, cards, version) == len(cards)
    assert list(map(told, vcard.read(path))) == list(map(told, cards))
    for line in path.read_bytes().split(b"\r\n"):
        assert len(line) <= 75
        assert line.decode() is not None


def test_what_we_write_is_understood_by_another_reader(tmp_path: Path) -> None:
    values = {"type": "Person", "name": "Zoë Çelik", "first_name": "Zoë", "surname": "Çelik", "company": "Brakel, Zn; Co",
              "phone": "+31 15 1", "e_mail": "z@b.nl", "address": "Kade 1", "city": "Delft", "number": "CT1"}  # fmt: skip
    card = Card(0, values, "a, b\nc" + " and so on" * 20, (), ("Fair",), JPEG, "image/jpeg")
    (found,) = vobject.readComponents(vcard_writer.text(card))
    assert (found.fn.value, found.n.value.family, found.org.value) == (
        "Zoë Çelik",
        "Çelik",
        ["Brakel, Zn; Co"],
    )
    assert (found.tel.value, found.email.value, found.adr.value.city) == ("+31 15 1", "z@b.nl", "Delft")
    assert found.note.value == card.comment
    assert found.photo.value == JPEG
    four = vcard_writer.text(card, "4.0")
    assert "KIND:individual\r\n" in four
    assert 'TEL;TYPE="work,voice":+31 15 1\r\n' in four


# -- as a table -----------------------------------------------------------------------------------------------


def test_cards_are_matched_and_checked_like_rows_of_any_other_file(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Zoë Çelik\nN:Çelik;Zoë\nTEL:12\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Team\nEND:VCARD\n"
    )
    guess = incoming.sniff(path)
    fields = [one for one in CONTACT if not one.read_only]
    columns = match(guess.header, fields)
    assert set(columns) == {one.name for one in fields}
    rows = list(read_rows(incoming.open_sheet(path, guess), columns, fields, NEUTRAL, blanks=False))
    assert rows[0].values == {
        "type": 1,
        "name": "Zoë Çelik",
        "first_name": "Zoë",
        "surname": "Çelik",
        "phone": "12",
    }
    assert [(fault.line, fault.reason) for fault in rows[1].faults] == [
        (7, "This card is a list of others, no contact.")
    ]


def test_i18_what_cannot_be_stored_is_refused_beside_its_card(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, "FN:Jan\0", "N:Smit;Jan\0", "TEL:" + "1" * 300, "X-OPPDESK-NUMBER:" + "9" * 300,
        f"X-OPPDESK-EMPLOYEES:{2**63}", "X-OPPDESK-TYPE:Robot",
    )  # fmt: skip
    guess = incoming.sniff(path)
    fields = [one for one in CONTACT if not one.read_only]
    (row,) = read_rows(
        incoming.open_sheet(path, guess), match(guess.header, fields), fields, NEUTRAL, blanks=False
    )
    assert {fault.column for fault in row.faults} == {"No.", "Type", "Name", "First name", "Employees"}
    assert "phone" not in row.values
