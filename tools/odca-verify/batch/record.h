// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Record: what a fleet run keeps of one verdict, small enough to make a line and a summary of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "batch/item.h"
#include "json/writer.h"
#include "odca/verdict.h"

namespace odca::batch {

enum class Outcome { rejected, unreadable, trusted };
std::string_view to_string(Outcome outcome);

struct RecordFinding {
  RuleId rule;
  Severity severity = Severity::fail;
  ReasonId reason{};
  std::optional<std::size_t> cert{};
};

struct Record {
  std::uint64_t number = 0;
  std::string id{};
  std::string source{};  ///< where the item was read, which no dump can choose
  Outcome outcome = Outcome::unreadable;
  std::string message{};  ///< of the decisive finding, or why the input could not be read
  std::string hint{};
  ReasonId reason{};                      ///< of the error, for unreadable
  std::vector<RecordFinding> findings{};  ///< failures and warnings
  std::string_view profile{};             ///< of a constant
  DeviceIdentity device{};
  bool unknown_issuing_ca = false;
  std::string anchor{};
  std::string anchor_source{};    ///< "embedded", "custom", …
  std::string anchor_from{};      ///< file or folder
  std::optional<Time> expires{};  ///< earliest notAfter on the path
  Time judged_at{};
  AskedState state{};  ///< of the run
};

/// Asked is what every line says about the question, the same for the whole run.
struct Asked {
  std::string purpose{};
  std::string phase{};  ///< empty where the purpose has none
  std::string policy{};
  std::string policy_file{};  ///< empty: the compiled-in policy
};

/// policy_words is the policy for people: "default (compiled in)", "mine (file p.yaml)".
std::string policy_words(const Asked& asked);
/// write_asked writes the members of an open object that say what was asked.
void write_asked(JsonWriter& json, const Asked& asked);

/// record_of reads a verdict on an item.
Record record_of(const Verdict& verdict, const BatchItem& item);
/// record_of_error says that the item gave no verdict.
Record record_of_error(const Error& error, const BatchItem& item);
/// json_line prints schema "odca-batch/1" on one line with its line feed.
std::string json_line(const Record& record, const Asked& asked);

}  // namespace odca::batch
