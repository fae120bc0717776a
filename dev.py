"""Sets OppDesk up in .venv, then runs it, its tests, its build or its benchmarks; needs only Python 3.11.

    python3 dev.py run   [arguments of the program]     without a display it takes the tour into build/tour
    python3 dev.py test  [arguments of pytest]          without arguments the checks too: ruff, mypy
    python3 dev.py build                                the program as a folder, tried by its self-test
    python3 dev.py bench [arguments of the benchmarks]

What it installed is remembered in .venv, so that a second start goes straight to work. On Debian and Ubuntu
the libraries of the system that are missing come by apt; who is not root is told the line to type.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

# What Qt loads at run time and a bare system lacks, and fonts for all our languages.
WINDOW_PACKAGES = """
    libegl1 libgl1 libfontconfig1 libfreetype6 libglib2.0-0 libxkbcommon0 libdbus-1-3 fontconfig
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1
    libxkbcommon-x11-0 libx11-xcb1 fonts-inter fonts-wqy-microhei
"""
SCREEN_PACKAGES = "xvfb xauth"  # a few tests and the built program's trial open a real window
PACKAGES = {
    "run": WINDOW_PACKAGES,
    "test": WINDOW_PACKAGES + SCREEN_PACKAGES,
    "build": f"{WINDOW_PACKAGES} {SCREEN_PACKAGES} binutils",
    "bench": WINDOW_PACKAGES,
}
CHECKS = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
WITHOUT_WINDOW = {"--tour", "--self-test", "--import", "--help-import", "--version", "--help", "-h"}


def say(text: str) -> None:
    print(text, flush=True)


def call(*command: str | Path, **environment: str) -> int:
    return subprocess.call([str(word) for word in command], env={**os.environ, **environment})


def must(*command: str | Path, **environment: str) -> None:
    if code := call(*command, **environment):
        sys.exit(f"This failed with code {code}: {shlex.join(str(word) for word in command)}")


def is_done(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest


def digest_of(*parts: bytes | str) -> str:
    return hashlib.sha256(b"\0".join(p.encode() if isinstance(p, str) else p for p in parts)).hexdigest()


def installed_packages() -> set[str]:
    """Names of what dpkg has installed and what that stands in for: libglib2.0-0t64 provides libglib2.0-0."""
    form = "${db:Status-Status} ${Package}, ${Provides}\n"
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True
    ).stdout
    lines = (line.partition(" ") for line in listing.splitlines())
    return {
        name.split()[0]
        for state, _, names in lines
        if state == "installed"
        for name in names.split(",")
        if name.strip()
    }


def install_packages(command: str) -> str:
    """Let apt install what is missing; give the digest of the list, to be remembered."""
    wanted = PACKAGES[command].split()
    if importlib.util.find_spec("ensurepip") is None:  # Debian's Python makes no venv without it
        wanted.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    digest = digest_of(*wanted)
    if is_done(VENV / f"packages-{command}.stamp", digest) or not (
        shutil.which("apt-get") and shutil.which("dpkg-query")
    ):
        return digest
    missing = sorted(set(wanted) - installed_packages())
    if missing:
        install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
        if os.geteuid() != 0:
            line = f"sudo apt-get update && sudo {shlex.join(install)}"
            sys.exit(
                f"Libraries of the system are missing. Please type this, then start again:\n\n  {line}\n"
            )
        say(f"Installing {', '.join(missing)} ...")
        call("apt-get", "update", "-qq")  # an old list may do as well: the next line decides
        must(*install, "-qq", DEBIAN_FRONTEND="noninteractive")
    return digest


def fits(python: Path) -> bool:
    """Whether the environment's Python starts and is of the version that runs this file."""
    if not python.exists():
        return False
    answer = subprocess.run(
        [str(python), "-c", "import pip, sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.split() == [str(number) for number in sys.version_info[:2]]


def set_up(command: str) -> None:
    packages = install_packages(command)
    sources = [(ROOT / name).read_bytes() for name in ("requirements.lock", "pyproject.toml")]
    digest = digest_of(*sources, str(sys.version_info[:2]), str(ROOT))
    if not is_done(VENV / "set-up.stamp", digest):
        say("Setting up .venv; the first time this takes a minute ...")
        if not fits(PYTHON):
            must(sys.executable, "-m", "venv", "--clear", VENV)
        pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
        must(*pip, "--require-hashes", "-r", ROOT / "requirements.lock")
        must(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)
        (VENV / "set-up.stamp").write_text(digest, encoding="ascii")
    if not is_done(VENV / f"packages-{command}.stamp", packages):
        (VENV / f"packages-{command}.stamp").write_text(packages, encoding="ascii")


def has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def run(arguments: list[str]) -> int:
    if has_display():
        return call(PYTHON, "-m", "oppdesk", *arguments)
    if not WITHOUT_WINDOW & {word.partition("=")[0] for word in arguments}:
        pictures = ROOT / "build" / "tour"
        say(f"There is no display, so the tour is taken: every window as a picture in {pictures}")
        arguments = [*arguments, "--tour", str(pictures)]
    return call(PYTHON, "-m", "oppdesk", *arguments, QT_QPA_PLATFORM="offscreen")


def test(arguments: list[str]) -> int:
    failed = 0
    for check in [] if arguments else CHECKS:
        if call(PYTHON, "-m", *check):
            say(f"^^^ {shlex.join(check)} fails\n")
            failed = 1
    # All tests are worth a process a core; the few that somebody asks for begin at once in one.
    spread = [] if arguments else ["-n", "auto"]
    return call(PYTHON, "-m", "pytest", *spread, *arguments, QT_QPA_PLATFORM="offscreen") or failed


def build(arguments: list[str]) -> int:
    work = ["--noconfirm", "--distpath", "dist", "--workpath", "build/pyinstaller"]
    smaller = {"PYTHONNODEBUGRANGES": "1"}  # code says its lines, not its columns: a fifth less to load
    must(PYTHON, "-m", "PyInstaller", "--log-level", "WARN", *work, *arguments, "build.spec", **smaller)
    program = ROOT / "dist" / "oppdesk" / ("oppdesk-console.exe" if WINDOWS else "oppdesk")
    must(program, "--self-test", QT_QPA_PLATFORM="offscreen")
    if shutil.which("xvfb-run"):
        must("xvfb-run", "-a", program, "--self-test", QT_QPA_PLATFORM="xcb")
    say(f"Built and tried: {program.parent}")
    return 0


def bench(arguments: list[str]) -> int:
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    return call(PYTHON, "-m", "tests.benchmarks", *arguments, QT_QPA_PLATFORM=platform)


COMMANDS = {"run": run, "test": test, "build": build, "bench": bench}


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - said in words before anything newer is used
        sys.exit(f"OppDesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        say(__doc__ or "")
        return 0 if name in ("-h", "--help") else 2
    set_up(name)
    if name != "run":  # whose arguments may be files, named from where the user stands
        os.chdir(ROOT)
    try:
        return COMMANDS[name](sys.argv[2:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
