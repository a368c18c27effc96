// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/digest.h"

#include <nettle/md5.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "odca/bytes.h"
#include "odca/digest.h"

namespace odca::amtsim {
namespace {

constexpr std::size_t kMostNonces = 256;  // a device forgets too; a test never comes near

std::string md5_hex(std::string_view text) {
  struct md5_ctx context;
  md5_init(&context);
  const ByteView bytes = as_bytes(text);
  md5_update(&context, bytes.size(), bytes.data());
  std::array<std::uint8_t, MD5_DIGEST_SIZE> out{};
  md5_digest(&context, out.size(), out.data());
  return to_hex(out);
}

bool is_hex(std::string_view text, std::size_t size) {
  return text.size() == size && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

void skip_blanks(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size())); }

/// take_value takes a token, or what stands between quotes, where a backslash keeps the next character (RFC
/// 9110 5.6.4).
std::optional<std::string> take_value(std::string_view& text) {
  std::string out;
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find_first_of(", \t\""), text.size());
    out = text.substr(0, end);
    text.remove_prefix(end);
    if (out.empty()) return std::nullopt;
    return out;
  }
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') {
      text.remove_prefix(at + 1);
      return out;
    }
    if (text[at] == '\\' && ++at == text.size()) return std::nullopt;
    out += text[at];
  }
  return std::nullopt;
}

std::string* place_for(Authorization& out, std::string_view name) {
  const std::pair<std::string_view, std::string*> places[] = {
      {"username", &out.username},   {"realm", &out.realm}, {"nonce", &out.nonce},   {"uri", &out.uri},
      {"response", &out.response},   {"qop", &out.qop},     {"cnonce", &out.cnonce}, {"nc", &out.nc},
      {"algorithm", &out.algorithm},
  };
  for (const auto& [known, place] : places)
    if (equal_names(known, name)) return place;
  return nullptr;
}

std::string answer_to(const Authorization& given, std::string_view a1, std::string_view method) {
  const std::string a2 = md5_hex(std::string(method) + ":" + given.uri);
  return md5_hex(std::string(a1) + ":" + given.nonce + ":" + given.nc + ":" + given.cnonce + ":auth:" + a2);
}

}  // namespace

std::optional<Authorization> read_authorization(std::string_view value) {
  constexpr std::string_view kScheme = "Digest ";
  if (!equal_names(value.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  value.remove_prefix(kScheme.size());
  Authorization out;
  std::vector<std::string> seen;
  for (;;) {
    skip_blanks(value);
    const std::size_t equals = value.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string name(value.substr(0, equals));
    value.remove_prefix(equals + 1);
    auto text = take_value(value);
    const auto is_it = [&name](const std::string& other) { return equal_names(name, other); };
    if (!text || std::ranges::any_of(seen, is_it)) return std::nullopt;
    seen.push_back(name);
    if (std::string* place = place_for(out, name)) *place = *std::move(text);
    skip_blanks(value);
    if (value.empty()) break;
    if (!value.starts_with(',')) return std::nullopt;
    value.remove_prefix(1);
  }
  if (out.username.empty() || out.nonce.empty() || out.uri.empty() || out.cnonce.empty()) return std::nullopt;
  if (!is_hex(out.response, 32) || !is_hex(out.nc, 8)) return std::nullopt;
  return out;
}

std::string DigestDoor::challenge(const Admission& refused) {
  const std::lock_guard hold(lock_);
  const std::string source = firmware_.uuid_text() + firmware_.realm() + std::to_string(++given_);
  const Fingerprint hash = sha256(as_bytes(source));
  const std::string nonce = to_base64(ByteView(hash).first(24));  // hardware's has 24 bytes too
  counts_[nonce] = 0;
  order_.push_back(nonce);
  if (order_.size() > kMostNonces) {
    counts_.erase(order_.front());
    order_.pop_front();
  }
  // The blank after the first comma, and no other, is hardware's.
  const std::string_view stale = refused.access == Admission::Access::stale ? "true" : "false";
  return "Digest realm=\"" + firmware_.realm() + "\", nonce=\"" + nonce + "\",stale=\"" + std::string(stale) +
         "\",qop=\"auth\"";
}

/// is_settling tells whether right credentials are still refused, as they are for a while after an activation.
bool DigestDoor::is_settling() {
  const unsigned most = firmware_.knobs().unauthorized_after_setup;
  const bool activated = firmware_.mode() != Mode::none;
  const std::lock_guard hold(lock_);
  if (!activated) turned_away_ = 0;
  if (!activated || turned_away_ >= most) return false;
  ++turned_away_;
  return true;
}

Admission DigestDoor::admit(const HttpRequest& request) {
  const auto header = request.value_of("authorization");
  if (!header || firmware_.knobs().unauthorized_forever) return {};
  const auto given = read_authorization(*header);
  if (!given || given->realm != firmware_.realm() || given->uri != request.target || given->qop != "auth") return {};
  if (!given->algorithm.empty() && !equal_names(given->algorithm, "MD5")) return {};
  const auto a1 = firmware_.a1_of(given->username);
  if (!a1 || !equal_names(answer_to(*given, *a1, request.method), given->response)) return {};
  if (is_settling()) return {};

  std::uint32_t count = 0;
  std::from_chars(given->nc.data(), given->nc.data() + given->nc.size(), count, 16);  // eight digits, as was checked
  const std::lock_guard hold(lock_);
  const auto known = counts_.find(given->nonce);
  if (known == counts_.end() || count <= known->second) return {.access = Admission::Access::stale};
  known->second = count;
  return {.access = Admission::Access::granted, .user = given->username};
}

}  // namespace odca::amtsim
