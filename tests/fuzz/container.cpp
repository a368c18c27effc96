// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: a bundle is accepted only when, counted anew, a threshold of distinct keys signed each release document
// under the last root, and each root under itself and the one before; and its parts, put together again, are the same
// bytes. A valid bundle without surplus signatures is accepted in no other form. What is refused has a known class.
// The first byte says what the rest is, so that the fuzzer gets past the signatures: '0' a file; '1' changes to a valid
// file, as three bytes each; '2' a store, '3' to '6' the `signed` part of timestamp, snapshot, targets or root 2, which
// the right keys then sign.
#include <sodium.h>

#include <cstdint>
#include <set>

#include "base/check.h"
#include "bundle/reason.h"
#include "bundle/testing/simulator.h"

namespace {

using namespace odca;
using namespace odca::bundle;

constexpr char kStore[] =
    R"({"anchors":[{"cert_sha256":[],"constraints":{},"id":2,"label":"Old","provenance":[],"roles":["odca"],)"
    R"("spki":"MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEM8SgUTEq9r01sg8GyAoiSfUHYnRsou7xX/4k4+M8jcR7v/t/u5VKSTV6VlyOSFQ/)"
    R"(bn5WLFmSVkldrHeBt7GDv+VH8qMHPvSbWx+DFSciHBQFX3VcTGOi/Vm7REYr7i+u","status":"active",)"
    R"("subject":"MCAxEDAOBgNVBAoMB0V4YW1wbGUxDDAKBgNVBAMMA09sZA=="}],"created":"2026-01-03T04:05:06Z","crls":[],)"
    R"("deny":[],"intermediates":[],"min_tool":"0.1.0","notes":"","reader_level":1,"schema":"amt-trust-store/1",)"
    R"("scope":"intel-amt-odca","version":7})";

const BundleSimulator& base() {
  static const BundleSimulator simulator(kStore);
  return simulator;
}
const std::string& base_file() {
  static const std::string file = base().publish();
  return file;
}

Edit instead(std::string_view text) {
  return [text = std::string(text)](const std::string&) { return text; };
}

std::string changed(std::string_view changes) {
  std::string file = base_file();
  for (; changes.size() >= 3; changes.remove_prefix(3)) {
    const ByteView bytes = as_bytes(changes);
    const std::size_t at = std::size_t{bytes[0]} << 8U | bytes[1];
    file[at % file.size()] = changes[2];
  }
  return file;
}

std::string file_of(char kind, std::string_view rest) {
  if (kind == '0') return std::string(rest);
  if (kind == '1') return changed(rest);
  BundleSimulator simulator = base();
  if (kind == '2') simulator.store = rest;
  if (kind == '3') simulator.timestamp.before_signing = instead(rest);
  if (kind == '4') simulator.snapshot.before_signing = instead(rest);
  if (kind == '5') simulator.targets.before_signing = instead(rest);
  if (kind == '6') simulator.roots[1].document.before_signing = instead(rest);
  return simulator.publish();
}

/// signers counts without the code under test: every key of the role against every signature.
std::uint64_t signers(const Envelope& envelope, const RootDocument& authority, const Role& role) {
  std::set<std::string> found;
  const ByteView text = as_bytes(envelope.signed_bytes);
  for (const KeyId& id : role.key_ids) {
    const RoleKey* const key = authority.key(id);
    const Bytes point = from_hex(key->public_hex).value_or(Bytes{});
    if (point.size() != crypto_sign_PUBLICKEYBYTES) continue;
    for (const SignatureEntry& entry : envelope.signatures) {
      const Bytes signature = from_hex(entry.hex).value_or(Bytes{});
      if (signature.size() == crypto_sign_BYTES &&
          crypto_sign_verify_detached(signature.data(), text.data(), text.size(), point.data()) == 0)
        found.insert(key->public_hex);
    }
  }
  return found.size();
}
void check_signed(const Envelope& envelope, const RootDocument& authority, const Role& role) {
  ODCA_CHECK(role.threshold >= 1 && signers(envelope, authority, role) >= role.threshold);
}

std::string written(const Envelope& envelope) {
  std::vector<std::string> items;
  for (const SignatureEntry& entry : envelope.signatures)
    items.push_back(
        canonical_object({{"keyid", canonical_string(entry.key_id)}, {"sig", canonical_string(entry.hex)}}));
  return canonical_object({{"signatures", canonical_array(items)}, {"signed", std::string(envelope.signed_bytes)}});
}
std::string written(const BundleView& bundle) {
  std::vector<std::string> roots;
  for (const RootDocument& root : bundle.roots) roots.push_back(written(root.envelope));
  return canonical_object({{"format", canonical_string(kFormat)},
                           {"roots", canonical_array(roots)},
                           {"snapshot", written(bundle.snapshot.envelope)},
                           {"store", std::string(bundle.store_text)},
                           {"targets", written(bundle.targets.envelope)},
                           {"timestamp", written(bundle.timestamp.envelope)}});
}

void check_accepted(const BundleView& bundle) {
  for (std::size_t i = 0; i < bundle.roots.size(); ++i) {
    const RootDocument& root = bundle.roots[i];
    check_signed(root.envelope, root, root.root);
    if (i > 0) check_signed(root.envelope, bundle.roots[i - 1], bundle.roots[i - 1].root);
  }
  const RootDocument& last = bundle.roots.back();
  check_signed(bundle.timestamp.envelope, last, last.timestamp);
  check_signed(bundle.snapshot.envelope, last, last.snapshot);
  check_signed(bundle.targets.envelope, last, last.targets);
}

bool is_accepted(const std::string& file) {
  const Time now = *parse_time("2026-06-01");
  static const RootOfTrust trust = base().root_of_trust();
  const auto bundle = verify_bundle(file, trust, {}, {.now = now});
  if (!bundle) ODCA_CHECK(find_failure_class(bundle.error().reason) != nullptr && !bundle.error().message.empty());
  return bundle.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool base_is_valid = is_accepted(base_file());
  ODCA_CHECK(base_is_valid);
  if (size == 0) return 0;
  const std::string_view input = as_text({data, size});
  const std::string file = file_of(input[0], input.substr(1));
  const bool accepted = is_accepted(file);
  const auto document = parse_bundle(file);
  const auto view = document ? read_container(*document) : Result<BundleView>(document.error());
  ODCA_CHECK(view || !accepted);
  if (view) ODCA_CHECK(written(*view) == file);
  if (accepted) check_accepted(*view);
  if (accepted && input[0] == '1') ODCA_CHECK(file == base_file());
  return 0;
}
