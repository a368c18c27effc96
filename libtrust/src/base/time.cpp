// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/time.h"

#include <optional>

#include "base/text.h"

namespace odca {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Error not_a_time(std::string_view text, std::string_view why) {
  return {.code = Errc::syntax,
          .message = cat("not a time: ", quote(text), ": ", why),
          .hint = "write RFC 3339, for example '2026-03-01T00:00:00Z' or '2026-03-01'",
          .reason = "time"};
}

// Scanner reads fixed-width pieces from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool take(std::string_view one_of) {
    if (rest_.empty() || one_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool starts_with(char c) const { return rest_.starts_with(c); }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::sys_days> date(Scanner& in) {
  const auto year = in.digits(4);
  if (!year || !in.take("-")) return std::nullopt;
  const auto month = in.digits(2);
  if (!month || !in.take("-")) return std::nullopt;
  const auto day = in.digits(2);
  if (!day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{*year},
                                        std::chrono::month{static_cast<unsigned>(*month)},  // 0..99
                                        std::chrono::day{static_cast<unsigned>(*day)}};     // 0..99
  if (!ymd.ok()) return std::nullopt;
  return std::chrono::sys_days{ymd};
}

std::optional<seconds> time_of_day(Scanner& in) {
  const auto hour = in.digits(2);
  if (!hour || !in.take(":")) return std::nullopt;
  const auto minute = in.digits(2);
  if (!minute || !in.take(":")) return std::nullopt;
  const auto second = in.digits(2);
  // A leap second has no place in sys_seconds.
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  if (in.take(".")) {
    if (!in.digits(1)) return std::nullopt;
    while (in.digits(1)) {
    }
  }
  return hours{*hour} + minutes{*minute} + seconds{*second};
}

std::optional<seconds> offset(Scanner& in) {
  if (in.take("Zz")) return seconds{0};
  const bool west = in.starts_with('-');
  if (!in.take("+-")) return std::nullopt;
  const auto hour = in.digits(2);
  if (!hour || !in.take(":")) return std::nullopt;
  const auto minute = in.digits(2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  const seconds value = hours{*hour} + minutes{*minute};
  return west ? -value : value;
}

constexpr Time kFirst = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
constexpr Time kLast = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + hours{24} - seconds{1};

}  // namespace

Result<Time> parse_time(std::string_view text) {
  Scanner in(text);
  const auto day = date(in);
  if (!day) return not_a_time(text, "expected a date of the years 0001 to 9999, 'YYYY-MM-DD'");
  if (in.at_end()) return Time{*day};
  if (!in.take("Tt")) return not_a_time(text, "expected 'T' after the date");
  const auto clock = time_of_day(in);
  if (!clock) return not_a_time(text, "expected 'HH:MM:SS' after the 'T'");
  const auto east = offset(in);
  if (!east) return not_a_time(text, "expected 'Z' or an offset such as '+02:00' after the time of day");
  if (!in.at_end()) return not_a_time(text, "expected nothing after the offset");
  const Time time = Time{*day} + *clock - *east;
  if (time < kFirst || time > kLast) return not_a_time(text, "expected a moment of the years 0001 to 9999");
  return time;
}

std::string format_time(Time t) {
  const auto day = std::chrono::floor<days>(t);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{t - day};
  std::string text = "0000-00-00T00:00:00Z";
  const auto put = [&text](std::size_t last, std::int64_t value) {
    for (; value > 0; value /= 10) text[last--] = static_cast<char>('0' + value % 10);  // a digit
  };
  put(6, static_cast<unsigned>(date.month()));
  put(9, static_cast<unsigned>(date.day()));
  put(12, clock.hours().count());
  put(15, clock.minutes().count());
  put(18, clock.seconds().count());
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) return text.replace(0, 4, std::to_string(year));  // no certificate has one
  put(3, year);
  return text;
}

}  // namespace odca
