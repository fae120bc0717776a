"""Documents as HTML: whatever a record says stays text."""

from oppdesk.reports import html
from oppdesk.reports.document import Column, Document, Facts, Heading, Note, Table

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
            ],
            EVIL,
        )
    )
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 9
    assert "{{ 7*7 }}" in page


def test_facts_without_a_value_are_left_out_and_stand_two_on_a_line() -> None:
    page = html.render(Document("", [Facts([("A", "1"), ("B", ""), ("C", "3"), ("D", "4")])]))
    assert ">B<" not in page
    assert page.count("<tr>") == 2
