"""One decision each: a dialog hands a value to the page that opened it and never saves by itself."""
