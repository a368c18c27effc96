// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// CrlShelf: CRLs by the name of their issuer, newest first, with an index of their serial numbers. That of the trust
// source is made once with the store, so that the cost of a verdict depends only on the CRLs it uses.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "odca/crl.h"

namespace odca {

/// CrlFrom is the source of a CRL.
enum class CrlFrom {
  dump,          ///< the sender, who is judged: it may revoke, but by default not clear
  caller,        ///< the caller, with --crl
  trust_source,  ///< the store, bundles included
};
std::string_view to_string(CrlFrom from);

/// HeldCrl is an available CRL and its source, for messages.
struct HeldCrl {
  Crl crl;
  std::string where{};
  CrlFrom from = CrlFrom::dump;
};

class CrlShelf {
 public:
  /// Row holds the CRLs of one issuer.
  class Row {
   public:
    /// lists are ordered by thisUpdate and number, the newest first.
    const std::vector<HeldCrl>& lists() const { return lists_; }
    /// listing returns the indexes of the CRLs with an entry of this serial number, of any issuer. Those of the dump
    /// are left out: their entries are not read before their signature is proved.
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
