# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""A vector: a folder of chains/ with its inputs and case.yaml, or a folder of trust/."""
import hashlib
import inspect
import json
import re
from pathlib import Path

from pki import Certificate, Crl, pem

TOP = Path(__file__).resolve().parent.parent
AT = "2026-03-01T00:00:00Z"
ABSENT = "warn revocation.absent absent"

files = {}  # path below tests/vectors -> content, everything that is made
cases = {}  # name -> the content of its chain file
_by_content = {}


def put(path, content):
    content = content.encode() if isinstance(content, str) else content
    assert path not in files, f"{path} is made twice"
    files[path] = content
    return path


def _shared(folder, name, content):
    """Puts a file into the folder of a case, or refers to an equal one of an earlier case."""
    content = content.encode() if isinstance(content, str) else content
    digest = hashlib.sha256(content).digest()
    if digest in _by_content:
        return "../" + _by_content[digest]
    put(f"chains/{folder}/{name}", content)
    _by_content[digest] = f"{folder}/{name}"
    return name


def block(item):
    """One item of a PEM file: a certificate, a CRL, or text that stands between the blocks."""
    if isinstance(item, Certificate):
        return pem("CERTIFICATE", item.der)
    if isinstance(item, Crl):
        return pem("X509 CRL", item.der)
    return item


def text_of(items):
    return "".join(block(item) for item in items)


def scalar(value):
    """A YAML scalar: plain where no reader can misunderstand it, in double quotes otherwise."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if re.fullmatch(r"[A-Za-z0-9./][A-Za-z0-9 @./_,'()=+-]*(:[0-9A-Za-z][A-Za-z0-9 @./_,'()=+-]*)*", value) and \
            value not in ("true", "false", "null", "yes", "no", "on", "off", "~"):
        return value
    return json.dumps(value, ensure_ascii=False)


def chain_of(name):
    return cases[name]


def trust(name, **contents):
    """A folder of trust material; `contents` maps file names (dots written as __) to items or text."""
    for file, items in contents.items():
        put(f"trust/{name}/{file.replace('__', '.')}", items if isinstance(items, str) else text_of(items))


def case(name, about, chain, /, *, trusted=None, rejected=None, error=None, trust="odca", policy=None, crls=None,
         neighbour=None, notes=None, anchored=None, conditions=(),
         **question):
    """Defines one case. `trusted` or `rejected` lists every fail and warn finding ("fail cert.validity @3 expired");
    that no CRL was at hand is added unless `anchored` is false or CRLs are given. `notes` lists the notes besides that
    of the custom anchor, when they are the subject. `conditions` are those of the installed trust."""
    assert name not in cases, f"case {name} is defined twice"
    assert re.fullmatch(r"[a-z0-9-]+", name) and about.endswith("."), name
    assert sum(each is not None for each in (trusted, rejected, error)) == 1, name
    lines = [("about", about), ("made_by", "make/" + Path(inspect.stack()[1].filename).name)]
    binary = isinstance(chain, bytes)
    cases[name] = chain if binary else text_of(chain).encode()
    lines.append(("chain", _shared(name, "chain.bin" if binary else "chain.pem", cases[name])))
    if crls is not None:
        lines.append(("crls", _shared(name, "crls.pem", text_of(crls))))
    lines.append(("trust", trust if trust == "embedded" else f"../../trust/{trust}"))
    if policy is not None:
        lines.append(("policy", _shared(name, "policy.yaml", policy)))
    question = {"purpose": "amt-activation", "at": AT, **question}
    lines += question.items()
    lines.append(("expect", "trusted" if trusted is not None else "rejected" if rejected is not None else "error"))
    if error:
        lines.append(("error", error))
    if neighbour:
        lines.append(("neighbour", neighbour))
    findings = list(trusted if trusted is not None else rejected or [])
    if anchored is None:
        anchored = not any(rule in each for each in findings for rule in ("path.anchor", "target.found"))
    if anchored and crls is None and error is None and not any("revocation." in each for each in findings):
        findings.append(ABSENT)
    if notes is not None:
        notes = ["anchor.custom custom", *notes]
        lines.append(("notes", "exact"))
        findings += [f"note {each}" for each in notes]
    text = "".join(f"{key}: {scalar(value)}\n" for key, value in lines)
    if conditions:
        text += "conditions:\n" + "".join(f"  - {each}\n" for each in conditions)
    if findings:
        text += "findings:\n" + "".join(f"  - {scalar(each)}\n" for each in findings)
    put(f"chains/{name}/case.yaml", text)
