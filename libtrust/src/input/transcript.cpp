// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/transcript.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "input/lines.h"
#include "input/pem_damage.h"
#include "odca/digest.h"

namespace odca {

namespace {

constexpr std::string_view kAroundWords = " \t\"'";

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string_view unquoted(std::string_view line) {
  const std::size_t first = line.find_first_not_of(kAroundWords);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kAroundWords) - first + 1);
}

/// find_word finds a text that a logger may have put something before, but that is no part of a longer word.
std::size_t find_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1))
    if (at == 0 || !is_letter_or_digit(line[at - 1])) return at;
  return std::string_view::npos;
}

bool holds_word(std::string_view line, std::string_view word) {
  return find_word(line, word) != std::string_view::npos;
}

bool ends_with_word(std::string_view line, std::string_view word) {
  line = unquoted(line);
  return line.ends_with(word) &&
         (line.size() == word.size() || !is_letter_or_digit(line[line.size() - word.size() - 1]));
}

/// number_behind reads the decimal number that follows a text.
std::optional<std::size_t> number_behind(std::string_view line, std::string_view text) {
  const std::size_t at = find_word(line, text);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = line.substr(at + text.size());
  unsigned number = 0;
  const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (problem != std::errc{}) return std::nullopt;
  return number;
}

/// entry_number reads the number of a line of s_client's list: " 0 s:CN = …".
std::optional<std::size_t> entry_number(std::string_view line) {
  const std::size_t at = line.find(" s:");
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  std::size_t first = at;
  while (first > 0 && line[first - 1] >= '0' && line[first - 1] <= '9' && at - first < 4) --first;
  if (first == at || (first > 0 && is_letter_or_digit(line[first - 1]))) return std::nullopt;
  unsigned number = 0;
  std::from_chars(line.data() + first, line.data() + at, number);  // at most four digits
  return number;
}

/// is_connected: "CONNECTED(00000003)", the first line of s_client.
bool is_connected(std::string_view line) {
  constexpr std::string_view kWord = "CONNECTED(";
  const std::size_t at = find_word(line, kWord);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = line.substr(at + kWord.size());
  return rest.size() > 8 && rest[8] == ')' && rest.substr(0, 8).find_first_not_of("0123456789ABCDEF") == rest.npos;
}

// What curl prints of each certificate behind its "Subject:", which of the first may be behind something else; no
// blank follows the colon, unlike in openssl x509 -text.
constexpr std::pair<std::string_view, unsigned> kCurlFields[] = {{"Issuer:", 1U}, {"Version:", 2U}};
constexpr unsigned kAllCurlFields = 3U;

// What else tells of a session of a client, whether it prints certificates or not.
constexpr std::string_view kOfSClient[] = {"verify error:num=", "verify return:", "Can't use SSL_get_servername",
                                           "no peer certificate available", "SSL handshake has read "};
constexpr std::string_view kOfGnutls[] = {"- Handshake was completed",
                                          "- Simple Client Mode:", "- Status: The certificate", "- Description: (TLS"};
constexpr std::string_view kOfCurl[] = {"* Server certificate:", "* SSL connection using ",
                                        "*  SSL certificate verify ", "(IN), TLS handshake, ",
                                        "(OUT), TLS handshake, "};
constexpr std::string_view kOfWget[] = {"Handshake successful; connected socket "};
constexpr std::string_view kOfSocat[] = {"peer certificate subject \"", "peer certificate issuer \""};
constexpr std::string_view kOfNcat[] = {"Ncat: SSL connection to ", "Ncat: Connected to "};

constexpr std::size_t kShortestWord = std::string_view("< HTTP/").size();

template <std::size_t count>
bool holds_one_of(std::string_view line, const std::string_view (&words)[count]) {
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return holds_word(line, word); });
}

// What openssl s_client -brief prints; two of these are no chance.
constexpr std::string_view kOfBrief[] = {"CONNECTION ESTABLISHED", "Protocol version: TLS",
                                         "Ciphersuite: ", "Peer certificate: "};
unsigned brief_field(std::string_view line) {
  for (std::size_t i = 0; i < std::size(kOfBrief); ++i)
    if (holds_word(line, kOfBrief[i])) return 1U << i;
  return 0;
}
bool are_two_fields(unsigned fields) { return (fields & (fields - 1)) != 0; }

/// tells_depth: "depth=0 CN = …", what s_client writes to standard error while it verifies.
bool tells_depth(std::string_view text) {
  constexpr std::string_view kWord = "depth=";
  return text.starts_with(kWord) && text.size() > kWord.size() + 2 && text[kWord.size()] >= '0' &&
         text[kWord.size()] <= '9' && text[kWord.size() + 1] == ' ' &&
         text.find('=', kWord.size()) != std::string_view::npos;
}

bool is_rule(std::string_view text) { return text == "---" || text.ends_with(" ---"); }

Error unclear(std::string message, std::string hint) {
  return {.message = std::move(message), .hint = std::move(hint), .reason = "ambiguous"};
}

}  // namespace

void Transcript::recognise(Program program) {
  two_programs_ = two_programs_ || (program_ != Program::none && program_ != program);
  if (program_ == Program::none) program_ = program;
}

void Transcript::expect_peer(Program program) {
  recognise(program);
  peer_is_next_ = true;
}

/// see_openssl knows the list " 0 s:… / i:…", which s_client prints with or without the certificates in it, and the
/// line behind which it prints the server's alone. It escapes control characters in names, so nobody can write such a
/// line by a name; a second list is what the peer sent as data, or another session. The place of the peer's certificate
/// ends with the next entry and with the list: what is behind them is not the peer's.
void Transcript::see_openssl(std::string_view line) {
  const std::string_view text = unquoted(line);
  if (entry_ && (text.starts_with("i:") || line.find(" i:") != std::string_view::npos)) {
    listed_ = *entry_ + 1;
    if (*entry_ == 0) expect_peer(Program::s_client);
  }
  entry_ = entry_number(line);
  if (entry_ == std::size_t{0} && chain_line_) {
    listed_ = std::max<std::size_t>(listed_, 1);
    expect_peer(Program::s_client);
  }
  if (is_connected(line) || tells_depth(text) || holds_one_of(line, kOfSClient)) recognise(Program::s_client);
  brief_fields_ |= brief_field(line);
  if (are_two_fields(brief_fields_)) recognise(Program::s_client);
  if (text.empty()) return;
  server_certificate_line_ = ends_with_word(text, "Server certificate");
  chain_line_ = ends_with_word(text, "Certificate chain");
  if ((entry_ && *entry_ > 0) || is_rule(text) || server_certificate_line_) peer_is_next_ = false;
}

/// see_gnutls: with --print-cert each certificate follows its description. The list ends before the status.
void Transcript::see_gnutls(std::string_view line) {
  if (const auto count = number_behind(line, "- Got a certificate list of ")) {
    count_is_wrong_ = count_is_wrong_ || miscounted();
    announced_ = count;
    printed_since_ = 0;
    expect_peer(Program::gnutls_cli);
  }
  if (const auto number = number_behind(line, "- Certificate[")) {
    recognise(Program::gnutls_cli);
    peer_is_next_ = false;
    if (*number == 0) expect_peer(Program::gnutls_cli);
  }
  if (!holds_one_of(line, kOfGnutls)) return;
  recognise(Program::gnutls_cli);
  peer_is_next_ = false;
  count_is_wrong_ = count_is_wrong_ || miscounted();
}

/// see_curl: -v names the server's certificate and prints none; %{certs} prints them all.
void Transcript::see_curl(std::string_view line) {
  if (holds_one_of(line, kOfCurl)) recognise(Program::curl);
  if (holds_word(line, "< HTTP/")) shows_answer_ = true;
  if (curl_fields_ == kAllCurlFields && line.starts_with("Subject:")) peer_is_next_ = false;
  const bool had_all = curl_fields_ == kAllCurlFields;
  for (const auto& [field, bit] : kCurlFields)
    if (line.starts_with(field) && line.size() > field.size() && line[field.size()] != ' ') curl_fields_ |= bit;
  if (curl_fields_ == kAllCurlFields && !had_all) expect_peer(Program::curl);
}

/// see_others: keytool -printcert -sslserver -rfc and the script ssl-cert of nmap print the peer's certificate behind a
/// line of their own; the rest prints none.
void Transcript::see_others(std::string_view line) {
  if (const auto number = number_behind(line, "Certificate #"); number && ends_with_word(line, cat("#", *number))) {
    peer_is_next_ = false;
    if (*number == 0) expect_peer(Program::keytool);
  }
  if (holds_word(line, "ssl-cert: Subject:")) expect_peer(Program::nmap);
  if (holds_one_of(line, kOfSocat)) recognise(Program::socat);
  if (holds_one_of(line, kOfWget)) recognise(Program::wget);
  if (holds_one_of(line, kOfNcat)) recognise(Program::ncat);
}

void Transcript::see_line(std::string_view line) {
  // A damaged BEGIN line in the place of the peer's certificate is that certificate, which nobody can read.
  if (peer_is_next_ && is_damaged_marker(line)) see_certificate(as_bytes(line));
  see_openssl(line);
  if (line.size() < kShortestWord) return;
  see_gnutls(line);
  see_curl(line);
  see_others(line);
}

void Transcript::see(std::string_view gap) {
  entry_.reset();
  chain_line_ = false;
  server_certificate_line_ = false;
  Lines lines(gap);
  while (const auto line = lines.next()) see_line(*line);
  // The certificate must follow the line at once: with -showcerts the line is there, and no certificate behind it.
  if (server_certificate_line_) expect_peer(Program::s_client);
}

void Transcript::see_certificate(ByteView printed) {
  ++printed_;
  ++printed_since_;
  if (!std::exchange(peer_is_next_, false)) return;
  const Fingerprint found = sha256(printed);
  two_peers_ = two_peers_ || (peer_ && *peer_ != found);
  if (!peer_) peer_ = found;
}

std::string_view Transcript::program() const {
  switch (program_) {
    case Program::s_client:
      return "openssl s_client";
    case Program::gnutls_cli:
      return "gnutls-cli";
    case Program::curl:
      return "curl";
    case Program::wget:
      return "wget";
    case Program::ncat:
      return "ncat";
    case Program::socat:
      return "socat";
    case Program::keytool:
      return "keytool";
    case Program::nmap:
      return "nmap";
    case Program::none:
      break;
  }
  return {};
}

/// unknown_peer: there was a session, and its peer's certificate was not printed. What was printed is another's, or
/// data.
Status Transcript::unknown_peer(DumpBuilder& builder) const {
  if (program_ != Program::s_client || listed_ == 0)
    return unclear("unknown peer certificate: the text is of a TLS session, and does not show which is its peer's",
                   "save the whole output of: openssl s_client -connect HOST:16993 -showcerts </dev/null");
  constexpr std::string_view kMissing = "openssl s_client, certificate 0 of its list";
  builder.set_tls_peer(as_bytes(kMissing));  // no certificate has this digest
  builder.add_unreadable(kMissing, {.message = "listed, and not printed as readable PEM",
                                    .hint = "save the whole output of: openssl s_client -connect HOST:16993 "
                                            "-showcerts </dev/null",
                                    .reason = "not-printed"});
  return {};
}

Status Transcript::finish(DumpBuilder& builder) const {
  if (program_ == Program::none) return {};
  if (printed_ != 0 && two_programs_)
    return unclear("the text has the output of two programs, or one of them printed what its peer sent",
                   "save the output of one program and one session, without what the peer sends behind it");
  if (two_peers_ || (peer_ && builder.tls_peer().value_or(*peer_) != *peer_))
    return unclear("the text shows two sessions, or one whose peer wrote as if there were two: their peers differ",
                   "save the output of one session, without what the peer sends behind it: … </dev/null");
  if (printed_ != 0 && are_two_fields(brief_fields_))
    return unclear("openssl s_client -brief prints no certificate: those in its output were sent by the peer as data",
                   "run it without -brief: openssl s_client -connect HOST:16993 -showcerts </dev/null");
  if (printed_ != 0 && program_ == Program::curl && shows_answer_)
    return unclear("curl -v shows what the peer answered, which may hold certificates of others",
                   "let it print the certificates and nothing else: curl -s -o FILE -w '%{certs}' URL");
  if (printed_ != 0 && !peer_) return unknown_peer(builder);
  if (program_ == Program::gnutls_cli && printed_ != 0 && (count_is_wrong_ || miscounted()))
    return unclear("gnutls-cli announces another number of certificates than the text holds",
                   "save the whole output, without what the peer sends behind it, or use: gnutls-cli --save-cert FILE");
  if (!peer_) return {};
  builder.set_tls_peer(*peer_);
  // gnutls-cli prints names as they are too, but says first how many certificates there are.
  if (program_ == Program::curl) builder.set_only_the_chain();
  if (program_ == Program::s_client && printed_ < listed_)
    builder.set_short_print(
        {.program = "s_client", .remedy = "run it again with -showcerts", .listed = listed_, .printed = printed_});
  return {};
}

}  // namespace odca
