// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/sidecar.h"

#include <sodium.h>

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"
#include "bundle/tuf.h"
#include "odca/digest.h"

namespace odca::bundle_tool {
namespace {

using bundle::failure;

constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";
constexpr std::string_view kHashed = "ED";
constexpr std::string_view kLegacy = "Ed";  // also before every public key, whose mode is not said
constexpr std::string_view kOwnComment = "signature of a trust bundle; the bundle's own signatures decide";
constexpr std::string_view kMadeAnew = "let the publisher sign it again with trust-bundle minisign sign";

using Prehash = std::array<std::uint8_t, crypto_generichash_BYTES_MAX>;

Error misread(std::string message, ReasonId reason = "E_FORMAT") {
  return failure(reason, cat("not a minisign signature: ", message), "give the signature file of the signed one");
}

/// Returns tells how many carriage returns before a line feed are none of the line.
enum class Returns { none, one, any };

std::string_view without_returns(std::string_view line, Returns returns) {
  if (returns == Returns::none) return line;
  if (returns == Returns::one) return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Lines takes a text apart, and bounds each line before anything looks at it. As for minisign, carriage returns at the
/// end of a line are none of its content, and the last line needs no line feed.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  Result<std::string_view> next(std::string_view name, std::size_t max_bytes, Returns returns = Returns::any) {
    if (rest_.empty()) return misread(cat("expected a ", name, ", found the end"));
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = without_returns(rest_.substr(0, end), returns);
    if (line.size() > max_bytes)
      return misread(cat("expected a ", name, " of at most ", max_bytes, " bytes"), "E_LIMIT");
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return line;
  }

 private:
  std::string_view rest_;
};

/// is_comment: minisign itself puts tabs between the parts of its comments.
bool is_comment(std::string_view text) {
  std::string without_tabs(text);
  std::replace(without_tabs.begin(), without_tabs.end(), '\t', ' ');
  return bundle::is_canonical_text(without_tabs);
}

Result<std::string_view> read_comment(Lines& lines, std::string_view prefix, std::string_view name,
                                      std::size_t max_bytes) {
  ODCA_TRY_ASSIGN(const std::string_view line, lines.next(name, max_bytes));
  if (!line.starts_with(prefix)) return misread(cat("expected a ", name, " beginning ", quote(prefix)));
  const std::string_view comment = line.substr(prefix.size());
  if (!is_comment(comment)) return misread(cat("the ", name, " holds control characters, or is not UTF-8"), "E_CANON");
  return comment;
}

/// octets reads one line of base64 in its one form.
template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> octets(std::string_view line) {
  const auto bytes = from_base64(line);
  if (!bytes || bytes->size() != size || to_base64(*bytes) != line) return std::nullopt;
  std::array<std::uint8_t, size> array{};
  std::copy(bytes->begin(), bytes->end(), array.begin());
  return array;
}

constexpr std::size_t kKeyBytes = 42;

constexpr std::size_t base64_size(std::size_t octets) { return (octets + 2) / 3 * 4; }

template <std::size_t size>
Result<std::array<std::uint8_t, size>> read_octets(Lines& lines, std::string_view name) {
  // minisign reads these lines into a room that holds one carriage return and no more.
  ODCA_TRY_ASSIGN(const std::string_view line, lines.next(name, base64_size(size), Returns::one));
  const auto array = octets<size>(line);
  if (!array) return misread(cat("expected as ", name, " the base64 of ", size, " bytes"));
  return *array;
}

struct SignatureLine {
  std::string algorithm{};
  std::array<std::uint8_t, 8> key_id{};
  std::array<std::uint8_t, 64> signature{};
};
SignatureLine take_apart(const std::array<std::uint8_t, 74>& line) {
  SignatureLine parts;
  parts.algorithm.assign(line.begin(), line.begin() + 2);
  std::copy_n(line.begin() + 2, parts.key_id.size(), parts.key_id.begin());
  std::copy_n(line.begin() + 10, parts.signature.size(), parts.signature.begin());
  return parts;
}

Prehash prehash_of(std::string_view content) {
  ODCA_CHECK(sodium_init() >= 0);
  Prehash hash{};
  const ByteView bytes = as_bytes(content);
  ODCA_CHECK(crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0) == 0);
  return hash;
}

/// what_the_comment_binds is what the second signature is over.
std::string what_the_comment_binds(ByteView signature, std::string_view comment) {
  return cat(as_text(signature), comment);
}

bool verifies(const std::array<std::uint8_t, 64>& signature, std::string_view message, const SidecarKey& key) {
  const ByteView bytes = as_bytes(message);
  return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(), key.key.data()) == 0;
}

}  // namespace

SidecarKey sidecar_key(const std::array<std::uint8_t, 32>& public_key) {
  SidecarKey key{.key = public_key};
  const Fingerprint hash = sha256(public_key);
  std::copy_n(hash.begin(), key.id.size(), key.id.begin());
  return key;
}

std::string to_string(const SidecarKey& key) {
  Bytes bytes(as_bytes(kLegacy).begin(), as_bytes(kLegacy).end());
  bytes.insert(bytes.end(), key.id.begin(), key.id.end());
  bytes.insert(bytes.end(), key.key.begin(), key.key.end());
  return to_base64(bytes);
}

std::string id_text(const std::array<std::uint8_t, 8>& id) {
  const Bytes reversed(id.rbegin(), id.rend());
  std::string digits = to_hex(reversed);
  for (char& c : digits)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');  // of ASCII
  return digits;
}

Result<SidecarKey> read_sidecar_key(std::string_view line) {
  const auto refused = [](std::string message) {
    return failure("E_KEY", cat("not a public key of minisign: ", message),
                   "it is one line of 56 characters that begins with 'RW'");
  };
  const auto bytes = octets<kKeyBytes>(line);
  if (!bytes) return refused(cat("expected the base64 of ", kKeyBytes, " bytes"));
  if (!std::equal(kLegacy.begin(), kLegacy.end(), bytes->begin())) return refused("expected an Ed25519 key");
  SidecarKey key;
  std::copy_n(bytes->begin() + 2, key.id.size(), key.id.begin());
  std::copy_n(bytes->begin() + 10, key.key.size(), key.key.begin());
  return key;
}

Result<SidecarKey> read_sidecar_key_file(std::string_view text) {
  const auto refused = [](std::string_view message, std::string_view hint) {
    return failure("E_KEY", cat("not a public key file of minisign: ", message), std::string(hint));
  };
  constexpr std::string_view kForm = "such a file has a comment in its first line and the key in its second";
  Lines lines(text);
  const auto comment =
      lines.next("comment", kMaxUntrustedLine - 2, Returns::none);  // the line feed and the end besides
  if (!comment && comment.error().reason == "E_LIMIT") return refused("its first line is too long", kForm);
  if (!comment) return refused("it is empty", kForm);
  const auto line = lines.next("key", kMaxUntrustedLine);
  if (line && octets<kKeyBytes>(*line)) return read_sidecar_key(*line);
  // Of a key in the first line, minisign makes a comment: it reads the second line.
  if (octets<kKeyBytes>(without_returns(*comment, Returns::any)))
    return refused("its first line is a key, where a comment belongs",
                   "put a comment line before it, or give the key itself: --public-key \"$(head -n 1 FILE)\"");
  if (!line && line.error().reason != "E_LIMIT") return refused("it has no second line, where the key belongs", kForm);
  return refused(cat("expected in its second line the base64 of ", kKeyBytes, " bytes"), kForm);
}

Result<Sidecar> read_sidecar(std::string_view text) {
  if (text.size() > kMaxSidecar) return misread(cat("expected at most ", kMaxSidecar, " bytes"), "E_LIMIT");
  Lines lines(text);
  ODCA_TRY(read_comment(lines, kUntrusted, "first comment", kMaxUntrustedLine));
  const auto line = read_octets<74>(lines, "signature");
  if (!line) return line.error();
  const SignatureLine parts = take_apart(*line);
  if (parts.algorithm == kLegacy)
    return failure("E_ALG", "the signature is of minisign's legacy mode, without prehashing",
                   "sign the file again without -l, with minisign 0.8 or later");
  if (parts.algorithm != kHashed) return misread("expected an Ed25519 signature in hashed mode", "E_ALG");
  Sidecar sidecar{.key_id = parts.key_id, .signature = parts.signature};
  ODCA_TRY_ASSIGN(sidecar.comment, read_comment(lines, kTrusted, "trusted comment", kMaxTrustedLine));
  ODCA_TRY_ASSIGN(sidecar.comment_signature, read_octets<64>(lines, "signature of the trusted comment"));
  return sidecar;
}

Result<std::string> sign_sidecar(const bundle::SecretKey& key, std::string_view content, std::string_view comment) {
  if (!is_comment(comment) || kTrusted.size() + comment.size() > kMaxTrustedLine)
    return failure("E_USAGE",
                   cat("a comment is one line of printable characters, at most ", kMaxTrustedLine - kTrusted.size(),
                       " bytes long"),
                   "choose another --comment");
  const auto hex = key.sign_hex(as_text(prehash_of(content)));
  if (!hex) return hex.error();
  const Bytes signature = *from_hex(*hex);
  const auto comment_hex = key.sign_hex(what_the_comment_binds(signature, comment));
  if (!comment_hex) return comment_hex.error();
  const SidecarKey own = sidecar_key(*key.public_key().ed25519);
  Bytes line(as_bytes(kHashed).begin(), as_bytes(kHashed).end());
  line.insert(line.end(), own.id.begin(), own.id.end());
  line.insert(line.end(), signature.begin(), signature.end());
  return cat(kUntrusted, kOwnComment, '\n', to_base64(line), '\n', kTrusted, comment, '\n',
             to_base64(*from_hex(*comment_hex)), '\n');
}

Status check_sidecar(const Sidecar& sidecar, const SidecarKey& key, std::string_view content) {
  if (sidecar.key_id != key.id)
    return failure(
        "E_KEY",
        cat("expected a signature by key ", quote(id_text(key.id)), ", found one by ", quote(id_text(sidecar.key_id))),
        "give the public key of the signer");
  if (!verifies(sidecar.signature, as_text(prehash_of(content)), key))
    return failure("E_THRESHOLD", "the signature is not of this file by this key", std::string(kMadeAnew));
  if (!verifies(sidecar.comment_signature, what_the_comment_binds(sidecar.signature, sidecar.comment), key))
    return failure("E_THRESHOLD", "the trusted comment is not the one that was signed", std::string(kMadeAnew));
  return {};
}

}  // namespace odca::bundle_tool
