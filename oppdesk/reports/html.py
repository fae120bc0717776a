"""Documents as HTML that Qt prints and any browser shows; texts of records are escaped, whatever stands in them."""

from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from oppdesk.reports.document import Document, Facts, Heading, Lines, NewPage, Note, Table

# Qt's text documents know tables, widths and padding, and little of style sheets; headings get sizes of their own.
_PAGE = """\
<html><head><meta charset="utf-8"><title>{{ document.title }}</title><style>
body { font-size: {{ document.points }}pt; color: #191c20; }
p { margin: 0 0 4px 0; }
p.title1 { font-size: 15pt; font-weight: 600; margin: 0 0 4px 0; }
p.title2 { font-size: 11pt; font-weight: 600; margin: 16px 0 4px 0; }
p.title3 { font-size: 9pt; font-weight: 600; margin: 10px 0 2px 0; }
p.quiet, td.label, th { color: #525a65; }
th { font-weight: 500; text-align: left; }
td, th { padding: 2px 8px 2px 0; vertical-align: top; }
th.right, td.right { text-align: right; }
p.foot { color: #525a65; font-size: 8pt; margin-top: 18px; }
</style></head><body>
{%- for block in document.blocks %}
{%- if kind(block) == "heading" %}
<p class="title{{ block.level }}">{{ block.text }}</p>
{%- if block.line %}<p class="quiet">{{ block.line }}</p>{% endif %}
{%- elif kind(block) == "facts" %}
<table width="100%" cellspacing="0">
{%- for pairs in by_two(block.pairs) %}
<tr>{% for label, value in pairs %}<td class="label" width="18%">{{ label }}</td>
<td width="32%">{{ value }}</td>{% endfor %}</tr>
{%- endfor %}
</table>
{%- elif kind(block) == "table" %}
<table width="100%" cellspacing="0">
<tr>{% for column in block.columns %}
<th class="{{ column.align }}" width="{{ column.share }}%">{{ column.label }}</th>{% endfor %}</tr>
{%- for row in block.rows %}
<tr>{% for column, cell in zip(block.columns, row) %}<td class="{{ column.align }}">{{ cell }}</td>{% endfor %}</tr>
{%- endfor %}
</table>
{%- elif kind(block) == "lines" %}
<p style="margin-top: {{ block.space }}px">{% for text in block.texts %}{{ text }}<br>{% endfor %}</p>
{%- elif kind(block) == "page" %}
<p style="page-break-before: always; font-size: 1pt; margin: 0">&nbsp;</p>
{%- else %}
<p>{% for text in block.text.split("\n") %}{% if not loop.first %}<br>{% endif %}{{ text }}{% endfor %}</p>
{%- endif %}
{%- endfor %}
{%- if document.foot %}<p class="foot">{{ document.foot }}</p>{% endif %}
</body></html>
"""
_KINDS = {
    Heading: "heading",
    Facts: "facts",
    Table: "table",
    Note: "note",
    Lines: "lines",
    NewPage: "page",
}


@cache
def _template() -> Template:
    made = Environment(autoescape=True, undefined=StrictUndefined)
    made.globals |= {"kind": lambda block: _KINDS[type(block)], "by_two": _by_two, "zip": zip}
    return made.from_string(_PAGE)


def render(document: Document) -> str:
    """The whole page."""
    return _template().render(document=document)


def _by_two(pairs: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    told = [(label, value) for label, value in pairs if value]
    return [told[at : at + 2] for at in range(0, len(told), 2)]
