// Finding: one thing to say about the chain. Wrong with the chain is a Finding; wrong with our work is an Error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace odca {

/// Severity decides what a finding does to the verdict. The zero value is the strict one.
enum class Severity { fail, warn, note, off };
std::string_view to_string(Severity severity);

struct Param {
  std::string key{};
  std::string value{};
};

/// Finding names the rule, the certificate it is about (index into Verdict::path, leaf first), and says what was
/// expected, what was found and what to do. `params` carry the same for machines; `reason` refines the rule
/// ("expired").
struct Finding {
  std::string rule{};
  Severity severity = Severity::fail;
  std::optional<std::size_t> cert{};
  std::string message{};
  std::string hint{};
  std::string reason{};
  std::vector<Param> params{};
};

}  // namespace odca
