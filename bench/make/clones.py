#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Writes a fleet of any size to standard output, to measure the memory that judging it takes.

    clones.py FLEET.jsonl LINES [--distinct-roms]

The lines of FLEET.jsonl (tests/vectors/make/fleet.py) again and again, each under an id of its own. With
--distinct-roms only sound-looking chains are repeated, and each gets a ROM certificate of its own: another serial
number, signed by the test issuing CA. Needs python3-cryptography and python3-asn1crypto.
"""
import base64
import itertools
import json
import pathlib
import sys

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests/vectors/make"))

import der  # noqa: E402  pylint: disable=wrong-import-position
import odca  # noqa: E402  pylint: disable=wrong-import-position
import pki  # noqa: E402  pylint: disable=wrong-import-position

ROM = 3  # its place in a chain of six, leaf first
ISSUERS = {each.issuing.subject: pki.Key.get(each.issuing.key).private
           for each in (odca.ADL, odca.MTL, odca.LNL, odca.PTL)}


class Renewer:
    """Makes chains like one chain of the fleet, each with another ROM certificate."""

    def __init__(self, chain):
        self.blocks = chain.split("-----END CERTIFICATE-----\n")[:-1]
        rom = x509.Certificate.load(base64.b64decode(self.blocks[ROM].split("-----\n")[1]))
        self.signer = ISSUERS[rom["tbs_certificate"]["issuer"].dump()]
        self.tbs = rom["tbs_certificate"].dump()
        self.serial = rom["tbs_certificate"]["serial_number"].dump()
        self.algorithm = rom["signature_algorithm"].dump()

    def chain(self, number):
        serial = self.serial[:-8] + number.to_bytes(8, "big")  # of sixteen octets; the first ones stay
        tbs = self.tbs.replace(self.serial, serial, 1)
        signature = self.signer.sign(tbs, ec.ECDSA(hashes.SHA384()))
        rom = pki.pem("CERTIFICATE", der.sequence(tbs, self.algorithm, der.bits(signature)))
        blocks = [block + "-----END CERTIFICATE-----\n" for block in self.blocks]
        return "".join(blocks[:ROM] + [rom] + blocks[ROM + 1:])


def renewers(chains):
    for chain in chains:
        if chain.count("-----END") == 6:
            try:
                yield Renewer(chain)
            except KeyError:  # the issuing CA of a fault
                continue


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["--distinct-roms"]):
        sys.exit("clones.py: expected FLEET.jsonl, a number of lines, and perhaps --distinct-roms")
    with open(sys.argv[1], encoding="utf-8") as file:
        chains = [json.loads(line)["chain"] for line in file]
    if len(sys.argv) == 4:
        sources = list(renewers(chains))
        texts = (source.chain(number) for number, source in enumerate(itertools.cycle(sources)))
    else:
        texts = itertools.cycle(chains)
    for number, text in zip(range(int(sys.argv[2])), texts):
        sys.stdout.write(json.dumps({"id": f"device-{number:09d}", "chain": text}) + "\n")


if __name__ == "__main__":
    main()
