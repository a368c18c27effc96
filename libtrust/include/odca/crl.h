// Crl: an X.509 certificate revocation list read once into plain values (RFC 5280 section 5). What it lists must not be
// lost over an odd field elsewhere, so only its frame and its entries have to be whole; see CrlFields::flaws.
#pragma once

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

struct RevokedEntry {
  Bytes serial{};  ///< contents of the INTEGER as written
  Time revoked_at{};
  std::optional<unsigned> reason{};
  std::optional<Name> certificate_issuer{};  ///< as written on this entry (RFC 5280 5.3.3)
  std::optional<Name>
      effective_issuer{};  ///< after carrying forward from earlier entries; empty: the CRL issuer by default
  bool unknown_critical = false;
  bool issuer_unclear = false;  ///< extensions of this entry, or of one that it inherits from, cannot be read
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
  std::vector<RevokedEntry> entries{};
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
