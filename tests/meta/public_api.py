#!/usr/bin/env python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""public_api.py [--write]: libtrust/exported.txt, the functions that the shared library offers, names what the public headers
declare, and no more. Clang tells what they declare; where it is missing the test is skipped. --write writes the list anew."""
import json
import pathlib
import shutil
import subprocess
import sys

top = pathlib.Path(__file__).resolve().parents[2]
headers, listed = top / "libtrust/include", top / "libtrust/exported.txt"
FUNCTIONS = {"FunctionDecl", "CXXMethodDecl", "CXXConstructorDecl", "CXXDestructorDecl", "CXXConversionDecl"}
TEMPLATES = {"ClassTemplateDecl", "FunctionTemplateDecl", "ClassTemplateSpecializationDecl"}
DEFINED_THERE = ("inline", "constexpr", "isImplicit", "explicitlyDeleted", "explicitlyDefaulted", "pure")

compiler = next(filter(None, map(shutil.which, ("clang++-14", "clang++"))), None)
if not compiler or not shutil.which("c++filt"):
    print("SKIPPED: public_api: no clang++ or no c++filt")
    sys.exit(77)


def declared(node, names):
    """declared adds the linker's name of each function below the node that has no body in the header."""
    if node.get("kind") in TEMPLATES:
        return
    parts = node.get("inner", [])
    if node.get("kind") in FUNCTIONS and "mangledName" in node:
        if not any(map(node.get, DEFINED_THERE)) and not any(part.get("kind") == "CompoundStmt" for part in parts):
            names.add(node["mangledName"])
    for part in parts:
        declared(part, names)


source = "".join(f"#include <odca/{header.name}>\n" for header in sorted((headers / "odca").glob("*.h")))
tree = subprocess.run(
    [compiler, "-std=c++20", f"-I{headers}", "-fsyntax-only", "-Xclang", "-ast-dump=json", "-Xclang", "-ast-dump-filter=odca::",
     "-x", "c++", "-"], input=source, text=True, capture_output=True, check=True).stdout
names, decoder, at = set(), json.JSONDecoder(), tree.find("{")
while at >= 0:
    node, at = decoder.raw_decode(tree, at)
    declared(node, names)
    at = tree.find("{", at)
ours = [name for name in names if "4odca" in name]
said = subprocess.run(["c++filt"], input="\n".join(ours), text=True, capture_output=True, check=True).stdout
functions = sorted(set(said.splitlines()))
if "--write" in sys.argv:
    listed.write_text("\n".join(functions) + "\n")
known = listed.read_text().splitlines()
for name in functions:
    if name not in known:
        print(f"a public header declares it, and the shared library does not export it: {name}")
for name in known:
    if name not in functions:
        print(f"exported, and declared by no public header: {name}")
if known != functions:
    print("hint: when the change is meant, tests/meta/public_api.py --write, and see docs/architecture.md about the SOVERSION")
    sys.exit(1)
print(f"{len(functions)} functions")
