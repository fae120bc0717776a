"""Charts by hand, eye and ear: hit targets, keys, names for screen readers, the table, and the sheet of paper."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QEnterEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from oppdesk.domain.errors import StorageTrouble
from oppdesk.ui import metrics, theme
from oppdesk.ui.charts import sheet
from oppdesk.ui.charts.bars import BARS
from oppdesk.ui.charts.marks import ChartData, Drawing, Mark
from oppdesk.ui.charts.ring import RING
from oppdesk.ui.charts.view import ChartView
from oppdesk.ui.metrics import px
from tests.ui.hands import has_cursor, press, ready

COUNTS = (8, 5, 3, 0)
NAMES = ("Initial", "Qualification", "Presentation of everything that can be presented", "Proposal")


def chart_of(whole: int) -> ChartData:
    """Shares of `whole`."""
    marks = tuple(
        Mark(name, count / whole, str(count), f"{count}00", "", f"{name}: {count}", name if count else None)
        for name, count in zip(NAMES, COUNTS, strict=True)
    )
    return ChartData("Pipeline", marks, ("Stage", "", "reached", "value"), "a line", ("16", "all"))


@pytest.fixture(params=[BARS, RING], ids=["bars", "ring"])
def view(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[ChartView]:
    theme.apply(qapp, theme.LIGHT)
    drawing: Drawing = request.param
    made = ChartView(drawing)
    made.set_data(chart_of(8 if drawing is BARS else 16))
    made.resize(520, 240)
    ready(made)
    yield made
    made.close()
    made.deleteLater()


def chosen(view: ChartView) -> list[object]:
    found: list[object] = []
    view.chosen.connect(found.append)
    return found


def test_a_click_on_a_mark_opens_what_lies_behind_it(view: ChartView) -> None:
    found = chosen(view)
    for target in view.chart.targets():
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
    assert found == list(NAMES[:3])


def test_the_targets_lie_side_by_side_within_the_chart(view: ChartView) -> None:
    places = [target.geometry() for target in view.chart.targets()]
    assert all(view.chart.rect().contains(place) for place in places)
    assert all(not one.intersects(two) for one, two in pairwise(places))
    assert all(place.height() >= metrics.unit() for place in places)


def test_arrow_keys_go_from_mark_to_mark_and_enter_opens(view: ChartView) -> None:
    found, targets = chosen(view), view.chart.targets()
    targets[0].setFocus(Qt.FocusReason.TabFocusReason)
    press(view, Qt.Key.Key_Down)
    assert has_cursor(targets[1])
    press(view, Qt.Key.Key_Return)
    press(view, Qt.Key.Key_End)
    assert has_cursor(targets[3])
    press(view, Qt.Key.Key_Up)
    press(view, Qt.Key.Key_Space)
    press(view, Qt.Key.Key_Home)
    assert has_cursor(targets[0])
    assert found == [NAMES[1], NAMES[2]]


def test_tab_meets_a_chart_once(view: ChartView) -> None:
    stops = [target.focusPolicy() & Qt.FocusPolicy.TabFocus for target in view.chart.targets()]
    assert [bool(stop.value) for stop in stops].count(True) == 1


def test_a_screen_reader_hears_every_mark_with_its_figures(view: ChartView) -> None:
    chart = QAccessible.queryAccessibleInterface(view.chart)
    names = {chart.child(at).text(QAccessible.Text.Name) for at in range(chart.childCount())}
    assert {f"{name}, {count}, {count}00" for name, count in zip(NAMES, COUNTS, strict=True)} <= names
    assert chart.text(QAccessible.Text.Name) == "Pipeline"
    assert view.chart.targets()[0].toolTip() == "Initial: 8"


def test_the_mark_under_the_pointer_takes_the_accent(view: ChartView) -> None:
    accent = theme.colour("accent")
    before = _count(view.chart.grab().toImage(), accent)  # the ring of the focus
    target, at = view.chart.targets()[1], QPointF(5, 5)
    # Sent to it: a pointer that is moved finds whatever window lies on top there, a tip of another test for one.
    QApplication.sendEvent(target, QEnterEvent(at, target.mapTo(view, at), target.mapToGlobal(at)))
    assert view.chart.lit() == 1
    assert _count(view.chart.grab().toImage(), accent) > before + 50


def _count(picture: QImage, colour: QColor) -> int:
    step = range(0, picture.width(), 2)
    return sum(picture.pixelColor(x, y) == colour for y in range(0, picture.height(), 2) for x in step)


def test_a_slice_of_the_ring_is_a_target_too(qapp: QApplication) -> None:
    data, room = chart_of(16), QRect(0, 0, 500, 200)
    found = [
        RING.found(room, data, QPointF(100 + x, 100 + y)) for x, y in ((70, 0), (-50, 50), (-50, -50), (0, 0))
    ]
    assert found == [0, 1, 2, -1]


def test_the_same_figures_can_be_read_as_a_table(view: ChartView) -> None:
    found = chosen(view)
    view.show_table(is_table=True)
    model = view.table.model()
    rows = [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert rows == [[name, str(count), f"{count}00"] for name, count in zip(NAMES, COUNTS, strict=True)]
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == ["Stage", "reached", "value"]
    view.table.setCurrentIndex(model.index(1, 0))
    view.table.setFocus()
    press(view, Qt.Key.Key_Return)
    assert found == [NAMES[1]]


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("points", [9.0, 13.0, 20.0])
def test_the_chart_follows_theme_and_letters(
    qapp: QApplication, view: ChartView, look: theme.Theme, points: float
) -> None:
    before = qapp.font().pointSizeF()
    try:
        theme.apply(qapp, look, points)
        view.resize(px(65), view.chart.sizeHint().height())
        QApplication.processEvents()
        rows = [target.height() for target in view.chart.targets()]
        assert min(rows) >= metrics.face(metrics.Type.FIGURE).height
        view.chart.grab()
    finally:
        theme.apply(qapp, theme.LIGHT, before)


@pytest.mark.parametrize("drawing", [BARS, RING], ids=["bars", "ring"])
def test_no_chart_stumbles_over_nothing(qapp: QApplication, drawing: Drawing) -> None:
    picture = QImage(300, 100, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    for data in (ChartData("", ()), ChartData("", (Mark("a", 0),)), ChartData("", (Mark("a", 1, "1"),))):
        drawing.draw(painter, QRect(0, 0, 300, 100), data, -1)
        assert len(drawing.places(QRect(0, 0, 300, 100), data)) == len(data.marks)
    painter.end()


@pytest.mark.parametrize("drawing", [BARS, RING], ids=["bars", "ring"])
def test_a_chart_is_printed_as_vectors_in_the_colours_for_paper(
    qapp: QApplication, tmp_path: Path, drawing: Drawing
) -> None:
    sizes = []
    for look in (theme.LIGHT, theme.DARK):
        theme.apply(qapp, look)
        path = tmp_path / f"{look.name}.pdf"
        sheet.write_pdf(chart_of(16), drawing, path)
        content = path.read_bytes()
        assert content.startswith(b"%PDF")
        assert b"/Subtype /Image" not in content
        sizes.append(len(content))
        assert theme.current() is look
    theme.apply(qapp, theme.LIGHT)
    assert abs(sizes[0] - sizes[1]) < 200


def test_a_place_that_cannot_be_written_to_is_said(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        sheet.write_pdf(chart_of(8), BARS, tmp_path / "no folder" / "chart.pdf")
