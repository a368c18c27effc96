# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""What the fuzz target tests/fuzz/verify.cpp starts from: a few inputs of the cases, and its three anchors."""
from case import chain_of, put
from cases_rfc5280 import RFC_ROOT
from odca import DICE_SUBCA, ROOT

SEEDS = ["tgl", "mtl", "lnl", "lnl-tls12-message", "lnl-tls-records", "lnl-der", "lnl-strangers", "dice", "rfc-name-dns",
         "cycle-with-way-out", "namesakes", "path-of-17", "kernel-namesake-same-key-id", "leaf-signs-a-leaf",
         "unreadable-ber", "crls-in-the-dump", "self-signed-pinned", "rfc-ed25519", "leaf-explicit-curve"]

for name in SEEDS:
    put(f"../fuzz/corpus/verify/{name}", chain_of(name))


def constant(name, certificate):
    digits = certificate.der.hex()
    lines = "\n".join(f'    "{digits[at:at + 110]}"' for at in range(0, len(digits), 110))
    return f"inline constexpr std::string_view {name} =\n{lines};\n"


put("../fuzz/verify_anchors.h",
    "// SPDX-FileCopyrightText: The odca-trust authors\n// SPDX-License-Identifier: Apache-2.0\n// The anchors that the fuzz target trusts: test roots, made by tests/vectors/make/fuzz_seeds.py.\n"
    "#pragma once\n\n#include <string_view>\n\nnamespace odca {\n\n" +
    constant("kOdcaRoot", ROOT) + constant("kDiceSubCa", DICE_SUBCA) + constant("kRfc5280Root", RFC_ROOT) +
    "\n}  // namespace odca\n")
