"""Reads a workbook back as a spreadsheet would, with nothing but the archive and its XML."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-F]{4})_")


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` is the file's own: inlineStr, b, n."""

    kind: str
    text: str
    formula: str = ""
    look: str = ""  # the number format, as the styles number it


@dataclass(frozen=True, slots=True)
class Book:
    name: str
    rows: list[dict[str, Cell]]  # by column letter
    sheet: ET.Element

    def texts(self) -> list[list[str]]:
        return [[cell.text for cell in row.values()] for row in self.rows]


def opened(path: Path) -> Book:
    with ZipFile(path) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    looks = [each.get("numFmtId", "") for each in styles.find(f"{MAIN}cellXfs") or ()]
    name = next(iter(book.iter(f"{MAIN}sheet"))).get("name", "")
    rows = [
        {
            re.sub(r"\d", "", cell.get("r", "")): Cell(
                cell.get("t", "n"),
                _plain(
                    "".join(cell.itertext())
                    if cell.get("t") == "inlineStr"
                    else cell.findtext(f"{MAIN}v", "")
                ),
                cell.findtext(f"{MAIN}f", ""),
                looks[int(cell.get("s", "0"))],
            )
            for cell in row
        }
        for row in sheet.iter(f"{MAIN}row")
    ]
    return Book(name, rows, sheet)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
