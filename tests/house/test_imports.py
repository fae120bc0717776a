"""Holds the layers: who may import whom stands as contracts in pyproject.toml."""

import subprocess
import sys

import pytest

# As a process of its own: the linter sets up logging anew, which would silence our own loggers in later tests.
LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_logo=True))"


def test_every_import_keeps_the_contracts(pytestconfig: pytest.Config) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", LINT], cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
