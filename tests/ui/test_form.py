"""Forms and editors: a field is typed the same way everywhere, and what is left is what gets stored."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import RuleError, UserError
from oppdesk.domain.fields import Field, Kind, Ref, code, description, number_of
from oppdesk.domain.setup import ALL
from oppdesk.ui.editors import Shown, editor
from oppdesk.ui.form import FieldForm, with_mnemonics
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.workplace import Workplace
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[[QWidget], None]


@pytest.fixture
def show(qapp: object) -> Iterator[Show]:
    shown: list[QWidget] = []

    def do(widget: QWidget) -> None:
        shown.append(widget)
        widget.show()
        widget.activateWindow()
        QTest.qWaitForWindowActive(widget)

    yield do
    for widget in shown:
        widget.close()
        widget.deleteLater()


FIELDS = (
    code(),
    description(),
    Field("chances", "Chances of Success %", Kind.PERCENT),
    Field("cycle", "Sales cycle", Kind.LOOKUP, target="sales_cycle"),
    Field("formula", "Date formula", Kind.FORMULA, hint="Proposes the closing date."),
    Field("blocked", "Blocked", Kind.FLAG),
    Field("on", "Date", Kind.DATE),
    Field("note", "Note", Kind.NOTE),
    number_of("opportunity", "Opportunities"),
)
ROW = {
    "code": "EX",
    "description": "Existing customer",
    "chances": 25,
    "cycle": None,
    "formula": "2W",
    "blocked": False,
    "on": date(2026, 4, 30),
    "note": "",
    "number_of_opportunity": 7,
}


def made(place: Workplace, show: Show) -> tuple[FieldForm, list[dict[str, object]]]:
    form = FieldForm(place, (("General", FIELDS),))
    left: list[dict[str, object]] = []
    form.left.connect(left.append)
    form.fill(ROW)
    show(form)
    return form, left


def cycle(place: Workplace, wanted: str) -> Ref:
    lists = place.desk.lists
    row = next(
        row
        for row in lists.rows("sales_cycle", list(lists.ids("sales_cycle", _all())))
        if row["code"] == wanted
    )
    return Ref(row["id"], row["code"])


def _all() -> object:
    from oppdesk.domain.query import Query

    return Query()


def test_every_field_of_setup_has_an_editor_that_gives_back_what_it_shows(place: Workplace) -> None:
    for setup in ALL:
        for field in setup.fields:
            one = editor(field, place)
            one.set_value(field.blank)
            one.deleteLater()
            if isinstance(one, Shown):
                continue
            assert field.blank in (
                one.value(),
                field.check(one.value()) if not field.required else field.blank,
            )


def test_what_is_left_with_another_value_is_stored_and_nothing_else(place: Workplace, show: Show) -> None:
    form, left = made(place, show)
    first = form.editor("code")
    first.setFocus()
    QTest.keyClicks(first, "-large")
    assert left == []
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert left == [{"code": "EX-LARGE"}]
    assert form.editor("description").hasFocus()
    QTest.keyClick(form.editor("description"), Qt.Key.Key_Tab)
    assert len(left) == 1


def test_m49_a_percentage_beyond_100_is_told_beside_its_field_and_not_stored(
    place: Workplace, show: Show
) -> None:
    form, left = made(place, show)
    chances = form.editor("chances")
    chances.setFocus()
    chances.selectAll()
    QTest.keyClicks(chances, "101")
    QTest.keyClick(chances, Qt.Key.Key_Tab)
    assert left == []
    assert "0 and 100" in form.row("chances").fault()
    assert form.unsaved() == ("Chances of Success %",)
    with pytest.raises(UserError):
        form.values()
    chances.setFocus()
    chances.selectAll()
    QTest.keyClicks(chances, "60")
    QTest.keyClick(chances, Qt.Key.Key_Return)
    assert left == [{"chances": 60}]
    assert form.row("chances").fault() == ""


def test_what_the_service_refuses_stays_beside_its_field_until_it_is_changed(
    place: Workplace, show: Show
) -> None:
    form, left = made(place, show)
    first = form.editor("code")
    first.setFocus()
    first.selectAll()
    QTest.keyClicks(first, "NEW")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert form.tell(RuleError("NEW is used already.", "code"))
    form.fill(ROW)  # news of something else
    assert first.text() == "NEW"
    assert form.row("code").fault() == "NEW is used already."
    first.setFocus()
    QTest.keyClicks(first, "2")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert left[-1] == {"code": "NEW2"}
    assert form.row("code").fault() == ""
    assert not form.tell(RuleError("of no field of this form"))


def test_news_does_not_overwrite_what_is_being_typed(place: Workplace, show: Show) -> None:
    form, left = made(place, show)
    words = form.editor("description")
    words.setFocus()
    QTest.keyClicks(words, " typed")
    form.fill(ROW | {"description": "from elsewhere", "chances": 30})
    assert words.text() == "Existing customer typed"
    assert form.editor("chances").value() == 30
    assert form.settle()
    assert left == [{"description": "Existing customer typed"}]


def test_a_date_formula_says_what_it_means_and_where_it_leads(place: Workplace, show: Show) -> None:
    form, left = made(place, show)
    formula = form.editor("formula")
    formula.setFocus()
    formula.selectAll()
    QTest.keyClicks(formula, "cm + 1d")
    assert form.row("formula").note() == "end of month, then 1 day later, counted from today: Wed 1 Apr 2026"
    QTest.keyClick(formula, Qt.Key.Key_Tab)
    assert left == [{"formula": "CM+1D"}]
    formula.setFocus()
    formula.selectAll()
    QTest.keyClick(formula, Qt.Key.Key_Delete)
    assert form.row("formula").note() == "Proposes the closing date."


def test_a_choice_is_stored_at_once(place: Workplace, show: Show) -> None:
    form, left = made(place, show)
    box = form.editor("blocked")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert left == [{"blocked": True}]


def test_a_lookup_takes_a_code_that_is_typed_and_left(place: Workplace, show: Show) -> None:
    form, left = made(place, show)
    field = form.editor("cycle")
    assert isinstance(field, LookupField)
    field.setFocus()
    QTest.keyClicks(field, "ex-small")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert left == [{"cycle": cycle(place, "EX-SMALL").id}]
    assert field.text().startswith("EX-SMALL  ")
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert len(left) == 1  # emptied to be typed in again
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert left[-1] == {"cycle": None}


def test_a_lookup_that_is_left_before_its_answer_is_there_is_found_all_the_same(
    place: Workplace, show: Show, prompts: ScriptedPrompts
) -> None:
    jobs = Jobs(prompts)  # answers when the event loop comes round
    form, left = made(replace(place, jobs=jobs), show)
    field = form.editor("cycle")
    field.setFocus()
    QTest.keyClicks(field, "ex-small")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert left == [{"cycle": cycle(place, "EX-SMALL").id}]
    jobs.close()


def test_a_lookup_says_that_a_text_is_no_record(place: Workplace, show: Show) -> None:
    form, left = made(place, show)
    field = form.editor("cycle")
    field.setFocus()
    QTest.keyClicks(field, "nothing like it")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert left == []
    assert "nothing like it" in form.row("cycle").fault()
    assert not form.settle()


def test_the_button_beside_a_lookup_opens_its_list_in_setup(
    place: Workplace, show: Show, calls: Calls
) -> None:
    from PySide6.QtWidgets import QToolButton

    form, _left = made(place, show)
    button = form.row("cycle").findChild(QToolButton)
    assert button.accessibleName() == "Open Sales cycles in Setup"
    button.click()
    assert calls.setups == ["sales_cycle"]


def test_a_lookup_makes_a_record_in_place(place: Workplace, show: Show) -> None:
    made_of: list[str] = []
    target = cycle(place, "NEW")

    def create(text: str, then: Callable[[Ref], None]) -> None:
        made_of.append(text)
        then(target)

    field = LookupField("sales_cycle", place, create)
    changed: list[object] = []
    field.changed.connect(changed.append)
    show(field)
    field.setFocus()
    QTest.keyClicks(field, "brand new")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made_of == ["brand new"]
    assert changed == [target]


def test_labels_get_letters_of_their_own() -> None:
    assert list(with_mnemonics(["Name", "Number", "R&D", "Name"])) == ["&Name", "N&umber", "&R&&D", "N&ame"]


def test_what_cannot_be_typed_is_shown_as_words(place: Workplace, show: Show) -> None:
    form, _left = made(place, show)
    shown = form.editor("number_of_opportunity")
    assert isinstance(shown, Shown)
    assert shown.text() == "7"
    assert "number_of_opportunity" not in form.values()


def test_a_field_left_for_later_is_made_where_it_belongs_with_what_was_filled(
    place: Workplace, show: Show
) -> None:
    fields = (Field("a", "First"), Field("b", "Second"), Field("c", "Third"))
    form = FieldForm(place, (("", fields),), later=("b",))
    form.fill({"a": "one", "b": "two", "c": "three"})
    show(form)
    assert not form.has("b")
    assert form.editor("b").value() == "two"
    form.row("b").show()
    QTest.qWait(1)
    tops = [form.row(name).y() for name in ("a", "b", "c")]
    assert tops == sorted(set(tops))
    form.editor("a").setFocus()
    for name in ("b", "c"):
        QTest.keyClick(form.focusWidget() or form, Qt.Key.Key_Tab)
        assert form.focusWidget() is form.editor(name)


def test_a_refusal_shows_a_field_that_was_left_for_later(place: Workplace, show: Show) -> None:
    form = FieldForm(place, (("", (Field("a", "First"), Field("b", "Second"))),), later=("b",))
    form.fill({"a": "one", "b": "two"})
    show(form)
    assert form.tell(UserError("Not like that.", "b"))
    assert form.row("b").fault() == "Not like that."
    assert form.unsaved() == ("Second",)
