// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "expectations.h"

#include <algorithm>

#include "base/text.h"
#include "os/file.h"
#include "yaml/yaml.h"

namespace odca::limbo {
namespace {

using yaml::Fields;
using yaml::Node;

Result<Node> read_yaml(const std::filesystem::path& file) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, yaml::kMaxBytes));
  return yaml::parse(as_text(content), file.string());
}

Result<std::vector<std::string>> lines(const Fields& fields, std::string_view key) {
  ODCA_TRY_ASSIGN(const Node* const node, fields.require(key));
  return node->as_lines();
}

Result<std::string> line(const Fields& fields, std::string_view key) {
  ODCA_TRY_ASSIGN(const Node* const node, fields.require(key));
  return node->as_line();
}

Result<bool> accepted(const Fields& fields, std::string_view key) {
  ODCA_TRY_ASSIGN(const Node* const node, fields.require(key));
  ODCA_TRY_ASSIGN(const std::size_t index, node->as_choice({"FAILURE", "SUCCESS"}));
  return index == 1;
}

Result<KnownDivergence> read_exception(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "expected", "actual", "code", "when", "reason"}));
  KnownDivergence read;
  ODCA_TRY_ASSIGN(read.id, line(fields, "id"));
  ODCA_TRY_ASSIGN(read.must_accept, accepted(fields, "expected"));
  ODCA_TRY_ASSIGN(const bool actual, accepted(fields, "actual"));
  read.actual = actual ? Outcome::accepted : Outcome::refused;
  if (!actual) {
    ODCA_TRY_ASSIGN(read.code, line(fields, "code"));
  } else if (const Node* const code = fields.find("code")) {
    return code->error("expected no code, since the case is accepted");
  }
  if (const Node* const when = fields.find("when")) {
    ODCA_TRY_ASSIGN(const std::size_t index, when->as_choice({"default", "strict"}));
    read.strict = index == 1;
  }
  ODCA_TRY_ASSIGN(read.reason, line(fields, "reason"));
  return read;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view id) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == id;
  if (id.substr(0, star) != pattern.substr(0, star)) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t at = star; at <= id.size(); ++at)
    if (matches(rest, id.substr(at))) return true;
  return false;
}

Result<CodeTable> CodeTable::read(const std::filesystem::path& file) {
  ODCA_TRY_ASSIGN(const Node root, read_yaml(file));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"codes"}));
  ODCA_TRY_ASSIGN(const Node* const listed, fields.require("codes"));
  ODCA_TRY_ASSIGN(const auto rows, listed->as_sequence());
  CodeTable table;
  for (const Node& node : rows) {
    ODCA_TRY_ASSIGN(const Fields row, Fields::of(node, {"cases", "allow", "why"}));
    Row read;
    ODCA_TRY_ASSIGN(read.cases, lines(row, "cases"));
    ODCA_TRY_ASSIGN(read.allowed, lines(row, "allow"));
    table.rows_.push_back(std::move(read));
  }
  return table;
}

const std::vector<std::string>* CodeTable::find(std::string_view id) const {
  for (const Row& row : rows_)
    if (std::any_of(row.cases.begin(), row.cases.end(), [&](const std::string& one) { return matches(one, id); }))
      return &row.allowed;
  return nullptr;
}

Result<std::vector<KnownDivergence>> read_exceptions(const std::filesystem::path& file) {
  ODCA_TRY_ASSIGN(const Node root, read_yaml(file));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"exceptions"}));
  ODCA_TRY_ASSIGN(const Node* const listed, fields.require("exceptions"));
  ODCA_TRY_ASSIGN(const auto nodes, listed->as_sequence(yaml::Empty::allowed));
  std::vector<KnownDivergence> read;
  for (const Node& node : nodes) {
    ODCA_TRY_ASSIGN(KnownDivergence one, read_exception(node));
    read.push_back(std::move(one));
  }
  return read;
}

}  // namespace odca::limbo
