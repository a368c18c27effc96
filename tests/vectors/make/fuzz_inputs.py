# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Seeds of the fuzz targets that read something other than certificates: tar archives and JSON Lines of fleets, trust
files, facts, and the file of the link cache. Written by Python's own libraries, never by ours."""
import hashlib
import io
import json
import tarfile

from case import TOP, chain_of, put

CHAIN = chain_of("rfc-plain").decode()


def seed(target, name, content):
    put(f"../fuzz/corpus/{target}/{name}", content)


# ---- tar: what the three formats write, and what breaks them
def entry(name, content=b"", kind=tarfile.REGTYPE, link=""):
    about = tarfile.TarInfo(name)
    about.size, about.type, about.linkname = len(content), kind, link
    return about, content


def tar(*entries, how=tarfile.USTAR_FORMAT, pax=None):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=how, pax_headers=pax or {}) as archive:
        for about, content in entries:
            archive.addfile(about, io.BytesIO(content))
    return out.getvalue().rstrip(b"\0") + bytes(1024)  # without the padding to 10 KiB


def whole(archive):
    return archive + bytes(-len(archive) % 512)


def patched(archive, offset, content):
    """Another header field, and a checksum that fits (POSIX ustar)."""
    header = bytearray(archive[:512])
    header[offset:offset + len(content)] = content
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + archive[512:]


A, B = entry("a.pem", b"first"), entry("site/b.pem", b"x" * 513)
LONG = "d/" * 120 + "leaf.pem"
TWO = whole(tar(A, B))
for name, content in {
        "two": TWO, "gnu-long-name": whole(tar(entry(LONG, b"1"), A, how=tarfile.GNU_FORMAT)),
        "pax-long-name": whole(tar(entry(LONG, b"1"), A, how=tarfile.PAX_FORMAT)),
        "pax-global": whole(tar(A, how=tarfile.PAX_FORMAT, pax={"comment": "x"})),
        "folder": whole(tar(entry("d", kind=tarfile.DIRTYPE), A)),
        "link": whole(tar(entry("l", kind=tarfile.SYMTYPE, link="a.pem"), A)),
        "device": whole(tar(entry("null", kind=tarfile.CHRTYPE), A)),
        "too-big": whole(tar(entry("big", b"y" * 3001), A)),
        "exactly-allowed": whole(tar(entry("big", b"y" * 3000), A)),
        "without-end": TWO[:-1024], "cut-in-content": TWO[:1024 + 512 + 100], "cut-in-header": TWO[:1000],
        "wrong-checksum": TWO[:3] + b"!" + TWO[4:], "something-behind": TWO + TWO,
        "size-base-256": patched(TWO, 124, b"\x80" + bytes(10) + b"\x05"),
        "size-huge": patched(TWO, 124, b"\x80\x00\x00\x00\x7f" + b"\xff" * 7),
        "size-not-octal": patched(TWO, 124, b"00000000009\0"), "size-blank": patched(TWO, 124, b" " * 12),
        "link-with-size": patched(whole(tar(entry("l", kind=tarfile.SYMTYPE, link="a.pem"), A)), 124, b"00000001000\0"),
        "pax-length-zero": whole(tar(entry("p", b"0 path=x\n", kind=tarfile.XHDTYPE), A)),
        "pax-size": whole(tar(entry("p", b"10 size=3\n", kind=tarfile.XHDTYPE), A)),
        "nothing": b""}.items():
    seed("tar_stream", name, content)

# ---- JSON Lines
UPID = "00112233445566778899aabbccddeeff00112233"
for name, line in {
        "all-members": json.dumps({"id": "pc-1", "chain": "PEM", "upid": UPID, "leaf_hash": "sha256:00ff",
                                   "amt_version": 20, "note": "x"}),
        "by-length": json.dumps({"chain": "PEM", "leaf_hash": "00" * 48}),
        "number-as-id": '{"id": 7, "chain": "P"}', "negative-id": '{"id": -9223372036854775808, "chain": "P"}',
        "float-id": '{"id": 1.5, "chain": "P"}', "escapes": r'{"id": "\u0000\ud83d\ude00\"", "chain": "\u00e9\n"}',
        "half-surrogate": r'{"id": "\ud83d", "chain": "P"}', "twice": '{"chain": "P", "ch\\u0061in": "Q"}',
        "nested": '{"chain": [["P"]]}', "deep": '{"chain": ' + "[" * 500, "unknown": '{"chian": "P"}',
        "not-utf8": b'{"chain": "\xff"}', "lone": "{}\n{\n\n \r\n{\"chain\":\"P\"}", "no-object": "{}[]1",
        "too-long": '{"chain": "' + "x" * 4100 + '"}\n{"chain": "P"}', "chain": json.dumps({"id": "a", "chain": CHAIN}),
        "wrong-version": '{"amt_version": 100, "chain": "P"}', "big-number": '{"amt_version": 1e400, "chain": "P"}',
        "short-upid": '{"upid": "00", "chain": "P"}', "empty-id": '{"id": "", "chain": "P"}',
        "wrong-hash": '{"leaf_hash": "sha512:00", "chain": "P"}'}.items():
    seed("json_lines", name, line)

# ---- trust files
SHA = "ab" * 32
for name, text in {
        "roles": "certificates:\n  - file: root.pem\n    use: anchor\n    roles: [odca, rfc5280]\n    label: a root\n",
        "by-fingerprint": f"certificates:\n  - {{sha256: {SHA}, use: intermediate}}\n",
        "constraints": "certificates:\n  - file: root.pem\n    use: anchor\n    published_at: https://example.com/r\n"
                       "    checked_on: 2026-11-22\n    constraints:\n      path_len: 4\n      min_amt: 15\n"
                       "      max_amt: 21\n      use_from: 2020-01-01\n      use_until: 2027-01-01T00:00:00Z\n"
                       "      first_ca:\n        - {type: O, is: Example}\n        - {type: CN, starts_with: 'Sub '}\n",
        "deny": f"deny:\n  - label: a key\n    reason: it leaked\n    spki_sha256: {SHA}\n  - label: a certificate\n"
                f"    reason: \"say \\u00e9\"\n    sha256: {SHA}\n",
        "deny-twice": f"deny:\n  - {{label: a, reason: b, sha256: {SHA}}}\n  - {{label: c, reason: d, sha256: {SHA}}}\n",
        "both-selectors": f"certificates:\n  - {{file: a, sha256: {SHA}, use: anchor}}\n",
        "intermediate-with-roles": "certificates:\n  - {file: a, use: intermediate, roles: [odca]}\n",
        "role-twice": "certificates:\n  - {file: a, use: anchor, roles: [odca, odca]}\n",
        "no-role": "certificates:\n  - {file: a, use: anchor, roles: []}\n",
        "path": "certificates:\n  - {file: ../a, use: anchor}\n",
        "window-reversed": "certificates:\n  - file: a\n    use: anchor\n    constraints:\n      use_from: 2027-01-01\n"
                           "      use_until: 2026-01-01\n",
        "key-twice": "certificates:\n  - {file: a, use: anchor}\ncertificates: []\n", "empty": "", "null": "deny:\n",
        "alias": "certificates: &a\n  - *a\n", "misspelt": "certificats: []\n", "not-utf8": b"deny: \xff\n"}.items():
    seed("trust_file", name, text)

# ---- facts
BUNDLES = TOP.parent.parent / "bundles/intel-odca"
ROOTS = (BUNDLES / "intermediates.yaml").read_text()
DEVICE = (TOP / "real/mtl-ek-device.yaml").read_text()
for name, text in {
        "intermediates": ROOTS, "device": DEVICE, "rsa": ROOTS.replace("curve: secp384r1", "rsa_exponent: '010001'", 1),
        "other-curve": ROOTS.replace("secp384r1", "secp256r1"), "unknown-key": ROOTS.replace("critical:", "kritical:", 1),
        "other-date": ROOTS.replace("2049-12-31", "9999-12-31"), "zero-s": ROOTS.replace("        s: ", "        s: 00", 1),
        "twice": ROOTS + ROOTS.partition("certificates:\n")[2], "no-certificates": "certificates: []\n",
        "critical-is-no": ROOTS.replace("critical: true", "critical: no", 1)}.items():
    seed("facts", name, text)

# ---- the link cache: keyed BLAKE2b is what libsodium calls crypto_generichash
MAGIC = b"odca-link-cache/1\n"


def link_file(entries, key=bytes([1, 2, 3]).ljust(32, b"\0"), magic=MAGIC):
    body = magic + b"".join(entries)
    return body + hashlib.blake2b(body, key=key, digest_size=32).digest()


LINKS = [hashlib.sha256(bytes([i])).digest()[:16] for i in range(5)]
GOOD = link_file(LINKS)
for name, content in {
        "five": GOOD, "none": link_file([]), "one-twice": link_file(LINKS[:1] * 2), "many": link_file(
            [hashlib.sha256(i.to_bytes(2, "big")).digest()[:16] for i in range(200)]),
        "other-key": link_file(LINKS, key=bytes([9]).ljust(32, b"\0")), "half-entry": link_file([LINKS[0][:8]]),
        "other-version": link_file(LINKS, magic=b"odca-link-cache/2\n"), "cut": GOOD[:-1], "longer": GOOD + b"\0",
        "without-tag": GOOD[:-32], "tag-flipped": GOOD[:-1] + bytes([GOOD[-1] ^ 1]), "magic-only": MAGIC,
        "nothing": b""}.items():
    seed("link_cache", name, content)
