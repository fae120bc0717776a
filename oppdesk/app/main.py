"""Takes the command line and hands over to who does it: the window, an import or export, a test.

Nothing of Qt's windows is imported here: an import runs where there is no screen. What is said on the command line is
English: it is read before any language is chosen.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import oppdesk
from oppdesk.app import haste
from oppdesk.app import paths as places


def run(arguments: Sequence[str] | None = None) -> int:
    """The program, from its arguments to its exit code: 0 done, 1 failed, 2 arguments wrong, 3 data in use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if bool(options.import_file) != bool(options.target):
        parser.error("--import FILE and --as TARGET go together")
    if bool(options.export_file) != bool(options.what):
        parser.error("--export FILE and --what LIST go together")
    if os.name == "posix":
        os.umask(0o077)  # whatever is written is for this user's eyes only
    if options.self_test:
        from oppdesk.app import self_test  # noqa: PLC0415 - imports everything there is

        return self_test.run()
    if options.tour:
        from oppdesk.app import tour  # noqa: PLC0415 - imports every window

        return tour.run(options.tour)
    paths = places.under(options.data) if options.data else places.standard()
    if options.help_import:
        from oppdesk.app import help_import  # noqa: PLC0415 - brings storage with it

        return help_import.show()
    if options.import_file:
        from oppdesk.app import headless  # noqa: PLC0415 - brings storage with it

        wish = headless.Wish(
            options.import_file,
            options.target,
            dict(reversed(options.columns)),  # of several the first; all of them are notes
            tuple(name.strip() for name in options.stages.split(",") if name.strip()),
            options.dates,
            options.decimal,
            options.sheet,
            tuple(column for field, column in options.columns if field == "note"),
        )
        return headless.run(paths, wish)
    if options.export_file:
        from oppdesk.app import headless_export  # noqa: PLC0415 - as above

        return headless_export.run(paths, options.what, options.export_file)
    haste.begin()
    from oppdesk.app import start  # noqa: PLC0415 - brings Qt's windows with it

    return start.show(paths)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="oppdesk", description="Sales opportunities on your own laptop.")
    take = parser.add_argument
    take("--version", action="version", version=f"OppDesk {oppdesk.__version__}")
    take("--data", type=Path, metavar="DIR", help="keep data, settings and logs in this folder")
    take("--tour", type=Path, metavar="DIR", help="save every window as a picture, light and dark")
    take("--self-test", action="store_true", help="try the parts of this installation, then exit")
    take("--import", type=Path, metavar="FILE", dest="import_file", help="import a file without a window")
    take("--as", metavar="TARGET", dest="target", help="what the rows of the file are, e.g. contacts")
    take(
        "--map",
        type=_mapped,
        metavar="FIELD=COLUMN",
        dest="columns",
        nargs="+",
        action="extend",
        default=[],
        help="which column each field is read from; without it the headings of the file decide",
    )
    take(
        "--sheet", metavar="NAME", default="", help="the sheet of a workbook; the first one if it is not said"
    )
    take("--stages", metavar="NAME,NAME", default="", help="the file's stages, first to last")
    take("--dates", choices=("dmy", "mdy", "ymd"), default="", help="the order of the file's dates")
    take("--decimal", choices=(".", ","), default="", help="the file's decimal sign")
    take(
        "--export",
        type=Path,
        metavar="FILE",
        dest="export_file",
        help="write a .csv, .xlsx or .vcf without a window",
    )
    take("--what", metavar="LIST", help="the list that is written, e.g. contacts")
    take("--help-import", action="store_true", help="list what can be imported, and its fields")
    return parser


def _mapped(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not (field and sign and column):
        message = f"{text!r} is not FIELD=COLUMN"
        raise argparse.ArgumentTypeError(message)
    return field, column
