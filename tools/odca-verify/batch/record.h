// Record: what a fleet run keeps of one verdict, small enough to make a line and a summary of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "batch/item.h"
#include "odca/verdict.h"

namespace odca::batch {

enum class Outcome { rejected, unreadable, trusted };
std::string_view to_string(Outcome outcome);

struct RecordFinding {
  std::string rule{};
  Severity severity = Severity::fail;
  std::string reason{};
  std::optional<std::size_t> cert{};
};

struct Record {
  std::uint64_t number = 0;
  std::string id{};
  Outcome outcome = Outcome::unreadable;
  std::string message{};  ///< of the decisive finding, or why the input could not be read
  std::string hint{};
  std::string reason{};                   ///< of the error, for unreadable
  std::vector<RecordFinding> findings{};  ///< failures and warnings
  std::string profile{};
  std::string platform{};
  std::string device_class{};
  std::string issuing_ca{};  ///< OU of the product issuing CA
  bool unknown_issuing_ca = false;
  std::string anchor{};
  std::optional<Fingerprint> rom_sha256{};
  std::optional<Fingerprint> leaf_spki_sha256{};
  std::optional<Time> expires{};  ///< earliest notAfter on the path
  Time judged_at{};
  AskedState state{};  ///< of the run
};

/// record_of reads a verdict; `id` and `number` are the item's.
Record record_of(const Verdict& verdict, std::string id, std::uint64_t number);
/// record_of_error says that the item gave no verdict.
Record record_of_error(const Error& error, std::string id, std::uint64_t number);
/// json_line prints schema "odca-batch/1" on one line with its line feed.
std::string json_line(const Record& record);

}  // namespace odca::batch
