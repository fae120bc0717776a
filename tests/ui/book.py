"""A small book with contacts that are in it twice, and names that would be markup elsewhere."""

from typing import NamedTuple

from oppdesk.services.desk import Desk


class Twice(NamedTuple):
    """Ids: a company with its duplicate, one with letters of HTML, and a person with his."""

    molenhof: int
    again: int
    kranz: int
    same: int
    sanne: int
    hoekema: int


def twice(desk: Desk) -> Twice:
    make = desk.contacts.create
    molenhof = make(
        {
            "name": "Molenhof Zuivel BV",
            "phone": "+31 20 555 0142",
            "address": "Kaasmakersweg 41",
            "post_code": "1487 KD",
            "city": "Oostgraftdijk",
            "home_page": "www.molenhof.example",
        }
    )
    again = make(
        {
            "name": "Molenhof Zuivel",
            "phone": "020-5550142",
            "address": "Kaasmakerswg 41",
            "post_code": "1487 KD",
            "city": "Oostgraftdijk",
            "vat_number": "NL001234567B01",
        }
    )
    kranz = make({"name": "<b>Kranz</b> GmbH & Söhne", "phone": "+49 30 1234567", "city": "Berlin"})
    same = make({"name": "<b>Kranz</b> GmbH und Soehne", "phone": "030 1234567", "city": "Berlin"})
    person = {"type": 1, "e_mail": "s.hoekema@molenhof.example"}
    sanne = make({**person, "name": "Sanne Hoekema", "company": molenhof})
    hoekema = make({**person, "name": "S. Hoekema", "company": again})
    return Twice(molenhof, again, kranz, same, sanne, hoekema)
