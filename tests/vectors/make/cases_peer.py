# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""What came first: a dump may be of a TLS session, and then its first certificate is the peer's."""
import der
from case import case
from odca import AMT_SELF_SIGNED, LNL, TGL, cn
from pki import pem

RELAY = AMT_SELF_SIGNED.with_(subject=cn("relay"), issuer=cn("relay"), key="attacker", signer="attacker")
NAMESAKE = LNL.kernel.with_(key="namesake-kernel")

case("first-is-a-stranger", "A dump begins with a certificate that is not of the path: whoever answered may have authenticated "
     "with that one.", [RELAY] + LNL.list(), rejected=["fail target.first stranger-first"], neighbour="first-is-the-leaf")
case("first-is-the-leaf", "The same certificates with the leaf in front.", LNL.list() + [RELAY], trusted=[])
case("first-is-a-namesake", "A CA certificate that bears a name of the path and another key is not of the path.",
     [NAMESAKE] + LNL.list(), rejected=["fail target.first stranger-first"], neighbour="first-is-of-the-path")
case("first-is-of-the-path", "A chain that begins with its intermediate is in another order, and nothing else.",
     LNL.list()[::-1], trusted=[])
case("first-is-a-stranger-and-named", "The question names the leaf behind the stranger.", [RELAY] + LNL.list(),
     target=LNL.leaf.sha256, trusted=[])
case("first-is-a-stranger-wsman", "For a purpose that is not about the session of the activation it is a warning.",
     [RELAY] + TGL.edit(leaf=lambda c: c.with_(subject=cn("AMT WS-MAN"), key="tgl-wsman-leaf")).list(),
     purpose="amt-wsman", trusted=["warn target.first stranger-first"])
case("first-is-unreadable", "What stands first may be the peer's certificate, and cannot be read.",
     [pem("CERTIFICATE", der.indefinite(RELAY.der))] + LNL.list(), neighbour="unreadable-ber",
     rejected=["fail target.first first-not-read", "warn input.readable not-der"])
ENTRY = " {} s:CN = a\n   i:CN = b\n"
case("s-client-rogue-listener", "The output of openssl s_client names the peer: a genuine chain behind it is not judged.",
     ["CONNECTED(00000003)\n---\nCertificate chain\n" + ENTRY.format(0), RELAY, ENTRY.format(1)] + LNL.list(),
     rejected=["fail leaf.not_ca @0 leaf-is-ca", "fail leaf.name @0 unknown-name", "fail path.anchor @0 untrusted-root",
               "fail phase.lone @0 lone-before-activation", "warn cert.issuer_duties @0 missing-ski"],
     neighbour="s-client")
case("s-client-rogue-listener-named", "Nor when the question names the genuine leaf.",
     ["CONNECTED(00000003)\n---\nCertificate chain\n" + ENTRY.format(0), RELAY, ENTRY.format(1)] + LNL.list(),
     target=LNL.leaf.sha256, rejected=["fail target.found not-the-peer"], neighbour="s-client")
case("s-client", "The same output with the genuine leaf in front.",
     ["CONNECTED(00000003)\n---\nCertificate chain\n" + ENTRY.format(0)] + LNL.list(), trusted=[])
