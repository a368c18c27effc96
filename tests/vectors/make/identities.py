#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/amt/identities: what simulated devices show on their TLS port, with the private keys.

identities.py          makes what is missing or changed
identities.py --check  compares without writing; exit 1 when something differs, 77 when a Python package is missing

The devices stand under the root of tests/vectors/trust/odca. ECDSA signatures are random: one that stands in a file
already, over the same bytes, is kept, so that only what has changed is signed anew.
"""
import argparse
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
try:
    from cryptography import x509
except ImportError as missing:
    print(f"identities.py: {missing}: install python3-cryptography", file=sys.stderr)
    sys.exit(77)
from cryptography.hazmat.primitives.serialization import Encoding  # noqa: E402

import der  # noqa: E402
import ext  # noqa: E402
from odca import ISSUING_LNL, LNL, cn, intel, second_generation, serial_of  # noqa: E402
from pki import KEYS, Certificate, pem  # noqa: E402

TOP = Path(__file__).resolve().parents[2] / "amt" / "identities"


def own(key):
    """The self-signed certificate that AMT shows once it is activated."""
    name = der.name(("O", "Intel Corporation"), ("CN", "Intel® AMT self-signed certificate"))
    return Certificate(
        subject=name, issuer=name, key=key, signer=key, serial=serial_of(key, 16),
        not_before="2022-01-01T00:00:00Z", not_after="2037-12-31T23:59:59Z",
        extensions=(ext.basic_constraints(True), ext.extended_key_usage(ext.SERVER_AUTH),
                    ext.key_usage("digitalSignature", "keyEncipherment", "keyCertSign")))


def with_issuing_name(chain, unit):
    return chain.edit(issuing=lambda c: c.with_(subject=intel(unit)), rom=lambda c: c.with_(issuer=intel(unit)))


OWN_KEY = "amt-self.rsa2048"
SECOND = second_generation("second", "LNL", ISSUING_LNL, ("2022-12-01T00:00:00Z", "2024-05-14T00:00:00Z"), "AMT RCFG",
                           "LNL_00003648_ZE_ODCA_CA2", server_auth=True)
SECOND_OWN_KEY = "second-own.rsa2048"

# name -> the certificates shown before activation, and the key of the self-signed one after it
IDENTITIES = {
    "lnl": (LNL.list(), OWN_KEY),
    "other-device": (SECOND.list(), SECOND_OWN_KEY),
    "forged": (LNL.edit(leaf=lambda c: c.with_(key="forged-leaf", signer="attacker")).list(), OWN_KEY),
    "wrong-purpose": (LNL.edit(leaf=lambda c: c.with_(subject=cn("AMT WS-MAN"))).list(), OWN_KEY),
    "engineering": (with_issuing_name(LNL, "ODCA 2 CSME E_LNL SOC 00003647 ZE Issuing CA").list(), OWN_KEY),
    "no-chain": ([own(OWN_KEY)], OWN_KEY),
}


def signed_before(file):
    """The certificates of a file by what is signed in them."""
    end = b"-----END CERTIFICATE-----\n"
    blocks = file.read_bytes().split(end)[:-1] if file.exists() else []
    read = [x509.load_pem_x509_certificate(block + end) for block in blocks]
    return {each.tbs_certificate_bytes: each.public_bytes(Encoding.DER) for each in read}


def chain_text(file, certificates):
    kept = signed_before(file)
    return "".join(pem("CERTIFICATE", kept.get(each.tbs) or each.der) for each in certificates).encode()


def key_text(name):
    return (KEYS / f"{name}.pem").read_bytes()


def contents():
    for name, (certificates, own_key) in IDENTITIES.items():
        folder = TOP / name
        yield folder / "chain.pem", chain_text(folder / "chain.pem", certificates)
        yield folder / "key.pem", key_text(certificates[0].key)
        yield folder / "own.pem", chain_text(folder / "own.pem", [own(own_key)])
        yield folder / "own-key.pem", key_text(own_key)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    check = options.parse_args().check
    changed = [(path, content) for path, content in contents() if not path.exists() or path.read_bytes() != content]
    for path, content in changed:
        if check:
            print(f"differs from what the generator makes: {path.relative_to(TOP)}")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if check:
        sys.exit(1 if changed else 0)
    print(f"{len(IDENTITIES)} identities, {len(changed)} files written")


if __name__ == "__main__":
    main()
