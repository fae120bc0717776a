"""A process to be killed: moves opportunities to and fro and says after each commit what it was told is kept."""

import sys
from pathlib import Path

from oppdesk.domain.standing import Move
from oppdesk.domain.words import Step
from oppdesk.services.desk import open_desk


def main(folder: Path, opportunity: int) -> None:
    desk = open_desk(folder, folder / "backups", Path(sys.argv[3]), device=7)
    day = desk.context.work_date
    value = 0
    while True:
        value += 100
        for step in (Step.NEXT, Step.PREVIOUS):
            desk.opportunities.move(opportunity, Move(step, None, day, value, 50, day))
            print(value, step.name, flush=True)  # noqa: T201 - the promise that is held against it


main(Path(sys.argv[1]), int(sys.argv[2]))
