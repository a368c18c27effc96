// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// KEY on the command line: a key file, of which only the public part is looked at, or the public key itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bundle/tuf.h"
#include "odca/result.h"
#include "publish/passphrase.h"
#include "signing/key_file.h"
#include "signing/secret_key.h"

namespace odca::bundle_tool {

/// KeyUse says what a key is for. A key for the root role has to be encrypted, which a key file tells.
enum class KeyUse { root, release };
/// read_public_keys reads each KEY of an option (E_KEYFILE, E_USAGE).
Result<std::vector<bundle::RoleKey>> read_public_keys(const std::vector<std::string>& keys, KeyUse use);

/// OpenedKey is a secret key and whether its file was encrypted.
struct OpenedKey {
  bundle::SecretKey key;
  bool encrypted = true;
};
/// open_key_file reads a key file and decrypts it, asking for the passphrase when there is one.
Result<OpenedKey> open_key_file(const std::string& path, const Passphrases& passphrases,
                                bundle::KeyPurpose purpose = bundle::KeyPurpose::role);

}  // namespace odca::bundle_tool
