"""What a calendar says: the period over it, the names of days and hours, tooltips, and what the keyboard has met."""

from datetime import date, timedelta
from enum import StrEnum

from oppdesk.domain.words import TASK_TYPE
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.ui import task_words
from oppdesk.ui.calendar.items import Item, clock_of
from oppdesk.ui.metrics import Face
from oppdesk.ui.theme import Token


class Stretch(StrEnum):
    """How much of the calendar is seen at once."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def title(stretch: Stretch, day: date, first: date, count: int, form: LocaleFormat) -> str:
    """The period that is shown."""
    if stretch is Stretch.DAY:
        return form.long_day(day)
    if stretch is Stretch.MONTH:
        return form.month(day)
    last = first + timedelta(count - 1)
    week = _("week {number}").format(number=last.isocalendar().week)
    return f"{form.short_day(first, last)} – {form.day(last)} · {week}"


def day_head(day: date, form: LocaleFormat) -> str:
    return form.weekdays[day.weekday()]


def time_span(item: Item, form: LocaleFormat) -> str:
    """From when to when, as long as its day is known: "10:30 – 11:00"."""
    if item.start is None:
        return _("all day") if item.all_day else ""
    begin = form.clock(clock_of(item.start))
    if item.end is None or item.last != item.on:
        return begin
    return _("{begin} – {end}").format(begin=begin, end=form.clock(clock_of(item.end % 1440)))


def when(item: Item, form: LocaleFormat) -> str:
    end = clock_of(item.end % 1440) if item.end is not None else None
    last = item.last + timedelta(1) if item.end == 1440 else item.last
    return task_words.span(item.on, clock_of(item.start), last, end, form, all_day=item.all_day)


def tip(item: Item, form: LocaleFormat) -> str:
    """All of it, line by line."""
    lines = (item.title, when(item, form), item.whom, item.location, standing(item))
    return "\n".join(line for line in lines if line)


def standing(item: Item) -> str:
    if item.canceled:
        return _("cancelled")
    if item.closed:
        return _("done")
    return _("overdue") if item.late else ""


def spoken(item: Item, form: LocaleFormat) -> str:
    """For who hears it."""
    parts = (_(TASK_TYPE[item.type]), item.title, when(item, form), item.whom, item.location, standing(item))
    return ", ".join(part for part in parts if part)


def spoken_slot(day: date, minute: int | None, count: int, form: LocaleFormat) -> str:
    """An empty place, or a day with so many tasks."""
    if minute is not None:
        clock = form.clock(clock_of(minute))
        return _("{day}, {time}, nothing planned").format(day=form.long_day(day), time=clock)
    if not count:
        return _("{day}, nothing planned").format(day=form.long_day(day))
    words = ngettext("{day}, {count} task", "{day}, {count} tasks", count)
    return words.format(day=form.long_day(day), count=form.whole(count))


def more(count: int, form: LocaleFormat, face: Face, room: int) -> str:
    """So many that are not seen; where there is no room for words the number alone."""
    words = _("+{count} more").format(count=form.whole(count))
    return words if face.width(words) <= room else f"+{form.whole(count)}"


def mark(item: Item) -> tuple[str, Token]:
    """The icon before its words, and the colour of that: late, done and cancelled are never told by colour alone."""
    if item.canceled:
        return "ban", "text3"
    if item.closed:
        return "circle-check", "text2"
    if item.late:
        return "clock-alert", "overdue"
    return task_words.TASK_ICONS[item.type], "text2"
