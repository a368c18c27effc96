# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""A synthetic fleet: N devices under a handful of issuing CAs, with a known share of each fault.

    /usr/bin/python3 fleet.py --devices 1000 --seed 1 --out fleet.jsonl
    /usr/bin/python3 fleet.py --devices 1000 --seed 1 --out fleet.tar --tar

The roots and CAs are those of odca.py, so tests/vectors/trust/odca is the trust to judge by, at 2026-03-01T00:00:00Z.
Every device has a ROM, a kernel, an application and a leaf certificate of its own. Prints what is to be expected as one
line of JSON. Names, faults and serial numbers follow from the seed; ECDSA signatures are random. Key pairs of devices
are drawn from a pool of 64 (a key says nothing about the verdict), unless --fresh-keys asks for new ones, which speed
may depend on; nothing is kept under keys/.
"""
import argparse
import hashlib
import io
import json
import random
import sys
import tarfile

from cryptography.hazmat.primitives.asymmetric import ec

import ext
import odca
import pki

# Of each hundred devices, and the verdict and rule that must come of it; the others are sound.
FAULTS = {
    "expired": (3, "rejected", "cert.validity"),
    "class-e": (2, "rejected", "odca.class"),
    "wrong-leaf-name": (3, "rejected", "leaf.name"),
    "missing-level": (2, "rejected", "path.anchor"),
    "flipped-signature": (2, "rejected", "path.anchor"),
    "unreadable": (2, "unreadable", None),
}
POOL = 64
PRODUCTS = (odca.ADL, odca.MTL, odca.LNL, odca.PTL)


class FreshSignatures:
    """Signs anew each time: a fleet is too large to keep its signatures."""

    @staticmethod
    def sign(key, algorithm, message):
        return key.private.sign(message, ec.ECDSA(pki.HASHES[algorithm]))


class PooledKey(pki.Key):
    """A key of this run only."""

    def __init__(self, name):  # pylint: disable=super-init-not-called
        self.name = name
        self.private = ec.generate_private_key(ec.SECP384R1())
        self.spki = self.private.public_key().public_bytes(
            pki.serialization.Encoding.DER, pki.serialization.PublicFormat.SubjectPublicKeyInfo)


def serial(seed, number, level):
    raw = hashlib.sha256(f"fleet {seed} {number} {level}".encode()).digest()[:16]
    return int.from_bytes(bytes([raw[0] % 0x7F + 1]) + raw[1:], "big")


def device(seed, number, base, chooser, fresh_keys):
    """The chain of `base` with certificates and keys of its own below the issuing CA."""
    keys = {level: f"fleet-{chooser.randrange(POOL)}" for level in ("rom", "kernel", "app", "leaf")}
    if fresh_keys:
        for name in set(keys.values()):
            pki.Key._open[name] = PooledKey(name)  # pylint: disable=protected-access

    def renew(certificate, level, signer):
        own = [ext.aki(odca.key_id(signer))]
        if level != "leaf":
            own.append(ext.ski(odca.key_id(keys[level])))
        return certificate.put(*own).with_(key=keys[level], signer=signer, serial=serial(seed, number, level))

    return base.edit(
        rom=lambda c: renew(c, "rom", base.issuing.key), kernel=lambda c: renew(c, "kernel", keys["rom"]),
        app=lambda c: renew(c, "app", keys["kernel"]), leaf=lambda c: renew(c, "leaf", keys["app"]))


def with_fault(chain, fault):
    """The PEM text of the chain with one thing wrong."""
    if fault == "expired":
        chain = chain.edit(leaf=lambda c: c.with_(not_after="2025-12-31T00:00:00Z"))
    if fault == "class-e":
        issuing = odca.issuing("ODCA 2 CSME E_MTL SOC 00003043 Issuing CA", "issuing-mtl", "2021-12-01T00:00:00Z",
                               odca.CA2, 2, True)
        chain = chain.edit(issuing=lambda c: issuing, rom=lambda c: c.with_(issuer=issuing.subject))
    if fault == "wrong-leaf-name":
        chain = chain.edit(leaf=lambda c: c.with_(subject=odca.cn("AMT WS-MAN")))
    if fault == "flipped-signature":
        chain = chain.edit(app=lambda c: c.with_(flip_signature=True))
    certificates = chain.list()
    if fault == "missing-level":
        certificates.pop(2)
    if fault == "unreadable":
        return "-----BEGIN CERTIFICATE-----\nthis is no base64 !\n-----END CERTIFICATE-----\n"
    return "".join(pem_of(each) for each in certificates)


_pem = {}


def pem_of(certificate):
    """CAs above the devices are encoded once."""
    if certificate.key.startswith("fleet-"):
        return pki.pem("CERTIFICATE", certificate.der)
    if certificate not in _pem:
        _pem[certificate] = pki.pem("CERTIFICATE", certificate.der)
    return _pem[certificate]


def faults_of(devices, chooser):
    """One entry for each device, in an order that follows from the seed; every fault at least once if there is room."""
    chosen = []
    for fault, (share, _, _) in FAULTS.items():
        chosen += [fault] * max(1, devices * share // 100)
    chosen = chosen[:devices] + [None] * (devices - len(chosen))
    chooser.shuffle(chosen)
    return chosen


class JsonLines:
    def __init__(self, path):
        self.file = sys.stdout if path == "-" else open(path, "w", encoding="utf-8")

    def add(self, name, text):
        self.file.write(json.dumps({"id": name, "chain": text}) + "\n")

    def close(self):
        self.file.flush()
        if self.file is not sys.stdout:
            self.file.close()


class Tar:
    def __init__(self, path):
        self.file = tarfile.open(path, "w", format=tarfile.USTAR_FORMAT)

    def add(self, name, text):
        entry = tarfile.TarInfo(f"{name}.pem")
        entry.size = len(text)
        self.file.addfile(entry, io.BytesIO(text.encode()))

    def close(self):
        self.file.close()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--devices", type=int, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", required=True, help="the file to write")
    options.add_argument("--tar", action="store_true", help="write a tar archive in place of JSON lines")
    options.add_argument("--fresh-keys", action="store_true", help="new keys for every device")
    given = options.parse_args()
    if given.devices < 1 or given.out == "-":
        sys.exit("fleet.py: expected at least one device, and the name of a file")

    chooser = random.Random(given.seed)
    for number in range(POOL):
        pki.Key._open[f"fleet-{number}"] = PooledKey(f"fleet-{number}")  # pylint: disable=protected-access
    kept, fresh = pki.signatures, FreshSignatures()
    for each in (*PRODUCTS, odca.MTL):  # the CAs above with the signatures of the vectors
        pem_of(each.issuing), pem_of(each.intermediate)
    pki.signatures = fresh
    expected = {"total": given.devices, "trusted": 0, "rejected": 0, "unreadable": 0, "faults": {}, "rules": {}}
    out = Tar(given.out) if given.tar else JsonLines(given.out)
    for number, fault in enumerate(faults_of(given.devices, chooser)):
        base = odca.MTL if fault == "class-e" else PRODUCTS[chooser.randrange(len(PRODUCTS))]
        out.add(f"device-{number:07d}", with_fault(device(given.seed, number, base, chooser, given.fresh_keys), fault))
        _, verdict, rule = FAULTS.get(fault, (0, "trusted", None))
        expected[verdict] += 1
        if fault:
            expected["faults"][fault] = expected["faults"].get(fault, 0) + 1
        if rule:
            expected["rules"][rule] = expected["rules"].get(rule, 0) + 1
    out.close()
    pki.signatures = kept
    print(json.dumps(expected, sort_keys=True))


if __name__ == "__main__":
    main()
