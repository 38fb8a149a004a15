#!/usr/bin/env python3
"""Says of each YAML file whether a JSON Schema accepts it, with a validator that is not our own.

Usage: scripts/check/judge-by-schema.py SCHEMA FILE...

Prints a line for each file: `accepted FILE`, `rejected FILE` or `unreadable FILE`.
"""
import json
import pathlib
import sys

import jsonschema
import ruamel.yaml


def judge(validator, path):
    reader = ruamel.yaml.YAML(typ="safe", pure=True)  # YAML 1.2, as the workflow language
    try:
        return "accepted" if validator.is_valid(reader.load(pathlib.Path(path).read_bytes())) else "rejected"
    except (ruamel.yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError, NotImplementedError, TypeError):
        return "unreadable"


def main():
    schema = json.loads(pathlib.Path(sys.argv[1]).read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in sys.argv[2:]:
        print(judge(validator, path), path)


if __name__ == "__main__":
    main()
