// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What is wrong with a PEM block that is none, or whose contents are no base64: the line, its beginning, and the usual
// cause. People have one dump, and must be able to mend it.
#pragma once

#include <optional>
#include <string_view>

#include "input/pem.h"
#include "odca/result.h"

namespace odca {

/// GapDamage says what is wrong with the text outside of blocks, and what may be lost there.
struct GapDamage {
  Error error;
  bool may_be_certificate = false;
  bool may_be_crl = false;
};

/// Printed tells who wrote a text: what a TLS client prints of a session holds what the peer sent, of any kind.
enum class Printed { by_client, by_another };

/// damage_in finds binary content, which may be certificates or CRLs in DER that would be passed over, and BEGIN or END
/// lines that are damaged. `first_line` is the number of the line in which the gap begins. Nothing when nothing is.
std::optional<GapDamage> damage_in(std::string_view gap, std::size_t first_line, Printed printed = Printed::by_another);

/// suspicious_gap is the error alone, for those who take no gap with damage in it.
std::optional<Error> suspicious_gap(std::string_view gap, std::size_t first_line);

/// is_damaged_marker tells of one line that it was meant as a BEGIN or END line, by the dashes about its words.
bool is_damaged_marker(std::string_view line);

/// bad_base64 says what is between BEGIN and END that is not base64 (RFC 4648 section 4).
Error bad_base64(const PemBlock& block);

}  // namespace odca
