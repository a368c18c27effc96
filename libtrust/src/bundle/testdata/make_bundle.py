#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes bundle.atb, a signed bundle of store.json, and root.json, the root document from which it descends. Needs
python3-cryptography. The keys are thrown away, so each run gives other files with the same tests.
Usage: make_bundle.py FOLDER
"""
import hashlib
import json
import pathlib
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Key:
    def __init__(self):
        self.secret = Ed25519PrivateKey.generate()
        public = self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
        self.object = {"keytype": "ed25519", "keyval": {"public": public}, "scheme": "ed25519"}
        self.id = hashlib.sha256(canonical(self.object)).hexdigest()


def envelope(signed, keys):
    signatures = [{"keyid": key.id, "sig": key.secret.sign(canonical(signed)).hex()} for key in keys]
    return {"signatures": sorted(signatures, key=lambda one: one["keyid"]), "signed": signed}


def signed(kind, version, expires, **members):
    return {"_type": kind, "expires": expires, "spec_version": "1.0.31", "version": version, **members}


def root(version, root_keys, release_keys, signers):
    release = {"keyids": [key.id for key in release_keys], "threshold": 2}
    roles = {"root": {"keyids": [key.id for key in root_keys], "threshold": 3},
             "timestamp": release, "snapshot": release, "targets": release}
    keys = {key.id: key.object for key in root_keys + release_keys}
    return envelope(signed("root", version, "2029-01-01T00:00:00Z", consistent_snapshot=True, keys=keys, roles=roles),
                    signers)


def main():
    folder = pathlib.Path(sys.argv[1])
    store = (folder / "store.json").read_bytes()
    version = json.loads(store)["version"]
    root_keys = [Key() for _ in range(6)]
    release_keys = [Key() for _ in range(3)]
    first = root(1, root_keys[:5], release_keys, root_keys[:3])
    second = root(2, root_keys[1:], release_keys, root_keys[1:4] + root_keys[5:])
    target = {"hashes": {"sha256": hashlib.sha256(store).hexdigest()}, "length": len(store)}
    expires = "2027-07-01T00:00:00Z"
    documents = {
        "targets": signed("targets", version, expires, targets={"trust-store.json": target}),
        "snapshot": signed("snapshot", version, expires, meta={"targets.json": {"version": version}}),
        "timestamp": signed("timestamp", version, expires, meta={"snapshot.json": {"version": version}}),
    }
    container = {name: envelope(document, release_keys[:2]) for name, document in documents.items()}
    container |= {"format": "amt-trust-bundle/1", "roots": [first, second], "store": json.loads(store)}
    (folder / "bundle.atb").write_bytes(canonical(container))
    (folder / "root.json").write_bytes(canonical(first))


main()
