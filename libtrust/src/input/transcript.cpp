#include "input/transcript.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "input/lines.h"
#include "odca/digest.h"

namespace odca {

namespace {

constexpr std::string_view kBlank = " \t\"'";

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlank) - first + 1);
}

/// find_word finds a text that a logger may have put something before, but that is no part of a longer word.
std::size_t find_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1))
    if (at == 0 || !is_word(line[at - 1])) return at;
  return std::string_view::npos;
}

bool holds_word(std::string_view line, std::string_view word) {
  return find_word(line, word) != std::string_view::npos;
}

bool ends_with_word(std::string_view line, std::string_view word) {
  line = trimmed(line);
  return line.ends_with(word) && (line.size() == word.size() || !is_word(line[line.size() - word.size() - 1]));
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
  if (first == at || (first > 0 && is_word(line[first - 1]))) return std::nullopt;
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

// The first fields that curl prints of each certificate; no blank follows the colon, unlike in openssl x509 -text.
constexpr std::pair<std::string_view, unsigned> kCurlFields[] = {{"Subject:", 1U}, {"Issuer:", 2U}, {"Version:", 4U}};
constexpr unsigned kAllCurlFields = 7U;

Error unclear(std::string message, std::string hint) {
  return {.message = std::move(message), .hint = std::move(hint), .reason = "ambiguous"};
}

}  // namespace

void Transcript::expect_peer(Program program) {
  program_ = program;
  peer_is_next_ = true;
}

/// see_openssl knows the list " 0 s:… / i:…", which s_client prints with or without the certificates in it, and the
/// line behind which it prints the server's alone. It escapes control characters in names, so nobody can write such a
/// line by a name; a second list is what the peer sent as data, or another session.
void Transcript::see_openssl(std::string_view line) {
  const std::string_view text = trimmed(line);
  if (entry_ && (text.starts_with("i:") || line.find(" i:") != std::string_view::npos)) {
    listed_ = *entry_ + 1;
    if (*entry_ == 0) expect_peer(Program::s_client);
  }
  entry_ = entry_number(line);
  if (entry_ == std::size_t{0} && chain_line_) expect_peer(Program::s_client);
  if (is_connected(line) && program_ == Program::none) program_ = Program::s_client;
  if (text.empty()) return;
  server_certificate_line_ = ends_with_word(text, "Server certificate");
  chain_line_ = ends_with_word(text, "Certificate chain");
}

void Transcript::see_gnutls(std::string_view line) {
  if (const auto count = number_behind(line, "- Got a certificate list of ")) {
    count_is_wrong_ = count_is_wrong_ || miscounted();
    announced_ = count;
    printed_since_ = 0;
    expect_peer(Program::gnutls_cli);
  }
  if (holds_word(line, "- Certificate[0] info:")) expect_peer(Program::gnutls_cli);
}

void Transcript::see_curl(std::string_view line) {
  for (const auto& [field, bit] : kCurlFields)
    if (line.starts_with(field) && line.size() > field.size() && line[field.size()] != ' ') curl_fields_ |= bit;
  if (curl_fields_ == kAllCurlFields && program_ == Program::none) expect_peer(Program::curl);
}

void Transcript::see_line(std::string_view line) {
  see_openssl(line);
  see_gnutls(line);
  see_curl(line);
}

void Transcript::see(std::string_view gap) {
  entry_.reset();
  chain_line_ = false;
  server_certificate_line_ = false;
  Lines lines(gap);
  while (const auto line = lines.next()) see_line(*line);
  // The certificate must follow the line at once: with -showcerts the line stands there, and no certificate behind it.
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
    case Program::none:
      break;
  }
  return {};
}

Status Transcript::finish(DumpBuilder& builder) const {
  if (program_ == Program::none) return {};
  if (two_peers_)
    return unclear("the text shows two sessions, or one whose peer wrote as if there were two: their peers differ",
                   "save the output of one session, without what the peer sends behind it: … </dev/null");
  if (printed_ != 0 && !peer_)
    return unclear("the text is of a TLS session, and does not show which certificate is its peer's",
                   "save the whole output: openssl s_client -connect HOST:16993 -showcerts </dev/null");
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
