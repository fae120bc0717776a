"""Gives this workstation the number that tells its keys from those of other laptops."""

from oppdesk.storage.identity import new_device
from oppdesk.ui.preferences import Preferences


def device_of(preferences: Preferences) -> int:
    """Drawn once and kept."""
    if preferences.now.device < 0:
        preferences.change(device=new_device())
    return preferences.now.device
