// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Crl: an X.509 certificate revocation list read once into plain values (RFC 5280 section 5). What it lists must not be
// lost over an odd field elsewhere, so only its frame and its entries have to be whole; see CrlFields::flaws.
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

/// RevokedEntry is one entry, decoded.
struct RevokedEntry {
  Bytes serial{};                    ///< contents of the INTEGER as written
  std::optional<Time> revoked_at{};  ///< empty: what stands there is no date
  std::optional<unsigned> reason{};
  std::optional<Name> certificate_issuer{};  ///< as written on this entry (RFC 5280 5.3.3)
  std::optional<Name>
      effective_issuer{};  ///< after carrying forward from earlier entries; empty: the CRL issuer by default
  bool unknown_critical = false;
  bool issuer_unclear = false;  ///< extensions of this entry, or of one that it inherits from, cannot be read
};

/// serial_digits drops what two encodings of one serial number may differ by: leading zero octets.
ByteView serial_digits(ByteView serial);

/// EntryNotes is what was odd or wrong about the entries of a CRL as a whole. One of a kind says enough: a list of a
/// megabyte may have one in every entry.
struct EntryNotes {
  std::vector<Error> flaws{};   ///< parts of entries that cannot be read; what the entries list is listed all the same
  bool explicit_false = false;  ///< "critical FALSE" was written out somewhere
  bool early_generalized_time = false;
  std::string unknown_critical{};  ///< the first critical extension of an entry that nothing here processes
};

/// RevokedEntries are the entries of one CRL, in its order. They are checked when the CRL is read, kept as the bytes
/// that they came in with eight more for each, and decoded when somebody looks at one: a megabyte of them takes a
/// megabyte and a half. Cheap to copy.
class RevokedEntries {
 public:
  class Iterator;
  struct Range;

  /// from_der looks over the contents of revokedCertificates (RFC 5280 5.1.2.6) whole; they may be empty. It fails
  /// where an entry has no serial number, or more parts than it may.
  static Result<RevokedEntries> from_der(ByteView contents, EntryNotes& notes);
  RevokedEntries() = default;

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  /// Iterators are good as long as this object.
  Iterator begin() const;
  Iterator end() const;
  /// operator[] decodes one; `index` is less than size().
  RevokedEntry operator[](std::size_t index) const;
  /// serial is that of one entry, without decoding the rest; a view as long as this object lives.
  ByteView serial(std::size_t index) const;
  /// with_serial lists those with this serial number, however many leading zeros it is written with, in order, without
  /// going through all of them. The table for that is made when it is asked for first: who asks has the signature
  /// proved.
  Range with_serial(ByteView serial) const;
  /// any_names_issuer tells whether some entry says whose certificate it means (RFC 5280 5.3.3).
  bool any_names_issuer() const;

 private:
  struct Contents;
  explicit RevokedEntries(std::shared_ptr<const Contents> contents) : contents_(std::move(contents)) {}
  std::shared_ptr<const Contents> contents_{};
};

/// Iterator is an input iterator; it decodes the entry that it is asked for.
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
  mutable std::optional<Name> issuer_{};  ///< of the row below; most entries have that of the one before
  mutable std::uint32_t issuer_row_ = 0;
};

struct RevokedEntries::Range {
  Iterator first;
  Iterator last;
  Iterator begin() const { return first; }
  Iterator end() const { return last; }
};

struct IssuingDistributionPoint {
  Bytes der{};  ///< the whole value: CRLs of one scope have the same
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
  unsigned version = 2;  ///< 1 where the field is absent, else what it says and one
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
  std::string unknown_critical_of_entries{};  ///< the first such extension that an entry has; empty: none
  /// flaws say what in it is not as RFC 5280 has it: what such a list lists is listed, its silence proves nothing.
  std::vector<std::string> flaws{};
  std::vector<Extension> extensions{};
  std::vector<Oddity> oddities{};
};

/// Crl is immutable and cheap to copy.
class Crl {
 public:
  /// from_der reads exactly one CRL; `limits.bytes` bounds its size (1 MiB is the default for CRLs, see Limits). It
  /// fails where the list is no DER, or its frame or one of its entries cannot be read.
  static Result<Crl> from_der(ByteView der, const ParseLimits& limits);
  const CrlFields& fields() const { return *fields_; }
  const CrlFields* operator->() const { return fields_.get(); }

 private:
  explicit Crl(std::shared_ptr<const CrlFields> fields) : fields_(std::move(fields)) {}
  std::shared_ptr<const CrlFields> fields_;
};

}  // namespace odca
