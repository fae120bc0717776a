"""Makes databases as long use would leave them, through the program's own storage layer, for benchmarks and trials.

    python -m tests.benchmarks.generator 1m FOLDER [--seed 1] [--today 2026-03-02]

The same seed and day give the same data (their keys differ: they are drawn from the clock). Eight years of business
come month by month, an operation each; then some hundreds of single actions are done through the services.
"""

import argparse
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from random import Random

from sqlalchemy import select

from oppdesk.domain.errors import UserError
from oppdesk.domain.words import Status, Step
from oppdesk.services.desk import Desk, open_desk
from oppdesk.storage import database, seed
from oppdesk.storage.identity import Identities
from oppdesk.storage.opportunity_tables import OPPORTUNITY
from oppdesk.storage.unit_of_work import Store
from tests.benchmarks.business import Book, Size
from tests.benchmarks.databases import schema
from tests.benchmarks.words import NOTES

RESOURCES = Path(__file__).parents[2] / "resources"
SIZES = {
    size.name: size
    for size in (
        Size("2k", 100, 400, 2_000),
        Size("100k", 5_000, 20_000, 100_000),
        Size("1m", 50_000, 200_000, 1_000_000),
    )
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a folder holds, written beside the database: old ones are made again."""

    size: str
    seed: int
    today: str
    schema: str


def make(folder: Path, size: Size, rng_seed: int = 1, today: date | None = None) -> Made:
    """A new database in `folder`, which may not hold one; prints how far it is."""
    today = today or date.today()
    path = folder / database.FILE_NAME
    if path.exists():
        raise FileExistsError(path)
    store = Store(
        database.open_database(path, folder / "backups"),
        Identities(device=1),
        publish=lambda _changes: None,
        author=lambda: "",
    )
    seed.fill(store, RESOURCES / "seed" / "standard")
    book = Book(store, size, Random(rng_seed), today)
    book.fill()
    with store.read() as connection:
        underway = list(
            connection.execute(
                select(OPPORTUNITY.c.id).where(OPPORTUNITY.c.status == int(Status.IN_PROGRESS))
            ).scalars()
        )
    store.close()
    desk = open_desk(folder, folder / "backups", RESOURCES, device=1, today=lambda: today)
    rng = Random(rng_seed)
    use(desk, rng, rng.sample(underway, min(len(underway), max(40, size.opportunities // 1000))))
    desk.duplicates.catch_up()  # or whoever opens it next would make the keys beside what is measured
    desk.close()
    made = Made(size.name, rng_seed, today.isoformat(), schema())
    (folder / "made.json").write_text(json.dumps(asdict(made)), encoding="ascii")
    return made


def use(desk: Desk, rng: Random, some: list[int]) -> None:
    """Single actions as people do them: moves, updates, notes, some of them undone; so the journal is a used one."""
    for opportunity in some:
        step = rng.choice((Step.NEXT, Step.NEXT, Step.UPDATE, Step.PREVIOUS))
        try:
            desk.opportunities.step(opportunity, step)
        except UserError:  # a quote is missing, or it stands at the end of its cycle
            desk.comments.add("opportunity", opportunity, rng.choice(NOTES))
        if rng.random() < 0.1:
            desk.history.undo()


def main() -> None:
    parser = argparse.ArgumentParser(prog="generator", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    asked = parser.parse_args()
    make(asked.folder, SIZES[asked.size], asked.seed, asked.today)


if __name__ == "__main__":
    main()
