"""What happened with somebody or something, in one line of time: interactions, notes, tasks, moves, quotes."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from typing import Any

from oppdesk.domain import interactions as rules
from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import Event
from oppdesk.domain.words import ACTION, DOCUMENT_KIND, Action, Evaluation, Flow
from oppdesk.i18n import _
from oppdesk.storage import timeline
from oppdesk.storage.unit_of_work import Store

KINDS = timeline.KINDS
DRAFTS = timeline.DRAFTS


class Timeline:
    def __init__(self, store: Store) -> None:
        self._store = store

    def of(
        self,
        field: str,
        row: int,
        *,
        kinds: Collection[str] = frozenset(),
        text: str = "",
        before: tuple[date, int] | None = None,
        limit: int = 50,
    ) -> list[Event]:
        """A page of events, newest first; `field` is contact, opportunity or salesperson.

        `before` is the place of the last event of the page before. No kinds are all kinds; DRAFTS among them brings
        what is postponed, too. A company's events are those of its people, too.
        """
        wanted = set(kinds) - {DRAFTS} or set(KINDS)
        with self._store.read() as connection:
            found = timeline.keys(connection, field, row, {*kinds, *wanted}, text, before, limit)
            told = {
                kind: timeline.said(connection, kind, [key for each, key, _day in found if each == kind])
                for kind in {each for each, _key, _day in found}
            }
        return [_event(kind, key, day, told[kind][key]) for kind, key, day in found]


def _event(kind: str, key: int, day: date | None, row: Mapping[str, Any]) -> Event:
    said: dict[str, Any] = {
        "kind": kind,
        "id": key,
        "on": day,
        "at": None,
        "who": row["who"] or "",
        "contact": _ref(row, "contact"),
        "opportunity": _ref(row, "opportunity"),
    }
    return Event(**said | _OWN[kind](row))


def _ref(row: Mapping[str, Any], name: str) -> Ref | None:
    return None if row[name] is None else Ref(row[name], row[f"{name}_name"] or "")


def _of_interaction(row: Mapping[str, Any]) -> dict[str, Any]:
    named = row["template_name"] or row["description"]
    flow = Flow(row["information_flow"])
    return {
        "at": row["at"],
        "title": rules.title(named, flow, row["who"] or "", row["contact_name"] or ""),
        "text": "\n".join(part for part in (row["description"], row["note"]) if part),
        "file_name": row["file_name"],
        "evaluation": Evaluation(row["evaluation"]),
        "canceled": row["canceled"],
        "failed": row["attempt_failed"],
        "postponed": row["postponed"],
        "sort": row["interaction_group"],
    }


def _of_note(row: Mapping[str, Any]) -> dict[str, Any]:
    written = row["written_at"].astimezone()
    same_day = row["on"] in (None, written.date())
    at = time(written.hour, written.minute) if same_day else None
    return {"at": at, "title": _("Note"), "text": row["text"]}


def _of_task(row: Mapping[str, Any]) -> dict[str, Any]:
    title = _("Task cancelled") if row["canceled"] else _("Task done")
    return {"title": title, "text": row["description"], "canceled": row["canceled"], "sort": row["type"]}


def _of_entry(row: Mapping[str, Any]) -> dict[str, Any]:
    action = _(ACTION[row["action"]])
    if row["action"] not in (Action.WON, Action.LOST) and row["stage_description"]:
        action = _("{action}: {what}").format(action=action, what=row["stage_description"])
    return {"title": action, "text": row["opportunity_name"] or "", "sort": row["action"]}


def _of_quote(row: Mapping[str, Any]) -> dict[str, Any]:
    title = _("{document} {number}").format(document=_(DOCUMENT_KIND[row["kind"]]), number=row["number"])
    return {"title": title, "text": row["description"]}


_OWN: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "interaction": _of_interaction,
    "note": _of_note,
    "task": _of_task,
    "entry": _of_entry,
    "quote": _of_quote,
}
