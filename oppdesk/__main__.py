"""Lets the package be started as a program: python -m oppdesk."""

import sys

from oppdesk.app.main import run

if __name__ == "__main__":
    sys.exit(run())
