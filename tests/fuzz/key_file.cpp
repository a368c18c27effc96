// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a key file that can be read is in the one canonical form, names a key by the id that the key has, and
// never asks for more work than the dearest cost that this program writes. One that is not encrypted opens to that very
// key, and sealed again it is the same file; or its secret is not that of its public key, which opening tells. What
// cannot be read is E_KEYFILE. No passphrase is ever tried here: a guess takes as long as it has to.
#include "signing/key_file.h"

#include <sodium.h>

#include <cstdint>

#include "base/check.h"
#include "bundle/canonical.h"

namespace {

using namespace odca;
using namespace odca::bundle;

void check_open(std::string_view text, const KeyFileInfo& known) {
  const auto opened = open_key(text, nullptr);
  if (known.encrypted) return ODCA_CHECK(!opened && opened.error().reason == "E_PASSPHRASE");
  if (!opened) return ODCA_CHECK(opened.error().reason == "E_KEYFILE");
  ODCA_CHECK(opened->public_key().id == known.key.id);
  const auto again = seal_key(*opened, nullptr);
  ODCA_CHECK(again && *again == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  const auto known = inspect_key(text);
  if (!known) {
    ODCA_CHECK(known.error().reason == "E_KEYFILE" && !known.error().message.empty());
    return 0;
  }
  ODCA_CHECK(Document::parse(text).has_value());
  ODCA_CHECK(known->key.id == key_id_of(known->key));
  ODCA_CHECK(known->operations <= crypto_pwhash_OPSLIMIT_SENSITIVE &&
             known->memory <= crypto_pwhash_MEMLIMIT_SENSITIVE);
  ODCA_CHECK(known->encrypted == (known->memory != 0));
  check_open(text, *known);
  return 0;
}
