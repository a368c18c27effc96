#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/vectors/chains, tests/vectors/trust, and the seeds of fuzz targets.

make.py               makes what is missing or changed, and removes files that no case makes any more
make.py --only NAME   makes one case (or trust folder) and touches nothing else
make.py --check       compares without writing; exit 1 when something differs, 77 when a Python package is missing

expected.txt is not made here: the runner writes it when ODCA_REBASELINE=1 is set.
"""
import argparse
import sys
import warnings

warnings.filterwarnings("ignore")
try:
    import asn1crypto  # noqa: F401
    import cryptography  # noqa: F401
except ImportError as missing:
    print(f"make.py: {missing}: install python3-asn1crypto and python3-cryptography", file=sys.stderr)
    sys.exit(77)

import case  # noqa: E402
from pki import SIGNATURES, signatures  # noqa: E402

import cases_shapes  # noqa: E402,F401
import cases_path  # noqa: E402,F401
import cases_odca  # noqa: E402,F401
import cases_revocation  # noqa: E402,F401
import cases_work  # noqa: E402,F401
import cases_rfc5280  # noqa: E402,F401
import cases_attacks  # noqa: E402,F401
import cases_trust  # noqa: E402,F401
import cases_findings  # noqa: E402,F401
import cases_installed  # noqa: E402,F401
import cases_crl_scope  # noqa: E402,F401
import cases_pins  # noqa: E402,F401
import cases_peer  # noqa: E402,F401


import fuzz_inputs  # noqa: E402,F401
import fuzz_seeds  # noqa: E402,F401


def stale_files():
    """Files of ours that nothing makes any more; a found crash in the fuzz corpus is not ours."""
    for folder in ("chains", "trust"):
        for path in sorted((case.TOP / folder).rglob("*")):
            relative = path.relative_to(case.TOP)
            kept = path.name == "expected.txt" and f"{relative.parent.as_posix()}/case.yaml" in case.files
            if path.is_file() and relative.as_posix() not in case.files and not kept:
                yield path


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", metavar="NAME")
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    wanted = {path: content for path, content in case.files.items()
              if not given.only or given.only in path.split("/")}
    if not wanted:
        sys.exit(f"make.py: no case and no trust folder is named '{given.only}'")
    changed = []
    for path, content in sorted(wanted.items()):
        file = case.TOP / path
        if file.exists() and file.read_bytes() == content:
            continue
        changed.append(path)
        if not given.check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    stale = [] if given.only else list(stale_files())
    if given.check:
        for each in changed + [path.relative_to(case.TOP).as_posix() for path in stale]:
            print(f"differs from what the generator makes: {each}")
        sys.exit(1 if changed or stale else 0)
    for path in stale:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    signatures.save(only_used=not given.only)
    size = SIGNATURES.stat().st_size + sum(len(content) for content in case.files.values())
    print(f"{len(case.cases)} cases, {len(changed)} files written, {len(stale)} removed, {size // 1024} KiB in all")


main()
