"""What the start page says: figures, tasks and reasons as sentences, and charts as marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import STATUS, Status
from oppdesk.i18n import N_, LocaleFormat, _, ngettext, rounded
from oppdesk.services.charts import Funnel, FunnelStep, Shares, Slice, Span
from oppdesk.services.today_values import (
    ASLEEP,
    MOST_ASLEEP,
    Count,
    Cues,
    DueTask,
    Figures,
    Need,
    Recent,
    Said,
    Scope,
    TaskDays,
)
from oppdesk.ui.charts.marks import ChartData, Mark
from oppdesk.ui.opportunity_words import how_far, in_currency
from oppdesk.ui.paint import Tone
from oppdesk.ui.widgets.figures_row import Figure

SECTIONS = {
    "opportunity": "opportunities",
    "contact": "contacts",
    "opportunity_entry": "entries",
    "interaction": "interactions",
    "task": "tasks",
}
DUPLICATES = "duplicates"  # what the count of pairs opens: their window
SCOPES = {Scope.MINE: N_("Mine"), Scope.TEAM: N_("Team"), Scope.ALL: N_("All")}
HEAPS = {
    TaskDays.OVERDUE: N_("Overdue"),
    TaskDays.TODAY: N_("Today"),
    TaskDays.TOMORROW: N_("Tomorrow"),
    TaskDays.WEEK: N_("Tasks this week"),
    TaskDays.CALLS: N_("Calls to make"),
    TaskDays.MEETINGS: N_("Meetings today"),
}
SPANS = {
    Span.DAY: N_("Day"),
    Span.WEEK: N_("Week"),
    Span.MONTH: N_("Month"),
    Span.QUARTER: N_("Quarter"),
    Span.YEAR: N_("Year"),
}
MOST_SLICES = 6  # in the ring; the rest is one slice, and each of it stands in the table


@dataclass(frozen=True, slots=True)
class ListLink:
    """A section and the filters of what it shall show."""

    section: str
    filters: tuple[Filter, ...]

    @classmethod
    def of(cls, count: Count) -> "ListLink":
        return cls(SECTIONS[count.list], count.filters)


@dataclass(frozen=True, slots=True)
class Cue:
    """A count that is looked at now and then; `opens` is a ListLink or a heap of tasks."""

    words: str
    count: str
    opens: object


# -- the head -------------------------------------------------------------------------------------------------


def greeting(name: str, now: datetime) -> str:
    """By the time of day; by the first name where somebody is known."""
    first = name.strip().partition(" ")[0]
    if 5 <= now.hour < 12:
        return _("Good morning, {name}").format(name=first) if first else _("Good morning")
    if 12 <= now.hour < 18:
        return _("Good afternoon, {name}").format(name=first) if first else _("Good afternoon")
    return _("Good evening, {name}").format(name=first) if first else _("Good evening")


def day_line(day: date, form: LocaleFormat) -> str:
    week = _("week {number}").format(number=day.isocalendar().week)
    return f"{form.long_day(day)} · {week}"


def opportunities(count: int, form: LocaleFormat) -> str:
    return ngettext("{count} opportunity", "{count} opportunities", count).format(count=form.whole(count))


def figures(found: Figures, form: LocaleFormat, money: str) -> list[Figure]:
    """The four great ones; the fourth asks for an act only when there is something to do."""

    def amount(minor: int) -> str:
        return f"{form.amount(minor)} {money}".strip()

    closing = opportunities(found.closing.count, form)
    won = ngettext("{count} won so far", "{count} won so far", found.won.count)
    current = f"{form.value(found.open.current, 0)} {money}".strip()
    is_late = found.overdue.count > 0
    share = found.share
    return [
        Figure(
            _("Open value"),
            amount(found.open.value),
            opportunities(found.open.count, form),
            opens=ListLink.of(found.open),
        ),
        Figure(
            _("Current value"),
            current,
            _("{share} of the open value").format(share=form.percent(share)) if share is not None else "",
            opens=ListLink.of(found.open),
        ),
        Figure(
            _("Closing this month"),
            amount(found.closing.value),
            f"{closing} · {won.format(count=form.whole(found.won.count))}",
            opens=ListLink.of(found.closing),
        ),
        Figure(
            _("Overdue"),
            amount(found.overdue.value),
            opportunities(found.overdue.count, form),
            icon="clock-alert" if is_late else "",
            tone="overdue" if is_late else "neutral",
            opens=ListLink.of(found.overdue),
        ),
    ]


def cues(found: Figures, counts: dict[TaskDays, int], more: Cues | None, form: LocaleFormat) -> list[Cue]:
    """The further counts of 8.21 and 15.1, those of one's day first; `more` comes a little later."""
    shown = form.whole
    late = counts.get(TaskDays.OVERDUE, 0)
    made = [Cue(_("Overdue tasks"), shown(late), TaskDays.OVERDUE)] if late else []
    made.append(Cue(_(HEAPS[TaskDays.CALLS]), shown(more.calls) if more else "…", TaskDays.CALLS))
    if more is None or more.meetings:
        made.append(
            Cue(_(HEAPS[TaskDays.MEETINGS]), shown(more.meetings) if more else "…", TaskDays.MEETINGS)
        )
    made.append(Cue(_(HEAPS[TaskDays.WEEK]), shown(counts.get(TaskDays.WEEK, 0)), TaskDays.WEEK))
    if more is not None and more.drafts.count:
        made.append(Cue(_("Drafts"), shown(more.drafts.count), ListLink.of(more.drafts)))
    if more is not None:
        words = _("Silent for {count} days").format(count=ASLEEP)
        number = shown(more.asleep.count) + ("+" if more.asleep.count >= MOST_ASLEEP else "")
        made.append(Cue(words, number, ListLink.of(more.asleep)))
    made += [
        Cue(_("Due in 7 days"), shown(found.due_soon.count), ListLink.of(found.due_soon)),
        Cue(_("Won this month"), shown(found.won.count), ListLink.of(found.won)),
        Cue(_("Closed"), shown(found.closed.count), ListLink.of(found.closed)),
    ]
    if more is not None:
        made.append(Cue(_("Companies"), shown(more.companies.count), ListLink.of(more.companies)))
        made.append(Cue(_("People"), shown(more.persons.count), ListLink.of(more.persons)))
        if more.duplicates:
            made.append(Cue(_("Duplicates"), shown(more.duplicates), DUPLICATES))
    return made


# -- lines ----------------------------------------------------------------------------------------------------


def task_note(task: DueTask) -> str:
    """Whom it is about, else what."""
    who = [each for each in (task.person, task.company) if each]
    return " · ".join(who) or (task.opportunity.text if task.opportunity else "")


@dataclass(frozen=True, slots=True)
class TaskWhen:
    """What stands at the right of a task, in one line or two."""

    words: str
    below: str = ""
    is_late: bool = False


def task_when(task: DueTask, today: date, form: LocaleFormat, *, is_dated: bool = False) -> TaskWhen:
    """The day of an overdue task and how late it is; of others the time, the day over it where no heap says it."""
    if task.on is None:
        return TaskWhen("")
    if task.on < today:
        return TaskWhen(form.short_day(task.on, today), how_far(task.on, today), is_late=True)
    any_time = _("all day") if task.all_day else _("any time")
    clock = form.clock(task.at) if task.at is not None else any_time
    if task.on == today or not is_dated:
        return TaskWhen(clock)
    return TaskWhen(form.short_day(task.on, today), clock)


def reasons(
    need: Need, today: date, form: LocaleFormat, *, is_short: bool = False
) -> list[tuple[str, str, Tone]]:
    """Why an opportunity needs a next step: icon, words and tone of each; in fewer words where room lacks."""
    found: list[tuple[str, str, Tone]] = []
    if need.has_no_task:
        found.append(("circle-dashed", _("no open task"), "stale"))
    if need.days_in_stage is not None:
        words = ngettext("{count} day in {stage}", "{count} days in {stage}", need.days_in_stage)
        if is_short:
            words = ngettext("{count} day", "{count} days", need.days_in_stage)
        found.append(
            ("hourglass", words.format(count=form.whole(need.days_in_stage), stage=need.stage), "stale")
        )
    if need.closing_on is not None:
        words = _("due {day}") if is_short else _("closing date {day}")
        words = words.format(day=form.short_day(need.closing_on, today))
        found.append(("clock-alert", words, "overdue"))
    return found


def around(recent: Recent) -> tuple[str, str, str]:
    """What was done as words before the record's name, the name, and words after it."""
    for name in (f"“{recent.name}”", recent.name):
        before, found, after = recent.title.partition(name)
        if found:
            return before.strip(), recent.name, after.strip()
    return "", recent.name, recent.title


def moment(at: datetime, now: datetime, form: LocaleFormat) -> str:
    """The time of today's, the weekday of the last days', else the day."""
    local = at.astimezone()
    away = (now.date() - local.date()).days
    if away == 0:
        return f"{local:%H:%M}"
    if 0 < away < 7:
        return form.weekdays[local.weekday()]
    return form.short_day(local.date(), now.date())


def said_when(said: Said, today: date, form: LocaleFormat) -> str:
    """The time of today's, the weekday of the last days', else the day."""
    if said.on is None:
        return ""
    away = (today - said.on).days
    if away == 0:
        return form.clock(said.at) or _("today")
    return form.weekdays[said.on.weekday()] if 0 < away < 7 else form.short_day(said.on, today)


# -- charts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """How the pipeline is looked at: who ever reached a stage or who stands there now, by number or by value."""

    is_now: bool = False
    by_value: bool = False


def pipeline(funnel: Funnel, look: Look, form: LocaleFormat, money: str) -> ChartData:
    """The stages of a cycle as bars (8.19)."""
    sizes = [_size(step, look) for step in funnel.steps]
    greatest = max(sizes, default=0) or 1
    marks = []
    for at, step in enumerate(funnel.steps):
        number = step.now if look.is_now else step.reached
        before = funnel.steps[at - 1].reached if at else 0
        share = form.percent(rounded(100 * number, before)) if before and not look.is_now else ""
        marks.append(
            Mark(
                step.name or _("stage {number}").format(number=step.stage),
                sizes[at] / greatest,
                form.whole(number),
                form.amount(step.value),
                share,
                _stage_tip(step, before, look, form, money),
                _behind(funnel, step, look) if number else None,
            )
        )
    heads = (
        _("Stage"),
        "" if look.is_now else _("share of the stage before"),
        _("here now") if look.is_now else _("reached"),
        in_currency(_("open"), money),
    )
    name = funnel.description or funnel.code
    return ChartData(_("Pipeline: {cycle}").format(cycle=name), tuple(marks), heads, name)


def _size(step: FunnelStep, look: Look) -> int:
    if look.by_value:
        return step.value
    return step.now if look.is_now else step.reached


def _stage_tip(step: FunnelStep, before: int, look: Look, form: LocaleFormat, money: str) -> str:
    name = step.name or _("stage {number}").format(number=step.stage)
    if look.is_now:
        words = ngettext(
            "{stage}: {count} opportunity is here now, {value}. Click for the list",
            "{stage}: {count} opportunities are here now, {value}. Click for the list",
            step.now,
        )
        value = f"{form.amount(step.value)} {money}".strip()
        return words.format(stage=name, count=form.whole(step.now), value=value)
    if not before:
        words = ngettext(
            "{stage}: {count} reached it. Click for the list",
            "{stage}: {count} reached it. Click for the list",
            step.reached,
        )
        return words.format(stage=name, count=form.whole(step.reached))
    words = ngettext(
        "{stage}: {count} of {before} reached it. Click for the list",
        "{stage}: {count} of {before} reached it. Click for the list",
        step.reached,
    )
    return words.format(stage=name, count=form.whole(step.reached), before=form.whole(before))


def _behind(funnel: Funnel, step: FunnelStep, look: Look) -> ListLink:
    """The opportunities that stand there, or the entries of the stage (8.19)."""
    at = (Filter("sales_cycle", Op.IS, funnel.cycle), Filter("stage", Op.IS, step.stage))
    if look.is_now:
        return ListLink("opportunities", (*at, Filter("status", Op.IS, int(Status.IN_PROGRESS))))
    return ListLink("entries", at)


def shares(found: Shares, form: LocaleFormat, most: int = MOST_SLICES) -> ChartData:
    """Opportunities per salesperson as a ring (8.18); beyond `most` slices the rest is one."""
    total = sum(each.count for each in found.slices)
    shown = found.slices if len(found.slices) <= most else found.slices[: most - 1]
    marks = [_slice(each, total, form) for each in shown]
    rest = sum(each.count for each in found.slices[len(shown) :])
    if rest:
        count = len(found.slices) - len(shown)
        name = ngettext("{count} more", "{count} more", count).format(count=form.whole(count))
        tip = _("{name}: {count}. Click for all of them").format(name=name, count=form.whole(rest))
        part = form.percent(rounded(100 * rest, total))
        marks.append(Mark(name, rest / total, form.whole(rest), part, "", tip, REST))
    heads = (_("Salesperson"), "", _("Opportunities"), _("Share"))
    status = _(STATUS[found.status])
    title = _("Opportunities per salesperson")
    return ChartData(title, tuple(marks), heads, shares_line(found, form), (form.whole(total), status))


REST = "rest"  # what the slice of all others opens: the table


def _slice(part: Slice, total: int, form: LocaleFormat) -> Mark:
    name = part.name or _("none")
    share = form.percent(rounded(100 * part.count, total))
    words = ngettext(
        "{name}: {count} opportunity, {share}. Click for the list",
        "{name}: {count} opportunities, {share}. Click for the list",
        part.count,
    )
    tip = words.format(name=name, count=form.whole(part.count), share=share)
    link = ListLink("opportunities", part.filters)
    return Mark(name, part.count / total, form.whole(part.count), share, "", tip, link)


def shares_line(found: Shares, form: LocaleFormat) -> str:
    """Status, kind of period, and its days; from the beginning of time for those that are open."""
    last = form.day(found.last)
    if found.first is None:
        days = f".. {last}"
    elif found.first == found.last:
        days = last
    else:
        days = f"{form.short_day(found.first, found.last)} – {last}"
    return " · ".join((_(STATUS[found.status]), _(SPANS[found.span]), days))


def status_words(counts: dict[TaskDays, int], form: LocaleFormat) -> str:
    """What the status line says of the day."""
    today, late = counts.get(TaskDays.TODAY, 0), counts.get(TaskDays.OVERDUE, 0)
    words: Sequence[str] = [
        ngettext("{count} task today", "{count} tasks today", today).format(count=form.whole(today))
    ]
    if late:
        words = [*words, ngettext("{count} overdue", "{count} overdue", late).format(count=form.whole(late))]
    return " · ".join(words)
