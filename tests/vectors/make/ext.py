# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Certificate and CRL extensions: each function returns (oid, critical, contents of extnValue)."""
from der import (bits, boolean, context, ia5, integer, null, octets, oid, sequence, tlv, utf8)

KEY_USAGE_BITS = ["digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
                  "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly"]
SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
ANY_EKU = "2.5.29.37.0"
EMBEDDED_CA = "2.23.133.8.12"
TPM_EK = "2.23.133.8.1"
HARDWARE_MODULE_NAME = "1.3.6.1.5.5.7.8.4"
HW_TYPE = "2.16.840.1.113741.1.5.3.6.6.4"
UNKNOWN = "1.3.6.1.4.1.32473.1"  # the private number that RFC 5612 reserves for documentation


def encode(extension):
    dotted, critical, value = extension
    return sequence(oid(dotted), *([boolean(True)] if critical else []), octets(value))


def ski(key_id, critical=False):
    return "2.5.29.14", critical, octets(key_id)


def aki(key_id, critical=False):
    return "2.5.29.35", critical, sequence(context(0, key_id, constructed=False))


def basic_constraints(ca, path_len=None, critical=True, explicit_false=False):
    parts = []
    if ca:
        parts.append(boolean(True))
    elif explicit_false:
        parts.append(boolean(False))  # not DER: FALSE is the default
    if path_len is not None:
        parts.append(integer(path_len))
    return "2.5.29.19", critical, sequence(*parts)


def key_usage(*names, critical=True):
    value = 0
    highest = -1
    for each in names:
        at = KEY_USAGE_BITS.index(each)
        value |= 1 << (15 - at)
        highest = max(highest, at)
    size = highest // 8 + 1
    return "2.5.29.15", critical, bits(value.to_bytes(2, "big")[:size], size * 8 - 1 - highest)


def key_usage_raw(content, critical=True):
    """Key usage with the given BIT STRING, for named bit lists that are not minimal."""
    return "2.5.29.15", critical, bytes.fromhex(content)


def extended_key_usage(*oids, critical=False):
    return "2.5.29.37", critical, sequence(*[oid(each) for each in oids])


def dns(host):
    return context(2, host.encode(), constructed=False)


def ip(octets4):
    return context(7, bytes(octets4), constructed=False)


def subject_alt_name(*general_names, critical=False):
    return "2.5.29.17", critical, sequence(*general_names)


def hardware_module(serial):
    """The hardwareModuleName that ROM certificates carry from Meteor Lake on (RFC 4108)."""
    value = sequence(oid(HW_TYPE), octets(serial))
    other = context(0, oid(HARDWARE_MODULE_NAME) + context(0, value))
    return subject_alt_name(other)


def ca_issuers(url):
    access = sequence(oid("1.3.6.1.5.5.7.48.2"), context(6, url.encode(), constructed=False))
    return "1.3.6.1.5.5.7.1.1", False, sequence(access)


def point_name(url=None, directory=None, relative=None):
    """A DistributionPointName: one URL or directory name in full, or the contents of an RDN."""
    if relative:
        return context(0, context(1, relative))
    name = context(6, url.encode(), constructed=False) if url else context(4, directory)
    return context(0, context(0, name))


def crl_distribution(url=None, crl_issuer=None, directory=None, relative=None, reasons=None):
    name = point_name(url, directory, relative) if url or directory or relative else b""
    some = context(1, reasons, constructed=False) if reasons else b""
    issuer = context(2, context(4, crl_issuer)) if crl_issuer else b""
    return "2.5.29.31", False, sequence(sequence(name, some, issuer))


def policies(*oids, critical=False):
    return "2.5.29.32", critical, sequence(*[sequence(oid(each)) for each in oids])


def name_constraints(host, critical=True):
    permitted = context(0, sequence(dns(host)))
    return "2.5.29.30", critical, sequence(permitted)


def policy_constraints(critical=True):
    return "2.5.29.36", critical, sequence(context(0, b"\x00", constructed=False))


def policy_mappings(critical=True):
    return "2.5.29.33", critical, sequence(sequence(oid("1.3.6.1.4.1.32473.2"), oid("1.3.6.1.4.1.32473.3")))


def inhibit_any_policy(critical=True):
    return "2.5.29.54", critical, integer(0)


def unknown(critical):
    return UNKNOWN, critical, null()


def crl_number(number, critical=False):
    return "2.5.29.20", critical, integer(number)


def delta_crl_indicator(base):
    return "2.5.29.27", True, integer(base)


def issuing_distribution_point(indirect=False, only_user=False, only_ca=False, only_some_reasons=False, url=None,
                               critical=True, directory=None, relative=None, reasons=b"\x05\x60"):
    parts = []
    if url or directory or relative:
        parts.append(point_name(url, directory, relative))
    if only_user:
        parts.append(context(1, b"\xff", constructed=False))
    if only_ca:
        parts.append(context(2, b"\xff", constructed=False))
    if only_some_reasons:
        parts.append(context(3, reasons, constructed=False))  # by default keyCompromise and cACompromise
    if indirect:
        parts.append(context(4, b"\xff", constructed=False))
    return "2.5.29.28", critical, sequence(*parts)


def certificate_issuer(issuer):
    return "2.5.29.29", True, sequence(context(4, issuer))


def crl_reason(number):
    return "2.5.29.21", False, tlv(0x0A, bytes([number]))
