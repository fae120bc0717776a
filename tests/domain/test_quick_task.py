"""The quick line in four languages: what it understands, what it leaves alone, and that no word is ever lost."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.quick_reading import read
from oppdesk.domain.quick_task import DESCRIPTION, Candidate, Part, QuickTask, suits
from oppdesk.domain.words import TaskType
from oppdesk.i18n import learn
from oppdesk.i18n.day_words import folded

NOW = datetime(2026, 3, 2, 9, 0)  # a Monday
NONE, MEETING, CALL = TaskType.NONE, TaskType.MEETING, TaskType.CALL
CONTOSO = Candidate(1, "Contoso Ltd")
HOEKEMA = Candidate(2, "Sanne Hoekema", "Molenhof Zuivel BV")
WIT = Candidate(3, "Sanne de Wit", "Contoso Ltd")
HUAWEI = Candidate(4, "华为技术")
LAITERIE = Candidate(5, "Laiterie des Trois Vaux")
BOOK = (CONTOSO, HOEKEMA, WIT, HUAWEI, LAITERIE)


def find(words: str) -> Sequence[Candidate]:
    """Contacts with all these words in their own or their company's name, by the beginnings of words."""

    def has(candidate: Candidate) -> bool:
        own = folded(f"{candidate.name} {candidate.company}").split()
        return all(any(part.startswith(word) for part in own) for word in folded(words).split())

    return [each for each in BOOK if has(each) or folded(words) in folded(each.name)]


def understood(text: str, tag: str = "en_GB", refused: frozenset[Part] = frozenset()) -> QuickTask:
    return read(text, learn(tag), NOW, find, refused)


def told(task: QuickTask) -> tuple[TaskType, str, str, date, time | None, int | None]:
    who = task.contact.name if task.contact else ""
    return task.type, who, task.description, task.on, task.start_time, task.duration


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("tag", "text", "meant"),
    [
        ("en_GB", "call Contoso tomorrow 10:00 about the offer",
         (CALL, "Contoso Ltd", "The offer", march(3), time(10), None)),
        ("en_GB", "meeting with Sanne Hoekema of Molenhof friday 14:00 for 1 h",
         (MEETING, "Sanne Hoekema", "", march(6), time(14), 60)),
        ("en_GB", "send the offer to Contoso next tuesday",
         (NONE, "Contoso Ltd", "Send the offer", march(10), None, None)),
        ("en_GB", "prepare slides", (NONE, "", "Prepare slides", march(2), None, None)),
        ("en_GB", "Call back Sanne Hoekema at 3 pm about Friday delivery",
         (CALL, "Sanne Hoekema", "Call back about Friday delivery", march(2), time(15), None)),
        ("en_GB", "lunch Contoso 12:30-13:30 thursday",
         (MEETING, "Contoso Ltd", "Lunch", march(5), time(12, 30), 60)),
        ("en_GB", "call Contoso about the offer tomorrow at 10 for half an hour",
         (CALL, "Contoso Ltd", "The offer", march(3), time(10), 30)),
        ("en_GB", "order 1430 sheets for Contoso by friday",
         (NONE, "Contoso Ltd", "Order 1430 sheets", march(6), None, None)),
        ("en_GB", "send Contoso the offer", (NONE, "Contoso Ltd", "Send Contoso the offer", march(2), None, None)),
        ("en_GB", "ring contoso in 2 weeks", (CALL, "Contoso Ltd", "", march(16), None, None)),
        ("en_GB", "visit Laiterie des Trois Vaux on 3 May",
         (MEETING, "Laiterie des Trois Vaux", "Visit", date(2026, 5, 3), None, None)),
        ("en_GB", "2 h workshop tomorrow", (MEETING, "", "Workshop", march(3), None, 120)),
        ("nl_NL", "bel Contoso morgen om 10 uur over de offerte",
         (CALL, "Contoso Ltd", "De offerte", march(3), time(10), None)),
        ("nl_NL", "Contoso bellen vrijdag 14u30", (CALL, "Contoso Ltd", "", march(6), time(14, 30), None)),
        ("nl_NL", "bezoek aan Sanne bij Contoso volgende week dinsdag van 10:00 tot 11:30",
         (MEETING, "Sanne de Wit", "Bezoek", march(10), time(10), 90)),
        ("nl_NL", "zo snel mogelijk offerte sturen",
         (NONE, "", "Zo snel mogelijk offerte sturen", march(2), None, None)),
        ("nl_NL", "afspraak met Sanne Hoekema overmorgen om 9 voor anderhalf uur",
         (MEETING, "Sanne Hoekema", "", march(4), time(9), 90)),
        ("nl_NL", "over 3 dagen bellen met Contoso", (CALL, "Contoso Ltd", "", march(5), None, None)),
        ("fr_FR", "appeler Contoso demain à 10h au sujet de l’offre",
         (CALL, "Contoso Ltd", "L’offre", march(3), time(10), None)),
        ("fr_FR", "rendez-vous avec Sanne Hoekema mardi prochain 14h30 pendant 1h",
         (MEETING, "Sanne Hoekema", "", march(3), time(14, 30), 60)),
        ("fr_FR", "réunion chez Laiterie des Trois Vaux le 3 mai à 9h",
         (MEETING, "Laiterie des Trois Vaux", "", date(2026, 5, 3), time(9), None)),
        ("fr_FR", "envoyer l'offre apres-demain", (NONE, "", "Envoyer l'offre", march(4), None, None)),
        ("zh_CN", "明天上午10点给华为打电话谈报价", (CALL, "华为技术", "谈报价", march(3), time(10), None)),
        ("zh_CN", "下周二下午三点和华为开会", (MEETING, "华为技术", "", march(10), time(15), None)),
        ("zh_CN", "周五拜访华为", (MEETING, "华为技术", "拜访", march(6), None, None)),
        ("zh_CN", "给华为打电话，关于报价，30分钟", (CALL, "华为技术", "报价", march(2), None, 30)),
        ("zh_CN", "3天后准备报价", (NONE, "", "准备报价", march(5), None, None)),
        ("en_GB", "明天10点半给华为打电话", (CALL, "华为技术", "", march(3), time(10, 30), None)),
    ],
)  # fmt: skip
def test_a_line_is_understood_in_four_languages(
    tag: str, text: str, meant: tuple[TaskType, str, str, date, time | None, int | None]
) -> None:
    assert told(understood(text, tag)) == meant


def test_words_of_other_languages_are_understood_whichever_is_chosen() -> None:
    assert told(understood("bel Contoso overmorgen", "fr_FR"))[3] == march(4)
    assert told(understood("appeler Contoso vendredi", "zh_CN"))[3] == march(6)


def test_when_several_may_be_meant_all_are_offered_the_best_first() -> None:
    assert [each.name for each in understood("call Sanne tomorrow").candidates] == [
        "Sanne Hoekema",
        "Sanne de Wit",
    ]


def test_a_time_that_has_passed_today_is_tomorrow() -> None:
    assert understood("call Contoso 8:30").on == march(3)
    assert understood("call Contoso 9:30").on == march(2)
    assert understood("call Contoso today 8:30").on == march(2)


def test_a_time_without_a_word_for_the_type_is_a_meeting() -> None:
    assert understood("Contoso tomorrow 10:00").type is MEETING
    assert understood("Contoso tomorrow").type is NONE


def test_a_task_of_no_type_takes_no_time_and_keeps_its_words() -> None:
    found = read("Contoso tomorrow 10:00 prices", learn("en"), NOW, find, wanted=NONE)
    assert (found.start_time, found.description) == (None, "10:00 prices")


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        (Part.TYPE, "Call about the offer"),
        (Part.CONTACT, "Contoso about the offer"),
        (Part.DAY, "Tomorrow about the offer"),
        (Part.CLOCK, "10:00 about the offer"),
        (Part.SUBJECT, "About the offer"),
    ],
)
def test_a_wrong_guess_goes_back_into_the_description(part: Part, kept: str) -> None:
    text = "call Contoso tomorrow 10:00 about the offer"
    assert understood(text, refused=frozenset({part})).description == kept


def test_with_every_guess_refused_the_line_is_the_description() -> None:
    found = understood("call Contoso tomorrow 10:00 for 1 h about it", refused=frozenset(Part))
    assert told(found) == (NONE, "", "Call Contoso tomorrow 10:00 for 1 h about it", march(2), None, None)


def test_figures_that_are_no_dates_and_times_stay() -> None:
    for text in ("Offer 10.12 on page 3-4", "Version 2.10", "Order 1430 pieces", "Ring 0 20 7946 0018"):
        assert understood(text).start_time is None
        assert understood(text).on == march(2)


def test_a_description_without_room_is_cut_by_words_and_whole_in_the_note() -> None:
    found = understood("write " + "something " * 20 + "tomorrow")
    assert len(found.description) <= DESCRIPTION
    assert found.description.endswith("something…")
    assert found.note.count("something") == 20


def test_a_mistyped_name_is_meant_and_another_name_is_not() -> None:
    assert suits("contosso ltd", CONTOSO)
    assert not suits("offer", CONTOSO)
    assert suits("hoek molen", HOEKEMA)


WORDS = re.findall(
    r"\S+",
    "call bel appeler meeting visite 打电话 开会 Contoso Sanne Hoekema 华为 of bij chez Molenhof tomorrow morgen , - € 🎉 "
    "demain 明天 friday 周五 next volgende prochain 下周二 3 12 2026 on at om à for 10:00 14h30 9 pm 三点 30 min 1 h "
    "10:00-11:00 uur about over sur 关于 the offer 3/5 12.3.",
)


@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)),
    st.sampled_from(("en_GB", "en_US", "nl_NL", "fr_FR", "zh_CN")),
    st.sets(st.sampled_from(list(Part))),
    st.sampled_from((None, NONE, MEETING, CALL)),
)
def test_no_line_is_refused_and_no_word_is_lost(
    text: str, tag: str, refused: set[Part], wanted: TaskType | None
) -> None:
    found = read(text, learn(tag), NOW, find, frozenset(refused), wanted)
    assert "".join(each.words for each in found.stretches).replace(" ", "") == "".join(text.split())
    described = letters(found.note or found.description)
    for each in found.stretches:
        if each.part is None:
            assert letters(each.words) in described
        else:
            assert each.part not in refused
    assert len(found.description) <= DESCRIPTION


def letters(words: str) -> str:
    """Without blanks, capitals, and what clings to a word."""
    return "".join(letter for letter in words.upper() if letter.isalnum())


@pytest.mark.parametrize(
    "text", ["about " + "on 3 " * 300, "明天" * 500, "10:00 - " * 200, "over over 3 " * 150, "x" * 2000]
)
def test_a_line_of_any_length_is_read_in_the_blink_of_an_eye(text: str) -> None:
    begun = process_time()
    found = understood(text)
    assert process_time() - begun < 1
    assert "".join(each.words for each in found.stretches).replace(" ", "") == "".join(text.split())
