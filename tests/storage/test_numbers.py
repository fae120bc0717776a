"""Human numbers, drawn where they are used."""

from datetime import date

from oppdesk.storage import numbers
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Store, Work

DAY = date(2026, 3, 2)


def make_series(work: Work) -> None:
    """Contacts are numbered C1, C2, …"""
    series = work.put(
        TABLES["number_series"],
        {"code": "C", "default_nos": True, "manual_nos": True, "date_order": False, "description": ""},
    )
    line = {
        "number_series": series,
        "starting_no": "C1",
        "starting_date": None,
        "ending_no": "",
        "warning_no": "",
        "increment": 1,
        "last_no": "",
        "last_date": None,
        "open": True,
    }
    work.put(TABLES["number_series_line"], line)
    setup = {column.name: None for column in TABLES["marketing_setup"].columns if column.nullable}
    setup |= {
        column.name: 0
        for column in TABLES["marketing_setup"].columns
        if not column.nullable and column.name not in ("id", "version", "updated_at")
    }
    work.put(TABLES["marketing_setup"], setup | {"contact_nos": series, "default_task_date": ""})


def test_r_num_01_many_numbers_pass_over_those_in_use(store: Store) -> None:
    with store.write("import") as work:
        make_series(work)
        for taken in ("C2", "C3", "C7"):
            work.add(ContactRow(number=taken, name=taken))
        drawn = numbers.draw_many(work, "contact_nos", DAY, 5)
        assert [each.number for each in drawn] == ["C1", "C4", "C5", "C6", "C8"]
        assert numbers.draw_for(work, "contact_nos", DAY).number == "C9"
