// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// BatchItem: one device of a fleet, as it was read: its dump, what is known about the machine, or why it could not be
// read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"
#include "odca/evidence.h"
#include "odca/result.h"

namespace odca::batch {

/// Form tells what an item's content is. JSON is read by the judges, not by the one reader.
enum class Form { dump, json_line };

struct BatchItem {
  std::uint64_t number = 0;  ///< from 0, in the order of the input; the resume point counts these
  std::string id{};          ///< path, "fleet.tar:site/0001.pem", or the "id" of a JSON line
  std::string source{};      ///< where it was read: path, "fleet.tar:site/0001.pem", "fleet.jsonl:12"
  Form form = Form::dump;
  Bytes content{};  ///< the dump, or the whole line that holds it and the device's facts
  DeviceFacts device{};
  std::optional<std::string> host{};  ///< the name or address that this device's certificate must carry
  Bytes upid_oem{};                   ///< the OEM's half of a UPID, where it was given
  std::optional<Error> error{};       ///< set when this one could not be read; the run goes on
  std::uint64_t consumed = 0;         ///< how much of the input was read so far, in bytes; for the progress line
};

/// memory_ran_out says what could not be done for want of memory; its reason is "memory".
inline Error memory_ran_out(std::string_view doing) {
  return {.code = Errc::limit,
          .message = "memory ran out while " + std::string(doing),
          .hint = "give the run more memory, or fewer threads with --jobs",
          .reason = "memory"};
}

/// A dump in a folder is about this large; only the progress line depends on it.
inline constexpr std::uint64_t kFileWeight = 6000;

/// ItemStream yields items one by one. An Error ends the run; what concerns one item is in BatchItem::error.
class ItemStream {
 public:
  virtual ~ItemStream() = default;
  /// next returns nothing at the end. `number` and `consumed` of the item are set by the caller. When it throws
  /// std::bad_alloc nothing is lost: asked again, it goes on where it stood.
  virtual Result<std::optional<BatchItem>> next() = 0;
  /// consumed tells how many bytes of input were read so far; a file of a folder counts as kFileWeight.
  virtual std::uint64_t consumed() const = 0;
};

}  // namespace odca::batch
