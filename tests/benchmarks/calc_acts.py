"""Run by the Python of LibreOffice, in a process of its own: the acts of a user in Calc, timed, as one JSON line.

calc_acts.py PORT WORKBOOK TARGET
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField

PATIENCE = 60  # seconds until the office hears
VALUE, STATUS, CLOSING, STAGE = 6, 4, 7, 5  # columns
ROUNDS = 3


def said(name: str, value: object) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connected(port: str) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            place = f"uno:socket,host=localhost,port={port};urp;StarOffice.ComponentContext"
            context = resolver.resolve(place)
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def timed(act: object) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    port, workbook, target = sys.argv[1:]
    desktop = connected(port)
    hidden = (said("Hidden", True),)
    desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, hidden).close(True)  # its own start
    found = {}
    document = None

    def load() -> None:
        nonlocal document
        document = desktop.loadComponentFromURL(Path(workbook).as_uri(), "_blank", 0, hidden)

    found["open"] = timed(load)
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress.EndRow
    everything = sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, last)

    def sort(is_up: bool) -> None:
        field = TableSortField()
        field.Field, field.IsAscending = VALUE, is_up
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        wish = (said("SortFields", fields), said("ContainsHeader", True))
        uno.invoke(everything, "sort", (uno.Any("[]com.sun.star.beans.PropertyValue", wish),))

    found["sort"] = sorted(timed(lambda up=up: sort(up)) for up in (True, False, True))[1]

    def narrow() -> None:
        filters = everything.createFilterDescriptor(True)
        field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
        field.Field, field.IsNumeric, field.NumericValue = STATUS, True, 1.0
        field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
        filters.setFilterFields((field,))
        filters.ContainsHeader = True
        everything.filter(filters)

    found["filter"] = timed(narrow)
    everything.filter(everything.createFilterDescriptor(True))
    sums = document.Sheets
    sums.insertNewByName("Sums", 1)
    table = sums.getByName("Sums")

    def add_up() -> None:
        """72 sums: six stages in twelve months."""
        formulas = []
        for stage in range(1, 7):
            row = []
            for month in range(12):
                first, after = f"DATE(2026;{month + 1};1)", f"DATE(2026;{month + 2};1)"
                cells = [f"$Sheet1.${name}$2:${name}${last + 1}" for name in "GFH"]
                value, at, day = cells
                row.append(f'=SUMIFS({value};{at};{stage};{day};">="&{first};{day};"<"&{after})')
            formulas.append(tuple(row))
        table.getCellRangeByPosition(0, 0, 11, 5).setFormulaArray(tuple(formulas))
        document.calculateAll()

    found["sums"] = timed(add_up)
    kind = (said("FilterName", "Calc MS Excel 2007 XML"),)
    found["save"] = timed(lambda: document.storeToURL(Path(target).as_uri(), kind))
    document.close(True)
    print(json.dumps(found))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
