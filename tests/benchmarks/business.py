"""Years of business of one company, month by month: its contacts, their opportunities, and what hangs on these."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from random import Random

from sqlalchemy import select

from oppdesk.domain.setup import by_key
from oppdesk.domain.words import ContactType, DocumentKind, Outcome, Status
from oppdesk.storage import numbers, opportunities, seed
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal import Values
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import COMMENT, TASK
from oppdesk.storage.unit_of_work import Store, Work
from tests.benchmarks.diaries import Diaries
from tests.benchmarks.pile import BLANK, Pile, drawn
from tests.benchmarks.stories import Stories
from tests.benchmarks.words import LANDS, NOTES, SALESPEOPLE, TASKS, Land

SOME = 10_000  # contacts an operation
ENTRIES = 2.8  # of an opportunity, on an average
SEATS = 4  # rows of a task with those at its table, at most
CACHE = "PRAGMA cache_size=-262144"  # as a long job of the program may have it


@dataclass(frozen=True, slots=True)
class Size:
    name: str
    companies: int
    persons: int
    opportunities: int
    months: int = 96  # of business


@dataclass(frozen=True, slots=True)
class Party:
    """A contact as far as opportunities need it."""

    id: int
    company: int
    salesperson: int
    land: Land


class Book:
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
            self._templates = list(connection.execute(select(TABLES["interaction_template"])).mappings())
            codes = connection.execute(
                select(TABLES["close_code"].c.id, TABLES["close_code"].c.outcome)
            ).all()
        reasons = {each: [key for key, outcome in codes if outcome == each] for each in Outcome}
        self._stories = Stories(rng, today, reasons)
        self._keys = by_code

    def fill(self) -> None:
        with self._store.write("setup", "Salespeople") as work:
            for code, name in SALESPEOPLE:
                cells = {"code": code, "name": name, "e_mail": f"{code.lower()}@oppdesk.example"}
                self._people.append(seed.put(work, by_key["salesperson"], cells))
        monthly = self._size.opportunities / self._size.months * ENTRIES
        self._diaries = Diaries(self._rng, self._today, self._people, monthly)
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
        with self._store.write("import", "Next steps") as work:
            pile = Pile(iter(work.keys(SEATS * self._diaries.size)))
            self._diaries.plan(pile)
            _write(work, pile)
        self._say(f"{self._diaries.size} next steps")

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
            pile = Pile(iter(work.keys(40 * count)))
            for day, number in zip(days, drawn(work, "opportunity_nos", count), strict=True):
                self._opportunity(pile, day, number)
            _write(work, pile)

    def _opportunity(self, pile: Pile, day: date, number: numbers.Number) -> None:
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
        story = self._stories.told(cycle, day)
        line: Values = {"id": None}
        for entry, after in zip(story, [*story, None][1:], strict=True):
            made |= opportunities.standing_values(entry, made["stage"], made["stage_since"])
            line = pile.add(ENTRY, of_it | opportunities.entry_values(entry), sales_cycle=cycle.id)
            line["active"] = after is None
            line["days_open"] = (after.changed_on - entry.changed_on).days if after else 0
            until = after.changed_on if after else made["closed_on"] or self._today
            self._diaries.done(pile, of_it | {"entry": line["id"]}, entry.changed_on, until)
        stage = cycle.stage(made["stage"])
        if (stage and stage.quote_required) or (made["status"] == Status.WON and rng.random() < 0.2):
            made["quote"] = self._quote(pile, made, owner)
        if made["status"] == Status.IN_PROGRESS:
            self._diaries.may_go_on(of_it | {"entry": line["id"]})
        if rng.random() < 0.05:
            self._note(pile, made)
        for _each in range(rng.choices((0, 1, 2, 4), (82, 10, 5, 3))[0]):
            self._talk(pile, made, of_it)

    # -- what hangs on an opportunity ---------------------------------------------------------------------

    def _quote(self, pile: Pile, made: Values, owner: Values) -> int:
        quote = pile.add(
            DOCUMENT,
            owner,
            kind=int(DocumentKind.QUOTE),
            description=made["description"],
            document_date=made["changed_on"],
            net_amount=made["estimated_value"],
        )
        return int(quote["id"])

    def _talk(self, pile: Pile, made: Values, of_it: Values) -> None:
        """A call, a visit or a letter on some day of the opportunity's life."""
        rng = self._rng
        template = rng.choice(self._templates)
        last = made["closed_on"] or self._today
        on = made["created_on"] + timedelta(days=rng.randint(0, max(0, (last - made["created_on"]).days)))
        copied = ("interaction_group", "information_flow", "initiated_by", "correspondence_type")
        pile.add(
            INTERACTION,
            of_it,
            **{name: template[name] for name in copied},
            interaction_template=template["id"],
            on=on,
            at=clock(rng.randint(8, 17), rng.randint(0, 59)),
            description=rng.choice(TASKS),
            subject=template["description"],
            cost=template["unit_cost"],
            duration=template["unit_duration"],
            evaluation=rng.choices((0, 1, 2, 3, 4), (60, 5, 20, 10, 5))[0],
            attempt_failed=rng.random() < 0.1,
            canceled=rng.random() < 0.02,
            logged_on=on,
        )

    def _note(self, pile: Pile, made: Values) -> None:
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


def _write(work: Work, pile: Pile) -> None:
    pile.give_numbers(work, TASK, "task_nos")
    pile.give_numbers(work, DOCUMENT, "quote_nos")
    for table, rows in pile.rows.items():
        work.put_many(table, rows)
