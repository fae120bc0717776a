"""Files in and out as plain values. It knows fields, not tables: no SQL and no Qt, so a file cannot reach either."""
