// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Summary: counts over a fleet, and the outliers that a person should look at. Memory does not grow with the fleet but
// for one table of ROM certificates, which is bounded; every list of outliers is capped and says so.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "batch/record.h"

namespace odca::batch {

/// RomTable remembers which ROM certificate was seen first on which item: 20 bytes an entry, 23 to 29 with the room for
/// more. Tables of one 64th of all grow one after the other, so that growing takes no second copy of the whole.
class RomTable {
 public:
  /// Devices of one run that are watched, at most.
  static constexpr std::size_t kMaxSize = std::size_t{1} << 22U;

  explicit RomTable(std::size_t max_size = kMaxSize) : max_size_(max_size) {}
  /// insert returns the number of the earlier item when the same ROM certificate was seen under another id. It is known
  /// by the hash of its signed part, which holds its key: of an ECDSA signature (r, s) anybody can make (r, n-s).
  std::optional<std::uint64_t> insert(const Fingerprint& rom, std::string_view id, std::uint64_t number);
  std::size_t size() const { return used_; }
  /// unwatched counts the items that were not remembered, because the table was full.
  std::uint64_t unwatched() const { return unwatched_; }
  std::size_t bytes() const;

 private:
  using Half = std::array<std::uint32_t, 2>;  // 64 bits without their alignment
  struct Entry {
    Half rom{};  ///< of a SHA-256
    Half id{};   ///< of the id's SHA-256, so that nobody finds a second id for it
    std::uint32_t number = kFree;
  };
  static constexpr std::uint32_t kFree = 0xffffffff;
  struct Table {
    std::vector<Entry> entries{};
    std::size_t used = 0;

    Entry& place_of(const Half& rom);  ///< of this ROM certificate, or a free one
    void grow();
  };

  std::array<Table, 64> tables_{};
  std::size_t max_size_;
  std::size_t used_ = 0;
  std::uint64_t unwatched_ = 0;
};

struct Outlier {
  std::uint64_t number = 0;
  std::string id{};
  std::string about{};
};

/// OutlierList keeps the first ones and counts all.
struct OutlierList {
  static constexpr std::size_t kKept = 100;
  std::vector<Outlier> kept{};
  std::uint64_t count = 0;
  void add(const Record& record, std::string about);
};

struct RuleCount {
  std::uint64_t fail = 0;
  std::uint64_t warn = 0;
};

class Summary {
 public:
  void add(const Record& record);

  bool watch_roms = true;  ///< look for ROM certificates seen twice, which takes memory for each device
  bool partial = false;    ///< the run was stopped before the end of its input
  std::uint64_t total = 0, trusted = 0, with_warnings = 0, rejected = 0, unreadable = 0;
  std::map<std::string, RuleCount> rules{};
  std::map<std::string, std::uint64_t> platforms{}, classes{}, issuing_cas{}, anchors{}, unreadable_reasons{};
  OutlierList shared_rom{};       ///< a ROM certificate seen on two devices
  OutlierList unknown_issuing{};  ///< an issuing CA that this release does not know
  OutlierList lab_class{};        ///< class E, T or D
  OutlierList expiring{};         ///< expires within 90 days of the time judged
  OutlierList revoked{};
  /// roms_unwatched counts devices whose ROM certificate was not remembered: RomTable was full.
  std::uint64_t roms_unwatched() const { return roms_.unwatched(); }

 private:
  void count(std::map<std::string, std::uint64_t>& table, const std::string& key);
  RomTable roms_{};
};

struct OutlierKind {
  std::string_view title;
  std::string_view name;
  const OutlierList* list;
};
/// outlier_kinds lists what a person should look at, the worst first.
std::vector<OutlierKind> outlier_kinds(const Summary& summary);

/// ReportFrame is what a report says about the run itself.
struct ReportFrame {
  Time judged_at{};
  Asked asked{};
  std::string trust{};  ///< the source: "embedded", "custom"
  AskedState state{};
  std::string program{};  ///< "odca-verify 0.1.0"
};
/// state_words is the state directory of installed bundles for people, or "none".
std::string state_words(const AskedState& state);

/// summary_text and summary_json print the same, for people and for programs ("odca-batch-summary/1").
std::string summary_text(const Summary& summary, const ReportFrame& frame);
std::string summary_json(const Summary& summary, const ReportFrame& frame);

}  // namespace odca::batch
