"""Rules of the house that neither ruff nor mypy knows; a finding is a line of a file and why it is one."""

import ast
import itertools
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "oppdesk"
TOP_LEVEL = {
    *("oppdesk", "resources", "tests"),
    *("pyproject.toml", "requirements.lock", "build.spec", "dev.py", "README.md", "LICENSE"),
}
LONGEST = 400  # lines a newcomer can hold in his head
# Places of one machine and addresses of package registries; in pieces, so that this file names none.
PLACES = re.compile(
    "|".join(("/wor" + "k/", "/hom" + "e/[a-z]", "/Use" + "rs/[A-Za-z]", "/roo" + "t/", r"\.\./sha" + "red"))
)
REGISTRIES = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", "--index" + "-url", "npm" + r"js\.(org|com)"))
)
Finding = tuple[int, str]


def project_files() -> list[Path]:
    """All files that are or would be committed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a checkout: which files belong to the project is not known")
    return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def called(node: ast.AST) -> str:
    """`QMessageBox.question` for QMessageBox.question(…), `.exec` for anything().exec(…), else empty."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return node.func.id
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        return f"{owner.id if isinstance(owner, ast.Name) else ''}.{node.func.attr}"
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, called(node)


def docstring_missing(_name: str, tree: ast.Module) -> Iterator[Finding]:
    if not ast.get_docstring(tree):
        yield 1, "a module says in one sentence why it exists"


def text_not_translatable(_name: str, tree: ast.Module) -> Iterator[Finding]:
    for call, name in calls(tree):
        texts = call.args[: {"_": 1, "N_": 1, "ngettext": 2}.get(name, 0)]
        for text in texts:
            literal = isinstance(text, ast.Constant) and isinstance(text.value, str)
            if isinstance(text, ast.JoinedStr | ast.BinOp | ast.Call):
                yield text.lineno, f"{name}() takes the sentence as it stands; format what it returns"
            elif name == "N_" and not literal:
                yield text.lineno, f"{name}() marks a text; this is none"


def style_sheet_outside_theme(name: str, tree: ast.Module) -> Iterator[Finding]:
    if name != "ui/theme.py":
        yield from (
            (call.lineno, "looks come from the theme")
            for call, what in calls(tree)
            if what.endswith(".setStyleSheet")
        )


def colour_outside_theme(name: str, tree: ast.Module) -> Iterator[Finding]:
    if not name.startswith("ui/") or name == "ui/theme.py":
        return
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"#[0-9a-fA-F]{3,8}", node.value)
        ):
            yield node.lineno, f"colours come from the theme: {node.value}"
        if called(node) == "QColor" and node.args and all(isinstance(arg, ast.Constant) for arg in node.args):
            yield node.lineno, "colours come from the theme: QColor(…)"


STATIC_DIALOGS = {
    *(f"QMessageBox.{name}" for name in ("question", "information", "warning", "critical", "about")),
    *(
        f"QFileDialog.{name}"
        for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory")
    ),
    *(f"QInputDialog.{name}" for name in ("getText", "getItem", "getInt", "getDouble", "getMultiLineText")),
    *("QColorDialog.getColor", "QFontDialog.getFont"),
}


def dialog_that_blocks(name: str, tree: ast.Module) -> Iterator[Finding]:
    for call, what in calls(tree):
        owner, _, verb = what.rpartition(".")
        event_loop = name.startswith("app/") and owner == "app"
        if what in STATIC_DIALOGS or (verb in ("exec", "exec_") and not event_loop and owner != "drag"):
            yield call.lineno, f"{what}() holds the caller; dialogs open with open()"


def text_that_may_be_html(name: str, tree: ast.Module) -> Iterator[Finding]:
    if name == "ui/printing.py":
        return
    for node in ast.walk(tree):
        verb = called(node).rpartition(".")[2]
        if verb in ("setHtml", "insertHtml", "appendHtml", "setMarkdown"):
            yield node.lineno, f"{verb}() would render what a record says"
        if isinstance(node, ast.Attribute) and node.attr in ("AutoText", "RichText", "MarkdownText"):
            yield node.lineno, f"{node.attr} would render what a record says; PlainText does not"


def live_file_opened(name: str, tree: ast.Module) -> Iterator[Finding]:
    """Closing a file of the process drops SQLite's locks on it; only the driver touches the database (R25)."""
    if not name.startswith("storage/") or name == "storage/seed.py":
        return
    for call, what in calls(tree):
        owner, _, verb = what.rpartition(".")
        copied = owner == "shutil" and verb.startswith(("copy", "move"))
        if copied or what == "open" or verb in ("read_bytes", "write_bytes", "file_digest"):
            yield call.lineno, f"{what}() on a database file would drop its locks"


def pickle_used(_name: str, tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if {"pickle", "marshal", "shelve"} & set(names):
            yield node.lineno, "only JSON and ini are ever read"


RULES: tuple[Callable[[str, ast.Module], Iterator[Finding]], ...] = (
    docstring_missing,
    text_not_translatable,
    style_sheet_outside_theme,
    colour_outside_theme,
    dialog_that_blocks,
    text_that_may_be_html,
    live_file_opened,
    pickle_used,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_module_has(rule: Callable[[str, ast.Module], Iterator[Finding]]) -> None:
    findings = [
        f"{path.relative_to(ROOT)}:{line}: {why}"
        for path in modules()
        for line, why in rule(
            path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        )
    ]
    assert not findings, "\n".join(findings)


BAD = """
_(f"{n} records")
N_(title)
ngettext("one" + x, "many", n)
widget.setStyleSheet("color: red")
QColor(255, 0, 0)
QMessageBox.question(self, "t", "q")
dialog.exec()
view.setHtml(note)
label.setTextFormat(Qt.TextFormat.RichText)
shutil.copy(path, other)
import pickle
"""


@pytest.mark.parametrize(
    ("rule", "count"),
    list(zip(RULES, (1, 3, 1, 1, 2, 2, 0, 1), strict=True)),
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_rule_finds_what_it_forbids(
    rule: Callable[[str, ast.Module], Iterator[Finding]], count: int
) -> None:
    assert len(list(rule("ui/bad.py", ast.parse(BAD)))) == count


def test_no_copying_of_the_live_file_is_found_in_storage_r25() -> None:
    assert len(list(live_file_opened("storage/bad.py", ast.parse(BAD)))) == 1


def test_modules_stay_short_enough_to_hold_in_the_head() -> None:
    """Migrations aside: they are records of what was, one step after the other, and are never worked on."""
    rooms = [path for path in modules() if path.parent.name != "versions"]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in rooms}
    assert not {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST}


def test_the_top_level_has_only_its_fixed_names() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_files_name_no_machine_and_no_registry() -> None:
    """The one place outside the checkout that is known at all stands in .ci/run."""
    findings = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a sample file in another encoding
        patterns = (REGISTRIES,) if path.parent.name == ".ci" else (REGISTRIES, PLACES)
        findings += [f"{path.relative_to(ROOT)}: {found[0]}" for p in patterns if (found := p.search(text))]
    assert not findings, "\n".join(findings)


def test_the_lock_has_every_package_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE))
    names = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace("_", "-") for line in asked}
    assert names <= locked
    assert "://" not in lock
