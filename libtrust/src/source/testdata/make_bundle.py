#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes signed.atb, signed.root.json and other.root.json: a bundle of the store of ../../bundle/testdata, the root
document from which it descends, and an unrelated one, as The Update Framework writes them. One key signs all of one
publisher; it is thrown away. Needs python3-cryptography. Run
it here."""
import hashlib
import json
import pathlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

VERSION = 7
EXPIRES = "2028-01-01T00:00:00Z"


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def publisher():
    """The writer of a publisher's documents, and its first root."""
    key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
    entry = {"keytype": "ed25519", "keyval": {"public": public}, "scheme": "ed25519"}
    key_id = hashlib.sha256(canonical(entry)).hexdigest()

    def envelope(kind, version, members):
        signed = {"_type": kind, "version": version, "expires": EXPIRES, "spec_version": "1.0.31", **members}
        return {"signed": signed, "signatures": [{"keyid": key_id, "sig": key.sign(canonical(signed)).hex()}]}

    role = {"keyids": [key_id], "threshold": 1}
    root = envelope("root", 1, {"consistent_snapshot": True, "keys": {key_id: entry},
                                "roles": {name: role for name in ("root", "snapshot", "targets", "timestamp")}})
    return envelope, root


def main():
    envelope, root = publisher()
    store = json.loads(pathlib.Path("../../bundle/testdata/store.json").read_text(encoding="utf-8"))
    octets = canonical(store)
    target = {"length": len(octets), "hashes": {"sha256": hashlib.sha256(octets).hexdigest()}}
    bundle = {
        "format": "amt-trust-bundle/1", "roots": [root], "store": store,
        "timestamp": envelope("timestamp", VERSION, {"meta": {"snapshot.json": {"version": VERSION}}}),
        "snapshot": envelope("snapshot", VERSION, {"meta": {"targets.json": {"version": VERSION}}}),
        "targets": envelope("targets", VERSION, {"targets": {"trust-store.json": target}}),
    }
    pathlib.Path("signed.atb").write_bytes(canonical(bundle))
    pathlib.Path("signed.root.json").write_bytes(canonical(root))
    pathlib.Path("other.root.json").write_bytes(canonical(publisher()[1]))


main()
