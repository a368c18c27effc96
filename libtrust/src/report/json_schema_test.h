// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Tests only: checks a JSON value against the part of JSON Schema (draft 2020-12) that the schemas in docs/ use.
// A keyword that it does not know is an error, so that no part of the schema can be ignored.
#pragma once

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

namespace odca::testing {

class SchemaCheck {
 public:
  explicit SchemaCheck(const std::string& schema_file) : schema_(nlohmann::json::parse(std::ifstream(schema_file))) {}

  /// problems lists everything wrong with the value; empty means valid.
  std::vector<std::string> problems(const nlohmann::json& value) const {
    std::vector<std::string> found;
    check(value, schema_, "$", found);
    return found;
  }

  nlohmann::json& schema() { return schema_; }

 private:
  using Json = nlohmann::json;

  void check(const Json& value, const Json& schema, const std::string& at, std::vector<std::string>& out) const {
    for (const auto& [keyword, argument] : schema.items()) {
      if (keyword == "$schema" || keyword == "title" || keyword == "description" || keyword == "$defs") continue;
      if (keyword == "$ref")
        check(value, schema_.at(Json::json_pointer(argument.get<std::string>().substr(1))), at, out);
      else if (keyword == "type")
        expect(is_of(value, argument), at, "is not of type " + argument.get<std::string>(), out);
      else if (keyword == "const")
        expect(value == argument, at, "is not " + argument.dump(), out);
      else if (keyword == "enum")
        expect(std::find(argument.begin(), argument.end(), value) != argument.end(), at, "is none of the enum", out);
      else if (keyword == "pattern")
        expect(
            !value.is_string() || std::regex_search(value.get<std::string>(), std::regex(argument.get<std::string>())),
            at, "does not match " + argument.dump(), out);
      else if (keyword == "minimum")
        expect(!value.is_number() || value >= argument, at, "is below the minimum", out);
      else if (keyword == "required")
        for (const auto& name : argument) expect(value.contains(name), at, "lacks " + name.dump(), out);
      else if (keyword == "properties")
        for (const auto& [name, inner] : argument.items()) {
          if (value.contains(name)) check(value.at(name), inner, at + "." + name, out);
        }
      else if (keyword == "additionalProperties")
        check_additional(value, schema, argument, at, out);
      else if (keyword == "items")
        for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
          check(value.at(i), argument, at + "[" + std::to_string(i) + "]", out);
      else if (keyword == "oneOf")
        check_one_of(value, argument, at, out);
      else
        out.push_back("schema keyword '" + keyword + "' is not known to this check");
    }
  }

  void check_additional(const Json& value, const Json& schema, const Json& rule, const std::string& at,
                        std::vector<std::string>& out) const {
    if (!value.is_object()) return;
    const Json named = schema.value("properties", Json::object());
    for (const auto& [name, member] : value.items()) {
      if (named.contains(name)) continue;
      if (rule.is_boolean())
        expect(rule.get<bool>(), at, "has the unknown member '" + name + "'", out);
      else
        check(member, rule, at + "." + name, out);
    }
  }

  void check_one_of(const Json& value, const Json& choices, const std::string& at,
                    std::vector<std::string>& out) const {
    std::vector<std::string> reasons;
    int matched = 0;
    for (const auto& choice : choices) {
      std::vector<std::string> inner;
      check(value, choice, at, inner);
      if (inner.empty()) ++matched;
      reasons.insert(reasons.end(), inner.begin(), inner.end());
    }
    if (matched == 1) return;
    out.push_back(at + " matches " + std::to_string(matched) + " of the choices, not one");
    out.insert(out.end(), reasons.begin(), reasons.end());
  }

  static bool is_of(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    return false;
  }

  static void expect(bool good, const std::string& at, const std::string& problem, std::vector<std::string>& out) {
    if (!good) out.push_back(at + " " + problem);
  }

  Json schema_;
};

}  // namespace odca::testing
