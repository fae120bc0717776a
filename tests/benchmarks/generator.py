"""Makes databases as long use would leave them, through the program's own storage layer, for benchmarks and trials.

    python -m tests.benchmarks.generator 1m FOLDER [--seed 1] [--today 2026-03-02]

The same seed and day give the same data (their keys differ: they are drawn from the clock). Eight years of business
come month by month, an operation each; then some hundreds of single actions are done through the services.
"""

import argparse
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Table, select

from oppdesk.domain import closing, numbering
from oppdesk.domain.errors import UserError
from oppdesk.domain.opportunity import probability
from oppdesk.domain.setup import by_key
from oppdesk.domain.standing import Closing, Cycle, Entry, Stage, Standing
from oppdesk.domain.words import Action, ContactType, DocumentKind, Outcome, Status, Step, TaskStatus
from oppdesk.services.desk import Desk, open_desk
from oppdesk.storage import database, numbers, opportunities, seed
from oppdesk.storage.base import blanks
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.identity import Identities
from oppdesk.storage.journal import Values
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import COMMENT, TASK
from oppdesk.storage.unit_of_work import Store, Work
from tests.benchmarks.databases import schema
from tests.benchmarks.words import LANDS, NOTES, SALESPEOPLE, TASKS, Land

RESOURCES = Path(__file__).parents[2] / "resources"
SOME = 10_000  # contacts an operation
CACHE = "PRAGMA cache_size=-262144"  # as a long job of the program may have it
BLANK = {table.name: blanks(table) for table in (CONTACT, OPPORTUNITY, ENTRY, DOCUMENT, TASK, COMMENT)}


@dataclass(frozen=True, slots=True)
class Size:
    name: str
    companies: int
    persons: int
    opportunities: int
    months: int = 96  # of business


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


@dataclass(frozen=True, slots=True)
class Party:
    """A contact as far as opportunities need it."""

    id: int
    company: int
    salesperson: int
    land: Land


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
    book = _Book(store, size, Random(rng_seed), today)
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
    desk.close()
    made = Made(size.name, rng_seed, today.isoformat(), schema())
    (folder / "made.json").write_text(json.dumps(asdict(made)), encoding="ascii")
    return made


class _Book:
    """One filling: what was made so far, by key, for those who refer to it."""

    def __init__(self, store: Store, size: Size, rng: Random, today: date) -> None:
        self._store = store
        self._size = size
        self._rng = rng
        self._today = today
        self._begun = time.monotonic()
        self._people: list[int] = []
        self._companies: list[Party] = []
        self._parties: list[Party] = []
        with store.read() as connection:
            by_code = {
                table: dict(connection.execute(select(TABLES[table].c.code, TABLES[table].c.id)).all())
                for table in ("country", "language", "salutation", "sales_cycle")
            }
            self._cycles = [
                found
                for key in by_code["sales_cycle"].values()
                if (found := opportunities.cycle(connection, key)) is not None
            ]
            codes = connection.execute(
                select(TABLES["close_code"].c.id, TABLES["close_code"].c.outcome)
            ).all()
        self._codes = {each: [key for key, outcome in codes if outcome == each] for each in Outcome}
        self._keys = by_code

    def fill(self) -> None:
        with self._store.write("setup", "Salespeople") as work:
            for code, name in SALESPEOPLE:
                cells = {"code": code, "name": name, "e_mail": f"{code.lower()}@oppdesk.example"}
                self._people.append(seed.put(work, by_key["salesperson"], cells))
        self._contacts(self._size.companies, self._company, "companies")
        self._contacts(self._size.persons, self._person, "persons")
        done = 0
        for month in range(self._size.months):
            upto = self._size.opportunities * (month + 1) // self._size.months
            self._month(month, upto - done)
            done = upto
            if month % 12 == 11:
                self._say(f"{done} opportunities")
            else:
                self._store.checkpoint()

    def _say(self, text: str) -> None:
        self._store.checkpoint()
        print(f"{time.monotonic() - self._begun:6.1f} s  {text}", flush=True)  # noqa: T201 - told at the prompt

    # -- contacts -----------------------------------------------------------------------------------------

    def _contacts(self, count: int, make_one: Callable[[int, numbers.Number], Values], what: str) -> None:
        for start in range(0, count, SOME):
            some = min(SOME, count - start)
            with self._store.write("import", f"{some} {what}") as work:
                work.connection.exec_driver_sql(CACHE)
                rows = [
                    make_one(key, number)
                    for key, number in zip(work.keys(some), drawn(work, "contact_nos", some), strict=True)
                ]
                work.put_many(CONTACT, rows)
            self._say(f"{start + some} {what}")

    def _company(self, key: int, number: numbers.Number) -> Values:
        rng = self._rng
        (land,) = rng.choices(LANDS, [each.share for each in LANDS])
        name = land.name_of_firm(rng)
        people = len(self._people)
        party = Party(key, key, self._people[min(int(rng.expovariate(3) * people), people - 1)], land)
        self._companies.append(party)
        self._parties.append(party)
        return self._contact(party, number, name) | {
            "type": int(ContactType.COMPANY),
            "salutation": self._keys["salutation"]["COMPANY"],
            "e_mail": f"info@firm{len(self._companies)}.example",
            "home_page": f"https://www.firm{len(self._companies)}.example",
        }

    def _person(self, key: int, number: numbers.Number) -> Values:
        rng = self._rng
        company = rng.choice(self._companies)
        land = company.land
        is_woman = rng.random() < 0.5
        first, surname = rng.choice(land.women if is_woman else land.men), rng.choice(land.surnames)
        self._parties.append(Party(key, company.id, company.salesperson, land))
        return self._contact(self._parties[-1], number, land.person.format(first=first, surname=surname)) | {
            "type": int(ContactType.PERSON),
            "salutation": self._keys["salutation"]["F" if is_woman else "M"],
            "first_name": first,
            "surname": surname,
            "job_title": rng.choice(land.titles),
            "mobile_phone": f"{land.dial}{rng.randint(1000, 9999)}",
            "e_mail": f"person{len(self._parties)}@firm.example",
        }

    def _contact(self, party: Party, number: numbers.Number, name: str) -> Values:
        land, rng = party.land, self._rng
        address, code, city = land.place(rng)
        return BLANK["contact"] | {
            "id": party.id,
            "number": number.number,
            "number_series": number.series,
            "name": name,
            "search_name": name.upper(),
            "company": party.company,
            "address": address,
            "post_code": code,
            "city": city,
            "country": self._keys["country"][land.country],
            "language": self._keys["language"][land.language],
            "phone": f"{land.dial}{rng.randint(100, 999)}",
            "correspondence_type": 2,
            "salesperson": party.salesperson,
            "created_on": self._today - timedelta(days=rng.randint(0, 30 * self._size.months)),
        }

    # -- a month of business ------------------------------------------------------------------------------

    def _month(self, month: int, count: int) -> None:
        first = self._today - timedelta(days=int((self._size.months - month) * 30.4))
        days = sorted(first + timedelta(days=self._rng.randint(0, 29)) for _each in range(count))
        with self._store.write("import", f"Opportunities of {first:%B %Y}") as work:
            work.connection.exec_driver_sql(CACHE)
            pile = _Pile(iter(work.keys(12 * count)))
            for day, number in zip(days, drawn(work, "opportunity_nos", count), strict=True):
                self._opportunity(pile, day, number)
            pile.give_numbers(work, TASK, "task_nos")
            pile.give_numbers(work, DOCUMENT, "quote_nos")
            for table, rows in pile.rows.items():
                work.put_many(table, rows)

    def _opportunity(self, pile: "_Pile", day: date, number: numbers.Number) -> None:
        rng = self._rng
        # Some customers buy often: the square draws the first ones more than the last.
        party = self._parties[int(len(self._parties) * rng.random() ** 2)]
        cycle = rng.choice(self._cycles)
        owner: Values = {
            "contact": party.id,
            "company": party.company,
            "salesperson": party.salesperson if rng.random() < 0.8 else rng.choice(self._people),
        }
        made = pile.add(
            OPPORTUNITY,
            owner,
            number=number.number,
            number_series=number.series,
            description=party.land.name_of_deal(rng),
            sales_cycle=cycle.id,
            created_on=day,
            priority=rng.choice((0, 1, 1, 1, 2)),
        )
        of_it = owner | {"opportunity": made["id"]}
        story = self._story(cycle, day)
        line: Values = {"id": None}
        for entry, after in zip(story, [*story, None][1:], strict=True):
            made |= opportunities.standing_values(entry, made["stage"], made["stage_since"])
            line = pile.add(ENTRY, of_it | opportunities.entry_values(entry), sales_cycle=cycle.id)
            line["active"] = after is None
            line["days_open"] = (after.changed_on - entry.changed_on).days if after else 0
        stage = cycle.stage(made["stage"])
        if (stage and stage.quote_required) or (made["status"] == Status.WON and rng.random() < 0.2):
            made["quote"] = self._quote(pile, made, owner)
        if made["status"] == Status.IN_PROGRESS or (story and rng.random() < 0.1):
            self._task(pile, made, of_it | {"entry": line["id"]})
        if rng.random() < 0.05:
            self._note(pile, made)

    def _story(self, cycle: Cycle, day: date) -> list[Entry]:
        """The ledger of one opportunity: nothing yet, or up to four entries, the last on the day it was closed."""
        rng = self._rng
        if rng.random() < 0.03:
            return []
        sleeps = rng.random() < 0.06
        closes = day + timedelta(days=int(rng.gammavariate(2, 100)) + 2)
        is_open = sleeps or closes >= self._today
        last = min(self._today, day + timedelta(days=300)) if is_open else closes
        count = rng.choices((2, 3, 4) if is_open else (1, 2, 3), (35, 45, 20))[0]
        if is_open and (last - day).days < 10:
            count = 1
        value = round(math.exp(rng.gauss(9.6, 1.1)) / 50 + 1) * 5_000
        story: list[Entry] = []
        for on in self._days(day, last, count):
            before = story[-1] if story else None
            action, stage = self._step(cycle.stages, before)
            ahead = on + timedelta(days=rng.randint(5, 150)) if is_open else max(closes, on)
            story.append(_entry(cycle, stage, action, before, value, on, ahead))
            if rng.random() < 0.3:
                value = max(5_000, value * rng.randint(70, 140) // 100)
        if not is_open:
            story.append(self._closing(story[-1], closes))
        return story

    def _days(self, first: date, last: date, count: int) -> list[date]:
        span = (last - first).days
        later = (first + timedelta(days=self._rng.randint(0, span)) for _each in range(count - 1))
        return [first, *sorted(later)]

    def _step(self, stages: tuple[Stage, ...], before: Entry | None) -> tuple[Action, Stage]:
        if before is None:
            return Action.FIRST, stages[0]
        at = next(place for place, stage in enumerate(stages) if stage.number == before.stage)
        chance = self._rng.random()
        if chance < 0.15 or at == len(stages) - 1:
            return Action.UPDATED, stages[at]
        if chance < 0.22 and at > 0:
            return Action.PREVIOUS, stages[at - 1]
        if chance < 0.40 and at + 2 < len(stages):
            return Action.JUMPED, stages[at + 2]
        return Action.NEXT, stages[at + 1]

    def _closing(self, before: Entry, on: date) -> Entry:
        rng = self._rng
        outcome = Outcome.WON if rng.random() < 0.2 + before.completed / 200 else Outcome.LOST
        sold = before.value * rng.randint(80, 105) // 100
        wish = Closing(outcome, rng.choice(self._codes[outcome]), outcome, on, sold)
        return closing.close(Standing("", Status.IN_PROGRESS, before), wish)

    # -- what hangs on an opportunity ---------------------------------------------------------------------

    def _quote(self, pile: "_Pile", made: Values, owner: Values) -> int:
        quote = pile.add(
            DOCUMENT,
            owner,
            kind=int(DocumentKind.QUOTE),
            description=made["description"],
            document_date=made["changed_on"],
            net_amount=made["estimated_value"],
        )
        return int(quote["id"])

    def _task(self, pile: "_Pile", made: Values, of_it: Values) -> None:
        """Of an open one still to be done, some of it overdue; of a closed one done."""
        rng = self._rng
        if made["status"] == Status.IN_PROGRESS:
            told: Values = {"on": self._today + timedelta(days=rng.randint(-20, 40))}
        else:
            on = made["changed_on"]
            told = {"on": on, "closed": True, "closed_on": on, "status": int(TaskStatus.COMPLETED)}
        pile.add(TASK, of_it | told, type=rng.choice((0, 0, 2)), description=rng.choice(TASKS))

    def _note(self, pile: "_Pile", made: Values) -> None:
        on = made["changed_on"] or made["created_on"]
        pile.add(
            COMMENT,
            {},
            subject=TABLE_NUMBERS["opportunity"],
            row=made["id"],
            on=on,
            text=self._rng.choice(NOTES),
            author=made["salesperson"],
            written_at=datetime.combine(on, clock(15, 30), UTC),
        )


class _Pile:
    """Complete rows of one operation, table by table; what is referred to stands before who refers to it."""

    def __init__(self, keys: Iterator[int]) -> None:
        self._keys = keys
        self.rows: dict[Table, list[Values]] = {
            each: [] for each in (DOCUMENT, OPPORTUNITY, ENTRY, TASK, COMMENT)
        }

    def add(self, table: Table, values: Values, **more: Any) -> Values:
        row = {**BLANK[table.name], **values, **more, "id": next(self._keys)}
        self.rows[table].append(row)
        return row

    def give_numbers(self, work: Work, table: Table, purpose: str) -> None:
        rows = self.rows[table]
        for row, number in zip(rows, drawn(work, purpose, len(rows)), strict=True):
            row["number"], row["number_series"] = number.number, number.series


def _entry(
    cycle: Cycle, stage: Stage, action: Action, before: Entry | None, value: int, on: date, closing_on: date
) -> Entry:
    likely = probability(cycle.method, stage.chances, stage.completed)
    return Entry(
        action=action,
        stage=stage.number,
        stage_description=stage.description,
        previous_stage=before.stage if before else 0,
        value=value,
        chances=stage.chances,
        completed=stage.completed,
        probability=likely,
        current_value=value * likely,
        changed_on=on,
        closing_on=closing_on,
    )


def drawn(work: Work, purpose: str, count: int) -> list[numbers.Number]:
    """The next numbers of a series that nobody else draws from; where it stands is written back as usual."""
    key, series = numbers.series_named(work.connection, purpose)
    if series is None or not count:
        return []
    (line,) = series.lines
    first = numbering.following(line.last_no) if line.last_no else line.starting_no
    parts = numbering.split(first)
    assert parts is not None
    texts = [f"{parts.head}{int(parts.digits) + each:0{len(parts.digits)}}" for each in range(count)]
    work.change(TABLES["number_series_line"], line.id, {"last_no": texts[-1]})
    return [numbers.Number(text, key) for text in texts]


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
