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

void add_namesakes(const std::vector<Case>& cases, std::size_t index, std::vector<Bytes>& bag) {
  const std::size_t strangers = std::min(kStrangers, cases.size() - 1);
  for (std::size_t next = 1; next <= strangers; ++next) {
    const Case& stranger = cases[(index + next) % cases.size()];
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
