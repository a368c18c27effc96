// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: an accepted challenge, written again with all values quoted, reads back the same; our answer to it is one
// line of printable characters, and each value of the peer stands in it exactly as quoted here.
#include <algorithm>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "http/http.h"

namespace {

using namespace odca;
using namespace odca::amt;

std::string quoted(const std::string& text) { return '"' + text + '"'; }

bool is_printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_value(const std::string& text) { return is_printable(text) && text.find_first_of("\"\\") == std::string::npos; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto challenge = parse_challenge(as_text({data, size}));
  if (!challenge) {
    ODCA_CHECK(challenge.error().reason == "digest-challenge");
    return 0;
  }
  const std::string opaque = challenge->opaque.value_or("");
  ODCA_CHECK(is_value(challenge->realm) && is_value(challenge->nonce) && is_value(opaque));
  ODCA_CHECK(!challenge->realm.empty() && !challenge->nonce.empty());
  std::string text = "Digest qop=\"auth\",realm=" + quoted(challenge->realm) + ",nonce=" + quoted(challenge->nonce);
  if (challenge->opaque) text += ",opaque=" + quoted(opaque);
  if (challenge->stale) text += ",stale=true";
  const auto again = parse_challenge(text);
  ODCA_CHECK(again && again->realm == challenge->realm && again->nonce == challenge->nonce &&
             again->opaque == challenge->opaque && again->stale == challenge->stale);
  const std::string answer = digest_answer(*challenge, "admin", Secret("0"), "/wsman", 1, "c");
  ODCA_CHECK(is_printable(answer));
  ODCA_CHECK(answer.starts_with("Digest username=\"admin\", realm=" + quoted(challenge->realm) +
                                ", nonce=" + quoted(challenge->nonce) + ", uri=\"/wsman\", response=\""));
  return 0;
}
