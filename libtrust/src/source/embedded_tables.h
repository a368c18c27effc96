// The embedded trust material as constant tables. Their contents are generated at build time from bundles/intel-odca by
// embed_main.cpp, which rebuilds every certificate and checks fingerprints and signatures before it writes a line.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "odca/bytes.h"

namespace odca::embedded {

struct NamePartRow {
  std::string_view type;
  std::string_view value;
  bool prefix;
};

/// kUnset marks a number that is not set.
inline constexpr std::int64_t kUnset = INT64_MIN;
struct AnchorRow {
  std::uint64_t id;
  std::string_view label;
  std::string_view published_at;
  std::string_view checked_on;
  std::span<const std::string_view> roles;
  std::span<const NamePartRow> first_ca;
  std::int64_t path_len;
  std::int64_t min_amt;
  std::int64_t max_amt;
  std::int64_t use_from;  ///< seconds since 1970-01-01
  std::int64_t use_until;
  ByteView certificate;
};

struct CertificateRow {
  ByteView der;
  std::string_view file;  ///< "bundles/intel-odca/issuing.yaml"
};

struct DenyRow {
  std::uint64_t id;
  bool is_key;
  Fingerprint sha256;
  std::string_view label;
  std::string_view reason;
  std::string_view since;
  bool lifted;
};

extern const std::span<const AnchorRow> kAnchors;
extern const std::span<const CertificateRow> kCertificates;
extern const std::span<const DenyRow> kDenied;
extern const std::uint64_t kVersion;
extern const std::string_view kDate;
extern const std::int64_t kDateSeconds;

}  // namespace odca::embedded
