// Summary: counts over a fleet, and the outliers that a person should look at. Memory does not grow with the fleet but
// for one table of ROM certificates (32 bytes a device), and every list of outliers is capped and says so.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "batch/record.h"

namespace odca::batch {

/// RomTable remembers which ROM certificate was seen first on which item; 32 bytes an entry, open addressing.
class RomTable {
 public:
  /// insert returns the number of the earlier item when the same ROM certificate was seen under another id.
  std::optional<std::uint64_t> insert(const Fingerprint& rom, std::string_view id, std::uint64_t number);
  std::size_t size() const { return used_; }

 private:
  struct Entry {
    std::uint64_t key_low = 0;
    std::uint64_t key_high = 0;
    std::uint64_t id_hash = 0;
    std::uint64_t number = kFree;
  };
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  void grow();

  std::vector<Entry> entries_{};
  std::size_t used_ = 0;
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

  bool watch_roms = true;  ///< look for ROM certificates seen twice, which takes 32 bytes and more for each device
  bool partial = false;    ///< the run was stopped before the end of its input
  std::uint64_t total = 0, trusted = 0, with_warnings = 0, rejected = 0, unreadable = 0;
  std::map<std::string, RuleCount> rules{};
  std::map<std::string, std::uint64_t> platforms{}, classes{}, issuing_cas{}, anchors{}, unreadable_reasons{};
  OutlierList shared_rom{};       ///< a ROM certificate seen on two devices
  OutlierList unknown_issuing{};  ///< an issuing CA that this release does not know
  OutlierList lab_class{};        ///< class E, T or D
  OutlierList expiring{};         ///< expires within 90 days of the time judged
  OutlierList revoked{};

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

/// summary_text and summary_json print the same numbers, for people and for programs ("odca-batch-summary/1").
std::string summary_text(const Summary& summary);
std::string summary_json(const Summary& summary);

}  // namespace odca::batch
