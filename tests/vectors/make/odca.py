# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""The test hierarchies: the shapes of Intel's ODCA and DICE trees under roots of our own.

Names, serial forms, dates, extension order and odd encodings are those of genuine certificates, level by level; keys
and serial numbers are ours. The root bears the genuine root's name on purpose: anchors are keys, never names, and no
verifier may be fooled by the likeness.
"""
import hashlib
from dataclasses import dataclass

import der
import ext
from pki import ECDSA_SHA384_NULL, Certificate, Key

END = "2049-12-31T23:59:59Z"
HOST = "https://tsci.intel.com/content/OnDieCA"


def serial_of(label, size):
    """A stable serial of `size` bytes whose first byte is between 1 and 127."""
    raw = hashlib.sha256(b"serial " + label.encode()).digest()[:size]
    return int.from_bytes(bytes([raw[0] % 0x7F + 1]) + raw[1:], "big")


def cn(text):
    return der.name(("CN", text))


def intel(unit):
    return der.name(("OU", unit), ("CN", "www.intel.com"))


def full_intel(unit):
    return der.name(("C", "US"), ("ST", "CA"), ("L", "Santa Clara"), ("O", "Intel Corporation"), ("OU", unit),
                    ("CN", "www.intel.com"))


def key_id(key, digest="sha256"):
    return Key.get(key).key_id(digest)


CA_USAGE = ext.key_usage("keyCertSign", "cRLSign")
CERT_SIGN = ext.key_usage("keyCertSign")


def root(unit="OnDie CA Root Cert Signing", key="odca-root"):
    """The root with its NULL parameters in both AlgorithmIdentifiers and its SKI at the end."""
    subject = full_intel(unit)
    return Certificate(
        subject=subject, issuer=subject, key=key, signer=key, serial=serial_of(key, 20),
        not_before="2019-04-03T00:00:00Z", not_after=END, algorithm=ECDSA_SHA384_NULL,
        extensions=(ext.aki(key_id(key)), ext.basic_constraints(True), CA_USAGE, ext.ski(key_id(key))))


ROOT = root()
# The debug root bears the genuine serial, which all its intermediates share.
DEBUG_ROOT = root("OnDie CA DEBUG Root Cert Signing CA", "odca-debug-root").with_(
    serial=0x40000000000000000000000000000000, not_before="2019-01-01T00:00:00Z", algorithm=b"")


def intermediate(unit, key, not_before, parent=ROOT, url="OnDie_CA"):
    return Certificate(
        subject=intel(unit), issuer=parent.subject, key=key, signer=parent.key, serial=serial_of(key, 20),
        not_before=not_before, not_after=END,
        extensions=(ext.aki(key_id(parent.key)), ext.ski(key_id(key)), ext.basic_constraints(True), CA_USAGE,
                    ext.ca_issuers(f"{HOST}/certs/OnDie_CA_RootCA_Certificate.cer"),
                    ext.crl_distribution(f"{HOST}/crls/{url}.crl")))


CA1 = intermediate("OnDie CA CSME Intermediate CA", "ca1-csme", "2019-04-04T00:00:00Z")
CA2 = intermediate("ODCA CA2 CSME Intermediate CA", "ca2-csme", "2020-03-04T17:04:25Z")
CA2_OSSE = intermediate("ODCA CA2 OSSE Intermediate CA", "ca2-osse", "2022-10-03T00:00:00Z")
CA2_DGFX = intermediate("ODCA CA2 DGFX Intermediate CA", "ca2-dgfx", "2020-03-04T17:04:40Z")
DEBUG_CA1 = intermediate("OnDie CA CSME Intermediate CA", "debug-ca", "2019-01-01T00:00:00Z", DEBUG_ROOT,
                         "OnDie_DE").with_(serial=DEBUG_ROOT.serial)
DEBUG_CA2 = intermediate("ODCA CA2 CSME Intermediate CA", "debug-ca", "2019-01-01T00:00:00Z", DEBUG_ROOT,
                         "OnDie_DE").with_(serial=DEBUG_ROOT.serial)

POLICIES = ext.policies(*[f"2.16.840.1.113741.1.5.3.{n}.{2 if n == 5 else 1}" for n in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11,
                                                                                      12)])


def issuing(unit, key, not_before, parent, generation, with_policies=False):
    stem = "OnDie_CA_CSME" if generation < 2 else "ODCA_CA2_CSME"
    ids = [ext.aki(key_id(parent.key)), ext.ski(key_id(key))]
    if generation < 2:
        ids.reverse()
    return Certificate(
        subject=intel(unit), issuer=parent.subject, key=key, signer=parent.key, serial=serial_of(key, 20),
        not_before=not_before, not_after=END,
        extensions=(*ids, ext.basic_constraints(True), CA_USAGE, *([POLICIES] if with_policies else []),
                    ext.ca_issuers(f"{HOST}/certs/{stem}_Intermediate.cer"),
                    ext.crl_distribution(f"{HOST}/crls/{stem}_Product.crl")))


@dataclass(frozen=True)
class Chain:
    """The six certificates of a device by level. with_() exchanges levels; the others stay what they are."""

    leaf: Certificate
    app: Certificate
    kernel: Certificate
    rom: Certificate
    issuing: Certificate
    intermediate: Certificate

    def with_(self, **levels):
        return Chain(**{**self.__dict__, **levels})

    def edit(self, **changes):
        """edit(rom=lambda c: c.with_(…)) changes levels by functions of what they were."""
        return self.with_(**{level: change(getattr(self, level)) for level, change in changes.items()})

    def list(self):
        return [self.leaf, self.app, self.kernel, self.rom, self.issuing, self.intermediate]

    def device_part(self):
        return self.list()[:4]


def device(prefix, names, issuing_ca, parent, dates, leaf_name, generation, meteor=False, server_auth=False,
           file_stem=None, kernel_serial=None, app_serial=None, debug_serial=None):
    """The per-device part under an issuing CA. `names` are the CNs of ROM, Kernel and App; `dates` those of the ROM and
    of the firmware build; `meteor` adds what came with Meteor Lake."""
    rom_name, kernel_name, app_name = names
    rom_key, kernel_key, app_key, leaf_key = (f"{prefix}-{level}" for level in ("rom", "kernel", "app", "leaf"))
    stem = "OnDie_CA_CSME" if generation < 2 else "ODCA_CA2_CSME"
    indirect = ext.crl_distribution(f"{HOST}/crls/{stem}_Indirect.crl", parent.subject)
    rom_serial = debug_serial or serial_of(rom_key, 16)
    hardware = rom_serial.to_bytes(16, "big") + hashlib.sha256(rom_key.encode()).digest()[:4]
    old_rom = ext.key_usage("digitalSignature", "keyEncipherment", "keyAgreement", "keyCertSign", "cRLSign")
    old_kernel = ext.key_usage("digitalSignature", "keyEncipherment", "keyAgreement", "keyCertSign")
    eku = [ext.extended_key_usage(ext.EMBEDDED_CA)] if meteor else []

    def ids(own, issuer):
        return ext.aki(key_id(issuer)), ext.ski(key_id(own))

    rom = Certificate(
        subject=cn(rom_name), issuer=issuing_ca.subject, key=rom_key, signer=issuing_ca.key, serial=rom_serial,
        not_before=dates[0], not_after=END,
        extensions=(*ids(rom_key, issuing_ca.key), ext.basic_constraints(True, 4 if meteor else None),
                    CERT_SIGN if meteor else old_rom, *eku, *([ext.hardware_module(hardware)] if meteor else []),
                    ext.ca_issuers(f"{HOST}/certs/{file_stem}.cer"),
                    ext.crl_distribution(f"{HOST}/crls/{file_stem}.crl")))
    kernel = Certificate(
        subject=cn(kernel_name), issuer=rom.subject, key=kernel_key, signer=rom_key,
        serial=kernel_serial or (0x101 if meteor else 1), not_before=dates[1], not_after=END,
        extensions=(*ids(kernel_key, rom_key), ext.basic_constraints(True, 3 if meteor else None),
                    CERT_SIGN if meteor else old_kernel, *eku, indirect))
    app = Certificate(
        subject=cn(app_name), issuer=kernel.subject, key=app_key, signer=kernel_key,
        serial=app_serial or (0x101041C0020 if meteor else 0x1041C0020), not_before=dates[1], not_after=END,
        extensions=(*ids(app_key, kernel_key), ext.basic_constraints(True, 2 if meteor else None), CERT_SIGN, *eku,
                    indirect))
    if server_auth:
        shape = [ext.basic_constraints(False), ext.key_usage("digitalSignature", "keyEncipherment"),
                 ext.extended_key_usage(ext.SERVER_AUTH, critical=True)]
    else:  # FALSE written out, and a named bit list with six unused bits declared where seven are
        shape = [ext.basic_constraints(False, explicit_false=True), ext.key_usage_raw("03020680")]
    leaf = Certificate(
        subject=cn(leaf_name), issuer=app.subject, key=leaf_key, signer=app_key, serial=serial_of(leaf_key, 16),
        not_before=dates[1], not_after=END, extensions=(ext.aki(key_id(app_key)), *shape, indirect))
    return Chain(leaf, app, kernel, rom, issuing_ca, parent)


def first_generation(prefix, platform, issuing_ca, dates, leaf_name, file_stem, app="AMT", parent=CA1, debug=False,
                     issuing_generation=1, **more):
    part = "DE" if debug else "CA"
    names = (f"CSME {platform} ROM {part}", f"CSME {platform} SVN01 Kernel {part}",
             f"CSME {platform} {app}  01S{'DE' if debug else 'VN'}")
    return device(prefix, names, issuing_ca, parent, dates, leaf_name, 1, file_stem=file_stem,
                  debug_serial=0x40000000000000000000000000000000 if debug else None, **more)


def second_generation(prefix, platform, issuing_ca, dates, leaf_name, file_stem, component="SOC", app="AMT",
                      engine="CSME", parent=CA2, **more):
    stem = f"ODCA 2 {engine} {platform} {component}"
    names = (f"{stem} ROM CA", f"{stem} SVN 01 Kernel CA", f"{stem} SVN 01 {app:<6}CA")
    return device(prefix, names, issuing_ca, parent, dates, leaf_name, 2, meteor=True, file_stem=file_stem, **more)


ISSUING_TGL = issuing("On Die CSME P_TGL 00002004 Issuing CA", "issuing-tgl", "2019-09-19T00:00:00Z", CA1, 1)
ISSUING_TGL_OLD = issuing("OnDie CA CSME TGL 00001846 Issuing CA", "issuing-tgl-old", "2019-05-01T23:59:59Z", CA1, 0)
ISSUING_MCC = issuing("On Die CSME P_MCC 00001881 Issuing CA", "issuing-mcc", "2019-05-20T00:00:00Z", CA1, 1)
ISSUING_ADL = issuing("ODCA 2 CSME P_ADL 00002820 Issuing CA", "issuing-adl", "2021-12-01T00:00:00Z", CA2, 2)
ISSUING_MTL = issuing("ODCA 2 CSME P_MTL SOC 00003043 Issuing CA", "issuing-mtl", "2021-12-01T00:00:00Z", CA2, 2, True)
ISSUING_LNL = issuing("ODCA 2 CSME P_LNL SOC 00003648 ZE Issuing CA", "issuing-lnl", "2022-12-01T00:00:00Z", CA2, 2, True)
ISSUING_PTL = issuing("ODCA 2 CSME P_PTL SOC 00003901 Issuing CA", "issuing-ptl", "2024-06-01T00:00:00Z", CA2, 2, True)

# Tiger Lake, AMT 15: first intermediate, no EKU anywhere, the two departures from DER in the leaf.
TGL = first_generation("tgl", "TGL", ISSUING_TGL, ("2019-05-01T00:00:00Z", "2020-07-23T00:00:00Z"),
                       "iAMT CSME IDevID RCFG", "TGL_00002004_OnDie_CA")
TGL_OLD = first_generation("tgl-old", "TGL", ISSUING_TGL_OLD, ("2019-05-01T00:00:00Z", "2020-07-23T00:00:00Z"),
                           "iAMT CSME IDevID RCFG", "TGL_00001846_OnDie_CA")
MCC = first_generation("mcc", "MCC", ISSUING_MCC, ("2019-05-01T00:00:00Z", "2020-12-23T00:00:00Z"),
                       "iAMT CSME IDevID RCFG", "MCC_00001881_OnDie_CA")
# Alder Lake, AMT 16: second intermediate over device names of the first form; children older than their ROM.
ADL = first_generation("adl", "ADL", ISSUING_ADL, ("2021-12-01T00:00:00Z", "2021-06-23T00:00:00Z"), "AMT RCFG",
                       "ADL_00002820_ODCA_CA2", parent=CA2)
MTL = second_generation("mtl", "MTL", ISSUING_MTL, ("2021-12-01T00:00:00Z", "2023-07-16T00:00:00Z"), "AMT RCFG",
                        "MTL_00003043_ODCA_CA2")
LNL = second_generation("lnl", "LNL", ISSUING_LNL, ("2022-12-01T00:00:00Z", "2024-05-14T00:00:00Z"), "AMT RCFG",
                        "LNL_00003648_ZE_ODCA_CA2", server_auth=True)
PTL = second_generation("ptl", "PTL", ISSUING_PTL, ("2024-06-01T00:00:00Z", "2025-08-12T00:00:00Z"), "AMT RCFG",
                        "PTL_00003901_ODCA_CA2", server_auth=True)

DEBUG_ISSUING_TGL = issuing("On Die CSME D_TGL DEBUG000 Issuing CA", "debug-issuing-tgl", "2019-01-01T00:00:00Z",
                            DEBUG_CA1, 1)
DEBUG_TGL = first_generation("debug-tgl", "TGL", DEBUG_ISSUING_TGL, ("2019-01-01T00:00:00Z", "2020-07-23T00:00:00Z"),
                             "iAMT CSME IDevID RCFG", "TGL_DEBUG000_OnDie_CA", parent=DEBUG_CA1, debug=True)

# ---- DICE (AMT 22). The layout below the SubCA is not public; three levels are a guess, and named as one.
DICE_HOST = "https://tsci.intel.com/content/DICE"
DCP_NAME = der.name(("C", "US", der.printable), ("ST", "OR"), ("L", "Beaverton"), ("O", "Digital Content Protection LLC"),
                    ("OU", "www.digital-cp.com"), ("CN", "DCP DICE Global Root CA"))


def dice_id(key):
    return key_id(key, "sha384")


DCP_ROOT = Certificate(
    subject=DCP_NAME, issuer=DCP_NAME, key="dcp-root", signer="dcp-root", serial=1, not_before="2022-11-08T00:00:00Z",
    not_after="9999-12-31T23:59:59Z",
    extensions=(ext.aki(dice_id("dcp-root")), ext.ski(dice_id("dcp-root")), ext.basic_constraints(True), CA_USAGE))


def dice_subca(organization="Intel Corporation", identifier="PEN:343", common="Intel DICE SubCA CAID:343_1",
               key="dice-subca"):
    return Certificate(
        subject=der.name(("O", organization), ("ORGID", identifier), ("CN", common)), issuer=DCP_NAME, key=key,
        signer="dcp-root", serial=1, not_before="2023-08-31T00:00:00Z", not_after="2048-08-31T23:59:59Z",
        extensions=(ext.aki(dice_id("dcp-root")), ext.ski(dice_id(key)), ext.basic_constraints(True),
                    ext.key_usage("digitalSignature", "keyCertSign", "cRLSign"),
                    ext.ca_issuers(f"{DICE_HOST}/certs/DCP_DICE_Global_RootCA.cer"),
                    ext.crl_distribution(f"{DICE_HOST}/crls/DCP_DICE_Global_RootCA.crl")))


DICE_SUBCA = dice_subca()


def dice_device(subca, prefix="nvl"):
    """leaf, application, device under a SubCA."""
    def level(name, key, parent):
        return Certificate(
            subject=cn(name), issuer=parent.subject, key=key, signer=parent.key, serial=serial_of(key, 16),
            not_before="2026-01-05T00:00:00Z", not_after="2048-08-31T23:59:59Z",
            extensions=(ext.aki(dice_id(parent.key)), ext.ski(dice_id(key)), ext.basic_constraints(True), CERT_SIGN,
                        ext.extended_key_usage(ext.EMBEDDED_CA)))
    device_ca = level("DICE CSME NVL Device CA", f"{prefix}-device", subca)
    app = level("DICE CSME NVL AMT CA", f"{prefix}-app", device_ca)
    leaf = Certificate(
        subject=cn("AMT RCFG"), issuer=app.subject, key=f"{prefix}-leaf", signer=app.key,
        serial=serial_of(f"{prefix}-leaf", 16), not_before="2026-01-05T00:00:00Z", not_after="2048-08-31T23:59:59Z",
        extensions=(ext.aki(dice_id(app.key)), ext.basic_constraints(False),
                    ext.key_usage("digitalSignature", "keyEncipherment"),
                    ext.extended_key_usage(ext.SERVER_AUTH, critical=True)))
    return [leaf, app, device_ca, subca]


NVL = dice_device(DICE_SUBCA)

# ---- After activation: AMT's own self-signed certificate, and an enterprise CA.
SELF_NAME = der.name(("O", "Intel Corporation®"), ("CN", "Intel AMT self-signed certificate"))
AMT_SELF_SIGNED = Certificate(
    subject=SELF_NAME, issuer=SELF_NAME, key="amt-self.rsa2048", signer="amt-self.rsa2048",
    serial=serial_of("amt-self", 16), not_before="2022-01-01T00:00:00Z", not_after="2037-12-31T00:00:00Z",
    extensions=(ext.basic_constraints(True), ext.extended_key_usage(ext.SERVER_AUTH),
                ext.key_usage("digitalSignature", "keyEncipherment", "keyCertSign")))
MPS_NAME = der.name(("C", "US", der.printable), ("O", "Example Corporation"), ("CN", "MPS Root 5c1e47"))
MPS_ROOT = Certificate(
    subject=MPS_NAME, issuer=MPS_NAME, key="mps-root.rsa2048", signer="mps-root.rsa2048", serial=serial_of("mps", 16),
    not_before="2024-01-01T00:00:00Z", not_after="2054-01-01T00:00:00Z",
    extensions=(ext.basic_constraints(True), CA_USAGE, ext.ski(key_id("mps-root.rsa2048"))))
ISSUED_LEAF = Certificate(
    subject=der.name(("C", "US", der.printable), ("O", "Example Corporation"), ("CN", "device17.example.com")),
    issuer=MPS_NAME, key="mps-leaf.rsa2048", signer="mps-root.rsa2048", serial=serial_of("mps-leaf", 16),
    not_before="2025-01-01T00:00:00Z", not_after="2035-01-01T00:00:00Z",
    extensions=(ext.basic_constraints(False), ext.key_usage("digitalSignature", "keyEncipherment"),
                ext.extended_key_usage(ext.SERVER_AUTH),
                ext.subject_alt_name(ext.dns("device17.example.com")), ext.ski(key_id("mps-leaf.rsa2048")),
                ext.aki(key_id("mps-root.rsa2048"))))
