// Making a key file, for whichever purpose: what a guess shall cost, the new passphrase, the sealed text.
#pragma once

#include <optional>
#include <string>

#include "odca/result.h"
#include "options.h"
#include "signing/key_file.h"

namespace odca::bundle_tool {

/// read_cost is --cost; the dearest is the default.
Result<bundle::KdfCost> read_cost(const Options& options);
/// ask_new_passphrase gives nothing for --unencrypted (E_USAGE, E_PASSPHRASE).
Result<std::optional<bundle::SecretText>> ask_new_passphrase(const Options& options);
/// seal seals, and opens again what it sealed: a file that cannot be opened would be found too late.
Result<std::string> seal(const bundle::SecretKey& key, const bundle::SecretText* passphrase, bundle::KdfCost cost,
                         bundle::KeyPurpose purpose = bundle::KeyPurpose::role);

}  // namespace odca::bundle_tool
