// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Key files: one secret key, sealed with a passphrase (Argon2id, XChaCha20-Poly1305). Canonical JSON, mode 0600.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "odca/result.h"
#include "signing/secret_key.h"

namespace odca::bundle {

/// KdfCost is what one guess at the passphrase costs. Never lowered silently; a file that asks for more than
/// `sensitive` is refused, so that a hostile key file cannot eat the memory.
enum class KdfCost { interactive, moderate, sensitive };

/// KeyPurpose says what a key may sign: documents of bundles, or minisign sidecars. The key file names it as its key
/// type, and a key is opened for its own purpose only.
enum class KeyPurpose { role, sidecar };

/// seal_key writes the text of a key file. Without a passphrase the key is not encrypted, which the file says; only for
/// tests and throwaway keys.
Result<std::string> seal_key(const SecretKey& key, const SecretText* passphrase, KdfCost cost = KdfCost::sensitive,
                             KeyPurpose purpose = KeyPurpose::role);

/// KeyFileInfo is what a key file says without its passphrase. The public key is not believed before open_key.
struct KeyFileInfo {
  RoleKey key{};
  bool encrypted = true;
  std::uint64_t operations = 0;  ///< what one guess costs: passes,
  std::uint64_t memory = 0;      ///< over so many bytes
};
Result<KeyFileInfo> inspect_key(std::string_view text, KeyPurpose purpose = KeyPurpose::role);

/// open_key decrypts, derives the public key anew and compares (E_KEYFILE, E_PASSPHRASE).
Result<SecretKey> open_key(std::string_view text, const SecretText* passphrase, KeyPurpose purpose = KeyPurpose::role);

/// read_key_file reads a regular file that only its owner may read (E_KEYFILE); save_key_file writes a new one and
/// never over another, even a newer one (E_IO).
Result<std::string> read_key_file(const std::filesystem::path& path);
/// check_key_place fails when a new key file cannot be made because the path exists (E_IO).
Status check_key_place(const std::filesystem::path& path);
Status save_key_file(const std::filesystem::path& path, std::string_view text);

}  // namespace odca::bundle
