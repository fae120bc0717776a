"""Reads a quick line word by word: when, how long, of which type, with whom; the rest is what is to be done.

Whatever is not understood stays in the description: no word is ever lost, and no line is refused.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

from oppdesk.domain import quick_words as said
from oppdesk.domain.quick_task import (
    Candidate,
    Find,
    Part,
    QuickTask,
    Stretch,
    Token,
    joined,
    nobody,
    shortened,
    suits,
)
from oppdesk.domain.task_times import minutes_of
from oppdesk.domain.words import TaskType
from oppdesk.i18n import LocaleFormat
from oppdesk.i18n.clock import DAY, found_clock, found_duration
from oppdesk.i18n.day_words import folded
from oppdesk.i18n.days import found_day

LONGEST = 2_000  # letters of a line
_MOST = 60  # words that are looked at; what follows is description
_LONG = 48  # letters in which no day and no time is said any more
_WORDS_OF_DAY, _WORDS_OF_CLOCK, _WORDS_OF_LENGTH, _WORDS_OF_NAME, _WORDS_OF_LEAD = 8, 7, 6, 6, 4
_QUESTIONS = 24  # spans of words that are looked for in the book of contacts
_LEADS = said.TO_DAY | said.TO_CLOCK | said.TO_LENGTH


def read(
    text: str,
    form: LocaleFormat,
    now: datetime,
    find: Find = nobody,
    refused: frozenset[Part] = frozenset(),
    wanted: TaskType | None = None,
) -> QuickTask:
    """The task that a line means, from `now` by the wall clock; days in figures by `form`.

    What `refused` names is not looked for: its words belong to the description. `wanted` is the type if it is known.
    A task without type takes no time of the day.
    """
    line = _Line(text, form, now, refused)
    line.find_day()
    line.find_range()
    line.find_clock()
    line.find_length()
    kind = line.find_type()
    if wanted is not None:
        kind = wanted
    elif kind is None and line.start_time is not None:
        kind = TaskType.MEETING  # a time of the day is somebody's
    kind = kind or TaskType.NONE
    if kind is TaskType.NONE:
        is_days = line.duration is not None and line.duration % DAY == 0 and line.start_time is None
        line.give_back(*((Part.CLOCK,) if is_days else (Part.CLOCK, Part.LENGTH)))
    line.find_contact(find)
    return line.result(kind)


@dataclass(slots=True)
class _Line:
    """The line while it is read: which words are spoken for, and what they said."""

    text: str
    form: LocaleFormat
    now: datetime
    refused: frozenset[Part]
    tokens: list[Token] = field(init=False)
    on: date | None = None
    start_time: time | None = None
    duration: int | None = None
    candidates: tuple[Candidate, ...] = ()
    _pieces: int = 0
    _told: int = -1  # where a word ends that says of which type it is and what is to be done
    _days: dict[str, date | None] = field(default_factory=dict)  # what was asked before

    def __post_init__(self) -> None:
        found = islice(said.TOKEN.finditer(self.text), _MOST)
        self.tokens = [Token(each[0], each.start(), each.end()) for each in found]

    @property
    def rest(self) -> str:
        """What is not looked at."""
        return self.text[self.tokens[-1].end :].strip() if self.tokens else ""

    # -- spans of words ---------------------------------------------------------------------------------------

    def words(self, first: int, after: int) -> str:
        """What stands there, without what clings to it."""
        return self.text[self.tokens[first].start : self.tokens[after - 1].end].strip(said.LOOSE)

    def is_free(self, first: int, after: int) -> bool:
        return all(token.part is None for token in self.tokens[first:after])

    def take(self, part: Part, first: int, after: int) -> None:
        self._pieces += 1
        for token in self.tokens[first:after]:
            token.part, token.piece = part, self._pieces

    def give_back(self, *parts: Part) -> None:
        """Words that say what cannot be had are description again."""
        for token in self.tokens:
            if token.part in parts:
                token.part = None
        if Part.CLOCK in parts:
            self.start_time = None
        if Part.LENGTH in parts:
            self.duration = None

    def spans(self, most: int) -> list[tuple[int, int]]:
        """Free spans, the longest first; those before the subject is named come before those after it.

        Of the words of the subject only the last can say when: in "about Friday's delivery" nothing is for Friday.
        """
        count, bound, last = len(self.tokens), self.subject()[0], self._last()
        found = [
            (first, first + long)
            for long in range(min(most, count), 0, -1)
            for first in range(count - long + 1)
            if self.is_free(first, first + long)
            and self.tokens[first + long - 1].end - self.tokens[first].start <= _LONG
        ]
        before = [span for span in found if span[0] < bound]
        return before + [span for span in found if span[0] >= bound and span[1] in last]

    def _last(self) -> set[int]:
        """Places from which on all that follows says when and how long, found from the end."""
        count = len(self.tokens)
        found = set() if self.rest else {count}
        for at in range(count - 1, -1, -1):
            ends = [after for after in range(at + 1, min(count, at + _WORDS_OF_DAY) + 1) if after in found]
            if not ends:
                break  # nothing before it can do better
            is_lead = folded(self.words(at, at + 1)) in _LEADS
            is_silent = self.tokens[at].part is not None or is_lead
            if (is_silent and at + 1 in found) or any(self._says_when(at, after) for after in ends):
                found.add(at)
        return found

    def _says_when(self, first: int, after: int) -> bool:
        words = " ".join(self.words(first, after).casefold().split())
        return (
            found_clock(words) is not None
            or found_duration(words) is not None
            or self._day(first, after) is not None
        )

    def subject(self) -> tuple[int, int]:
        """Where the words that lead on to the subject stand; behind the last word where there are none."""
        count = len(self.tokens)
        for first in range(count):
            for after in range(min(count, first + _WORDS_OF_LEAD), first, -1):
                text = folded(self.words(first, after))
                leads = text in said.TO_SUBJECT or text in said.TO_SUBJECT_TOLD
                if leads and self.is_free(first, after) and after < count and not self._begins_day(first):
                    return first, after
        return count, count

    def _begins_day(self, first: int) -> bool:
        """ "over 3 dagen" leads on to nothing."""
        ends = range(first + 2, min(len(self.tokens), first + _WORDS_OF_LEAD) + 1)
        return Part.DAY not in self.refused and any(
            self.is_free(first, after) and self._day(first, after) is not None for after in ends
        )

    def _day(self, first: int, after: int) -> date | None:
        return self._named_day(" ".join(self.words(first, after).casefold().split()))

    def _named_day(self, plain: str) -> date | None:
        if plain not in self._days:
            self._days[plain] = found_day(self.form, plain, self.now.date())
        return self._days[plain]

    def lead(self, first: int, leads: frozenset[str]) -> int:
        """Where the words that lead on to what begins at `first` begin themselves."""
        for start in range(max(0, first - 2), first):
            if self.is_free(start, first) and folded(self.words(start, first)) in leads:
                return start
        return first

    # -- what is looked for -----------------------------------------------------------------------------------

    def find_day(self) -> None:
        if Part.DAY in self.refused:
            return
        for first, after in self.spans(_WORDS_OF_DAY):
            words = self.words(first, after)
            plain = " ".join(words.casefold().split())
            start = self.lead(first, said.TO_DAY)
            if not plain or (start == first and said.UNCLEAR_DAY.fullmatch(plain)):
                continue
            if len(plain) < 3 and plain.isalpha() and plain.isascii():
                continue  # "zo" is Sunday, and "so" more often
            day = self._named_day(plain)
            if day is not None:
                self.on = day
                self.take(Part.DAY, start, after)
                return

    def find_range(self) -> None:
        """ "10:00-11:30", "van 10:00 tot 11:00": when it begins, and so how long it takes."""
        if Part.CLOCK in self.refused or Part.LENGTH in self.refused:
            return
        for first, after in self.spans(_WORDS_OF_CLOCK):
            ends = self._range(first, after)
            if ends is not None and ends[0] < ends[1]:
                self.start_time = ends[0]
                self.duration = minutes_of(ends[1]) - minutes_of(ends[0])
                self.take(Part.CLOCK, self.lead(first, said.TO_CLOCK), after)
                return

    def _range(self, first: int, after: int) -> tuple[time, time] | None:
        words = " ".join(self.words(first, after).casefold().split())
        for sign in said.BETWEEN_CLOCKS:
            one, found, other = words.partition(sign)
            one, other = one.strip(), other.strip()
            if found and one and other and (said.is_clock(one) or said.is_clock(other)):
                begin, end = found_clock(one), found_clock(other)
                if begin is not None and end is not None:
                    return begin, end
        return None

    def find_clock(self) -> None:
        if Part.CLOCK in self.refused or self.start_time is not None:
            return
        for first, after in self.spans(_WORDS_OF_CLOCK):
            words = " ".join(self.words(first, after).casefold().split())
            start = self.lead(first, said.TO_CLOCK)
            is_said = start < first and (said.BARE_CLOCK.fullmatch(words) or said.HOURLY.fullmatch(words))
            is_length = self.lead(first, said.TO_LENGTH) < first
            if not (is_said or (said.is_clock(words) and not is_length)):
                continue
            found = found_clock(words)
            if found is not None:
                self.start_time = found
                self.take(Part.CLOCK, start, after)
                return

    def find_length(self) -> None:
        if Part.LENGTH in self.refused or self.duration is not None:
            return
        for first, after in self.spans(_WORDS_OF_LENGTH):
            words = " ".join(self.words(first, after).casefold().split())
            if not said.CLEAR_LENGTH.fullmatch(words):
                continue
            minutes = found_duration(words)
            if minutes:
                self.duration = minutes
                self.take(Part.LENGTH, self.lead(first, said.TO_LENGTH), after)
                return

    def find_type(self) -> TaskType | None:
        if Part.TYPE in self.refused:
            return None
        first = next((at for at, token in enumerate(self.tokens) if token.part is None), len(self.tokens))
        for after in range(min(len(self.tokens), first + 3), first, -1):
            if self.is_free(first, after):
                words = folded(self.words(first, after))
                for kind in (TaskType.CALL, TaskType.MEETING):
                    if words in said.BEGINNINGS[kind]:
                        self.take(Part.TYPE, first, after)
                        return kind
                    if words in said.TELLING[kind]:
                        self._told = after
                        return kind
        return self._type_anywhere()

    def _type_anywhere(self) -> TaskType | None:
        bound = self.subject()[0]
        for first, after in self.spans(3):
            words = folded(self.words(first, after))
            for kind in (TaskType.CALL, TaskType.MEETING):
                if first < bound and words in said.ANYWHERE[kind]:
                    self.take(Part.TYPE, first, after)
                    return kind
                if first < bound and words in said.TELLING_ANYWHERE[kind]:
                    self._told = after
                    return kind
        return None

    # -- the contact ------------------------------------------------------------------------------------------

    def find_contact(self, find: Find) -> None:
        """Where a contact is likely to be named: behind a word that leads to it, behind the type, in capitals."""
        if Part.CONTACT in self.refused:
            return
        asked: set[str] = set()
        for first, after in self._likely():
            words = self.words(first, after)
            if words in asked or len(asked) >= _QUESTIONS or not said.may_be_name(words):
                continue
            asked.add(words)
            fitting = tuple(each for each in find(words) if suits(words, each))
            if fitting:
                self.candidates = fitting
                self._take_contact(first, self._take_company(after))
                return

    def _likely(self) -> list[tuple[int, int]]:
        bound = self.subject()[0]
        count = len(self.tokens)
        free = [at for at in range(count) if self.tokens[at].part is None]
        led = [at for at in free if self.lead(at, said.TO_CONTACT) < at]
        after_type = [at for at in free if at and (at == self._told or self.tokens[at - 1].part is Part.TYPE)]
        begins = free[:1]
        capitals = [at for at in free if self.tokens[at].text[:1].isupper()]
        starts = list(dict.fromkeys([*led, *after_type, *begins, *capitals]))
        starts.sort(key=lambda at: at >= bound)
        found: list[tuple[int, int]] = []
        for first in starts:
            end = bound if first < bound else count
            longest = min(end, first + _WORDS_OF_NAME)
            found += [(first, after) for after in range(longest, first, -1) if self.is_free(first, after)]
        return found

    def _take_contact(self, first: int, after: int) -> None:
        """A name in the middle of a sentence belongs to the sentence too; at either end of it, it does not."""
        start = self.lead(first, said.TO_CONTACT)
        free = [at for at, token in enumerate(self.tokens) if token.part is None]
        subject, told = self.subject()
        ends = after > free[-1] or after == subject or self.tokens[after].part is not None
        if start == free[0] or ends or told == after:
            self.take(Part.CONTACT, start, after)

    def _take_company(self, after: int) -> int:
        """ "Sanne Hoekema of Molenhof": the company tells which Sanne is meant."""
        if after + 1 >= len(self.tokens) or not self.is_free(after, after + 2):
            return after
        if folded(self.words(after, after + 1)) not in said.TO_COMPANY:
            return after
        for end in range(min(len(self.tokens), after + 1 + _WORDS_OF_NAME), after + 1, -1):
            words = folded(self.words(after + 1, end)).split()
            own = [
                each
                for each in self.candidates
                if words
                and all(any(part.startswith(word) for part in folded(each.company).split()) for word in words)
            ]
            if own and self.is_free(after, end):
                self.candidates = tuple(own)
                return end
        return after

    # -- what comes of it -------------------------------------------------------------------------------------

    def result(self, kind: TaskType) -> QuickTask:
        first, after = self.subject()
        free = [at for at, token in enumerate(self.tokens) if token.part is None]
        is_led = free and first == free[0] and folded(self.words(first, after)) in said.TO_SUBJECT
        if is_led and after < len(self.tokens) and Part.SUBJECT not in self.refused:
            self.take(Part.SUBJECT, first, after)
        stretches = self._stretches()
        rest = [each.words for each in stretches if each.part is None]
        words = joined(rest).strip(" " + said.LOOSE)
        words = words[:1].upper() + words[1:] if words[:1].islower() else words
        short = shortened(words)
        return QuickTask(
            kind,
            short,
            self.on or self._day_of_clock(),
            self.start_time,
            self.duration,
            self.candidates,
            words if short != words else "",
            stretches,
        )

    def _day_of_clock(self) -> date:
        """Today; tomorrow when the time has passed today."""
        is_past = self.start_time is not None and self.start_time <= self.now.time()
        return self.now.date() + timedelta(days=1 if is_past else 0)

    def _stretches(self) -> tuple[Stretch, ...]:
        found: list[Stretch] = []
        start = 0
        for at in range(1, len(self.tokens) + 1):
            here = self.tokens[start]
            if at < len(self.tokens) and (self.tokens[at].part, self.tokens[at].piece) == (
                here.part,
                here.piece if here.part is not None else self.tokens[at].piece,
            ):
                continue
            words = self.text[here.start : self.tokens[at - 1].end]
            found.append(Stretch(here.part, " ".join(words.split())))
            start = at
        if self.rest:
            found.append(Stretch(None, " ".join(self.rest.split())))
        return tuple(found)
