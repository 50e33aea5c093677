"""The set-up script: sees what changed, says what went wrong, asks for the right builds."""

from __future__ import annotations

import importlib
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("bootstrap", "steps", "system_packages")


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script as a module; its folder is on the path only here, because it is no package."""
    monkeypatch.syspath_prepend(ROOT / "packaging")
    yield importlib.import_module("bootstrap")
    for name in SCRIPTS:
        sys.modules.pop(name, None)


@pytest.fixture
def steps(bootstrap: ModuleType) -> ModuleType:
    return sys.modules[bootstrap.Step.__module__]


@pytest.fixture
def system(bootstrap: ModuleType) -> ModuleType:
    module: ModuleType = bootstrap.system_packages
    return module


def test_every_requirement_is_pinned_to_a_version_it_allows(bootstrap: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    for text in [*project["dependencies"], *(text for extra in optional.values() for text in extra)]:
        requirement = Requirement(text)
        version = bootstrap.pinned(canonicalize_name(requirement.name))
        assert requirement.specifier.contains(version), f"{requirement} and {version}"


def test_torch_and_llama_have_steps_of_their_own(bootstrap: ModuleType) -> None:
    names = [Requirement(text).name for text in bootstrap.requirements()]
    assert "lancedb" in names and "pytest" in names
    assert "torch" not in names and "llama-cpp-python" not in names
    assert "rapidocr" not in names


def test_extras_are_added_when_asked_for(bootstrap: ModuleType) -> None:
    for extra in bootstrap.EXTRAS:
        added = {*bootstrap.requirements([extra])} - {*bootstrap.requirements()}
        assert added
    assert any(Requirement(text).name == "rapidocr" for text in bootstrap.requirements(["ocr"]))


def test_a_second_call_does_nothing_until_something_changes(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("a", "utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "CONSTRAINTS", tmp_path / "constraints.txt")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    assert not bootstrap.up_to_date()
    stamp = f'{{"fingerprint": "{bootstrap.fingerprint()}"}}'
    (tmp_path / "stamp.json").write_text(stamp, "utf-8")
    assert bootstrap.up_to_date()
    assert not bootstrap.up_to_date(["ocr"])
    (tmp_path / "stamp.json").write_text(stamp.replace("}", ', "extras": ["ocr"]}'), "utf-8")
    assert bootstrap.up_to_date(["ocr"]) and bootstrap.up_to_date()
    (tmp_path / "constraints.txt").write_text("b", "utf-8")
    assert not bootstrap.up_to_date()
    (tmp_path / "constraints.txt").write_text("a", "utf-8")
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_CUDA=ON")
    assert not bootstrap.up_to_date(), "other build options mean another build"


@pytest.mark.parametrize("kept", [True, False])
def test_bytecode_is_made_where_python_would_not_keep_it(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(sys, "dont_write_bytecode", not kept)
    monkeypatch.setattr(bootstrap, "Step", lambda _text, command, *_: commands.append(command))
    bootstrap.step("Packages", "install", "something")
    assert ("--no-compile" in commands[0]) is kept


def test_the_users_own_build_options_win(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CMAKE_ARGS", raising=False)
    assert "-DGGML_NATIVE=ON" in bootstrap.cmake_args()
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_NATIVE=OFF")
    assert bootstrap.cmake_args() == "-DGGML_NATIVE=OFF"


@pytest.mark.parametrize(
    ("facts", "mended"),
    [(None, False), ("flags : fpu avx2 f16c\n", False), ("flags : fpu avx2 amx_bf16 amx_tile amx_int8\n", True)],
)
def test_what_loads_tiles_is_mended_where_the_processor_has_them(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, facts: str | None, mended: bool
) -> None:
    if facts is not None:
        (tmp_path / "cpuinfo").write_text(facts, "utf-8")
    monkeypatch.setattr(bootstrap, "CPU_FACTS", tmp_path / "cpuinfo")
    monkeypatch.setenv("CXXFLAGS", "-g")
    built: list[dict[str, str]] = []
    monkeypatch.setattr(bootstrap, "Step", lambda *step: built.append(step[-1]))
    bootstrap.start_llama_build()
    assert ("-include" in built[0].get("CXXFLAGS", "")) is mended
    assert not mended or built[0]["CXXFLAGS"].startswith("-g ")
    before = bootstrap.llama_options()
    assert (before != bootstrap.cmake_args()) is mended
    monkeypatch.setattr(bootstrap, "TILE_CONFIG", tmp_path / "cpuinfo")
    assert (bootstrap.llama_options() != before) is mended, "it is built again where the header changed"


@pytest.mark.skipif(shutil.which("g++") is None or platform.machine() != "x86_64", reason="needs GCC for x86")
def test_all_that_a_tile_s_configuration_says_is_there_when_it_is_loaded(bootstrap: ModuleType, tmp_path: Path) -> None:
    """The last byte of 64 is written before the instruction; without the header GCC 12 leaves it out."""
    source = tmp_path / "tiles.cpp"
    source.write_text(
        "#include <immintrin.h>\nvoid load() { char all[64] = {}; all[63] = 77; _tile_loadconfig(all); }\n", "utf-8"
    )
    command = ["g++", "-O3", "-mamx-tile", "-include", str(bootstrap.TILE_CONFIG), "-S", "-o", "-", str(source)]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "77" in made.partition("ldtilecfg")[0]


@pytest.mark.parametrize(
    ("log", "cause", "remedy"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full", "Free"),
        ("CMake Error: CMAKE_CXX_COMPILER not set, after EnableLanguage", "no C++ compiler", "apt-get install g++"),
        (
            "connection broken by 'NameResolutionError'\nERROR: No matching distribution found for x",
            "reached",
            "network",
        ),
        ("ERROR: No matching distribution found for lancedb==9", "does not have lancedb==9", "Python"),
        ("The virtual environment was not created because ensurepip is not available", "virtual", "python3-venv"),
        ("something new", "Packages failed.", "log above"),
    ],
)
def test_a_log_becomes_a_cause_and_a_remedy(steps: ModuleType, log: str, cause: str, remedy: str) -> None:
    failure = steps.diagnose(log, "Packages")
    assert cause in failure.cause and remedy in failure.remedy


def test_a_failed_step_keeps_its_log(steps: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress = steps.Progress()
    steps.Step("First one", [sys.executable, "-c", "print(1)"], tmp_path, tmp_path / "logs").finish(progress)
    assert re.fullmatch(r"\[0:0\d\] First one: \d s\n", capsys.readouterr().out)
    failing = steps.Step(
        "Second", [sys.executable, "-c", "import sys; sys.exit('broken')"], tmp_path, tmp_path / "logs"
    )
    with pytest.raises(steps.Failure) as error:
        failing.finish(progress)
    assert error.value.log == tmp_path / "logs" / "second.log" and "broken" in error.value.log.read_text("utf-8")


def test_the_cpu_build_of_torch_is_asked_for_first(
    bootstrap: ModuleType, steps: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def pip(_: object, text: str, *arguments: str) -> None:
        asked.append(arguments[-1])
        if arguments[-1].endswith("+cpu"):
            raise steps.diagnose("No matching distribution found for torch==2+cpu", text)

    monkeypatch.setattr(bootstrap, "pip", pip)
    monkeypatch.setattr(sys, "platform", "linux")
    version = bootstrap.pinned("torch")
    bootstrap.install_torch(steps.Progress())
    assert asked == [f"torch=={version}+cpu", f"torch=={version}"]
    assert "FOOTNOTE_TORCH_INDEX" in capsys.readouterr().out
    asked.clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    bootstrap.install_torch(steps.Progress())
    assert asked == [f"torch=={version}"]


def test_an_old_python_hands_over_or_says_so(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(bootstrap.os, "execv", lambda path, _: started.append(path))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/opt/{name}" if name == "python3.12" else None)
    monkeypatch.setattr(sys, "argv", ["bootstrap.py"])
    with pytest.raises(bootstrap.Failure, match=r"3\.11 or newer"):
        bootstrap.use_new_enough_python()
    assert started == ["/opt/python3.12"]


def test_a_full_disk_is_seen_before_the_work(
    bootstrap: ModuleType, steps: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "DISK_NEEDED", 10**18)
    with pytest.raises(bootstrap.Failure, match="disk free"):
        bootstrap.check_machine(steps.Progress())


def test_missing_libraries_become_debian_packages(
    system: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "QtGui.abi3.so").touch()
    output = "\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibodd.so.3 => not found\n"
    monkeypatch.setattr(system.shutil, "which", lambda _: "/usr/bin/ldd")
    monkeypatch.setattr(
        system.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, stdout=output)
    )
    missing = system.missing_libraries(tmp_path, ["qoffscreen"])
    assert missing == ["libEGL.so.1", "libodd.so.3"]
    assert system.packages_for(missing) == (["libegl1"], ["libodd.so.3"])


def test_only_the_plugins_of_this_session_are_looked_at(system: ModuleType) -> None:
    assert system.platform_plugins({}) == ["qoffscreen"]
    assert system.platform_plugins({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}) == ["qoffscreen", "qxcb", "qwayland"]
