"""Documents as plain data and as HTML, without Qt and SQL: one report is shown, printed and tested alike."""
