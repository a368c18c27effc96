// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Evidence: everything presented about one question, read once. Question: what is being asked.
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

/// InputKind is what the content of an input was recognised as.
enum class InputKind { pem, der, tls_handshake, tls_records, amt_response };
std::string_view to_string(InputKind kind);

/// Unreadable is one item that is not a certificate or CRL we can read, and why. It never ends the reading of the rest.
struct Unreadable {
  /// Kind is what it was offered as: a list that was not read may be the one that revokes.
  enum class Kind { other, certificate, crl };
  Kind kind = Kind::other;
  std::string where{};  ///< "dump.pem: PEM block 3, line 41"
  Error error{};
};

/// LimitHit says that reading stopped at a limit; `limit` is the policy key below `limits` ("certificates").
struct LimitHit {
  ReasonId limit{};
  std::string message{};
  bool crl = false;  ///< a list was not read over it
};

struct Presented {
  Certificate certificate;
  std::string where{};  ///< "dump.pem: PEM block 1, line 3"
};

/// PresentedCrl: whoever sends a dump chooses the lists in it, so what one of the `sender` lists is revoked and its
/// silence proves nothing. Those that the `caller` gives beside the chain count in full.
struct PresentedCrl {
  enum class From { sender, caller };
  Crl crl;
  std::string where{};
  From from = From::sender;
};

/// ShortPrint says that a program listed the chain of a session and printed fewer certificates than it listed.
struct ShortPrint {
  std::string program{};  ///< "openssl s_client"
  std::string remedy{};   ///< "run it again with -showcerts"
  std::size_t listed = 0;
  std::size_t printed = 0;
};

/// Dump is what one input held, in its order, duplicates included.
struct Dump {
  InputKind kind = InputKind::pem;
  std::vector<Presented> certificates{};
  std::vector<PresentedCrl> crls{};
  std::vector<Unreadable> unreadable{};
  std::vector<LimitHit> limits{};
  std::vector<std::string> notes{};  ///< what else was in it: "a private key was in the dump and was not read"
  /// tls_peer is the SHA-256 of the first certificate of a TLS Certificate message, read or not: the peer's own (RFC
  /// 8446 4.4.2: "The sender's certificate MUST come in the first CertificateEntry in the list"). What TLS clients
  /// print of a session (openssl s_client, gnutls-cli, curl) names its peer as well. Of a certificate that cannot even
  /// be decoded it is the SHA-256 of its text, so that it is never found.
  std::optional<Fingerprint> tls_peer{};
  /// only_the_chain: the program that printed the session prints names as they are, line breaks included, so that a
  /// peer can put text of his own before his certificate. He cannot hide that certificate: it stands beside the path.
  bool only_the_chain = false;
  /// unread_first is the place of an item that stands before every certificate and may be one, but cannot be read.
  std::optional<std::string> unread_first{};
  std::optional<ShortPrint> short_print{};
};

/// read_dump recognises and reads one input by its content: PEM with any text around the blocks, DER, concatenated DER,
/// PKCS#7, a TLS 1.2 or 1.3 Certificate message, a stream of TLS records that holds one, an AMT XML response with a
/// certificate list, or any of these as hexadecimal text. `label` names the input in messages. Fails (Errc::syntax)
/// only when nothing in it is recognised as a certificate or CRL, and (Errc::limit) when it is larger than
/// limits.input_bytes.
Result<Dump> read_dump(ByteView content, std::string_view label, const Limits& limits);

/// LeafHash is the hash that firmware returned over HECI, as given on the command line.
struct LeafHash {
  enum class Algorithm { sha256, sha384, by_length };
  Algorithm algorithm = Algorithm::by_length;
  Bytes field{};  ///< the raw field: the hash itself, NUL padded or not, or its ASCII hexadecimal digits
};

/// DeviceFacts are what was learnt about this one machine over another channel.
struct DeviceFacts {
  std::optional<LeafHash> leaf_hash{};
  std::optional<Bytes> upid{};                   ///< CSME hardware id from GET_UPID, at least 20 bytes
  std::optional<Fingerprint> pin_spki{};         ///< SPKI SHA-256 pinned for phases after activation
  std::optional<Fingerprint> pin_certificate{};  ///< SHA-256 of the DER of the certificate pinned as a whole, likewise
  std::optional<unsigned> amt_version{};         ///< major version
};

/// InputPart says which certificates of the bag came in one input, and what stood before the first of them.
struct InputPart {
  std::size_t begin = 0;  ///< into Evidence::certificates
  std::size_t end = 0;
  bool only_the_chain = false;                ///< as in Dump
  std::optional<std::string> unread_first{};  ///< as in Dump
};

/// Evidence is everything presented. `crls` are those given beside the chain and those found in it.
struct Evidence {
  std::vector<Presented> certificates{};
  std::vector<PresentedCrl> crls{};
  std::vector<Unreadable> unreadable{};
  std::vector<LimitHit> limits{};
  std::vector<std::string> notes{};
  /// tls_peers are the peers of the TLS inputs, each once. The key of the session is theirs, whatever came behind it.
  std::vector<Fingerprint> tls_peers{};
  std::vector<InputPart> parts{};  ///< by add(), in order; see parts_of
  std::vector<ShortPrint> short_prints{};
  DeviceFacts device{};

  /// of_session is what the peer of a TLS session of the caller sent, in its order, as DER. The first certificate is
  /// the peer's (RFC 8446 4.4.2), whether it can be read or not: the verdict is about that one. `label` names the
  /// session in messages.
  static Evidence of_session(std::span<const Bytes> certificates, std::string_view label, const Limits& limits);

  /// add appends a dump; several --chain inputs are one bag.
  void add(Dump dump);
};

/// parts_of returns the parts of the bag: what add() recorded, and as one more part whatever was put in beside it.
std::vector<InputPart> parts_of(const Evidence& evidence);

/// limits_left lowers the numbers of certificates and CRLs by what the bag holds already, so that the next read_dump of
/// several stops where the bag as a whole is full.
Limits limits_left(Limits limits, const Evidence& evidence);

/// Purpose selects the leaf and the rules. `odca` asks for hierarchy, engine and class only; `rfc5280` for plain path
/// validation.
enum class Purpose { amt_activation, amt_wsman, amt_auditlog, odca, rfc5280 };
std::string_view to_string(Purpose purpose);
std::optional<Purpose> purpose_from(std::string_view text);

/// Phase is where the device stands (docs/hierarchy.md 8). A lone certificate is acceptable only late, and only by pin
/// or enterprise anchor.
enum class Phase { pre_provisioning, in_provisioning, transition, provisioned };
std::string_view to_string(Phase phase);
std::optional<Phase> phase_from(std::string_view text);
/// after_activation: phases in which AMT no longer presents its on-die chain.
constexpr bool after_activation(Phase phase) { return phase == Phase::transition || phase == Phase::provisioned; }

/// Question is what is asked of the evidence. There is no default for `at`.
struct Question {
  Purpose purpose = Purpose::amt_activation;
  Phase phase = Phase::pre_provisioning;
  Time at;
  /// at_is_host_clock: `at` was read from this machine's clock, so it may be wrong; see rule time.clock.
  bool at_is_host_clock = false;
  std::optional<Fingerprint> target{};  ///< SHA-256 of the DER of the certificate asked about
  /// host is the DNS name or IP address that the target must name in its SAN: for rfc5280, and for what an activated
  /// device presents instead of its on-die chain.
  std::optional<std::string> host{};
  // For rfc5280 only:
  std::optional<std::string> eku{};        ///< OID that the extended key usage must allow
  std::optional<std::size_t> max_depth{};  ///< intermediates allowed, self-issued ones free
  bool target_may_be_ca = false;
};

}  // namespace odca
