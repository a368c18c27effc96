// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Evidence: the certificates, CRLs and device facts given for one question. Question: what is asked of them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "odca/bytes.h"
#include "odca/certificate.h"
#include "odca/crl.h"
#include "odca/limits.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca {

/// InputKind is the recognised form of an input.
enum class InputKind { pem, der, tls_handshake, tls_records, amt_response };
std::string_view to_string(InputKind kind);

/// Unreadable is one item of an input that could not be parsed, and why. The rest of the input is still read.
struct Unreadable {
  /// Kind is what the item claims to be: an unreadable CRL may be the one that revokes.
  enum class Kind { other, certificate, crl };
  Kind kind = Kind::other;
  std::string where{};  ///< "dump.pem: PEM block 3, line 41"
  Error error{};
};

/// LimitHit says that reading stopped at a limit; `limit` is the policy key below `limits` ("certificates").
struct LimitHit {
  ReasonId limit{};
  std::string message{};
  bool crl = false;  ///< a CRL was not read because of it
};

struct Presented {
  Certificate certificate;
  std::string where{};  ///< "dump.pem: PEM block 1, line 3"
};

/// PresentedCrl is a CRL with its source. The sender of a dump chooses the CRLs in it, so those of the `sender` revoke
/// but by default do not clear (RevocationPolicy::dump_crls). Those of the `caller` count in full.
struct PresentedCrl {
  enum class From { sender, caller };
  Crl crl;
  std::string where{};
  From from = From::sender;
};

/// ShortPrint: a program printed fewer certificates of a session than it listed.
struct ShortPrint {
  std::string program{};  ///< "openssl s_client"
  std::string remedy{};   ///< "run it again with -showcerts"
  std::size_t listed = 0;
  std::size_t printed = 0;
};

/// Dump is the content of one input, in its order, duplicates included.
struct Dump {
  InputKind kind = InputKind::pem;
  std::vector<Presented> certificates{};
  std::vector<PresentedCrl> crls{};
  std::vector<Unreadable> unreadable{};
  std::vector<LimitHit> limits{};
  std::vector<std::string> notes{};  ///< other content: "a private key was in the dump and was not read"
  /// tls_peer is the SHA-256 of the first certificate of a TLS Certificate message, read or not: the peer's own (RFC
  /// 8446 4.4.2: "The sender's certificate MUST come in the first CertificateEntry in the list"). It is also set for
  /// the output of TLS clients (openssl s_client, gnutls-cli, curl). For a certificate that cannot be decoded from text
  /// it is the SHA-256 of the text, which matches no certificate.
  std::optional<Fingerprint> tls_peer{};
  /// only_the_chain: the program that printed the session prints names unescaped, line breaks included, so the peer can
  /// insert text before his certificate. All certificates must then be on the path of the one judged (rule
  /// target.first).
  bool only_the_chain = false;
  /// unread_first is the place of an unreadable item before every certificate that may itself be one.
  std::optional<std::string> unread_first{};
  std::optional<ShortPrint> short_print{};
};

/// read_dump recognises and parses one input by its content: PEM with any text around the blocks, DER, concatenated
/// DER, PKCS#7, a TLS 1.2 or 1.3 Certificate message, a stream of TLS records that holds one, an AMT XML response with
/// a certificate list, or any of these as hexadecimal text. `label` names the input in messages. Fails with
/// Errc::syntax when nothing in it is recognised as a certificate or CRL, and with Errc::limit above
/// limits.input_bytes.
Result<Dump> read_dump(ByteView content, std::string_view label, const Limits& limits);

/// LeafHash is the hash of the leaf that the firmware returned over HECI (Intel AMT SDK, CFG_StartConfigurationHBased).
struct LeafHash {
  enum class Algorithm { sha256, sha384, by_length };
  Algorithm algorithm = Algorithm::by_length;
  Bytes field{};  ///< the raw field: the hash itself, NUL padded or not, or its ASCII hexadecimal digits
};

/// DeviceFacts are facts about one machine from another channel than the chain.
struct DeviceFacts {
  std::optional<LeafHash> leaf_hash{};
  std::optional<Bytes> upid{};                   ///< CSME hardware id from GET_UPID, at least 20 bytes
  std::optional<Fingerprint> pin_spki{};         ///< SPKI SHA-256 pinned for phases after activation
  std::optional<Fingerprint> pin_certificate{};  ///< SHA-256 of the DER of the certificate pinned as a whole, likewise
  std::optional<unsigned> amt_version{};         ///< major version
};

/// InputPart is the range of certificates that came in one input.
struct InputPart {
  std::size_t begin = 0;  ///< into Evidence::certificates
  std::size_t end = 0;
  bool only_the_chain = false;                ///< as in Dump
  std::optional<std::string> unread_first{};  ///< as in Dump
};

/// Evidence is everything presented. `crls` are those of the caller and those found in the dumps.
struct Evidence {
  std::vector<Presented> certificates{};
  std::vector<PresentedCrl> crls{};
  std::vector<Unreadable> unreadable{};
  std::vector<LimitHit> limits{};
  std::vector<std::string> notes{};
  /// tls_peers are the peers of the TLS inputs, each once; see Dump::tls_peer.
  std::vector<Fingerprint> tls_peers{};
  std::vector<InputPart> parts{};  ///< by add(), in order; see parts_of
  std::vector<ShortPrint> short_prints{};
  DeviceFacts device{};

  /// of_session makes evidence of the certificates of a TLS peer, as DER, in the order sent. The first is the peer's
  /// own (RFC 8446 4.4.2), and the verdict is about that one, readable or not. `label` names the session in messages.
  static Evidence of_session(std::span<const Bytes> certificates, std::string_view label, const Limits& limits);

  /// add appends a dump.
  void add(Dump dump);
};

/// parts_of returns the parts recorded by add(), and one more for certificates appended without it.
std::vector<InputPart> parts_of(const Evidence& evidence);

/// limits_left lowers the limits of certificates and CRLs by the number in `evidence`, so that they hold for several
/// read_dump calls together.
Limits limits_left(Limits limits, const Evidence& evidence);

/// Purpose selects the leaf and the rules. `odca` checks hierarchy, engine and class only; `rfc5280` is plain path
/// validation.
enum class Purpose { amt_activation, amt_wsman, amt_auditlog, odca, rfc5280 };
std::string_view to_string(Purpose purpose);
std::optional<Purpose> purpose_from(std::string_view text);

/// Phase is the provisioning phase of the device (docs/hierarchy.md 8). A lone certificate is accepted only after
/// activation, by pin or enterprise anchor.
enum class Phase { pre_provisioning, in_provisioning, transition, provisioned };
std::string_view to_string(Phase phase);
std::optional<Phase> phase_from(std::string_view text);
/// after_activation is true for phases in which AMT no longer presents its on-die chain.
constexpr bool after_activation(Phase phase) { return phase == Phase::transition || phase == Phase::provisioned; }

/// Question is what is asked of the evidence, at time `at`.
struct Question {
  Purpose purpose = Purpose::amt_activation;
  Phase phase = Phase::pre_provisioning;
  Time at;
  /// at_is_host_clock: `at` is from this machine's clock and may be wrong; see rule time.clock.
  bool at_is_host_clock = false;
  std::optional<Fingerprint> target{};  ///< SHA-256 of the DER of the certificate asked about
  /// host is the DNS name or IP address that the target's SAN must contain: for rfc5280, and for a device after
  /// activation without its on-die chain.
  std::optional<std::string> host{};
  // For rfc5280 only:
  std::optional<std::string> eku{};        ///< OID that the extended key usage must allow
  std::optional<std::size_t> max_depth{};  ///< intermediates allowed, self-issued ones free
  bool target_may_be_ca = false;
};

}  // namespace odca
