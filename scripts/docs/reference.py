#!/usr/bin/env python3
"""Writes the reference pages from the program's own tables: its schemas, its help and its explanations.

Usage: scripts/docs/reference.py BINARY FOLDER [--check]

--check writes nothing, and ends with 1 if a page in the folder is not what would be written.
"""
import json
import pathlib
import subprocess
import sys

NOTE = "<!-- Made by `make reference` from the program's own tables: change those. -->\n\n"


class Program:
    def __init__(self, binary):
        self.binary = binary

    def says(self, *arguments):
        return subprocess.run([self.binary, *arguments], check=True, capture_output=True, text=True).stdout

    def schema(self, kind):
        return json.loads(self.says("schema", kind))


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ").strip()


def table(head, rows):
    lines = [head, ["---"] * len(head)] + rows
    return "".join("| " + " | ".join(map(cell, row)) + " |\n" for row in lines) + "\n"


def shape(schema):
    """What a value looks like, in words."""
    if "$ref" in schema:
        return {"step": "a step", "expected": "a value, or operators", "status": "a status code, or operators",
                "operators": "operators"}[schema["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(shape(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return " ".join(f"`{'null' if word is None else word}`" for word in schema["enum"])
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "array" in kinds and kinds == ["array"]:
        element = shape(schema.get("items", {}))
        return "a list of steps" if element == "a step" else "a list" if element == "anything" else f"a list: {element}"
    if "object" in kinds:
        return "a mapping"
    if "string" in kinds:
        pattern = schema.get("pattern", "")
        if "(ms|s|m|h)" in pattern:
            return "a duration, such as `500ms`, `3s`, `10m`" + (", with `-` too" if "[+-]" in pattern else "")
        if pattern.startswith("^https"):
            return "an address"
        if kinds == ["string", "boolean"]:
            return "true, false or an expression"
        return "text or null" if "null" in kinds else "text"
    return {("boolean",): "`true` or `false`", ("integer",): "a whole number"}.get(tuple(kinds), "anything")


def parts(schema):
    """The mappings within a value that have keys of their own."""
    found = [schema] if schema.get("properties") else []
    for part in schema.get("anyOf", []) + [schema.get("items", {})]:
        found += parts(part) if part else []
    return found


def rows(schema):
    required = set(schema.get("required", []))
    either = {name for option in schema.get("oneOf", []) for name in option["required"]}
    for key, value in schema["properties"].items():
        state = "required" if key in required else "one of these" if key in either else ""
        yield [f"`{key}`", shape(value), state, value.get("description", "")]


def keys(title, schema, level=2):
    """A table of the keys, and below it one for each of them that has keys itself."""
    text = f"{'#' * level} {title}\n\n" + table(["key", "value", "", "what it is"], list(rows(schema)))
    for key, value in schema["properties"].items():
        for part in parts(value):
            text += keys(f"`{key}`", part, min(level + 1, 4))
    return text


def workflow(program):
    schema = program.schema("workflow")
    # The step's own tables come once, below the tables of the workflow.
    return ("# Reference: workflows\n\nEvery key of a workflow file and of its steps.\n\n" + NOTE
            + keys("Workflow", schema) + keys("Step", schema["$defs"]["step"]))


def environment(program):
    return ("# Reference: environments\n\nEvery key of a file in `environments`.\n\n" + NOTE
            + keys("Environment", program.schema("environment")))


def expectations(program):
    schema = program.schema("workflow")["$defs"]["operators"]
    return ("# Reference: expectations\n\nEvery operator that can stand under `http`, `headers`, `body` and a path.\n\n"
            + NOTE + "## Operators\n\n"
            + "A plain value must be equal, type included. A mapping holds operators, all of which must hold.\n\n"
            + table(["operator", "takes", "holds for"], [
                [f"`{name}`", shape(value), value["description"]] for name, value in schema["properties"].items()]))


def expressions(program):
    functions = program.schema("workflow")["$defs"]["functions"]["properties"]
    names = [
        ["`vars.NAME`", "a variable of the workflow"], ["`case.NAME`", "a field of the case that runs"],
        ["`steps.ID.NAME`", "what an earlier step captured, or an output of a workflow that it used"],
        ["`env.name`, `env.initiator_id`", "of the environment"], ["`run.id`", "the name of the run"],
        ["`request.body.NAME`", "of the step's own request, in `expect`"],
        ["`response.body.NAME`, `response.headers.NAME`", "of the step's own response, in `expect`"]]
    return ("# Reference: expressions\n\nEvery name and function that can stand between `${{` and `}}`.\n\n" + NOTE
            + "## Names\n\n" + table(["name", "what it is"], names)
            + "## Functions\n\n"
            + table(["function", "gives"], [[f"`{n}`", v["description"]] for n, v in functions.items()])
            + "## Signs\n\n`==` `!=` `<` `<=` `>` `>=` compare, `&&` `||` `!` combine, parentheses group. "
            + "A text stands in quotes.\n")


def shown(items):
    return [item for item in items or [] if item.get("shouldDisplay", True)]


def command(told):
    names = told.get("superCommands", []) + [told["commandName"]]
    text = f"## {' '.join(names)}\n\n{told['abstract']}\n\n"
    listed = []
    for argument in shown(told.get("arguments")):
        value = argument["valueName"]
        if argument["kind"] == "positional":
            spelling = f"`{value}`" + (" …" if argument["isRepeating"] else "")
        else:
            spellings = sorted(argument.get("names", []), key=lambda name: name["kind"] == "long")
            spelling = ", ".join(f"`{'-' if name['kind'] == 'short' else '--'}{name['name']}`" for name in spellings)
            spelling += f" {value}" if argument["kind"] == "option" else ""
        default = argument.get("defaultValue")
        listed.append([spelling, argument.get("abstract", "") + (f" Default: `{default}`." if default else "")])
    left_out = ("`-h`, `--help`", "`--version`")
    text += table(["option", "what it does"], [row for row in listed if row[0] not in left_out])
    for item in shown(told.get("subcommands")):
        if item["commandName"] != "help":
            text += command(item)
    return text


def commands(program):
    told = json.loads(program.says("--experimental-dump-help"))["command"]
    codes = told["discussion"].split("Exit codes:\n\n")[1].split("\n\n")[0].strip("\n").split("\n")
    return ("# Reference: commands\n\nEvery command, option and exit code.\n\n" + NOTE
            + "Each command takes `--help`.\n\n## Exit codes\n\n"
            + table(["code", "meaning"], [line.split(maxsplit=1) for line in codes])
            + "Of several, 3 goes before 4, and 4 before 1.\n\n"
            + "".join(command(item) for item in shown(told["subcommands"]) if item["commandName"] != "help"))


def diagnostics(program):
    text = ("# Reference: diagnostics\n\nEvery diagnostic, by the id that stands in brackets in its message.\n\n" + NOTE
            + "`ekoflow explain ID` prints the same, with an example where one can be shown.\n\n")
    for name in [line for line in program.says("explain").split("\n") if line and not line.startswith(" ")]:
        lines = program.says("explain", name).split("\n")[2:]
        prose = lines[:lines.index("wrong:")] if "wrong:" in lines else lines
        text += f"## {name}\n\n" + "\n".join(prose).strip() + "\n\n"
    return text


PAGES = {
    "ReferenceWorkflow": workflow, "ReferenceEnvironment": environment, "ReferenceExpectations": expectations,
    "ReferenceExpressions": expressions, "ReferenceCommands": commands, "ReferenceDiagnostics": diagnostics,
}


def main():
    program, folder = Program(sys.argv[1]), pathlib.Path(sys.argv[2])
    stale = []
    for name, page in PAGES.items():
        path, text = folder / f"{name}.md", page(program).rstrip("\n") + "\n"
        if "--check" not in sys.argv:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale.append(path.name)
    if stale:
        sys.exit(f"problem: not what the program says: {', '.join(stale)}; run: make reference")


if __name__ == "__main__":
    main()
