"""Everything the user sees, in Qt widgets; it asks services and never sees storage, so no window holds a rule."""
