"""Other engines on an emulated 64-bit ARM processor: their own wheels, in Debian's Python, under qemu-aarch64.

    guest.make(folder)               downloads and unpacks what is missing: 13 packages of Debian, 5 wheels
    guest.count(folder, program)     instructions that `python program…` takes

Needs apt-get, qemu-user (the dynamic one: the static one takes no plugins) and clang.
"""

from __future__ import annotations

import getpass
import subprocess
import sys
from importlib import metadata
from pathlib import Path

PACKAGES = (
    "libc6",
    "libgcc-s1",
    "libstdc++6",
    "python3.11-minimal",
    "libpython3.11-minimal",
    "libpython3.11-stdlib",
    "zlib1g",
    "libexpat1",
    "libbz2-1.0",
    "liblzma5",
    "libffi8",
    "libuuid1",
    "libssl3",
)
WHEELS = ("numpy", "onnxruntime", "ai-edge-litert", "flatbuffers", "protobuf")
PLATFORMS = ("manylinux_2_28_aarch64", "manylinux_2_27_aarch64", "manylinux2014_aarch64")
PROCESSOR = "cortex-a53"
# The engines ask these files what the processor is; those of this computer would tell them wrong.
SYSTEM_FILES = {
    "proc/cpuinfo": "processor\t: 0\nFeatures\t: fp asimd evtstrm crc32 cpuid\nCPU implementer\t: 0x41\n"
    "CPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: 0xd03\nCPU revision\t: 4\n\n",
    "sys/devices/system/cpu/possible": "0\n",
    "sys/devices/system/cpu/present": "0\n",
}
COUNTER = Path(__file__).resolve().parents[3] / "Toolchains/icount/icount.c"


def make(folder: Path) -> None:
    """The guest's files in `folder`, and the counter."""
    done = folder / "complete"
    if done.exists():
        return
    downloads = folder / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    for words in (["update"], ["download", *PACKAGES]):
        subprocess.run(apt_get(folder / "apt") + words, cwd=downloads, check=True, stdout=subprocess.DEVNULL)
    wheels = [f"{name}=={metadata.version(name)}" for name in WHEELS]
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--python-version",
            "3.11",
            *(f"--platform={name}" for name in PLATFORMS),
            "-d",
            downloads,
            *wheels,
        ],
        check=True,
    )
    for package in downloads.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
    for wheel in downloads.glob("*.whl"):
        subprocess.run([sys.executable, "-m", "zipfile", "-e", wheel, folder / "site"], check=True)
    for name, text in SYSTEM_FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    subprocess.run(["clang", "-O2", "-shared", "-fPIC", "-o", folder / "icount.so", COUNTER], check=True)
    done.touch()


def apt_get(state: Path) -> list:
    """For ARM, with package lists of its own, so that this computer's stay as they are."""
    (state / "lists/partial").mkdir(parents=True, exist_ok=True)
    (state / "archives/partial").mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    options = {
        "APT::Architecture": "arm64",
        "APT::Architectures": "arm64",
        "Dir::State::Lists": state / "lists",
        "Dir::State::Status": state / "status",
        "Dir::Cache": state,
        "APT::Sandbox::User": getpass.getuser(),
    }
    return ["apt-get", "-qq", *(word for name, value in options.items() for word in ("-o", f"{name}={value}"))]


def count(folder: Path, program: list) -> int:
    """Instructions of the guest's Python on `program`, from its start to its end."""
    variables = {
        "PYTHONHOME": folder / "usr",
        "PYTHONPATH": folder / "site",
        "PYTHONHASHSEED": 0,
        "PYTHONDONTWRITEBYTECODE": 1,
        "OMP_NUM_THREADS": 1,
        "OPENBLAS_NUM_THREADS": 1,
    }
    counts = folder / "counts"
    command = [
        "qemu-aarch64",
        "-cpu",
        PROCESSOR,
        "-L",
        folder,
        "-plugin",
        folder / "icount.so",
        "-d",
        "plugin",
        "-D",
        counts,
    ]
    for name, value in variables.items():
        command += ["-E", f"{name}={value}"]
    done = subprocess.run(
        [*command, folder / "usr/bin/python3.11", "-S", *program],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        raise SystemExit(f"the emulated engine ended with {done.returncode}: {done.stderr[-500:]}")
    return sum(int(line.split(" ", 1)[0]) for line in counts.read_text().splitlines())
