// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a minisign sidecar that is read has a comment that can be shown, and whatever verifies is what was signed:
// the key of the corpus signed one text with one comment. A public key that is read has one line. A refusal names a
// class of failure and repeats nothing that a terminal would obey.
#include "exchange/sidecar.h"

#include <algorithm>
#include <cstdint>

#include "base/check.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"

namespace {

using namespace odca;
using namespace odca::bundle_tool;

constexpr std::string_view kContent = "content";
constexpr std::string_view kComment = "file:bundle.atb\thashed";

SidecarKey key_of_the_corpus() {
  const bundle::SecretKey key = *bundle::SecretKey::from_seed(Bytes(32, 1));
  return sidecar_key(*key.public_key().ed25519);
}

void check_refusal(const Error& error) {
  ODCA_CHECK(bundle::find_failure_class(error.reason) != nullptr && bundle::is_canonical_text(describe(error)));
}

void check_key(std::string_view text) {
  const auto line = read_sidecar_key(text);
  if (!line) check_refusal(line.error());
  ODCA_CHECK(!line || to_string(*line) == text);
  const auto key = read_sidecar_key_file(text);
  if (!key) return check_refusal(key.error());
  const std::size_t second = text.find('\n') + 1;
  ODCA_CHECK(second != 0 && text.substr(second).starts_with(to_string(*key)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SidecarKey key = key_of_the_corpus();
  const std::string_view text = as_text({data, size});
  check_key(text);
  const auto sidecar = read_sidecar(text);
  if (!sidecar) {
    check_refusal(sidecar.error());
    return 0;
  }
  std::string shown = sidecar->comment;
  std::replace(shown.begin(), shown.end(), '\t', ' ');
  ODCA_CHECK(bundle::is_canonical_text(shown));
  const Status verified = check_sidecar(*sidecar, key, kContent);
  if (!verified) check_refusal(verified.error());
  ODCA_CHECK(!verified || sidecar->comment == kComment);
  ODCA_CHECK(!check_sidecar(*sidecar, key, "another content"));
  return 0;
}
