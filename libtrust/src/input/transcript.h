// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What TLS clients print of a session: openssl s_client, gnutls-cli, curl with %{certs}. Such a text says which of its
// certificates is the server's: the one printed first. Where a client tells of a session and prints no certificate,
// what looks like one was sent as data. Recognising a client can only make the reading stricter, for part of the text
// is the peer's to choose: names, and whatever it sends once the session is open.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "odca/bytes.h"
#include "question/dump_builder.h"

namespace odca {

/// Transcript is told, in order, the text between the certificates and each certificate.
class Transcript {
 public:
  /// see takes the text before a certificate, or behind the last one.
  void see(std::string_view gap);
  /// see_certificate takes what was printed: the DER, or the text of what may be a certificate and cannot be decoded.
  void see_certificate(ByteView printed);
  /// finish gives what was learnt to the builder. Fails when the text is of a session and does not say which
  /// certificate is its peer's: there are two that could be, none was printed, or another number than was announced. Of
  /// a list whose first certificate is missing the peer is one that cannot be read.
  Status finish(DumpBuilder& builder) const;
  /// program is the name of the program whose output the text is; empty when it is of none that is known.
  std::string_view program() const;

 private:
  enum class Program { none, s_client, gnutls_cli, curl, wget, ncat, socat, keytool, nmap };

  void see_line(std::string_view line);
  void see_openssl(std::string_view line);
  void see_gnutls(std::string_view line);
  void see_curl(std::string_view line);
  void see_others(std::string_view line);
  void recognise(Program program);
  void expect_peer(Program program);
  Status unknown_peer(DumpBuilder& builder) const;
  bool miscounted() const { return announced_ && printed_since_ != *announced_; }

  Program program_ = Program::none;
  bool peer_is_next_ = false;
  bool server_certificate_line_ = false;  ///< the line before was "Server certificate"
  bool chain_line_ = false;               ///< the line before was "Certificate chain"
  std::optional<std::size_t> entry_{};    ///< the line before was "  N s:…"
  std::size_t listed_ = 0;                ///< certificates that s_client lists
  std::size_t printed_ = 0;
  bool showcerts_ = false;                  ///< a certificate stood among the listed ones
  std::optional<std::size_t> announced_{};  ///< by gnutls-cli
  std::size_t printed_since_ = 0;
  bool count_is_wrong_ = false;
  unsigned curl_fields_ = 0;
  std::optional<Fingerprint> peer_{};
  bool two_peers_ = false;
  bool two_programs_ = false;
  unsigned brief_fields_ = 0;  ///< what s_client -brief prints
  bool shows_answer_ = false;  ///< curl -v, with what the peer answered
};

}  // namespace odca
