#!/usr/bin/env python3
"""Writes the manual pages from what the program says of itself: one for it, and one for each command.

Usage: scripts/release/manual.py BINARY FOLDER
"""
import json
import pathlib
import subprocess
import sys


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    # A line that starts so would be taken for a request.
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.split("\n"))


def spelling(argument):
    value = f" \\fI{escaped(argument['valueName'])}\\fR" if argument["kind"] == "option" else ""
    names = sorted(argument.get("names", []), key=lambda name: name["kind"] == "long")
    spelled = [("-" if name["kind"] == "short" else "--") + name["name"] for name in names]
    return ", ".join(f"\\fB{escaped(name)}\\fR" for name in spelled) + value


def synopsis(command):
    parts = ["\\fB" + escaped(" ".join(command.get("superCommands", []) + [command["commandName"]])) + "\\fR"]
    if any(shown(command.get("subcommands"))):
        parts.append("\\fIcommand\\fR")
    for argument in shown(command.get("arguments")):
        if argument["kind"] == "positional":
            name = f"\\fI{escaped(argument['valueName'])}\\fR" + (" ..." if argument["isRepeating"] else "")
            parts.append(f"[{name}]" if argument["isOptional"] else name)
    return " ".join(parts + ["[\\fIoptions\\fR]"])


def shown(items):
    return [item for item in items or [] if item.get("shouldDisplay", True)]


def name(command):
    return "-".join(command.get("superCommands", []) + [command["commandName"]])


def discussion(text):
    """Paragraphs as they are; what is indented keeps its lines."""
    page = ""
    for paragraph in text.strip("\n").split("\n\n"):
        lines = paragraph.split("\n")
        head = [line for line in lines if not line.startswith("  ")]
        examples = [line for line in lines if line.startswith("  ")]
        page += ".PP\n" + escaped("\n".join(head)) + "\n"
        if examples:
            page += ".nf\n.RS 2\n" + escaped("\n".join(line[2:] for line in examples)) + "\n.RE\n.fi\n"
    return page


def page(command, version):
    text = f".TH {name(command).upper()} 1 \"\" \"ekoflow {version}\" \"User Commands\"\n"
    text += f".SH NAME\n{escaped(name(command))} \\- {escaped(command['abstract'])}\n"
    text += f".SH SYNOPSIS\n{synopsis(command)}\n"
    if command.get("discussion"):
        text += ".SH DESCRIPTION\n" + discussion(command["discussion"])
    sections = {}
    for argument in shown(command.get("arguments")):
        title = "Arguments" if argument["kind"] == "positional" else argument.get("sectionTitle") or "Options"
        sections.setdefault(title, []).append(argument)
    for title, arguments in sections.items():
        text += f".SH {escaped(title.upper())}\n"
        for argument in arguments:
            positional = argument["kind"] == "positional"
            label = f"\\fI{escaped(argument['valueName'])}\\fR" if positional else spelling(argument)
            default = argument.get("defaultValue")
            default = f" (default: {default})" if default not in (None, "") else ""
            text += f".TP\n{label}\n{escaped(argument.get('abstract', '') + default)}\n"
    subcommands = [item for item in shown(command.get("subcommands")) if item["commandName"] != "help"]
    if subcommands:
        text += ".SH COMMANDS\n"
        for item in subcommands:
            text += f".TP\n\\fB{escaped(item['commandName'])}\\fR\n{escaped(item['abstract'])} "
            text += f"See \\fB{escaped(name(item))}\\fR(1).\n"
    parents = command.get("superCommands", [])
    if parents:
        text += f".SH SEE ALSO\n\\fB{escaped('-'.join(parents))}\\fR(1)\n"
    return text


def write(command, version, folder):
    (folder / f"{name(command)}.1").write_text(page(command, version))
    for item in shown(command.get("subcommands")):
        if item["commandName"] != "help":
            write(item, version, folder)


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    told = subprocess.run([binary, "--experimental-dump-help"], check=True, capture_output=True, text=True).stdout
    version = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
    write(json.loads(told)["command"], version, folder)


if __name__ == "__main__":
    main()
