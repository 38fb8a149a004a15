#!/usr/bin/env python3
"""Judges whether a file is Groovy, the language of a Jenkinsfile.

Usage: scripts/check/groovy.py FILE. Ends with 1 if it is not, and says where.
"""
import pathlib
import sys

import tree_sitter
import tree_sitter_groovy


def first_error(node):
    if node.type == "ERROR" or node.is_missing:
        return node
    found = (first_error(child) for child in node.children if child.has_error)
    return next((error for error in found if error), None)


def main():
    path = pathlib.Path(sys.argv[1])
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_groovy.language()))
    error = first_error(parser.parse(path.read_bytes()).root_node)
    if error:
        sys.exit(f"problem: {path}:{error.start_point.row + 1}:{error.start_point.column + 1}: this is not Groovy")


if __name__ == "__main__":
    main()
