"""Remembers for each set of headings which column was which field, so that next month's file is matched at once."""

import json
from collections.abc import Sequence
from hashlib import blake2b

from oppdesk.exchange import mapping
from oppdesk.exchange.mapping import Columns
from oppdesk.ui.preferences import Preferences

KEPT = 50  # the newest ones


def kept_matching(preferences: Preferences, target: str, header: Sequence[str]) -> Columns | None:
    """The matching that was used last for these headings."""
    text = preferences.now.matchings.get(_key(target, header))
    return mapping.recall(json.loads(text), header) if text else None


def keep_matching(preferences: Preferences, target: str, header: Sequence[str], columns: Columns) -> None:
    key = _key(target, header)
    text = json.dumps(mapping.by_heading(columns, header))
    if preferences.now.matchings.get(key) == text:
        return
    kept = {name: value for name, value in preferences.now.matchings.items() if name != key}
    newest = dict(list(kept.items())[-(KEPT - 1) :])
    preferences.change(matchings={**newest, key: text})


def _key(target: str, header: Sequence[str]) -> str:
    return f"{target}-{blake2b(chr(31).join(header).encode(), digest_size=8).hexdigest()}"
