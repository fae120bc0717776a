"""Small painted charts: their data as values, drawn onto any painter, and one widget that makes the marks alive."""
