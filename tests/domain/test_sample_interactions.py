"""The interactions of the sample could have been logged so, and its letters are written with known fields."""

from datetime import time

from oppdesk.domain import letters
from oppdesk.domain.records import INTERACTION
from oppdesk.domain.words import WizardAction
from tests.domain.test_seed_files import codes, contacts, rows

FIELDS = {field.name: field for field in INTERACTION}


def company_of(number: str) -> str:
    return contacts()[number]["company"] or number


def test_sample_interactions_name_what_exists_and_happened_after_it_did() -> None:
    deals = {row["number"]: row for row in rows("sample/sample_opportunity.csv")}
    templates, people = codes("standard/interaction_template.csv"), codes("sample/salesperson.csv")
    for row in rows("sample/sample_interaction.csv"):
        assert row["template"] in templates
        assert row["salesperson"] in people
        day, deal = int(row["day"]), deals.get(row["opportunity"])
        assert int(contacts()[row["contact"]]["created"]) <= day <= 0
        assert bool(deal) == bool(row["opportunity"])
        if deal:
            assert company_of(deal["contact"]) == company_of(row["contact"])
            assert int(deal["created"]) <= day


def test_sample_interactions_fit_their_fields() -> None:
    found = rows("sample/sample_interaction.csv")
    assert len({row["number"] for row in found}) == len(found) >= 55
    for row in found:
        FIELDS["description"].check(row["description"])
        FIELDS["duration"].check(int(row["duration"]))
        FIELDS["evaluation"].check(int(row["evaluation"]))
        assert time.fromisoformat(row["time"])
        assert {row["failed"], row["canceled"], row["draft"]} <= {"0", "1"}
        assert letters.unknown(row["letter"]) == ()


def test_sample_letters_use_known_fields_and_belong_to_templates_that_take_them() -> None:
    templates = {row["code"]: row for row in rows("standard/interaction_template.csv")}
    for row in rows("sample/interaction_template_language.csv"):
        assert letters.unknown(row["letter"]) == ()
        assert "formal" in letters.used(row["letter"])
        assert int(templates[row["interaction_template"]]["wizard_action"]) != WizardAction.IMPORT
