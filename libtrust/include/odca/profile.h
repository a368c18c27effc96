// What kind of chain a path is, and what part each certificate plays in it.
#pragma once

#include <string_view>

namespace odca {

/// ProfileKind is a shape of chain; `none` where there is no certificate to judge.
enum class ProfileKind { none, odca, dice, lone, rfc5280 };
std::string_view to_string(ProfileKind profile);

/// CertificateRole is what place and name make of a certificate; `ca` is any that is no level of the ODCA hierarchy.
enum class CertificateRole { ca, leaf, app_ca, kernel_ca, rom_ca, issuing_ca, intermediate };
std::string_view to_string(CertificateRole role);

}  // namespace odca
