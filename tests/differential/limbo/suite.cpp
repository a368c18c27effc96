// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "suite.h"

#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/text.h"
#include "os/file.h"

namespace odca::limbo {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBytes = 256U << 20U;  // the whole of x509-limbo is some 90 MB

constexpr std::array<std::pair<Class, std::string_view>, 6> kClasses{{{Class::bind, "bind"},
                                                                      {Class::warn, "warn"},
                                                                      {Class::flip, "flip"},
                                                                      {Class::crl, "crl"},
                                                                      {Class::depth, "depth"},
                                                                      {Class::out, "out"}}};

Error wrong(std::string message) { return {.code = Errc::syntax, .message = std::move(message)}; }

Result<json> read_json(const std::filesystem::path& file) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, kMaxBytes));
  json document = json::parse(content.begin(), content.end(), nullptr, false);
  if (document.is_discarded()) return wrong(cat("the file ", quote(file.string()), " is not JSON"));
  return document;
}

const json* find(const json& from, const char* name) {
  const auto found = from.find(name);
  return found == from.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const json& from, const char* name) {
  const json* const value = find(from, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::vector<std::string> texts_of(const json& from, const char* name) {
  std::vector<std::string> texts;
  const json* const values = find(from, name);
  if (values == nullptr || !values->is_array()) return texts;
  for (const json& value : *values) texts.push_back(value.is_string() ? value.get<std::string>() : value.dump());
  return texts;
}

/// der_of takes the first PEM block of a text. What is no base64 becomes empty: every judge has to live with it.
Bytes der_of(std::string_view pem) {
  const std::size_t begin = pem.find("-----BEGIN");
  const std::size_t line = begin == std::string_view::npos ? begin : pem.find('\n', begin);
  const std::size_t end = line == std::string_view::npos ? line : pem.find("-----END", line);
  if (end == std::string_view::npos) return {};
  return from_base64(pem.substr(line, end - line)).value_or(Bytes{});
}

std::vector<Bytes> ders_of(const json& from, const char* name) {
  std::vector<Bytes> ders;
  for (const std::string& pem : texts_of(from, name)) ders.push_back(der_of(pem));
  return ders;
}

Result<bool> accepts(std::string_view id, std::string_view result) {
  if (result == "SUCCESS") return true;
  if (result == "FAILURE") return false;
  return wrong(cat("case ", quote(id), ": expected the result 'SUCCESS' or 'FAILURE', found ", quote(result)));
}

Result<Case> read_case(const json& from, Time now) {
  if (!from.is_object()) return wrong("a case is not an object");
  Case read{.id = text_of(from, "id"), .at = now};
  if (read.id.empty()) return wrong("a case has no id");
  const std::string peer = text_of(from, "peer_certificate");
  if (peer.empty()) return wrong(cat("case ", quote(read.id), " has no peer_certificate"));
  read.peer = der_of(peer);
  ODCA_TRY_ASSIGN(read.suite_accepts, accepts(read.id, text_of(from, "expected_result")));
  read.features = texts_of(from, "features");
  read.description = text_of(from, "description");
  read.presented = ders_of(from, "untrusted_intermediates");
  read.trusted = ders_of(from, "trusted_certs");
  read.crls = ders_of(from, "crls");
  if (const std::string time = text_of(from, "validation_time"); !time.empty()) {
    Result<Time> at = parse_time(time);
    if (!at) return std::move(at).error().in(cat("case ", quote(read.id)));
    read.at = *at;
  }
  const json* const depth = find(from, "max_chain_depth");
  if (depth != nullptr && !depth->is_number_unsigned())
    return wrong(cat("case ", quote(read.id), ": max_chain_depth is no number of intermediates"));
  if (depth != nullptr) read.max_depth = depth->get<std::size_t>();
  return read;
}

Status apply_row(const json& row, Case& one) {
  const std::string wanted = text_of(row, "class");
  for (const auto& [value, name] : kClasses) {
    if (name != wanted) continue;
    one.wanted = value;
    if (const std::string expected = text_of(row, "expected"); !expected.empty()) {
      ODCA_TRY_ASSIGN(one.suite_accepts, accepts(one.id, expected));
    }
    return {};
  }
  return wrong(cat("the class table gives case ", quote(one.id), " the class ", quote(wanted), ", which is not known"));
}

}  // namespace

std::string_view to_string(Class wanted) {
  for (const auto& [value, name] : kClasses)
    if (value == wanted) return name;
  return "out";
}

std::string Case::name_space() const {
  const std::size_t end = id.rfind("::");
  return end == std::string::npos ? std::string() : id.substr(0, end);
}

std::optional<bool> Case::must_accept(bool strict) const {
  switch (wanted) {
    case Class::out:
      return {};
    case Class::flip:
      return false;
    case Class::warn:
      return !strict;
    case Class::bind:
    case Class::crl:
    case Class::depth:
      break;
  }
  return suite_accepts;
}

Result<std::vector<Case>> read_suite(const std::filesystem::path& file, Time now) {
  ODCA_TRY_ASSIGN(const json document, read_json(file));
  const json* const listed = document.is_object() ? find(document, "testcases") : nullptr;
  if (listed == nullptr || !listed->is_array())
    return wrong(cat("the file ", quote(file.string()), " has no list 'testcases'"));
  std::vector<Case> cases;
  std::set<std::string> ids;
  for (const json& from : *listed) {
    ODCA_TRY_ASSIGN(Case read, read_case(from, now));
    if (!ids.insert(read.id).second) return wrong(cat("the case ", quote(read.id), " is there twice"));
    cases.push_back(std::move(read));
  }
  return cases;
}

Status apply_overlay(const std::filesystem::path& file, std::vector<Case>& cases) {
  ODCA_TRY_ASSIGN(const json table, read_json(file));
  if (!table.is_object()) return wrong(cat("the class table ", quote(file.string()), " is not an object"));
  for (Case& one : cases)
    if (const json* const row = find(table, one.id.c_str()); row != nullptr && row->is_object())
      ODCA_TRY(apply_row(*row, one));
  return {};
}

}  // namespace odca::limbo
