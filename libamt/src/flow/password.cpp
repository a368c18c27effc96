// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// check_password: AMT's rules (Intel AMT SDK, "Valid Usernames and Passwords"). Firmware that is given the digest alone
// cannot hold a password to them; whoever later types it into MEBx would meet them there.
#include <algorithm>

#include "io/text.h"
#include "odca/amt/activation.h"

namespace odca::amt {
namespace {

constexpr std::size_t kShortest = 8, kLongest = 32;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_allowed(char c) { return c >= ' ' && c <= '~' && c != ':' && c != ',' && c != '"'; }
/// is_mark: blank and underscore are allowed, but AMT does not count them.
bool is_mark(char c) { return is_allowed(c) && !is_lower(c) && !is_upper(c) && !is_digit(c) && c != ' ' && c != '_'; }

struct Wanted {
  bool (*is_one)(char);
  std::string_view what;
};
constexpr Wanted kWanted[] = {{is_lower, "lower-case letter"},
                              {is_upper, "upper-case letter"},
                              {is_digit, "digit"},
                              {is_mark, "mark such as '!'"}};

Error weak(std::string message) {
  return {.code = Errc::usage,
          .message = std::move(message),
          .hint =
              "AMT wants 8 to 32 characters of ASCII with lower case, upper case, a digit and a mark other than "
              "'_', without ':', ',' and '\"'",
          .reason = "weak-password"};
}

}  // namespace

Status check_password(const Secret& password) {
  const std::string_view text = password.reveal();
  if (text.size() < kShortest) return weak(cat("the password has fewer than '", kShortest, "' characters"));
  if (text.size() > kLongest) return weak(cat("the password has more than '", kLongest, "' characters"));
  if (!std::all_of(text.begin(), text.end(), is_allowed)) return weak("the password has a character that AMT refuses");
  for (const Wanted& wanted : kWanted)
    if (std::none_of(text.begin(), text.end(), wanted.is_one)) return weak(cat("the password has no ", wanted.what));
  return {};
}

}  // namespace odca::amt
