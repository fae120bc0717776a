"""All that is stored about a contact as one file for him or her, with the picture beside its words (3.10)."""

import base64
import json
from pathlib import Path

from oppdesk.exchange.whole_file import written
from oppdesk.services.contacts import Contacts


def write(contacts: Contacts, contact: int, path: Path) -> None:
    """As JSON, readable by people, too; the whole file or none. UserError when it cannot be written."""
    data = contacts.subject_data(contact)
    picture = contacts.picture(contact)
    if picture is not None:
        data["picture"] = base64.b64encode(picture).decode("ascii")
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    with written(path) as file:
        file.write(text.encode())
