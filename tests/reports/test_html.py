"""Documents as HTML: whatever a record says stays text."""

from oppdesk.reports import html
from oppdesk.reports.document import Column, Document, Facts, Heading, Lines, NewPage, Note, Table

EVIL = "<script>alert(1)</script> & “quotes” {{ 7*7 }}"


def test_no_text_of_a_record_becomes_markup() -> None:
    page = html.render(
        Document(
            EVIL,
            [
                Heading(EVIL, EVIL, 1),
                Facts([(EVIL, EVIL)]),
                Table([Column(EVIL, 100, "right")], [[EVIL]]),
                Note(EVIL),
                Lines([EVIL]),
                NewPage(),
            ],
            EVIL,
        )
    )
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 10
    assert "{{ 7*7 }}" in page


def test_facts_without_a_value_are_left_out_and_stand_two_on_a_line() -> None:
    page = html.render(Document("", [Facts([("A", "1"), ("B", ""), ("C", "3"), ("D", "4")])]))
    assert ">B<" not in page
    assert page.count("<tr>") == 2


def test_a_note_keeps_its_lines_and_a_new_page_is_one() -> None:
    page = html.render(Document("", [Note("one\ntwo"), NewPage(), Lines(["a", "b"])]))
    assert "one<br>two" in page
    assert "page-break-before: always" in page
    assert "a<br>b<br>" in page
