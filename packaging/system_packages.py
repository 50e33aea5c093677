"""Shared libraries and fonts that Qt needs from the system and that pip can't bring, on Debian and its relatives.

Standard library only. The libraries are what `ldd` reports as missing for the Qt modules that Footnote uses and for
the platform plugin that this session will load.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

# shared library → Debian package, for everything that those Qt files link to outside the C library
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
FONT_PACKAGE = "fonts-dejavu-core"
_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPdf", "QtPdfWidgets")


def platform_plugins(environment: dict[str, str]) -> list[str]:
    """The Qt platform plugins that a session with these environment variables may load."""
    plugins = ["qoffscreen"]
    if environment.get("DISPLAY"):
        plugins.append("qxcb")
    if environment.get("WAYLAND_DISPLAY"):
        plugins.append("qwayland")
    return plugins


def missing_libraries(pyside: Path, plugins: list[str]) -> list[str]:
    """Names of shared libraries that the Qt files below `pyside` need and the system lacks; empty where `ldd` is not
    there to tell."""
    ldd = shutil.which("ldd")
    if ldd is None:
        return []
    files = [pyside / f"{module}.abi3.so" for module in _MODULES]
    files += [pyside / "Qt" / "plugins" / "platforms" / f"lib{plugin}.so" for plugin in plugins]
    present = [str(file) for file in files if file.is_file()]
    if not present:
        return []
    output = subprocess.run([ldd, *present], capture_output=True, text=True, check=False).stdout
    return sorted({line.split()[0] for line in output.splitlines() if line.rstrip().endswith("not found")})


def fonts_present() -> bool:
    """Whether the system has any font; without one Qt draws empty boxes."""
    home = Path.home()
    places = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts"]
    return any(next(place.rglob("*.[to]tf"), None) for place in places if place.is_dir())


def packages_for(libraries: list[str]) -> tuple[list[str], list[str]]:
    """(Debian packages, libraries that no known package has)."""
    packages = sorted({PACKAGES[name] for name in libraries if name in PACKAGES})
    return packages, [name for name in libraries if name not in PACKAGES]


def can_install() -> bool:
    """Whether this process may install Debian packages without asking anybody."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def install_commands(packages: list[str]) -> list[list[str]]:
    """The commands that install `packages`."""
    return [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]]
