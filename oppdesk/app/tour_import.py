"""The import assistant as the tour shows it: the list of a fair and a few cards, step by step; nothing of it stays."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QWidget

from oppdesk.ui.dialogs.import_wizard import CHECK, COLUMNS, FILE, IMPORT, ImportWizard
from oppdesk.ui.importing.check_step import CHANGE, FAULTS

PATIENCE = 5_000  # milliseconds
Kind = Literal["deals", "people", "cards"]
FILES: dict[Kind, tuple[str, str]] = {
    "deals": (
        "fair-2026.csv",
        """Deal ID;Subject;Company;Sales rep;Stage;Amount;Close date;Priority;Remarks
F-101;Filling line 3, renovation;Molenhof Zuivel BV;Marieke van Dael;Needs;48.000,00;05-04-2026;High;visit in April
F-102;Labelling machine;Kranz GmbH;Marieke van Dael;Offer;12.500,50;03-05-2026;Normal;
F-103;Palletiser;Noordlicht Lijnbouw;Tom de Wit;First talk;7.250,00;;Low;
F-104;Service contract;Kranz GmbH;Tom de Wit;First talk;a lot;01-06-2026;;
""",
    ),
    "people": (
        "klanten-beurs-2026.csv",
        """Bedrijf;Contactpersoon;Functie;E-mailadres;Telefoon;Plaats;Opmerking beurs;Stand;Rijnr
Molenhof Zuivel BV;Hoekema, Sanne;Hoofd productie;s.hoekema@molenhof.example;020-555 0142;Oostgraftdijk;wil bezoek;B12;1
Bakkerij Grutterink VOF;;;;;Grutterink;;B14;2
Apotheekgroothandel Mirtelaar;;;;;Mirtelaar;folder gestuurd;A3;3
Kranz GmbH;Bauer, Jörg;Einkauf;j.bauer@kranz.example;+49 30 5550 11;Berlin;;C7;4
Kranz GmbH;Bauer, Joerg;Einkauf;;+49 30 5550 11;Berlin;noch einmal;C7;5
Noordlicht Lijnbouw;de Wit, Tom;;tom@@noordlicht;050-555 0199;Groningen;;D1;6
Bakkerij Grutterink BV;Esther Nijkamp;Inkoop;e.nijkamp@grutterink.example;;Grutterink;;B14;7
""",
    ),
    "cards": (
        "visitors.vcf",
        """BEGIN:VCARD
VERSION:3.0
N:Hoekema;Sanne;;;
FN:Sanne Hoekema
ORG:Molenhof Zuivel BV
TITLE:Hoofd productie
EMAIL;TYPE=work:s.hoekema@molenhof.example
TEL;TYPE=cell:+31 6 5550 0142
ADR;TYPE=work:;;Dijkweg 4;Oostgraftdijk;;1000 AA;
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:org
FN:Kranz GmbH
ORG:Kranz GmbH
TEL:+49 30 5550 10
URL:https://kranz.example
END:VCARD
""",
    ),
}


class Step(NamedTuple):
    """One picture: which file, how far it is brought, which rows are looked at."""

    name: str
    kind: Kind
    step: int
    tab: str = ""

    @property
    def table(self) -> str:
        return "opportunity" if self.kind == "deals" else "contact"

    @property
    def writes(self) -> bool:
        return self.step == IMPORT


STEPS = (
    Step("import-file", "people", FILE),
    Step("import-columns", "people", COLUMNS),
    Step("import-questions", "deals", COLUMNS),
    Step("import-check", "people", CHECK),
    Step("import-changes", "people", CHECK, CHANGE),
    Step("import-faults", "people", CHECK, FAULTS),
    Step("import-cards", "cards", FILE),
    Step("import-done", "people", IMPORT),
)


def show_step(wizard: QWidget, goal: Step, settle: Callable[[], None]) -> QWidget:
    """Its file in the assistant, brought as far as the goal."""
    scratch = tempfile.TemporaryDirectory(prefix="oppdesk-tour-")
    wizard.destroyed.connect(partial(_clean_up, scratch))
    if not isinstance(wizard, ImportWizard):
        return wizard
    name, content = FILES[goal.kind]
    path = Path(scratch.name) / name
    path.write_text(content, "utf-8")
    session = wizard.session
    wizard.open_file(path)
    _wait(lambda: session.source is not None, settle)
    if goal.step >= COLUMNS and not session.is_of_cards:
        wizard.accept()
        _wait(lambda: session.plan is not None or session.open_questions() > 0, settle)
    if goal.step >= CHECK:
        wizard.accept()
        _wait(lambda: session.plan is not None, settle)
        if goal.tab:
            wizard.check.tabs.set_current(goal.tab)
            wizard.check.tabs.setFocus()
            wizard.check.tabs.chosen.emit(goal.tab)
    if goal.step >= IMPORT:
        wizard.accept()
        _wait(wizard.ending.undo.isVisible, settle)
    return wizard


def _wait(is_there: Callable[[], bool], settle: Callable[[], None]) -> None:
    patience = QDeadlineTimer(PATIENCE)
    while not is_there() and not patience.hasExpired():
        settle()
    settle()


def _clean_up(scratch: "tempfile.TemporaryDirectory[str]") -> None:
    scratch.cleanup()
