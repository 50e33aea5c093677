"""Makes everything that running, testing and developing Footnote needs: `python3 packaging/bootstrap.py`.

A virtual environment in `.venv` with the versions of `constraints.txt`, llama-cpp-python built for this machine's
CPU, and what Qt needs of the system. With `--models test|recommended` also models. A second call sees from a stamp
that nothing changed and ends at once. Standard library only; any Python 3 can start it and is told if it is too old.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import system_packages
from steps import Failure, Progress, Step, diagnose

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOGS = VENV / "logs"
STAMP = VENV / "bootstrap.json"
CPU_FACTS = Path("/proc/cpuinfo")
LLAMA_OPTIONS = VENV / "llama-options.txt"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"

EXTRAS = ("ocr",)
OLDEST = (3, 11)
DISK_NEEDED = 6_000_000_000  # bytes: 3 GB of packages, their downloads, a build, the small models
# No vision code; instructions of this very CPU, which the program packages for other machines must not have.
LLAMA_CMAKE_ARGS = "-DLLAVA_BUILD=OFF -DGGML_NATIVE=ON"
TILE_CONFIG = ROOT / "packaging" / "tile_config.h"


def pip(progress: Progress, text: str, *arguments: str) -> None:
    """Run pip in the virtual environment as one step. Raises Failure."""
    step(text, *arguments).finish(progress)


def step(text: str, *arguments: str, environment: dict[str, str] | None = None) -> Step:
    """Start pip in the virtual environment."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    if arguments[0] == "install" and not sys.dont_write_bytecode:
        # Python compiles what it imports, once; compiling all of torch takes a minute. Where it may not keep that
        # (PYTHONDONTWRITEBYTECODE), each start of torch would take 20 seconds instead of 5.
        command.append("--no-compile")
    return Step(text, command, ROOT, LOGS, environment)


def fingerprint() -> str:
    """Changes with everything that the environment is made from."""
    digest = hashlib.sha256()
    for part in (ROOT / "pyproject.toml", CONSTRAINTS, Path(__file__)):
        digest.update(part.read_bytes())
    digest.update(f"{ROOT} {sys.version_info[:2]} {llama_options()}".encode())
    return digest.hexdigest()


def cmake_args() -> str:
    return os.environ.get("CMAKE_ARGS", LLAMA_CMAKE_ARGS)


def has_amx() -> bool:
    try:
        return " amx_tile" in CPU_FACTS.read_text("utf-8", "replace")
    except OSError:
        return False


def llama_options() -> str:
    """What llama-cpp-python is built with; where it changes, it is built again."""
    mended = hashlib.sha256(TILE_CONFIG.read_bytes()).hexdigest()[:16] if has_amx() else ""
    return f"{cmake_args()} {mended}".strip()


def wheels_folder() -> Path:
    """Where the built llama-cpp-python is kept, so that the next virtual environment needs no compiler. pip's own
    cache asks neither for options nor for the processor, and a build for this one may crash on another."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        facts = CPU_FACTS.read_text("utf-8", "replace").partition("\n\n")[0]
    except OSError:
        facts = platform.processor()
    processor = [line for line in facts.splitlines() if line.startswith(("model name", "flags", "Features"))]
    key = f"{pinned('llama-cpp-python')} {llama_options()} {platform.machine()} {processor}"
    return base / "footnote" / "wheels" / hashlib.sha256(key.encode()).hexdigest()[:16]


def stamp() -> dict[str, Any]:
    """What the environment was last made from: its fingerprint and the extras that were asked for."""
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def up_to_date(extras: Sequence[str] = ()) -> bool:
    made = stamp()
    return PYTHON.exists() and made.get("fingerprint") == fingerprint() and set(extras) <= set(made.get("extras", ()))


def use_new_enough_python() -> None:
    """Start again under a newer Python of this machine when this one is too old. Raises Failure."""
    if sys.version_info >= OLDEST:
        return
    for name in ("python3.11", "python3.12", "python3.13"):
        if found := shutil.which(name):
            os.execv(found, [found, *sys.argv])
    raise Failure(
        f"Footnote needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.",
        "Install a newer one, or name it: make PYTHON=/path/to/python3.11",
    )


def check_machine(progress: Progress) -> None:
    """Raises Failure for what would end a long installation only after minutes."""
    free = shutil.disk_usage(ROOT).free
    if free < DISK_NEEDED:
        raise Failure(
            f"{ROOT} has {free / 1e9:.1f} GB of disk free.", f"{DISK_NEEDED / 1e9:.0f} GB are needed while installing."
        )
    compiler = os.environ.get("CXX") or next((c for c in ("c++", "g++", "clang++", "cl") if shutil.which(c)), "")
    if not compiler:
        if not system_packages.can_install():
            raise diagnose("No CMAKE_CXX_COMPILER could be found", "The check of this machine")
        install_system_packages(["g++", "make"], progress)
        compiler = "g++"
    progress.say(f"Python {sys.version.split()[0]}, compiler {compiler}, {free / 1e9:.0f} GB of disk free")


def install_system_packages(packages: list[str], progress: Progress) -> None:
    for command in system_packages.install_commands(packages):
        subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    progress.say(f"Installed {', '.join(packages)} of the system")


def requirements(extras: Sequence[str] = ()) -> list[str]:
    """What pyproject.toml asks for, with the development tools and these extras, less what is installed in steps of
    its own."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(name for extra in ("dev", *extras) for name in optional[extra])]
    return [name for name in wanted if re.split(r"[<>=!~\[ ]", name)[0] not in ("torch", "llama-cpp-python")]


def pinned(name: str) -> str:
    """The version of `name` in the constraints."""
    found = re.search(rf"^{re.escape(name)}==(\S+)$", CONSTRAINTS.read_text("utf-8"), re.MULTILINE)
    if not found:
        raise Failure(f"{CONSTRAINTS} does not pin {name}.", "Add it.")
    return found[1]


def install_torch(progress: Progress) -> None:
    """PyTorch for the CPU. On Linux the build that most package indexes offer under the plain version brings three
    gigabytes of CUDA; the CPU build carries the local version +cpu. So that one is asked for first; where the index
    lacks it, FOOTNOTE_TORCH_INDEX can name a further index. Elsewhere the plain version is the CPU build."""
    version = pinned("torch")
    extra = os.environ.get("FOOTNOTE_TORCH_INDEX")
    options = ["--extra-index-url", extra] if extra else []
    if sys.platform == "linux":
        try:
            pip(progress, "PyTorch for the CPU", "install", *options, "-c", str(CONSTRAINTS), f"torch=={version}+cpu")
            return
        except Failure as failure:
            if "does not have torch" not in failure.cause:
                raise
        progress.say(
            "Your package index has no CPU build of PyTorch: taking the large one, about 3 GB more. To avoid that, "
            "stop this and set FOOTNOTE_TORCH_INDEX to the address of PyTorch's CPU wheels (its website names it)."
        )
    pip(progress, "PyTorch", "install", *options, "-c", str(CONSTRAINTS), f"torch=={version}")


def llama_is_built() -> bool:
    """Whether the virtual environment has the pinned llama-cpp-python, built with the present options. One that
    somebody installed there by hand counts."""
    version = pinned("llama-cpp-python")
    if not next(VENV.glob(f"[Ll]ib*/**/site-packages/llama_cpp_python-{version}.dist-info"), None):
        return False
    return not LLAMA_OPTIONS.exists() or LLAMA_OPTIONS.read_text("utf-8") == llama_options()


def llama_wheels() -> list[str]:
    """What was built for this processor before; pip writes a wheel whole or not at all."""
    return [str(path) for path in wheels_folder().glob("llama_cpp_python-*.whl")]


def start_llama_build() -> Step:
    """Begin the longest step, which needs no other package. pip's build isolation brings CMake and Ninja."""
    requirement = f"llama-cpp-python=={pinned('llama-cpp-python')}"
    text = "llama-cpp-python, built for this CPU beside the above"
    options = {"CMAKE_ARGS": cmake_args()}
    if has_amx():
        options["CXXFLAGS"] = f"{os.environ.get('CXXFLAGS', '')} -include {shlex.quote(str(TILE_CONFIG))}".strip()
    folder = str(wheels_folder())
    return step(text, "wheel", "--no-deps", "--no-cache-dir", "-w", folder, requirement, environment=options)


def make_environment(progress: Progress) -> None:
    """The empty virtual environment. Raises Failure."""
    command = [sys.executable, "-m", "venv", str(VENV)]
    try:
        Step("Virtual environment", command, ROOT, LOGS).finish(progress)
    except Failure as failure:
        if "virtual environments" not in failure.cause or not system_packages.can_install():
            raise
        install_system_packages(["python3-venv"], progress)
        Step("Virtual environment", command, ROOT, LOGS).finish(progress)


def install(progress: Progress, extras: Sequence[str] = ()) -> None:
    """Everything, from what is there to what should be; extras that were added once stay. Raises Failure."""
    extras = sorted({*extras, *stamp().get("extras", ())})
    use_new_enough_python()
    check_machine(progress)
    STAMP.unlink(missing_ok=True)
    if not PYTHON.with_stem("pip").exists():
        make_environment(progress)
    pip(progress, "pip", "install", "-q", "-U", "-c", str(CONSTRAINTS), "pip")
    llama = None if llama_is_built() or llama_wheels() else start_llama_build()
    try:
        install_torch(progress)
        pip(progress, "Packages", "install", "-c", str(CONSTRAINTS), *requirements(extras))
        if llama:
            llama.finish(progress)
    finally:
        if llama:
            llama.stop()
    if not llama_is_built() and (wheels := llama_wheels()):
        pip(progress, "llama-cpp-python", "install", "--force-reinstall", "--no-deps", *wheels)
        LLAMA_OPTIONS.write_text(llama_options(), "utf-8")
    pip(progress, "Footnote", "install", "-c", str(CONSTRAINTS), "-e", ".")
    check_system(progress)
    STAMP.write_text(json.dumps({"fingerprint": fingerprint(), "extras": extras}), "utf-8")


def check_system(progress: Progress) -> None:
    """Install, or at least name, what Qt misses of the system. Raises Failure."""
    if sys.platform != "linux":
        return
    pyside = next(VENV.glob("lib*/python3*/site-packages/PySide6"), VENV)
    plugins = system_packages.platform_plugins(dict(os.environ))
    packages, unknown = system_packages.packages_for(system_packages.missing_libraries(pyside, plugins))
    if not system_packages.fonts_present():
        packages.append(system_packages.FONT_PACKAGE)
    if packages and system_packages.can_install():
        install_system_packages(packages, progress)
        packages, unknown = system_packages.packages_for(system_packages.missing_libraries(pyside, plugins))
    if packages or unknown:
        names = " ".join(packages)
        remedy = f"Debian, Ubuntu: sudo apt-get install {names}" if packages else "Install what has them."
        raise Failure(f"Qt misses libraries or fonts of this system: {' '.join(packages + unknown)}.", remedy)


def main() -> int:
    parser = argparse.ArgumentParser(description="Make Footnote's virtual environment and fetch its models.")
    parser.add_argument("--models", choices=("test", "recommended"), help="also fetch these models")
    parser.add_argument("--extras", nargs="+", default=[], choices=EXTRAS, help="also install these parts")
    arguments = parser.parse_args()
    progress = Progress()
    try:
        if not up_to_date(arguments.extras):
            progress.say("Setting Footnote up; the first time takes some minutes")
            install(progress, arguments.extras)
            progress.say("Ready")
    except Failure as failure:
        if failure.log:
            lines = failure.log.read_text("utf-8", "replace").splitlines()
            print("\n".join(lines[-30:]), f"(the whole log: {failure.log})", sep="\n", file=sys.stderr)
        print(f"{failure.cause} {failure.remedy}", file=sys.stderr)
        return 1
    if arguments.models:
        return subprocess.call([str(PYTHON), str(ROOT / "packaging" / "fetch_models.py"), arguments.models])
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        sys.exit(130)
