// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reading an Identity from its folder. Whether the keys fit is found out by whoever opens a port with it.
#include <fstream>
#include <iterator>
#include <utility>

#include "odca/digest.h"
#include "ports/pem.h"
#include "ports/port.h"

namespace odca::amtsim {
namespace {

constexpr std::size_t kRom = 3;  // leaf, App, Kernel, ROM

Result<std::string> content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file || text.empty())
    return Error{.code = Errc::io,
                 .message = "'" + path + "' cannot be read",
                 .hint = "an identity is a folder with chain.pem, key.pem, own.pem and own-key.pem",
                 .reason = "identity-unusable"};
  return text;
}

}  // namespace

Result<Identity> read_identity(const std::string& folder) {
  Identity identity;
  const std::pair<const char*, std::string*> files[] = {{"/chain.pem", &identity.chain},
                                                        {"/key.pem", &identity.key},
                                                        {"/own.pem", &identity.own},
                                                        {"/own-key.pem", &identity.own_key}};
  for (const auto& [name, place] : files) {
    ODCA_TRY_ASSIGN(*place, content_of(folder + name));
  }
  const auto certificates = certificates_of(identity.chain);
  if (!certificates || certificates->empty())
    return Error{.code = Errc::usage,
                 .message = "'" + folder + "/chain.pem' holds no certificates in PEM",
                 .hint = "",
                 .reason = "identity-unusable"};
  if (certificates->size() > kRom) identity.rom_fingerprint = sha256((*certificates)[kRom]);
  return identity;
}

}  // namespace odca::amtsim
