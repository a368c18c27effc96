// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "remix.h"

#include <algorithm>
#include <cstdint>

namespace odca::limbo {
namespace {

constexpr std::size_t kStrangers = 12;

void append(std::vector<Bytes>& to, const std::vector<Bytes>& from) { to.insert(to.end(), from.begin(), from.end()); }

/// shuffle is Fisher and Yates' with a plain congruential generator (Knuth's MMIX), so that it is the same everywhere.
void shuffle(std::vector<Bytes>& bag, std::uint64_t seed) {
  for (std::size_t i = bag.size(); i > 1; --i) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    std::swap(bag[i - 1], bag[(seed >> 33U) % i]);
  }
}

/// is_stranger: a case that trusts none of what this one trusts or presents, nor the other way round. Suites in which
/// many cases share their CAs would otherwise lend a case the very certificate that it lacks on purpose.
bool is_stranger(const Case& one, const Case& other) {
  const auto shares = [](const std::vector<Bytes>& some, const std::vector<Bytes>& others) {
    return std::any_of(some.begin(), some.end(),
                       [&](const Bytes& der) { return std::find(others.begin(), others.end(), der) != others.end(); });
  };
  return !shares(one.trusted, other.trusted) && !shares(one.trusted, other.presented) &&
         !shares(one.presented, other.trusted) && !shares(one.presented, other.presented);
}

void add_namesakes(const std::vector<Case>& cases, std::size_t index, std::vector<Bytes>& bag) {
  std::size_t found = 0;
  for (std::size_t next = 1; next < cases.size() && found < kStrangers; ++next) {
    const Case& stranger = cases[(index + next) % cases.size()];
    if (!is_stranger(cases[index], stranger)) continue;
    ++found;
    append(bag, stranger.trusted);
    bag.push_back(stranger.peer);
    if (!stranger.presented.empty()) bag.push_back(stranger.presented.front());
  }
}

}  // namespace

std::string_view to_string(Form form) {
  switch (form) {
    case Form::plain:
      return "plain";
    case Form::reversed:
      return "reversed";
    case Form::doubled:
      return "doubled";
    case Form::namesakes:
      return "namesakes";
  }
  return "plain";
}

Case remix(const std::vector<Case>& cases, std::size_t index, Form form) {
  Case remixed = cases[index];
  std::vector<Bytes>& bag = remixed.presented;
  switch (form) {
    case Form::plain:
      break;
    case Form::reversed:
      std::reverse(bag.begin(), bag.end());
      break;
    case Form::doubled:
      append(bag, cases[index].presented);
      append(bag, remixed.trusted);
      bag.push_back(remixed.peer);
      shuffle(bag, index);
      break;
    case Form::namesakes:
      add_namesakes(cases, index, bag);
      shuffle(bag, index);
      break;
  }
  return remixed;
}

}  // namespace odca::limbo
