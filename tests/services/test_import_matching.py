"""Rows of contacts that are here already: found by key, name and likeness, decided about for all and one by one."""

from dataclasses import replace
from pathlib import Path

import pytest

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import ContactType
from oppdesk.exchange.plan import Plan
from oppdesk.i18n import NEUTRAL
from oppdesk.services.desk import Desk
from oppdesk.services.import_matching import Decision, Existing, Matching
from oppdesk.services.importing import REFUSED, Source
from tests.services import records
from tests.services.imports import brought, count, figures, planned, rows, source_of

HEAD = "Company,First name,Last name,Job title,E-mail,Phone,Mobile,City\n"
FILE = (
    HEAD
    + "Molenhof BV,Sanne,Hoekema,Head of production,s.hoekema@molenhof.example,020-555 0142,,Delft\n"
    + "Molenhof BV,Piet,de Boer,,piet@molenhof.example,,06-12345678,Delft\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fair.csv"


def named(desk: Desk, name: str) -> dict[str, object]:
    (found,) = rows(desk, "contact", Filter("name", Op.IS, name))
    return found


def key_of(desk: Desk, name: str) -> int:
    return int(str(named(desk, name)["id"]))


def plan_of(desk: Desk, path: Path, text: str, matching: Matching) -> tuple[Source, Plan]:
    path.write_text(text, "utf-8")
    source = source_of(desk, path, "contacts")
    return source, desk.importing.plan(source, matching)


def test_who_is_surely_like_somebody_here_changes_that_contact(desk: Desk, path: Path) -> None:
    """By her e-mail address, although her name is written otherwise and her telephone in another form."""
    brought(desk, path, "contacts", FILE)
    text = HEAD + "Molenhof B.V.,S.,Hoekema,Director,S.Hoekema@molenhof.example,+31 20 555 0142,,\n"
    _source, plan = plan_of(desk, path, text, Matching())
    assert [key for key, _row in plan.change] == [key_of(desk, "Sanne Hoekema")]
    assert (plan.add, plan.doubtful) == ((), ())


def test_who_may_be_somebody_here_is_a_doubt_with_score_and_reasons(desk: Desk, path: Path) -> None:
    brought(desk, path, "contacts", FILE)
    text = HEAD + "Kranz GmbH,Sanne,Hoekema,,,,,Kiel\n"
    source, plan = plan_of(desk, path, text, Matching())
    (doubt,) = plan.doubtful
    (candidate,) = doubt.candidates
    assert candidate.contact == Ref(key_of(desk, "Sanne Hoekema"), "Sanne Hoekema")
    assert (candidate.kind, candidate.company, candidate.sure) == (ContactType.PERSON, "Molenhof BV", False)
    assert 60 <= candidate.percent < 90
    assert candidate.reasons
    assert (plan.rows, plan.add) == (1, ())
    assert figures(desk.importing.apply(source, plan)) == (1, 0, 0, 0)  # undecided it comes in
    assert len(rows(desk, "contact", Filter("name", Op.IS, "Sanne Hoekema"))) == 2


@pytest.mark.parametrize("kind", Existing)
def test_a_doubt_is_decided_by_its_line(desk: Desk, path: Path, kind: Existing) -> None:
    brought(desk, path, "contacts", FILE)
    sanne, before = key_of(desk, "Sanne Hoekema"), count(desk, "contact")
    text = HEAD + "Molenhof BV,Sanne,Hoekstra,,s.hoekstra@molenhof.example,,,Gouda\n"
    decision = Decision(kind, sanne if kind is Existing.UPDATE else None)
    source, plan = plan_of(desk, path, text, Matching(decisions={2: decision}))
    assert plan.doubtful == ()
    result = desk.importing.apply(source, plan)
    wanted = {Existing.UPDATE: (0, 1, 0), Existing.SKIP: (0, 0, 1), Existing.BOTH: (1, 0, 0)}[kind]
    assert (result.added, result.changed, result.skipped) == wanted
    assert count(desk, "contact") == before + (kind is Existing.BOTH)
    if kind is Existing.UPDATE:
        assert key_of(desk, "Sanne Hoekstra") == sanne


def test_those_here_may_be_left_as_they_are(desk: Desk, path: Path) -> None:
    brought(desk, path, "contacts", FILE)
    moved = FILE.replace("Delft", "Gouda") + "Molenhof BV,Eva,Moor,,eva@molenhof.example,,,\n"
    source, plan = plan_of(desk, path, moved, Matching(existing=Existing.SKIP))
    assert (len(plan.skipped), len(plan.add)) == (2, 1)
    desk.importing.apply(source, plan)
    assert named(desk, "Sanne Hoekema")["city"] == "Delft"


def test_both_may_be_kept_but_equal_ones_do_not_come_again(desk: Desk, path: Path) -> None:
    brought(desk, path, "contacts", FILE)
    moved = FILE.replace("0142,,Delft", "0142,,Gouda")
    source, plan = plan_of(desk, path, moved, Matching(existing=Existing.BOTH))
    assert (len(plan.add), len(plan.unchanged)) == (1, 1)
    desk.importing.apply(source, plan)
    assert len(rows(desk, "contact", Filter("name", Op.IS, "Sanne Hoekema"))) == 2


def test_only_empty_fields_are_filled(desk: Desk, path: Path) -> None:
    brought(desk, path, "contacts", FILE)
    text = FILE.replace("Head of production", "Boss").replace("0142,,Delft", "0142,06-87654321,Gouda")
    source, plan = plan_of(desk, path, text, Matching(only_fill_empty=True))
    assert figures(desk.importing.apply(source, plan)) == (0, 1, 1, 0)
    sanne = named(desk, "Sanne Hoekema")
    assert (sanne["job_title"], sanne["city"]) == ("Head of production", "Delft")
    assert "87654321" in str(sanne["mobile_phone"]).replace(" ", "")


def test_all_are_marked_with_a_mailing_group(desk: Desk, path: Path) -> None:
    brought(desk, path, "contacts", FILE)
    (group,) = rows(desk, "mailing_group", Filter("code", Op.IS, "X-GIFT"))
    matching = Matching(mailing_group=int(str(group["id"])))
    text = FILE + "Molenhof BV,Eva,Moor,,eva@molenhof.example,,,\n"
    source, plan = plan_of(desk, path, text, matching)
    assert (len(plan.add), len(plan.change)) == (1, 2)
    desk.importing.apply(source, plan)
    for name in ("Sanne Hoekema", "Piet de Boer", "Eva Moor"):
        assert len(desk.setup.rows("contact_mailing_group", key_of(desk, name))) == 1
    assert len(desk.importing.plan(source, matching).unchanged) == 3


def test_the_same_e_mail_twice_in_the_file_is_counted(desk: Desk, path: Path) -> None:
    text = FILE + "Kranz GmbH,Jo,Jansen,,S.HOEKEMA@molenhof.example,,,\n"
    _source, plan = plan_of(desk, path, text, Matching())
    assert plan.same_e_mail == 1


def test_rows_of_the_file_that_are_alike_are_doubted(desk: Desk, path: Path) -> None:
    text = FILE + "Molenhof BV,Sanne,Hoekema,,,0205550142,,Delft\n"
    _source, plan = plan_of(desk, path, text, Matching())
    (doubt,) = plan.doubtful
    assert (doubt.row.line, doubt.candidates[0].line, doubt.candidates[0].contact.id) == (4, 2, 0)


def test_two_of_one_name_stay_two(desk: Desk, path: Path) -> None:
    """I07: and each finds itself again."""
    text = "First name,Last name,Mobile\nJan,Jansen,06-11111111\nJan,Jansen,06-22222222\n"
    assert figures(brought(desk, path, "contacts", text)) == (2, 0, 0, 0)
    assert figures(brought(desk, path, "contacts", text)) == (0, 0, 2, 0)


def test_another_key_of_the_same_program_is_another_contact(desk: Desk, path: Path) -> None:
    text = "Record ID,Company\n1,Kranz GmbH\n2,Kranz GmbH\n"
    assert figures(brought(desk, path, "contacts", text)) == (2, 0, 0, 0)
    assert figures(brought(desk, path, "contacts", text)) == (0, 0, 2, 0)


def test_a_key_of_another_program_makes_a_doubt_of_who_is_surely_here(desk: Desk, path: Path) -> None:
    head = "Record ID,Company,E-mail,Phone,City\n"
    brought(desk, path, "contacts", head + "H1,Kranz GmbH,post@kranz.example,030 901820,Kiel\n")
    text = head + "S9,Kranz GmbH,post@kranz.example,030 901820,Kiel\n"
    _source, plan = plan_of(desk, path, text, Matching())
    (doubt,) = plan.doubtful
    assert (doubt.candidates[0].contact.text, doubt.candidates[0].sure) == ("Kranz GmbH", True)


def test_a_row_given_to_another_contact_leaves_its_key_where_it_is(desk: Desk, path: Path) -> None:
    head = "Record ID,Company,City\n"
    brought(desk, path, "contacts", head + "1,Kranz GmbH,Kiel\n2,Molenhof BV,Delft\n")
    decision = Decision(Existing.UPDATE, key_of(desk, "Molenhof BV"))
    source, plan = plan_of(desk, path, head + "1,Molenhof BV,Gouda\n", Matching(decisions={2: decision}))
    assert figures(desk.importing.apply(source, plan)) == (0, 1, 0, 0)
    found = named(desk, "Molenhof BV")
    assert (found["external_number"], found["city"]) == ("2", "Gouda")


def test_con_p_1_a_minor_comes_in_blocked(desk: Desk, path: Path) -> None:
    """And a file that says otherwise, without consent, is told so."""
    text = "First name,Last name,Minor,Privacy blocked\nEva,Moor,yes,\nJo,Jansen,yes,no\n"
    result = brought(desk, path, "contacts", text)
    assert [(fault.line, fault.column) for fault in result.faults] == [(3, "Privacy blocked")]
    assert named(desk, "Eva Moor")["privacy_blocked"] is True


def test_con_f_5_a_vat_number_fits_the_country(desk: Desk, path: Path) -> None:
    text = "Company,Country,VAT number\nMolenhof BV,NL,NL123456789B01\nKranz GmbH,DE,XX1\n"
    result = brought(desk, path, "contacts", text)
    assert [(fault.line, fault.column) for fault in result.faults] == [(3, "VAT number")]


def test_con_f_7_a_blocked_salesperson_is_told(desk: Desk, path: Path) -> None:
    desk.setup.save("salesperson", None, {"code": "AA", "name": "Ann Ames", "privacy_blocked": True})
    result = brought(desk, path, "contacts", "Company,Owner\nMolenhof BV,Ann Ames\n")
    assert [(fault.line, fault.column) for fault in result.faults] == [(2, "Owner")]


def test_con_f_6_groups_of_companies_go_to_the_company_of_a_person(desk: Desk, path: Path) -> None:
    text = "Company,First name,Last name,Industry groups\nMolenhof BV,Sanne,Hoekema,Dairy\n,Eva,Moor,Dairy\n"
    result = brought(desk, path, "contacts", text)
    assert result.added == 2
    assert len(desk.setup.rows("contact_industry_group", key_of(desk, "Molenhof BV"))) == 1
    (note,) = desk.comments.of("contact", key_of(desk, "Eva Moor"))
    assert note.text == "Industry groups: Dairy"
    assert figures(brought(desk, path, "contacts", text)) == (0, 0, 2, 0)


def test_a_file_of_very_many_finds_those_here_too(desk: Desk, path: Path) -> None:
    """By e-mail and telephone alone, which are asked for quickly."""
    brought(desk, path, "contacts", FILE)
    others = "".join(f"Firm {at} BV,Eva {at},Moor,,eva{at}@firm{at}.example,,,\n" for at in range(5_001))
    moved = FILE.replace("Sanne,Hoekema,Head", "S.,Hoekema,Head") + others
    _source, plan = plan_of(desk, path, moved, Matching())
    assert [key for key, _row in plan.change] == [key_of(desk, "Sanne Hoekema")]
    assert (len(plan.unchanged), len(plan.add)) == (1, 5_001)


def test_numbers_are_written_in_the_form_of_the_country(desk: Desk, path: Path) -> None:
    text = "Company,Country,Phone\nMolenhof BV,NL,020-555 0142\nKranz GmbH,DE,ask Otto\n"
    result = brought(desk, path, "contacts", text)
    assert figures(result) == (1, 0, 0, 1)
    assert named(desk, "Molenhof BV")["phone"] == "+31 20 555 0142"
    assert figures(brought(desk, path, "contacts", text)) == (0, 0, 1, 1)


# -- what hangs on them ------------------------------------------------------------------------------------------

LINES = (
    "Company,Mailing groups,Industry groups,Business relations,Alternative addresses,Comments\n"
    'Molenhof BV,X-GIFT; Fair 2026,Dairy,PRESS,HOME|city=Delft|country=NL,"met at the fair\ntwice"\n'
)


def test_groups_relations_addresses_and_comments_come_in_and_again_add_nothing(
    desk: Desk, path: Path
) -> None:
    assert figures(brought(desk, path, "contacts", LINES)) == (1, 0, 0, 0)
    key = key_of(desk, "Molenhof BV")
    groups = {line["mailing_group"].text for line in desk.setup.rows("contact_mailing_group", key)}
    assert groups == {"X-GIFT", "FAIR 2026"}
    (industry,) = desk.setup.rows("contact_industry_group", key)
    assert industry["industry_group"].text == "DAIRY"
    (address,) = desk.setup.rows("alternative_address", key)
    assert (address["code"], address["city"], address["country"].text) == ("HOME", "Delft", "NL")
    (note,) = desk.comments.of("contact", key)
    assert note.text == "met at the fair\ntwice"
    (stored,) = [row for row in records.stored(desk)["contact"].values() if row["name"] == "Molenhof BV"]
    assert stored["relation"] == 5  # other
    before = records.stored(desk)
    assert figures(brought(desk, path, "contacts", LINES)) == (0, 0, 1, 0)
    assert records.stored(desk) == before
    more = LINES.replace("Fair 2026", "Fair 2027").replace("city=Delft", "city=Gouda")
    assert figures(brought(desk, path, "contacts", more)) == (0, 1, 0, 0)
    assert len(desk.setup.rows("contact_mailing_group", key)) == 3
    (address,) = desk.setup.rows("alternative_address", key)
    assert address["city"] == "Gouda"
    desk.history.undo()
    assert records.stored(desk)["contact_mailing_group"] == before["contact_mailing_group"]


def test_br_1_a_reserved_relation_needs_its_number(desk: Desk, path: Path) -> None:
    text = "Company,Business relations\nMolenhof BV,CUST\nKranz GmbH,CUST|external_number=K100\n"
    result = brought(desk, path, "contacts", text)
    assert [(fault.line, fault.column) for fault in result.faults] == [(2, "Business relations")]
    (stored,) = [row for row in records.stored(desk)["contact"].values() if row["name"] == "Kranz GmbH"]
    assert stored["relation"] == 1  # customer


def test_a_column_of_notes_stands_under_its_heading(desk: Desk, path: Path) -> None:
    text = "Company,Opmerking beurs,Rijnr\nMolenhof BV,wil bezoek in april,1\n"
    path.write_text(text, "utf-8")
    source = desk.importing.open("contacts", path, {"company": "Company", "note": "Opmerking beurs"})
    source = replace(source, notes=(2,))
    plan = desk.importing.plan(source)
    desk.importing.apply(source, plan)
    (note,) = desk.comments.of("contact", key_of(desk, "Molenhof BV"))
    assert note.text == "Opmerking beurs: wil bezoek in april\nRijnr: 1"
    assert [(told.what, told.rows) for told in plan.told] == [("Opmerking beurs", 1), ("Rijnr", 1)]


def test_what_describes_and_is_not_known_goes_into_the_comment(desk: Desk, path: Path) -> None:
    source, plan = planned(desk, path, "contacts", "Company,Salutation\nMolenhof BV,Geachte heer\n")
    desk.importing.apply(source, plan)
    (note,) = desk.comments.of("contact", key_of(desk, "Molenhof BV"))
    assert note.text == "Salutation: Geachte heer"
    assert [(told.what, told.rows) for told in plan.told] == [("Salutation", 1)]


def test_parents_come_in_before_those_below_and_stand_in_no_ring(desk: Desk, path: Path) -> None:
    text = "Company,Parent company\nDaughter,Mother\nMother,Grandmother\nOwn,Own\n"
    result = brought(desk, path, "contacts", text)
    assert [(fault.line, fault.column) for fault in result.faults] == [(4, "Parent company")]
    for child, parent in (("Daughter", "Mother"), ("Mother", "Grandmother")):
        above = named(desk, child)["parent_company"]
        assert isinstance(above, Ref)
        assert above.text == parent
    ring = "Company,Parent company\nGrandmother,Daughter\n"
    assert brought(desk, path, "contacts", ring).refused == 1


# -- refused rows ------------------------------------------------------------------------------------------------


def test_refused_rows_become_a_file_to_be_mended_and_read_again(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    text = "Company,E-mail,Country\nMolenhof BV,nonsense,Atlantis\nKranz GmbH,post@kranz.example,DE\n"
    source, plan = planned(desk, path, "contacts", text)
    desk.importing.apply(source, plan)
    mended = tmp_path / "refused.csv"
    assert desk.importing.rejected(source, plan, mended) == 1
    written = mended.read_text("utf-8-sig")
    assert written.splitlines()[0] == f"Company,E-mail,Country,{REFUSED}"
    assert "Atlantis" in written
    mended.write_text(
        written.replace("nonsense", "info@molenhof.example").replace("Atlantis,", "NL,"), "utf-8"
    )
    again = source_of(desk, mended, "contacts")
    assert again.headings == source.headings
    assert figures(desk.importing.apply(again, desk.importing.plan(again))) == (1, 0, 0, 0)
    assert desk.importing.rejected(again, plan, path.with_name("again.csv")) == 1


# -- kinds of files ----------------------------------------------------------------------------------------------


def test_the_kind_and_the_program_of_a_file_are_known(desk: Desk, path: Path, tmp_path: Path) -> None:
    path.write_text(
        "Record ID,First Name,Last Name,Lifecycle Stage,Contact owner\n1,Jo,Jansen,lead,\n", "utf-8"
    )
    source = desk.importing.open("contacts", path)
    assert (source.kind, desk.importing.program(source)) == ("csv", "HubSpot")
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Jo Jansen\nEND:VCARD\n", "utf-8")
    assert desk.importing.open("contacts", cards).kind == "vcf"


def test_cards_without_a_key_come_in_once(desk: Desk, tmp_path: Path) -> None:
    """I07: with picture, groups and second address."""
    picture = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    cards = tmp_path / "cards.vcf"
    cards.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nN:Jansen;Jo;;;\nFN:Jo Jansen\nORG:Molenhof BV\nTEL;TYPE=CELL:06-12345678\n"
        "ADR;TYPE=WORK:;;Dam 1;Amsterdam;;1012JS;Netherlands\nADR;TYPE=HOME:;;Kade 2;Delft;;2611AA;Atlantis\n"
        f"CATEGORIES:Friends\nPHOTO;ENCODING=b;TYPE=PNG:{picture}\nBDAY:1990-01-01\nKEY:abc\nEND:VCARD\n",
        "utf-8",
    )
    source = source_of(desk, cards, "contacts")
    plan = desk.importing.plan(source)
    assert figures(desk.importing.apply(source, plan)) == (1, 0, 0, 0)
    key = key_of(desk, "Jo Jansen")
    assert (desk.contacts.picture(key) or b"").startswith(b"\x89PNG")
    (address,) = desk.setup.rows("alternative_address", key)
    assert (address["city"], address["country"]) == ("Delft", None)
    (note,) = desk.comments.of("contact", key)
    assert "1990-01-01" in note.text
    assert "Atlantis" in note.text
    assert [line["mailing_group"].text for line in desk.setup.rows("contact_mailing_group", key)] == [
        "FRIENDS"
    ]
    before = records.stored(desk)
    plan = desk.importing.plan(source)
    assert (len(plan.unchanged), plan.rows) == (1, 1)
    assert records.stored(desk) == before
    last = desk.history.last()
    assert last is not None
    desk.history.undo(last.operation)
    assert count(desk, "contact") == 0


def test_a_sheet_of_a_workbook_is_chosen(desk: Desk, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    path = tmp_path / "book.xlsx"
    with Workbook(path) as book:
        for name in ("Notes", "Leads"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Company", "City"])
            sheet.write_row(1, 0, [f"{name} BV", "Delft"])
    source = desk.importing.open("contacts", path, sheet="Leads")
    assert (source.kind, source.sheet, source.sheets) == ("xlsx", "Leads", ("Notes", "Leads"))
    source, _ways = desk.importing.read_as(source, NEUTRAL)
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        assert figures(desk.importing.apply(source, desk.importing.plan(source))) == expected
    assert named(desk, "Leads BV")["city"] == "Delft"
