// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// CrlShelf: lists by the name of their issuer, newest first, with the serial numbers that they list. That of the trust
// source is made once with the store, so that a verdict pays for the lists that it asks and not for those that are
// there.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "odca/crl.h"

namespace odca {

/// CrlFrom says who brought a list.
enum class CrlFrom {
  dump,          ///< whoever is judged: a list of his revokes, but its silence is his choice
  caller,        ///< whoever asks, with --crl
  trust_source,  ///< the store, bundles included
};
std::string_view to_string(CrlFrom from);

/// HeldCrl is a CRL at hand and where it came from, for messages.
struct HeldCrl {
  Crl crl;
  std::string where{};
  CrlFrom from = CrlFrom::dump;
};

class CrlShelf {
 public:
  /// Row holds the lists of one issuer.
  class Row {
   public:
    /// lists are ordered by thisUpdate and number, the newest first.
    const std::vector<HeldCrl>& lists() const { return lists_; }
    /// listing returns the places of the lists that have an entry with this serial number, whomever it means. Those of
    /// the dump are not among them: their entries are nobody's business before their signature is proved.
    std::vector<std::size_t> listing(ByteView serial) const;

   private:
    friend class CrlShelf;
    struct Place {
      std::uint64_t serial = 0;  ///< hash
      std::uint32_t list = 0;
    };
    std::vector<HeldCrl> lists_{};
    std::vector<Place> places_{};  ///< sorted
  };

  /// CrlShelf takes every list once.
  explicit CrlShelf(std::vector<HeldCrl> lists = {});
  /// of returns the row of that issuer, or nullptr; it lives as long as the shelf.
  const Row* of(const Name& issuer) const;
  bool empty() const { return rows_.empty(); }
  /// listing returns the lists of every issuer that have an entry with this serial number, as Row::listing does.
  std::vector<const HeldCrl*> listing(ByteView serial) const;
  bool contains(const Fingerprint& sha256) const { return seen_.contains(sha256); }

 private:
  std::map<Bytes, Row> rows_{};
  std::set<Fingerprint> seen_{};
};

/// is_newer orders lists of one scope: RFC 5280 5.2.3 gives later CRLs higher numbers.
bool is_newer(const Crl& a, const Crl& b);
/// is_higher compares CRL numbers, as CrlFields keeps them.
bool is_higher(const Bytes& a, const Bytes& b);

}  // namespace odca
