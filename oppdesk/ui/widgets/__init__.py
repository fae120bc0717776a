"""Parts that several windows are made of; they show values and know no service."""
