#!/usr/bin/env python3
"""Runs the public test suite of JSON Schema 2020-12 against `ekoflow query --schema`.

Usage: scripts/check/json-schema-suite.py BINARY FOLDER. FOLDER has the suite's files, such as type.json; files below it
are not read. Tests whose schema refers to another host cannot be judged, as nothing is fetched: each must be refused.
"""
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile

binary, folder = pathlib.Path(sys.argv[1]).absolute(), pathlib.Path(sys.argv[2])


def verdict(case):
    """'valid', 'invalid', 'remote' or what went wrong."""
    name, schema, data = case
    with tempfile.TemporaryDirectory() as place:
        (pathlib.Path(place) / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
        (pathlib.Path(place) / "data.json").write_text(data, encoding="utf-8")
        done = subprocess.run(
            [binary, "query", "--schema", "schema.json", "data.json"], cwd=place, capture_output=True, text=True,
            timeout=60, check=False)
    if done.returncode in (0, 1):
        return "valid" if done.returncode == 0 else "invalid"
    return "remote" if "localhost:1234" in json.dumps(schema) else f"exit {done.returncode}: {done.stderr}"


def main():
    cases, wanted = [], []
    for path in sorted(folder.glob("*.json")):
        for group in json.loads(path.read_text(encoding="utf-8")):
            for test in group["tests"]:
                name = f"{path.name}: {group['description']}: {test['description']}"
                cases.append((name, group["schema"], json.dumps(test["data"])))
                wanted.append("valid" if test["valid"] else "invalid")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(verdict, cases))
    remote = verdicts.count("remote")
    wrong = [
        f"{case[0]}: expected {want}, found {found}"
        for case, want, found in zip(cases, wanted, verdicts, strict=True) if found not in (want, "remote")
    ]
    print(f"{len(cases)} tests of JSON Schema 2020-12: {len(cases) - remote - len(wrong)} right, "
          f"{remote} that refer to another host, {len(wrong)} wrong")
    print("\n".join(wrong), file=sys.stderr)
    return 0 if cases and not wrong and remote * 10 < len(cases) else 1


sys.exit(main())
