// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The minisign sidecar of a file (FILE.minisig): a courtesy for people who check a file with the stock tool before they
// carry it on. Nothing that this program decides relies on it. Hashed mode only: the older mode signs the file's own
// bytes, so that a role's signature could be taken for it.
//
//   untrusted comment: <text>
//   base64 of "ED", key id (8), Ed25519 signature of BLAKE2b-512 of the file (64)
//   trusted comment: <text>
//   base64 of the Ed25519 signature of that signature and the trusted comment (64)
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "odca/bytes.h"
#include "odca/result.h"
#include "signing/secret_key.h"

namespace odca::bundle_tool {

inline constexpr std::size_t kMaxSidecar = std::size_t{16} << 10U;
// As minisign bounds them (minisign.h: COMMENTMAXBYTES, TRUSTEDCOMMENTMAXBYTES), the words before included.
inline constexpr std::size_t kMaxUntrustedLine = 1024;
inline constexpr std::size_t kMaxTrustedLine = 8192;

/// SidecarKey is a public key of minisign's.
struct SidecarKey {
  std::array<std::uint8_t, 8> id{};
  std::array<std::uint8_t, 32> key{};
};
/// sidecar_key has as id the first octets of the key's SHA-256. Stock keys have random ones; nothing depends on it.
SidecarKey sidecar_key(const std::array<std::uint8_t, 32>& public_key);
/// to_string is the one line that `minisign -P` takes.
std::string to_string(const SidecarKey& key);
/// id_text is the id as minisign prints it: sixteen digits, the last octet first.
std::string id_text(const std::array<std::uint8_t, 8>& id);
/// read_sidecar_key reads that line and nothing else, as `minisign -P` does. Errors: E_KEY.
Result<SidecarKey> read_sidecar_key(std::string_view line);
/// read_sidecar_key_file reads the second line of a public key file. Like minisign it takes any first line, but must
/// have one, and looks at nothing below. Errors: E_KEY.
Result<SidecarKey> read_sidecar_key_file(std::string_view text);

/// Sidecar is a signature that was read, not verified.
struct Sidecar {
  std::array<std::uint8_t, 8> key_id{};
  std::array<std::uint8_t, 64> signature{};
  std::string comment{};  ///< the trusted one
  std::array<std::uint8_t, 64> comment_signature{};
};
/// read_sidecar reads the four lines, none longer than minisign lets it be, and ignores what follows, as minisign does.
/// Comments are UTF-8 without control characters, tabs excepted. Errors: E_FORMAT, E_CANON, E_LIMIT, and E_ALG for the
/// older mode. No error repeats a comment.
Result<Sidecar> read_sidecar(std::string_view text);

/// sign_sidecar writes the sidecar of a file's content. E_USAGE for a comment that could not be read again.
Result<std::string> sign_sidecar(const bundle::SecretKey& key, std::string_view content, std::string_view comment);
/// check_sidecar fails with E_KEY when another key signed, and with E_THRESHOLD when a signature is wrong. The comment
/// may be believed when it succeeds.
Status check_sidecar(const Sidecar& sidecar, const SidecarKey& key, std::string_view content);

}  // namespace odca::bundle_tool
