// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Crl: an X.509 certificate revocation list parsed into plain values (RFC 5280 section 5). Its entries must not be lost
// over a malformed field elsewhere, so only its structure and its entries have to be valid; see CrlFields::flaws.
#pragma once

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "odca/bytes.h"
#include "odca/certificate.h"
#include "odca/name.h"
#include "odca/public_key.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca {

/// RevokedEntry is one decoded entry of revokedCertificates (RFC 5280 5.1.2.6).
struct RevokedEntry {
  Bytes serial{};                    ///< contents of the INTEGER as encoded
  std::optional<Time> revoked_at{};  ///< empty: malformed
  std::optional<unsigned> reason{};
  std::optional<Name> certificate_issuer{};  ///< of this entry (RFC 5280 5.3.3)
  std::optional<Name> effective_issuer{};    ///< of this or the last earlier entry with one; empty: the CRL issuer
  bool unknown_critical = false;
  bool issuer_unclear = false;  ///< unreadable extensions of this entry, or of one that it inherits its issuer from
};

/// serial_digits removes leading zero octets, so that two encodings of one serial number compare equal.
ByteView serial_digits(ByteView serial);

/// EntryNotes are the deviations and flaws of the entries of a CRL, one of each kind: a CRL of a megabyte may have one
/// in every entry.
struct EntryNotes {
  std::vector<Error> flaws{};   ///< unreadable parts of entries; the entries still revoke
  bool explicit_false = false;  ///< some entry encodes "critical FALSE"
  bool early_generalized_time = false;
  std::string unknown_critical{};  ///< OID of the first unknown critical extension of an entry; empty: none
};

/// RevokedEntries are the entries of one CRL, in its order. They are checked when the CRL is parsed, kept encoded with
/// an index of eight bytes each, and decoded on access: a megabyte of entries takes a megabyte and a half. Cheap to
/// copy.
class RevokedEntries {
 public:
  class Iterator;
  struct Range;

  /// from_der checks the contents of revokedCertificates (RFC 5280 5.1.2.6), which may be empty. Fails when an entry
  /// has no serial number or too many parts.
  static Result<RevokedEntries> from_der(ByteView contents, EntryNotes& notes);
  RevokedEntries() = default;

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  /// begin and end: iterators are valid as long as this object.
  Iterator begin() const;
  Iterator end() const;
  /// operator[] decodes one entry; `index` must be less than size().
  RevokedEntry operator[](std::size_t index) const;
  /// serial is the serial number of one entry; a view that is valid as long as this object.
  ByteView serial(std::size_t index) const;
  /// with_serial lists the entries with this serial number, leading zeros ignored, in order. Its index is built on
  /// first use: check the signature of the CRL before.
  Range with_serial(ByteView serial) const;
  /// any_names_issuer tells whether some entry has a certificate issuer (RFC 5280 5.3.3).
  bool any_names_issuer() const;

 private:
  struct Contents;
  explicit RevokedEntries(std::shared_ptr<const Contents> contents) : contents_(std::move(contents)) {}
  std::shared_ptr<const Contents> contents_{};
};

/// Iterator is an input iterator that decodes entries on access.
class RevokedEntries::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = RevokedEntry;
  using difference_type = std::ptrdiff_t;
  using pointer = const RevokedEntry*;
  using reference = const RevokedEntry&;

  reference operator*() const;
  pointer operator->() const { return &**this; }
  Iterator& operator++();
  void operator++(int) { ++*this; }
  bool operator==(const Iterator& other) const { return position_ == other.position_; }

 private:
  friend class RevokedEntries;
  Iterator(const Contents* contents, std::uint32_t position, std::optional<Bytes> serial)
      : contents_(contents), position_(position), serial_(std::move(serial)) {}

  const Contents* contents_;
  std::uint32_t position_;
  std::optional<Bytes> serial_;  ///< empty: all entries
  mutable std::optional<RevokedEntry> current_{};
  mutable std::optional<Name> issuer_{};  ///< effective issuer of issuer_row_, kept since most entries share it
  mutable std::uint32_t issuer_row_ = 0;
};

struct RevokedEntries::Range {
  Iterator first;
  Iterator last;
  Iterator begin() const { return first; }
  Iterator end() const { return last; }
};

struct IssuingDistributionPoint {
  Bytes der{};  ///< the whole value; equal for CRLs of one scope
  bool critical = false;
  std::optional<DistributionPoint> point{};
  bool only_user_certs = false;
  bool only_ca_certs = false;
  bool only_attribute_certs = false;
  bool only_some_reasons = false;
  ReasonSet reasons = kAllReasons;  ///< those listed, or all
  bool indirect = false;
};

struct CrlFields {
  Bytes der{};
  Bytes tbs{};
  Fingerprint sha256{};
  unsigned version = 2;  ///< 1 if the field is absent, else its value plus one
  SignatureAlgorithm inner_signature{};
  SignatureAlgorithm signature_algorithm{};
  Bytes signature{};
  Name issuer{};
  Time this_update{};
  std::optional<Time> next_update{};
  RevokedEntries entries{};
  std::optional<Bytes> number{};
  bool number_critical = false;
  bool is_delta = false;
  std::optional<Bytes> base_number{};  ///< BaseCRLNumber of a delta
  std::optional<AuthorityKeyIdentifier> authority_key_id{};
  std::optional<IssuingDistributionPoint> issuing_distribution_point{};
  std::vector<std::string> unknown_critical{};
  std::string unknown_critical_of_entries{};  ///< OID of the first one of an entry; empty: none
  /// flaws are violations of RFC 5280 because of which the CRL revokes but does not clear.
  std::vector<std::string> flaws{};
  std::vector<Extension> extensions{};
  std::vector<Oddity> oddities{};
};

/// Crl is immutable and cheap to copy.
class Crl {
 public:
  /// from_der parses exactly one CRL of at most `limits.bytes` (by default 1 MiB, see Limits). Fails when it is not
  /// DER, or when its structure or one of its entries is malformed.
  static Result<Crl> from_der(ByteView der, const ParseLimits& limits);
  const CrlFields& fields() const { return *fields_; }
  const CrlFields* operator->() const { return fields_.get(); }

 private:
  explicit Crl(std::shared_ptr<const CrlFields> fields) : fields_(std::move(fields)) {}
  std::shared_ptr<const CrlFields> fields_;
};

}  // namespace odca
