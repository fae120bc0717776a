"""Where records live: SQLAlchemy on one SQLite file. Only services call it; no session leaves it.

Services sit on it directly: there is one data layer, it opens in milliseconds, and an interface with one
body is a file to keep in step for nothing. SQL that only one database understands lies in `sqlite.py`.
"""
