"""An import without a window: one line of JSON, the faults by line and column, an exit code, and no screen."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from oppdesk.app import headless_export, main, single_instance
from oppdesk.services.importing import TARGETS

DEALS = """Deal ID,Name,Customer,Rep,Phase,Amount
D1,New roof,Kranz BV,Ann Ames,Talking,1200.50
D2,Solar panels,Kranz BV,Ann Ames,Offer,900
"""
COLUMNS = [
    "external_number=Deal ID",
    "description=Name",
    "contact=Customer",
    "salesperson=Rep",
    "stage=Phase",
    "estimated_value=Amount",
]


class Place:
    """A folder for the data and a file to import into it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = folder / "data"
        self.file = folder / "deals.csv"
        self.capsys = capsys

    def run(
        self, text: str, *more: str, target: str = "opportunities"
    ) -> tuple[int, dict[str, int], list[str]]:
        self.file.write_text(text, "utf-8")
        words = ["--data", str(self.data), "--import", str(self.file), "--as", target, *more]
        code = main.run(words)
        said = self.capsys.readouterr()
        (line,) = said.out.splitlines()
        return code, json.loads(line), said.err.splitlines()


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Place:
    return Place(tmp_path, capsys)


def counts(added: int = 0, changed: int = 0, unchanged: int = 0, faults: int = 0) -> dict[str, int]:
    return {"added": added, "changed": changed, "unchanged": unchanged, "faults": faults}


def test_an_empty_folder_is_set_up_and_filled(place: Place) -> None:
    assert place.run(DEALS, "--map", *COLUMNS) == (0, counts(added=2), [])
    assert (place.data / "oppdesk.db").is_file()


def test_i07_the_same_file_again_adds_nothing_and_a_changed_row_is_changed(place: Place) -> None:
    place.run(DEALS, "--map", *COLUMNS)
    assert place.run(DEALS, "--map", *COLUMNS) == (0, counts(unchanged=2), [])
    assert place.run(DEALS.replace("900", "950"), "--map", *COLUMNS) == (
        0,
        counts(changed=1, unchanged=1),
        [],
    )


def test_map_may_be_repeated_or_list_several(place: Place) -> None:
    repeated = [word for column in COLUMNS for word in ("--map", column)]
    assert place.run(DEALS, *repeated) == (0, counts(added=2), [])


def test_without_map_the_headings_decide(place: Place) -> None:
    text = "Name,E-mail,City\nKranz BV,info@kranz.example,Delft\n"
    assert place.run(text, target="contacts") == (0, counts(added=1), [])


def test_i07_contacts_of_every_kind_of_file_come_in_once(place: Place, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    place.run(
        "Name,E-mail,City,Mailing groups\nKranz BV,info@kranz.example,Delft,X-GIFT\n", target="contacts"
    )
    book, cards = tmp_path / "book.xlsx", tmp_path / "cards.vcf"
    with Workbook(book) as workbook:
        workbook.add_worksheet("Notes").write_row(0, 0, ["Nothing"])
        sheet = workbook.add_worksheet("Leads")
        sheet.write_row(0, 0, ["Name", "City"])
        sheet.write_row(1, 0, ["Molenhof BV", "Gouda"])
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nN:Moor;Eva;;;\nFN:Eva Moor\nBDAY:1990-01-01\nEND:VCARD\n")
    for path, more in ((book, ["--sheet", "Leads"]), (cards, [])):
        for expected in (counts(added=1), counts(unchanged=1)):
            words = ["--data", str(place.data), "--import", str(path), "--as", "contacts", *more]
            assert main.run(words) == 0
            said = place.capsys.readouterr()
            assert json.loads(said.out) == expected
    assert "Birthday: kept in comments" in said.err


def test_several_columns_go_into_the_comment(place: Place) -> None:
    text = "Firm,Visit,Number\nKranz BV,in April,7\n"
    columns = ["--map", "company=Firm", "note=Visit", "note=Number"]
    code, answer, said = place.run(text, *columns, target="contacts")
    assert (code, answer) == (0, counts(added=1))
    assert [line.partition(":")[0] for line in said] == ["Visit", "Number"]
    assert place.run(text, *columns, target="contacts")[1] == counts(unchanged=1)


def test_faults_are_told_by_line_column_and_reason_and_the_others_come_in(place: Place) -> None:
    text = DEALS + "D3,Shed,Kranz BV,Ann Ames,Offer,a lot\n"
    code, answer, said = place.run(text, "--map", *COLUMNS)
    assert (code, answer) == (1, counts(added=2, faults=1))
    assert len(said) == 1
    assert said[0].startswith("line 4, Amount: ")
    assert "a lot" in said[0]


@pytest.mark.parametrize(
    ("text", "more", "reason"),
    [
        ("", [], "empty"),
        ("Name\n", [], "no rows"),
        (DEALS, ["--map", "description=Title"], "no column “Title”"),
        (DEALS, ["--map", "colour=Name"], "no field “colour”"),
        ("a,b\n1,2\n", [], "--map FIELD=COLUMN"),
        ('Name,Amount\n"open,1\n', ["--map", "description=Name"], "quotation mark"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_whole(
    place: Place, text: str, more: list[str], reason: str
) -> None:
    code, answer, said = place.run(text, *more)
    assert (code, answer) == (1, counts(faults=1))
    assert reason in said[0]


def test_a_missing_file_is_refused(place: Place) -> None:
    code = main.run(["--data", str(place.data), "--import", str(place.file), "--as", "contacts"])
    said = place.capsys.readouterr()
    assert code == 1
    assert json.loads(said.out) == counts(faults=1)
    assert place.file.name in said.err


def test_an_unknown_target_names_those_there_are(place: Place) -> None:
    code, answer, said = place.run(DEALS, target="deals")
    assert (code, answer) == (1, counts(faults=1))
    assert all(target in said[0] for target in TARGETS)


DATED = "Deal ID,Name,Amount,Closing\nD1,New roof,{amount},{day}\n"
DATED_COLUMNS = [
    "--map",
    "external_number=Deal ID",
    "description=Name",
    "estimated_value=Amount",
    "closing_on=Closing",
]


def test_i06_dates_with_several_readings_are_refused_until_their_order_is_said(place: Place) -> None:
    text = DATED.format(amount="10", day="05/06/2026")
    code, answer, said = place.run(text, *DATED_COLUMNS)
    assert (code, answer) == (1, counts(faults=1))
    assert "--dates" in said[0]
    assert "2026-06-05" in said[0]
    assert "2026-05-06" in said[0]
    assert place.run(text, *DATED_COLUMNS, "--dates", "dmy") == (0, counts(added=1), [])
    assert place.run(text, *DATED_COLUMNS, "--dates", "dmy") == (0, counts(unchanged=1), [])


def test_i05_amounts_are_never_guessed(place: Place) -> None:
    both = DATED.format(amount="1.50", day="2026-05-06") + 'D2,Shed,"1,50",2026-05-06\n'
    code, answer, said = place.run(both, *DATED_COLUMNS)
    assert (code, answer) == (1, counts(faults=1))
    assert "--decimal" in said[0]
    code, answer, said = place.run(both, *DATED_COLUMNS, "--decimal", ",")
    assert (code, answer) == (1, counts(added=1, faults=1))
    assert said[0].startswith("line 2, Amount: ")


def test_the_order_of_the_stages_may_be_given(place: Place) -> None:
    assert place.run(DEALS, "--map", *COLUMNS, "--stages", "Talking, Offer")[0] == 0


def test_data_in_use_by_another_process_is_refused_with_3(place: Place) -> None:
    place.data.mkdir()
    lock = single_instance.claim(place.data)
    try:
        code, answer, said = place.run(DEALS, "--map", *COLUMNS)
    finally:
        lock.unlock()
    assert (code, answer) == (3, counts(faults=1))
    assert str(place.data) in said[0]


def start(words: Sequence[str], *, code: str = "") -> subprocess.CompletedProcess[str]:
    program = ["-c", code] if code else ["-m", "oppdesk"]
    return subprocess.run([sys.executable, *program, *words], capture_output=True, text=True, check=False)


def test_no_screen_is_needed_and_nothing_of_qts_windows_is_loaded(place: Place) -> None:
    place.file.write_text(DEALS, "utf-8")
    code = (
        "import sys; from oppdesk.app import main; code = main.run(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    words = [
        "--data",
        str(place.data),
        "--import",
        str(place.file),
        "--as",
        "opportunities",
        "--map",
        *COLUMNS,
    ]
    answer = start(words, code=code)
    assert answer.returncode == 0, answer.stderr
    assert not {"PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtNetwork"} & set(answer.stderr.split())


def test_help_import_names_every_field_of_every_target() -> None:
    answer = start(["--help-import"])
    assert answer.returncode == 0
    words = set(answer.stdout.split())
    assert words >= set(TARGETS)
    assert words >= {field.name for fields in TARGETS.values() for field in fields}
    assert all(len(line) < 120 for line in answer.stdout.splitlines())


# -- out ------------------------------------------------------------------------------------------------------


def exported(place: Place, name: str, path: Path) -> tuple[int, dict[str, int], list[str]]:
    code = main.run(["--data", str(place.data), "--export", str(path), "--what", name])
    said = place.capsys.readouterr()
    return code, json.loads(said.out), said.err.splitlines()


def test_what_was_imported_can_be_exported(place: Place, tmp_path: Path) -> None:
    place.run(DEALS, "--map", *COLUMNS)
    path = tmp_path / "out.csv"
    assert exported(place, "opportunities", path) == (0, counts(added=2), [])
    text = path.read_text("utf-8-sig")
    assert "Description" in text.splitlines()[0]
    assert "New roof" in text
    assert "1200.50" in text
    assert exported(place, "contacts", tmp_path / "out.xlsx")[:2] == (0, counts(added=1))
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")
    assert exported(place, "contacts", tmp_path / "out.vcf")[:2] == (0, counts(added=1))
    assert (tmp_path / "out.vcf").read_bytes().startswith(b"BEGIN:VCARD")


@pytest.mark.parametrize("name", headless_export.LISTS)
def test_every_list_of_the_program_can_be_exported_by_its_name(
    place: Place, tmp_path: Path, name: str
) -> None:
    code, counted, said = exported(place, name, tmp_path / "out.csv")
    assert (code, counted["faults"], said) == (0, 0, [])


def test_lines_say_what_they_are_lines_of(place: Place, tmp_path: Path) -> None:
    exported(place, "sales-cycle-stage", tmp_path / "out.csv")
    header, first, *_more = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert header.startswith("Sales cycles,")
    assert first.startswith("EX-")


@pytest.mark.parametrize(
    ("name", "file", "reason"),
    [
        ("deals", "out.csv", "opportunities, contacts"),
        ("contacts", "out.pdf", ".csv, .xlsx, .vcf"),
        ("tasks", "out.vcf", "Only contacts"),
    ],
)
def test_a_list_or_a_kind_of_file_that_is_not_there_is_named_with_those_that_are(
    place: Place, tmp_path: Path, name: str, file: str, reason: str
) -> None:
    code, counted, said = exported(place, name, tmp_path / file)
    assert (code, counted) == (2, counts(faults=1))
    assert reason in said[0]
    assert not (tmp_path / file).exists()
    assert not place.data.exists()


def test_a_place_that_cannot_be_written_to_is_said(place: Place, tmp_path: Path) -> None:
    code, counted, said = exported(place, "contacts", tmp_path / "nowhere" / "out.csv")
    assert (code, counted) == (1, counts(faults=1))
    assert "out.csv" in said[0]


@pytest.mark.parametrize("words", [["--export", "out.csv"], ["--what", "contacts"]])
def test_a_file_and_what_it_holds_go_together(place: Place, words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main.run(["--data", str(place.data), *words])
    assert caught.value.code == 2
    place.capsys.readouterr()
