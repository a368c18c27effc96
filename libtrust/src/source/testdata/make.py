#!/usr/bin/python3
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the certificates of this folder: two roots, an intermediate and a CRL of the first, and a root with dates as one
public root writes them. Keys are thrown away.

Needs Debian's python3-cryptography and python3-asn1crypto. Run it here; the files are committed, so tests do not depend
on it."""
import datetime
from asn1crypto import core, pem, x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

START = datetime.datetime(2020, 1, 1)
END = datetime.datetime(2049, 12, 31, 23, 59, 59)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject, issuer, key, issuer_key):
    return (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(START).not_valid_after(END)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(issuer_key, hashes.SHA384()))


def write(file, item):
    with open(file, "wb") as out:
        out.write(item.public_bytes(serialization.Encoding.PEM))


a, b, sub, early = (ec.generate_private_key(ec.SECP384R1()) for _ in range(4))
write("root_a.pem", certificate("Root A", "Root A", a, a))
write("root_b.pem", certificate("Root B", "Root B", b, b))
write("sub_a.pem", certificate("Sub A", "Root A", sub, a))
write("crl_a.pem", x509.CertificateRevocationListBuilder().issuer_name(name("Root A")).last_update(START)
      .next_update(END).add_extension(x509.CRLNumber(1), critical=False).sign(a, hashes.SHA384()))

# RFC 5280 4.1.2.5 wants UTCTime through 2049; Certum Trusted Network CA 2 has GeneralizedTime.
loaded = asn1.Certificate.load(certificate("Early dates", "Early dates", early, early).public_bytes(
    serialization.Encoding.DER))
tbs = loaded["tbs_certificate"]
for field, when in (("not_before", START), ("not_after", END.replace(year=2046))):
    tbs["validity"][field] = asn1.Time(name="general_time", value=core.GeneralizedTime(
        when.replace(tzinfo=datetime.timezone.utc)))
loaded["signature_value"] = core.OctetBitString(early.sign(tbs.dump(force=True), ec.ECDSA(hashes.SHA384())))
with open("early_dates.pem", "wb") as out:
    out.write(pem.armor("CERTIFICATE", loaded.dump(force=True)))
