"""What the tour shows of interactions: the log, a new one, a call, drafts, and the setup of groups and templates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from oppdesk.domain.interactions import File
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Evaluation, Status
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.call import MakeCall
from oppdesk.ui.dialogs.interaction import CreateInteraction
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.interactions import InteractionsPage


class Act(NamedTuple):
    """A picture: its name, the section it begins in, the action that opens it, and what is done in it then."""

    name: str
    section: str
    action: str = ""
    do: Callable[[QWidget], object] = lambda _shown: None


# Template, description, days before today, length, evaluation, whether it failed, note.
_LETTER = "Dear Mr Brakel,\n\nThe pumps run well after the winter check; the seal of line 2 should be changed in May."
_LOGGED = (
    (
        "OUTGOING",
        "Asked about the new filler",
        1,
        6,
        Evaluation.POSITIVE,
        False,
        "Ordered for May.",
    ),
    ("OUTGOING", "Outgoing phone call", 2, 1, Evaluation.NONE, True, ""),
    ("EMAIL", "Drawings of hall 2", 5, 5, Evaluation.NONE, False, "Three sheets; the pillar is in the way."),
    (
        "ONSITE",
        "Tour of hall 2 with the plant manager",
        9,
        90,
        Evaluation.VERY_POSITIVE,
        False,
        "The old line is 12 years.",
    ),
    ("BUS", "Service report winter check", 20, 30, Evaluation.NEUTRAL, False, ""),
    ("INCOME", "Pump noise", 34, 4, Evaluation.NEGATIVE, False, "Second time this winter: tell the service."),
)


def prepare(desk: Desk) -> None:
    """Calls, mails and visits of the dearest opportunities, a draft, one that is cancelled, and an attachment."""
    templates = {row["code"]: row["id"] for row in desk.setup.rows("interaction_template")}
    running = Query((Filter("status", Op.IS, int(Status.IN_PROGRESS)),))
    rows = [row for row in desk.lists.page("opportunity", running, 0, 60) if row["contact"] is not None]
    mine = [row for row in rows if row["salesperson"] and row["salesperson"].id == desk.context.salesperson]
    service, today, logged = desk.interactions, desk.context.today, 0
    for at, row in enumerate([*mine, *rows][:12]):
        for code, words, ago, length, evaluation, failed, note in _LOGGED[at % 3 :]:
            new = service.proposal(opportunity=row["id"], template=templates[code])
            file = File("drawings hall 2.pdf", b"%PDF-1.4 three sheets") if code == "EMAIL" else new.file
            logged = service.log(
                replace(
                    new,
                    description=words,
                    on=today - timedelta(days=ago + at),
                    duration=length,
                    evaluation=evaluation,
                    attempt_failed=failed,
                    note=note,
                    file=file,
                    letter=_LETTER if code == "BUS" else new.letter,
                )
            )
        if at == 1:
            service.toggle_canceled([logged])
        if at % 5 == 0:
            draft = service.proposal(opportunity=row["id"], template=templates["MEMO"])
            service.postpone(replace(draft, description="Summary of the visit"))


def _write(shown: QWidget) -> None:
    """A letter half written."""
    if isinstance(shown, CreateInteraction):
        template = shown.template
        template.set_value(template_of(shown, "EMAIL"))
        template.changed.emit(template.value())
        shown.content.note.set_value("Wants the line stopped for two days at most.")
        shown.evaluation.choose(Evaluation.POSITIVE)


def template_of(shown: CreateInteraction, code: str) -> object:
    place = shown.workplace
    row = place.desk.setup.with_code("interaction_template", code)
    return place.desk.lists.ref("interaction_template", row)


def _not_there(shown: QWidget) -> None:
    """Nobody answered: one calls again tomorrow."""
    from oppdesk.ui.dialogs.call_parts import Ending  # noqa: PLC0415 - only the tour asks

    if isinstance(shown, MakeCall):
        shown.endings.choose(Ending.CALL_BACK)


def show_drafts(window: MainWindow) -> None:
    page = window.go("interactions")
    if isinstance(page, InteractionsPage):
        page.show_view("drafts")


def show_all(window: MainWindow) -> None:
    page = window.go("interactions")
    if isinstance(page, InteractionsPage):
        page.show_view("all")


ACTS = (
    Act("interaction-create", "contacts", "interaction.create-interaction", _write),
    Act("interaction-call", "contacts", "interaction.make-call"),
    Act("interaction-call-back", "contacts", "interaction.make-call", _not_there),
    Act("interaction-correct", "interactions", "interaction.correct"),
    Act("interaction-delete-canceled", "interactions", "interaction.delete-canceled-interactions"),
)
