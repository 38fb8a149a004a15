#!/usr/bin/env python3
"""Plants each fault of Tests/Simulation/Faults in a copy of the program, and says which seed finds it.

Usage: Tests/Simulation/find_faults.py [--seconds N] [--only-apply] [FAULT ...]

All patches are in one build. In it, a fault is there only if the variable PLANTED_FAULT has its name. A fault that is
not found in 600 seconds (or N) makes the exit code 1, and so does a seed that breaks a rule without the fault too.
With --only-apply, it only checks that all patches fit the program.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAULTS = ROOT / "Tests/Simulation/Faults"
COPY = ROOT / ".build/planted"
BINARY = COPY / ".build/release/ekoflow-simulation"
SWITCH = """#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let plantedFault = getenv("PLANTED_FAULT").map { String(cString: $0) }

package func isPlanted(_ fault: String) -> Bool { plantedFault == fault }
"""


def copy_sources():
    """A file that has not changed keeps its time, so that it is not compiled again."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    kept = ("Sources/", "Tests/", "Package.")
    fresh = COPY.parent / "planted-fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    for name in listed.stdout.splitlines():
        if name.startswith(kept) and (ROOT / name).is_file():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, fresh / name)
    plant(fresh)
    for old in COPY.rglob("*"):
        name = old.relative_to(COPY)
        if old.is_file() and name.parts[0] != ".build" and not (fresh / name).exists():
            old.unlink()
    for new in fresh.rglob("*"):
        place = COPY / new.relative_to(fresh)
        if new.is_file() and not (place.exists() and place.read_bytes() == new.read_bytes()):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new, place)
    shutil.rmtree(fresh)


def plant(folder):
    # Without fuzz: a patch that almost fits can end up in another function.
    command = ["patch", "--quiet", "-p0", "--fuzz=0", "--no-backup-if-mismatch", "-i"]
    misfits = [
        patch.name for patch in sorted(FAULTS.glob("*.patch"))
        if subprocess.run([*command, patch], cwd=folder, check=False).returncode]
    if misfits:
        sys.exit("problem: these no longer fit the program: " + ", ".join(misfits))
    for source in (folder / "Sources").rglob("*.swift"):
        text = source.read_text()
        if "isPlanted(" in text and "import Times\n" not in text:
            source.write_text(f"import Times\n{text}")
    (folder / "Sources/Times/PlantedFault.swift").write_text(SWITCH)
    planted = [source for source in (folder / "Sources").rglob("*.swift") if "isPlanted(" in source.read_text()]
    subprocess.run(["swiftc", "-frontend", "-parse", *planted], check=True)


def build():
    subprocess.run(
        ["swift", "build", "-c", "release", "--product", "ekoflow-simulation", "--static-swift-stdlib",
         "-debug-info-format", "none"],
        cwd=COPY, env={**os.environ, "EKOFLOW_SIMULATION": "1"}, check=True, stdout=subprocess.DEVNULL)


def seeds_to_find(fault, seconds):
    """The seed that found it, what it found, and after how many seconds; the seed is None if none did."""
    start = time.monotonic()
    result = subprocess.run(
        [sys.executable, ROOT / "Tests/Simulation/simulate.py", BINARY, "--seconds", str(seconds)],
        env={**os.environ, "PLANTED_FAULT": fault}, capture_output=True, text=True, check=False)
    found = re.search(r"^seed (\d+): (.*)$", result.stdout, re.MULTILINE)
    return (int(found[1]), found[2]) if found else (None, result.stdout.strip()), time.monotonic() - start


def breaks_alone(seed):
    """Whether the seed breaks a rule without any fault: then it has found nothing."""
    output = subprocess.run([BINARY, "run", str(seed), "1"], capture_output=True, text=True, check=False).stdout
    return not re.search(r"^done .* 0$", output, re.MULTILINE)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--only-apply", action="store_true")
    parser.add_argument("faults", nargs="*")
    options = parser.parse_args()
    if options.only_apply:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "Sources", pathlib.Path(folder) / "Sources")
            plant(pathlib.Path(folder))
        return
    copy_sources()
    build()
    names = options.faults or [patch.stem for patch in sorted(FAULTS.glob("*.patch"))]
    missed = 0
    for name in names:
        (seed, text), seconds = seeds_to_find(name, options.seconds)
        found = f"seed {seed}, {seconds:.0f} s: {text}" if seed else f"not found in {seconds:.0f} s"
        if seed and breaks_alone(seed):
            seed, found = None, f"seed {seed} breaks a rule without it too: {text}"
        missed += seed is None
        print(f"{name}: {found}", flush=True)
    print(f"{len(names) - missed} of {len(names)} faults found")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
