"""Wheels built and installed in a new environment, with nothing downloaded."""

import atexit
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import venv
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

PYTHON = (sys.executable, "-m")


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command without anything of this Python's in its environment."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP"))}
    return subprocess.run(
        command, cwd=cwd, env=clean | environment, capture_output=True, text=True, check=False
    )


def call(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command that has to succeed, and return what it printed."""
    done = run(*command, cwd=cwd, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(home: Path) -> Path:
    """Make a venv that is lent the packages of this one by a .pth file; return its scripts."""
    venv.create(home / "venv", with_pip=False, symlinks=os.name != "nt")
    base = str(home / "venv")
    own = sysconfig.get_paths("venv", vars={"base": base, "platbase": base})
    lent = {*site.getsitepackages(), sysconfig.get_paths()["purelib"]}
    Path(own["purelib"], "lent.pth").write_text("\n".join(sorted(lent)))
    return Path(own["scripts"])


@cache
def wheel(project: Path) -> Path:
    """Build the wheel of a project; once, for all who install it."""
    out = Path(mkdtemp(prefix=f"{project.name}-wheel-"))
    call(*PYTHON, "build", "--wheel", "--no-isolation", "--outdir", out, project, cwd=out)
    (built,) = out.glob("*.whl")
    atexit.register(shutil.rmtree, out)
    return built


def install(project: Path, scripts: Path, home: Path) -> None:
    """Build the wheel of a project and install it."""
    pip = ("pip", "--python", f"{scripts}/python", "--disable-pip-version-check", "install")
    options = ("--no-deps", "--no-index", "--no-compile", "--ignore-installed", "--quiet")
    call(*PYTHON, *pip, *options, wheel(project), cwd=home)
