// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// OwnCertificate: the certificate that the port shows once the device is activated, as the classes of WSMAN tell it.
#pragma once

#include <string>
#include <string_view>

#include "odca/result.h"

namespace odca::amtsim {

struct OwnCertificate {
  std::string der{};  ///< in base64, as is the key
  std::string key{};  ///< the public key: RSAPublicKey of PKCS #1
  std::string
      subject{};  ///< "C=US,O=Intel Corporation,CN=…": from the last attribute to the first, as AMT writes names
  std::string issuer{};
};

/// own_certificate reads the first certificate of a PEM text. Fails with "identity-unusable".
Result<OwnCertificate> own_certificate(std::string_view pem);

}  // namespace odca::amtsim
