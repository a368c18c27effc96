# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Genuine shapes: the generations, the numbers of certificates, and the forms in which a dump arrives."""
import base64
import random

import der
import ext
from case import case
from odca import (ADL, AMT_SELF_SIGNED, CA1, CA2, DCP_ROOT, HOST, ISSUED_LEAF, ISSUING_LNL, LNL, MCC, MPS_ROOT, MTL, NVL, PTL,
                  ROOT, TGL, TGL_OLD, cn, second_generation)
from pki import Certificate, Key, pem, spki_pin

# What is noted of every test chain: nothing binds it to a machine, and the trust source lists no issuing CA.
UNBOUND = ["device.binding unbound", "odca.known_issuing @4 unknown-issuing-ca"]

# ---- generations
case("tgl", "A Tiger Lake chain of six (AMT 15) with the two departures from DER that its leaves show is trusted.",
     TGL.list(), trusted=[],
     notes=["cert.encoding @0 explicit-false", "cert.encoding @0 non-minimal-named-bits", *UNBOUND])
case("mcc", "A Mule Creek Canyon chain of six under the first intermediate is trusted.", MCC.list(), trusted=[])
case("adl", "An Alder Lake chain whose Kernel, App and leaf begin before their ROM certificate is trusted: nested validity "
     "is not asked for.", ADL.list(), trusted=[])
case("mtl", "A Meteor Lake chain with path lengths 4, 3, 2, the TCG embedded CA purpose, a hardware module name and "
     "policies is trusted.", MTL.list(), trusted=[])
case("lnl", "A Lunar Lake chain of six (AMT 20) whose leaf carries a critical serverAuth purpose is trusted.", LNL.list(),
     trusted=[], notes=UNBOUND, neighbour="embedded-trust")
case("ptl", "A Panther Lake chain of six (AMT 21) with a leaf of the 638-byte class is trusted.", PTL.list(), trusted=[])
case("tgl-earliest-issuing-name", "A chain under an issuing CA of the earliest name form, without class letter, is trusted "
     "(GW7 refuses such devices), with a warning: the name does not tell that the device is of production.", TGL_OLD.list(),
     trusted=["warn odca.class_known @4 class-unknown"], neighbour="tgl")

TGL_WSMAN = TGL.edit(leaf=lambda c: c.with_(subject=cn("AMT WS-MAN"), key="tgl-wsman-leaf"))
LNL_AUDIT = LNL.edit(leaf=lambda c: c.with_(subject=cn("AMT AuditL"), key="lnl-audit-leaf"))
case("tgl-wsman", "The WS-MAN leaf answers the question amt-wsman.", TGL_WSMAN.list(), trusted=[], purpose="amt-wsman")
case("lnl-auditlog", "The audit log leaf answers the question amt-auditlog.", LNL_AUDIT.list(), trusted=[],
     purpose="amt-auditlog")
TGL_DAL = second_generation("lnl-dal", "LNL", ISSUING_LNL, ("2022-12-01T00:00:00Z", "2024-05-14T00:00:00Z"),
                            "DAL Intel TA", "LNL_00003648_ZE_ODCA_CA2", app="DAL").edit(
    leaf=lambda c: c.put(ext.key_usage("digitalSignature", "nonRepudiation", "keyAgreement")))
case("dal-odca", "The question odca accepts any CSME leaf, here the one of the DAL application.", TGL_DAL.list(), trusted=[],
     purpose="odca")
case("dal-as-amt", "The leaf of the DAL application is refused where AMT is asked for, although its path is sound (RW4).",
     TGL_DAL.list(), rejected=["fail leaf.name @0 sibling", "fail odca.app @1 app"], neighbour="lnl")
EK = second_generation("mtl-ek", "MTL", MTL.issuing, ("2021-12-01T00:00:00Z", "2023-07-16T00:00:00Z"), "x",
                       "MTL_00003043_ODCA_CA2", app="PTT", app_serial=0x10104130040).edit(
    leaf=lambda c: c.with_(subject=der.name(), key="mtl-ek-leaf.rsa2048", extensions=(
        c.extensions[0], ext.basic_constraints(False, explicit_false=True), ext.key_usage("keyEncipherment"),
        ext.extended_key_usage(ext.TPM_EK),
        ext.subject_alt_name(der.context(4, cn("TPM endorsement key")), critical=True), c.extensions[-1])))
case("ek-odca", "A TPM endorsement key certificate with an empty subject and an RSA key answers the question odca.",
     EK.list(), trusted=[], purpose="odca")
case("ek-as-amt", "A TPM endorsement key certificate is refused where AMT is asked for.", EK.list(),
     rejected=["fail leaf.name @0 unknown-name", "fail leaf.key_usage @0 key-usage", "fail leaf.eku @0 eku",
               "fail odca.app @1 app"], neighbour="ek-odca")

# ---- numbers of certificates
case("lnl-4-from-store", "The device part of four reaches the root by issuing CA and intermediate from the trust source.",
     LNL.device_part(), trusted=[], trust="odca-with-intermediates")
case("lnl-4-root-only", "The device part of four reaches no root when nothing supplies the issuing CA (GW8 says only unknown "
     "authority).", LNL.device_part(), rejected=["fail odca.shape missing-level", "fail path.anchor @3 no-issuer"], neighbour="lnl-4-from-store")
case("lnl-5-from-store", "A chain of five reaches the root by the intermediate from the trust source.", LNL.list()[:5],
     trusted=[], trust="odca-with-intermediates")
case("lnl-5-root-only", "A chain of five without its intermediate is refused.", LNL.list()[:5],
     rejected=["fail odca.shape missing-level", "fail path.anchor @4 no-issuer"], neighbour="lnl-5-from-store")
case("lnl-7-root-appended", "The root appended to the chain proves nothing and harms nothing; the anchor is the one of the "
     "trust source.", LNL.list() + [ROOT], trusted=[], neighbour="lnl",
     notes=["input.root_included root-included", *UNBOUND])
case("lnl-missing-kernel", "A chain with a gap at the Kernel CA is refused.",
     [c for c in LNL.list() if c is not LNL.kernel], rejected=["fail odca.shape missing-level", "fail path.anchor @1 no-issuer"], neighbour="lnl")

# ---- order, duplicates, strangers
shuffled = LNL.list()
random.Random(5).shuffle(shuffled)
case("lnl-shuffled", "The order of the certificates does not matter and is only noted (RW5, GW19).", shuffled, trusted=[],
     neighbour="lnl", notes=["input.order @0 not-first", "input.order @1 order", *UNBOUND])
case("lnl-duplicates", "Certificates presented twice are only noted (RW5).", LNL.list() + LNL.list()[2:4], trusted=[],
     neighbour="lnl", notes=["input.duplicates duplicate", *UNBOUND])
case("lnl-strangers", "Certificates of another device's firmware among them are only noted (RW5).",
     LNL.list()[:3] + TGL.list()[1:] + LNL.list()[3:], trusted=[], neighbour="lnl",
     notes=["input.unused unused", *UNBOUND])
case("lnl-in-a-log", "Text around the PEM blocks, as openssl s_client prints it, is no obstacle.",
     ["CONNECTED(00000003)\n---\nCertificate chain\n"] +
     [part for at, c in enumerate(LNL.list()) for part in (f" {at} s:…\n", c)] + ["---\nServer certificate\n"],
     trusted=[])
KEY_BLOCK = pem("PRIVATE KEY", b"not a key: no reader has any business in this block")
case("private-key-in-dump", "A private key in the dump is not read, and said to be there.", LNL.list() + [KEY_BLOCK],
     trusted=[], neighbour="lnl", notes=["input.notes note", *UNBOUND])

# ---- other forms than PEM
LNL_DER = [c.der for c in LNL.list()]
case("lnl-der", "Concatenated DER is read like PEM.", b"".join(LNL_DER), trusted=[])


def u24(size):
    return size.to_bytes(3, "big")


def tls12_message(certificates):
    listing = b"".join(u24(len(each)) + each for each in certificates)
    body = u24(len(listing)) + listing
    return b"\x0b" + u24(len(body)) + body


def tls13_message(certificates):
    listing = b"".join(u24(len(each)) + each + b"\x00\x00" for each in certificates)
    body = b"\x00" + u24(len(listing)) + listing
    return b"\x0b" + u24(len(body)) + body


def records(stream, size=1400, kind=22):
    return b"".join(bytes([kind, 3, 3]) + len(stream[at:at + size]).to_bytes(2, "big") + stream[at:at + size]
                    for at in range(0, len(stream), size))


SERVER_HELLO = b"\x02" + u24(38) + b"\x03\x03" + bytes(range(32)) + b"\x00\xc0\x2c\x00"
HELLO_DONE = b"\x0e\x00\x00\x00"
case("lnl-tls12-message", "A TLS 1.2 Certificate message is read.", tls12_message(LNL_DER), trusted=[])
case("lnl-tls13-message", "A TLS 1.3 Certificate message is read.", tls13_message(LNL_DER), trusted=[])
case("lnl-tls-records", "A stream of TLS records whose Certificate message spans several of them is read.",
     records(SERVER_HELLO + tls12_message(LNL_DER) + HELLO_DONE), trusted=[])
# RW1: a genuine chain hidden in a ticket must not replace the certificates that the peer authenticated with.
HIDDEN = tls12_message(LNL_DER)
TICKET = b"\x04" + u24(6 + len(HIDDEN)) + b"\x00\x00\x0e\x10" + len(HIDDEN).to_bytes(2, "big") + HIDDEN
OWN = AMT_SELF_SIGNED.with_(subject=cn("AMT RCFG"), issuer=cn("AMT RCFG"), key="attacker", signer="attacker")
case("rw1-chain-in-a-ticket", "A genuine chain inside a NewSessionTicket does not replace the Certificate message of the "
     "handshake (RW1).", records(SERVER_HELLO + tls12_message([OWN.der]) + HELLO_DONE) + records(TICKET),
     rejected=["fail leaf.not_ca @0 leaf-is-ca", "fail path.anchor @0 untrusted-root",
               "fail phase.lone @0 lone-before-activation", "warn cert.issuer_duties @0 missing-ski"],
     neighbour="lnl-tls-records")


RELAY = OWN.with_(subject=cn("relay"), issuer=cn("relay"))
case("tls-peer-before-a-genuine-chain", "The peer authenticates with its own certificate and sends a genuine chain behind it: "
     "the first certificate of a Certificate message is the peer's, and that one is judged (RW1).",
     tls12_message([RELAY.der] + LNL_DER), neighbour="lnl-tls12-message",
     rejected=["fail leaf.not_ca @0 leaf-is-ca", "fail leaf.name @0 unknown-name", "fail path.anchor @0 untrusted-root",
               "fail phase.lone @0 lone-before-activation", "warn cert.issuer_duties @0 missing-ski"])
case("tls-peer-unreadable", "The same with a certificate of the peer that cannot be read: the genuine chain behind it does not "
     "take its place.", tls12_message([der.indefinite(RELAY.der)] + LNL_DER), neighbour="lnl-tls12-message",
     rejected=["fail target.found peer-not-read", "warn input.readable not-der"])
case("tls-peer-named-otherwise", "The same when the question names the genuine leaf: it is not the one that the peer "
     "authenticated with.", tls12_message([RELAY.der] + LNL_DER), target=LNL.leaf.sha256, neighbour="lnl-tls12-message",
     rejected=["fail target.found not-the-peer"])


def amt_response(certificates):
    lengths = b"".join(f"<h:LengthOfCertificates>{len(each)}</h:LengthOfCertificates>".encode() for each in certificates)
    blob = base64.b64encode(b"".join(certificates))
    return (b'<?xml version="1.0" encoding="UTF-8"?>\n'
            b'<a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope" '
            b'xmlns:h="http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings">'
            b"<a:Body><h:AMTAuthenticate_OUTPUT>" + lengths +
            b"<h:Certificates>" + blob + b"</h:Certificates>"
            b"<h:ReturnValue>0</h:ReturnValue></h:AMTAuthenticate_OUTPUT></a:Body></a:Envelope>\n")


case("tgl-amt-authenticate", "The four certificates of an AMTAuthenticate response are read and completed from the trust "
     "source.", amt_response([c.der for c in TGL_WSMAN.device_part()]), trusted=[], trust="odca-with-intermediates",
     purpose="amt-wsman")
case("nothing-in-it", "An input without any certificate is an error about our work, not a verdict.",
     ["no certificate is in this file\n"], error="unrecognised")
