// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Extensions (RFC 5280 4.2): the list, and the contents of those that certificates and CRLs share.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "der/reader.h"
#include "odca/certificate.h"

namespace odca {

/// extension_name names an extension for people, by its identifier where it has no name here.
std::string extension_name(std::string_view oid);

/// malformed_extension refuses an extension's contents; `expected` names the valid form.
Error malformed_extension(std::string_view oid, std::string_view expected);
/// in_extension turns an error found inside an extension into one about the extension.
Error in_extension(std::string_view oid, Error error);

/// too_many refuses a list above a fixed limit; the reason is "too-many".
Error too_many(std::string_view things, std::size_t limit);
/// extension_twice refuses an extension that occurs more than once.
Error extension_twice(std::string_view oid);

/// ExtensionView is one extension, as views into its bytes; `oid` is the contents of a valid OBJECT IDENTIFIER.
struct ExtensionView {
  ByteView oid{};
  bool critical = false;
  bool explicit_false = false;  ///< "critical FALSE" was written out
  ByteView value{};             ///< contents of extnValue
};
/// view_extension takes one Extension.
Result<ExtensionView> view_extension(der::Reader& reader);

/// read_extensions reads the contents of an Extensions: at least one, none twice, at most `limit`. An explicit
/// "critical FALSE" is recorded as an encoding deviation.
Result<std::vector<Extension>> read_extensions(ByteView contents, std::size_t limit, std::vector<Oddity>& oddities);

/// read_authority_key_id reads AuthorityKeyIdentifier (RFC 5280 4.2.1.1).
Result<AuthorityKeyIdentifier> read_authority_key_id(ByteView value);
/// PointRoom counts distribution points and the names in them.
struct PointRoom {
  std::size_t limit = 0;
  std::size_t used = 0;
  bool take() { return used < limit && ++used > 0; }
};
/// read_point_name reads the contents of the [0] that holds a DistributionPointName into `point`.
/// Its names are taken from `room`.
Status read_point_name(ByteView contents, DistributionPoint& point, PointRoom& room);
/// read_distribution_points reads CRLDistributionPoints (RFC 5280 4.2.1.13). Points and the names in them count
/// together against `limit`.
Result<std::vector<DistributionPoint>> read_distribution_points(ByteView value, std::size_t limit);
/// relative_to appends a RelativeDistinguishedName, given as its contents, to a name; nothing when that is invalid.
std::optional<Name> relative_to(const Name& issuer, ByteView rdn);

/// NamedBits is a named bit list; `minimal` is false when it has trailing zero bits (X.690 11.2.2).
struct NamedBits {
  std::uint16_t bits = 0;
  bool minimal = true;
};
/// read_named_bits reads the contents of a BIT STRING of at most 16 named bits.
std::optional<NamedBits> read_named_bits(ByteView contents);
/// read_reasons reads the contents of a ReasonFlags (RFC 5280 4.2.1.13) in DER.
std::optional<ReasonSet> read_reasons(ByteView contents);

}  // namespace odca
