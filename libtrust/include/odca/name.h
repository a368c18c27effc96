// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Name: an X.501 distinguished name, its bytes and its decoded attributes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca {

/// NameAttribute is one AttributeTypeAndValue; `rdn` is the index of its RelativeDistinguishedName.
struct NameAttribute {
  std::string type;         ///< dotted object identifier
  std::string value;        ///< UTF-8; bytes invalid in the declared string type are refused when parsing
  std::uint8_t string_tag;  ///< DER tag of the value (12 UTF8String, 19 PrintableString, …)
  std::size_t rdn;
};

/// Name is immutable and cheap to copy (it shares its contents). Compare `der()` for identity, `match_key()` by RFC
/// 5280 7.1.
class Name {
 public:
  /// from_der parses a Name (SEQUENCE of SET). Fails with Errc::syntax when it is not DER or an attribute is no string.
  static Result<Name> from_der(ByteView der);
  Name() = default;

  ByteView der() const;
  bool empty() const { return attributes().empty(); }
  const std::vector<NameAttribute>& attributes() const;
  /// first returns the first value of the attribute type, e.g. kCommonName; the view lives as long as this Name.
  std::optional<std::string_view> first(std::string_view type) const;
  /// count is the number of values of the attribute type.
  std::size_t count(std::string_view type) const;
  /// match_key is equal for names that match by RFC 5280 7.1: the case of ASCII letters, runs of white space, and
  /// UTF8String or PrintableString do not matter. Non-ASCII characters are compared as they are.
  ByteView match_key() const;
  /// to_string is "C=US, O=…, CN=…" in encoded order; control characters and separators in values are escaped.
  std::string to_string() const;

  bool operator==(const Name& other) const { return equal(der(), other.der()); }

 private:
  struct Contents {
    Bytes der{};
    std::vector<NameAttribute> attributes{};
    Bytes match_key{};
  };
  explicit Name(std::shared_ptr<const Contents> contents) : contents_(std::move(contents)) {}
  static const Contents& none();
  const Contents& contents() const { return contents_ ? *contents_ : none(); }

  std::shared_ptr<const Contents> contents_{};
};

inline constexpr std::string_view kCommonName = "2.5.4.3";
inline constexpr std::string_view kCountry = "2.5.4.6";
inline constexpr std::string_view kLocality = "2.5.4.7";
inline constexpr std::string_view kState = "2.5.4.8";
inline constexpr std::string_view kOrganization = "2.5.4.10";
inline constexpr std::string_view kOrganizationalUnit = "2.5.4.11";
inline constexpr std::string_view kOrganizationIdentifier = "2.5.4.97";

}  // namespace odca
