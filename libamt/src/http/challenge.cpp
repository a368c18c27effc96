// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The Digest challenge (RFC 7616 3.3, RFC 9110 11.2), strictly: what a peer sends here returns to it in a header of
// ours, so that nothing is taken which could be anything but a value there.
#include <algorithm>
#include <array>
#include <utility>

#include "http/http.h"
#include "io/text.h"

namespace odca::amt {
namespace {

constexpr std::string_view kBlanks = " \t";

Error refused(std::string_view what) {
  return {.code = Errc::protocol,
          .message = cat("the device's challenge cannot be answered: ", what),
          .reason = "digest-challenge"};
}

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }  // ASCII

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// is_token_character (RFC 9110 5.6.2).
bool is_token_character(char c) {
  const bool alphanumeric = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
  return alphanumeric || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}
/// is_value_character: a quotation mark or backslash would have to be escaped again, and clients differ in that.
bool is_value_character(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }
/// is_bare_character: base64 is also met without quotation marks, though '=' and '/' are not of a token.
bool is_bare_character(char c) { return is_token_character(c) || c == '=' || c == '/' || c == ':'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size())); }
  bool skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  template <class Predicate>
  std::string_view take_while(Predicate is_of_it) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_of_it);
    const auto size = static_cast<std::size_t>(end - rest_.begin());  // not negative
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view rest_;
};

struct Parameter {
  std::string_view name{};
  std::string_view value{};
};

/// take_parameter reads name, '=', and a value, with the blanks about them that are allowed.
std::optional<Parameter> take_parameter(Scanner& scanner) {
  Parameter read{.name = scanner.take_while(is_token_character)};
  scanner.skip_blanks();
  if (read.name.empty() || !scanner.skip('=')) return std::nullopt;
  scanner.skip_blanks();
  const bool quoted = scanner.skip('"');
  read.value = quoted ? scanner.take_while(is_value_character) : scanner.take_while(is_bare_character);
  if (quoted ? !scanner.skip('"') : read.value.empty()) return std::nullopt;
  scanner.skip_blanks();
  return read;
}

enum Known { realm, nonce, qop, opaque, stale, algorithm, domain, charset, known_count };
constexpr std::array<std::string_view, known_count> kNames = {"realm", "nonce",     "qop",    "opaque",
                                                              "stale", "algorithm", "domain", "charset"};
using Values = std::array<std::optional<std::string_view>, known_count>;

Result<Values> read_parameters(Scanner& scanner) {
  Values values{};
  do {
    scanner.skip_blanks();
    const std::optional<Parameter> parameter = take_parameter(scanner);
    if (!parameter) return refused("it is not a list of parameters");
    const auto* name = std::find_if(kNames.begin(), kNames.end(),
                                    [&](std::string_view known) { return same(known, parameter->name); });
    // Another may change what is to be computed, as userhash does.
    if (name == kNames.end()) return refused("it has a parameter that is not known");
    auto& value = values[static_cast<std::size_t>(name - kNames.begin())];  // not negative
    if (value) return refused(cat("'", *name, "' is there twice"));
    value = parameter->value;
  } while (scanner.skip(','));
  if (!scanner.at_end()) return refused("it is not a list of parameters");
  return values;
}

/// offers_auth looks for "auth" in a list as "auth,auth-int".
bool offers_auth(std::string_view list) {
  Scanner scanner(list);
  bool found = false;
  do {
    scanner.skip_blanks();
    found = same(scanner.take_while(is_token_character), "auth") || found;
    scanner.skip_blanks();
  } while (scanner.skip(','));
  return found && scanner.at_end();
}

}  // namespace

Result<DigestChallenge> parse_challenge(std::string_view value) {
  Scanner scanner(value);
  const bool is_digest = same(scanner.take_while(is_token_character), "Digest");
  if (!is_digest || !scanner.skip(' ')) return refused("it is not of the scheme Digest");
  ODCA_TRY_ASSIGN(const Values values, read_parameters(scanner));
  for (const Known needed : {realm, nonce, qop})
    if (values[needed].value_or("").empty()) return refused(cat("'", kNames[needed], "' is missing"));
  if (!same(values[algorithm].value_or("MD5"), "MD5")) return refused("its algorithm is not MD5");
  if (!offers_auth(*values[qop])) return refused("its qop does not offer 'auth'");
  const std::string_view old = values[stale].value_or("false");
  if (!same(old, "true") && !same(old, "false")) return refused("'stale' is neither true nor false");
  DigestChallenge challenge{
      .realm = std::string(*values[realm]), .nonce = std::string(*values[nonce]), .stale = same(old, "true")};
  if (values[opaque]) challenge.opaque = std::string(*values[opaque]);
  return challenge;
}

}  // namespace odca::amt
