// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/algorithm.h"

#include <algorithm>
#include <array>

#include "x509/reading.h"

namespace odca {
namespace {

enum class Parameters { ecdsa, rsa, pss, absent };

struct Row {
  std::string_view oid;
  Parameters parameters;
  SignatureKind kind;  // unsupported for RSASSA-PSS: its parameters name the hash
};
// RFC 5758 3.2, RFC 4055 3.1 and 5, RFC 8410 3.
constexpr std::array<Row, 8> kAlgorithms{{
    {"1.2.840.10045.4.3.2", Parameters::ecdsa, SignatureKind::ecdsa_sha256},
    {"1.2.840.10045.4.3.3", Parameters::ecdsa, SignatureKind::ecdsa_sha384},
    {"1.2.840.10045.4.3.4", Parameters::ecdsa, SignatureKind::ecdsa_sha512},
    {"1.2.840.113549.1.1.11", Parameters::rsa, SignatureKind::rsa_pkcs1_sha256},
    {"1.2.840.113549.1.1.12", Parameters::rsa, SignatureKind::rsa_pkcs1_sha384},
    {"1.2.840.113549.1.1.13", Parameters::rsa, SignatureKind::rsa_pkcs1_sha512},
    {"1.2.840.113549.1.1.10", Parameters::pss, SignatureKind::unsupported},
    {"1.3.101.112", Parameters::absent, SignatureKind::ed25519},
}};

struct PssRow {
  std::string_view hash_oid;
  std::uint32_t salt_length;
  SignatureKind kind;
};
constexpr std::array<PssRow, 3> kPssHashes{{
    {"2.16.840.1.101.3.4.2.1", 32, SignatureKind::rsa_pss_sha256},
    {"2.16.840.1.101.3.4.2.2", 48, SignatureKind::rsa_pss_sha384},
    {"2.16.840.1.101.3.4.2.3", 64, SignatureKind::rsa_pss_sha512},
}};
constexpr std::string_view kMgf1 = "1.2.840.113549.1.1.8";

// The AlgorithmIdentifier inside [n] EXPLICIT.
std::optional<AlgorithmIdentifier> read_tagged_algorithm(der::Reader& reader, unsigned n) {
  const auto tagged = reader.read(der::context_constructed(n));
  if (!tagged) return std::nullopt;
  const auto sequence = der::read_only(tagged->contents, der::kSequence);
  if (!sequence) return std::nullopt;
  return read_algorithm(sequence->contents);
}

// RFC 4055 2.1: the parameters of a hash function are absent or NULL.
bool is_plain_hash(const AlgorithmIdentifier& hash) { return !hash.parameters || hash.has_null_parameters(); }

// RSASSA-PSS-params (RFC 4055 3.1): the hash named twice, as long a salt, the default trailer. Differs: other
// combinations are legal, but no CA needs them and each is one more thing to get wrong.
SignatureKind pss_kind(const std::optional<der::Element>& parameters) {
  if (!parameters || parameters->tag != der::kSequence) return SignatureKind::unsupported;
  der::Reader reader(parameters->contents);
  const auto hash = read_tagged_algorithm(reader, 0);
  const auto mask = read_tagged_algorithm(reader, 1);
  const auto salt = reader.read(der::context_constructed(2));
  if (!hash || !mask || !salt || !reader.at_end() || !is_plain_hash(*hash)) return SignatureKind::unsupported;
  if (mask->oid != kMgf1 || !mask->parameters || mask->parameters->tag != der::kSequence)
    return SignatureKind::unsupported;
  const auto mask_hash = read_algorithm(mask->parameters->contents);
  const auto salt_integer = der::read_only(salt->contents, der::kInteger);
  if (!mask_hash || !is_plain_hash(*mask_hash) || mask_hash->oid != hash->oid || !salt_integer)
    return SignatureKind::unsupported;
  const auto salt_length = der::small_unsigned(salt_integer->contents);
  const auto* const row = std::find_if(kPssHashes.begin(), kPssHashes.end(),
                                       [&hash](const PssRow& each) { return each.hash_oid == hash->oid; });
  if (row == kPssHashes.end() || salt_length != row->salt_length) return SignatureKind::unsupported;
  return row->kind;
}

void choose_kind(const AlgorithmIdentifier& algorithm, SignatureAlgorithm& signature) {
  const auto* const row = std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                                       [&algorithm](const Row& each) { return each.oid == algorithm.oid; });
  if (row == kAlgorithms.end()) {
    signature.problem = "unsupported signature algorithm";
    return;
  }
  const bool absent = !algorithm.parameters;
  switch (row->parameters) {
    case Parameters::ecdsa:
      // RFC 5758 3.2: "the encoding MUST omit the parameters field". Differs: NULL is tolerated, because the ODCA root
      // is written so, and reported as an encoding deviation.
      signature.null_parameters = algorithm.has_null_parameters();
      if (absent || signature.null_parameters) signature.kind = row->kind;
      break;
    case Parameters::rsa:
      // RFC 4055 5: "the parameters MUST be NULL. Implementations MUST accept the parameters being absent as well as
      // present."
      if (absent || algorithm.has_null_parameters()) signature.kind = row->kind;
      break;
    case Parameters::pss:
      signature.kind = pss_kind(algorithm.parameters);
      break;
    case Parameters::absent:
      if (absent) signature.kind = row->kind;
      break;
  }
  if (signature.kind == SignatureKind::unsupported)
    signature.problem = "unsupported parameters of the signature algorithm";
}

}  // namespace

bool AlgorithmIdentifier::has_null_parameters() const {
  return parameters && parameters->tag == der::kNull && parameters->contents.empty();
}

std::optional<AlgorithmIdentifier> read_algorithm(ByteView contents) {
  der::Reader reader(contents);
  const auto oid = reader.read(der::kObjectIdentifier);
  if (!oid || !der::is_oid(oid->contents)) return std::nullopt;
  AlgorithmIdentifier algorithm{.oid = der::oid_text(oid->contents)};
  if (!reader.at_end()) {
    algorithm.parameters = reader.read();
    if (!algorithm.parameters || !reader.at_end()) return std::nullopt;
  }
  return algorithm;
}

std::optional<SignatureAlgorithm> read_signature_algorithm(der::Reader& reader) {
  const auto sequence = reader.read(der::kSequence);
  if (!sequence) return std::nullopt;
  const auto algorithm = read_algorithm(sequence->contents);
  if (!algorithm) return std::nullopt;
  SignatureAlgorithm signature{.oid = algorithm->oid, .der = to_bytes(sequence->whole)};
  choose_kind(*algorithm, signature);
  return signature;
}

}  // namespace odca
