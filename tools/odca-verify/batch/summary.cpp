// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/summary.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "json/writer.h"
#include "odca/digest.h"
#include "odca/report.h"
#include "report/facts.h"

namespace odca::batch {
namespace {

/// A hostile fleet may carry a new name in each dump; tables stop growing here and count the rest together.
constexpr std::size_t kMaxKeys = 4096;
constexpr std::string_view kOther = "(other)";
constexpr std::chrono::days kSoon{90};

bool has_rule(const Record& record, RuleId rule) {
  return std::any_of(record.findings.begin(), record.findings.end(),
                     [&](const RecordFinding& finding) { return finding.rule == rule; });
}

struct Section {
  std::string_view title;
  std::string_view name;
  const std::map<std::string, std::uint64_t>* counts;
};
std::vector<Section> sections(const Summary& summary) {
  return {{"platforms", "platforms", &summary.platforms},
          {"classes", "classes", &summary.classes},
          {"issuing CAs", "issuing_cas", &summary.issuing_cas},
          {"anchors", "anchors", &summary.anchors},
          {"unreadable, by reason", "unreadable_reasons", &summary.unreadable_reasons}};
}

std::string asked_text(const ReportFrame& frame) {
  const Asked& asked = frame.asked;
  return cat("\nasked\n  time     ", format_time(frame.judged_at), "\n  purpose  ", asked.purpose,
             asked.phase.empty() ? "" : ", phase ", asked.phase, "\n  policy   ", escape_text(policy_words(asked)),
             "\n  trust    ", escape_text(frame.trust), "\n  state    ", escape_text(state_words(frame.state)),
             "\n  program  ", frame.program, '\n');
}

}  // namespace

// The place of a ROM certificate follows from its hash, which is as good as random: scaled to the table's size.
RomTable::Entry& RomTable::Table::place_of(const Half& rom) {
  std::size_t at = static_cast<std::size_t>(std::uint64_t{rom[1]} * entries.size() >> 32U);  // below the size
  while (entries[at].number != kFree && entries[at].rom != rom) at = at + 1 == entries.size() ? 0 : at + 1;
  return entries[at];
}

void RomTable::Table::grow() {
  const std::vector<Entry> old = std::exchange(entries, std::vector<Entry>(entries.size() + entries.size() / 4 + 16));
  for (const Entry& entry : old)
    if (entry.number != kFree) place_of(entry.rom) = entry;
}

std::optional<std::uint64_t> RomTable::insert(const Fingerprint& rom, std::string_view id, std::uint64_t number) {
  const auto half = [](const Fingerprint& hash) {
    Half out{};
    std::memcpy(out.data(), hash.data(), sizeof out);
    return out;
  };
  const Half rom_half = half(rom);
  const Half id_half = half(sha256(as_bytes(id)));
  Table& table = tables_[rom_half[0] % tables_.size()];
  if ((table.used + 1) * 8 > table.entries.size() * 7) table.grow();
  Entry& entry = table.place_of(rom_half);
  if (entry.number != kFree) {
    if (entry.id == id_half) return std::nullopt;  // the same device again
    return entry.number;
  }
  if (used_ == max_size_ || number >= kFree) {
    ++unwatched_;
    return std::nullopt;
  }
  entry = {rom_half, id_half, static_cast<std::uint32_t>(number)};  // below kFree
  ++table.used;
  ++used_;
  return std::nullopt;
}

std::size_t RomTable::bytes() const {
  std::size_t count = sizeof *this;
  for (const Table& table : tables_) count += table.entries.capacity() * sizeof(Entry);
  return count;
}

void OutlierList::add(const Record& record, std::string about) {
  ++count;
  if (kept.size() < kKept) kept.push_back({record.number, record.id, std::move(about)});
}

void Summary::count(std::map<std::string, std::uint64_t>& table, const std::string& key) {
  if (key.empty()) return;
  if (table.size() >= kMaxKeys && !table.contains(key)) {
    ++table[std::string(kOther)];
  } else {
    ++table[key];
  }
}

void Summary::add(const Record& record) {
  ++total;
  if (record.outcome == Outcome::unreadable) {
    ++unreadable;
    count(unreadable_reasons, std::string(record.reason.empty() ? "other" : record.reason.text()));
    return;
  }
  const bool warned = !record.findings.empty();
  if (record.outcome == Outcome::trusted) {
    ++trusted;
    if (warned) ++with_warnings;
  } else {
    ++rejected;
  }
  std::map<std::string_view, Severity> counted;  // a rule counts once for each device, as what it did worst
  for (const RecordFinding& finding : record.findings) {
    const auto [found, fresh] = counted.try_emplace(finding.rule, finding.severity);
    if (!fresh && finding.severity == Severity::fail) found->second = Severity::fail;
  }
  for (const auto& [name, severity] : counted) {
    RuleCount& rule = rules[std::string(name)];
    ++(severity == Severity::fail ? rule.fail : rule.warn);
  }
  count(platforms, record.device.platform);
  const bool no_class = record.device.device_class.empty() && !record.device.issuing_ca.empty();
  count(classes, no_class ? "not named" : record.device.device_class);
  count(issuing_cas, record.device.issuing_ca);
  count(anchors, record.anchor);
  if (watch_roms && record.device.rom_tbs_sha256 && record.outcome == Outcome::trusted) {
    if (const auto earlier = roms_.insert(*record.device.rom_tbs_sha256, record.id, record.number))
      shared_rom.add(record, cat("the same ROM certificate as item ", *earlier, ", SHA-256 of its signed part ",
                                 to_hex(*record.device.rom_tbs_sha256)));
  }
  if (has_rule(record, "revocation.revoked")) revoked.add(record, "a certificate of its path is revoked");
  if (!record.device.device_class.empty() && record.device.device_class != "P")
    lab_class.add(record, cat("class ", record.device.device_class, ", issuing CA '", record.device.issuing_ca, "'"));
  if (no_class) lab_class.add(record, cat("no class is named, issuing CA '", record.device.issuing_ca, "'"));
  if (record.unknown_issuing_ca) unknown_issuing.add(record, cat("issuing CA '", record.device.issuing_ca, "'"));
  if (record.outcome == Outcome::trusted && record.expires && *record.expires < record.judged_at + kSoon)
    expiring.add(record, cat("a certificate of its path expires at ", format_time(*record.expires)));
}

std::string state_words(const AskedState& state) {
  if (state.directory.empty()) return "none";
  return cat(state.directory, " (chosen by ", state.chosen_by, state.installed ? ")" : ", nothing installed)",
             state.remark.empty() ? "" : "; ", state.remark);
}

std::string summary_text(const Summary& summary, const ReportFrame& frame) {
  std::string out = summary.partial ? "stopped before the end: this is not the whole fleet\n" : "";
  out += cat(summary.total, " devices: ", summary.trusted, " trusted (", summary.with_warnings, " with warnings), ",
             summary.rejected, " rejected, ", summary.unreadable, " unreadable\n");
  out += asked_text(frame);
  if (!summary.rules.empty()) out += "\nrules\n";
  for (const auto& [rule, counts] : summary.rules) {
    out += cat("  ", rule, std::string(rule.size() < 26 ? 26 - rule.size() : 1, ' '));
    if (counts.fail != 0) out += cat(counts.fail, " failed");
    if (counts.warn != 0) out += cat(counts.fail != 0 ? ", " : "", counts.warn, " warned");
    out += '\n';
  }
  for (const Section& section : sections(summary)) {
    if (section.counts->empty()) continue;
    out += cat('\n', section.title, '\n');
    for (const auto& [key, value] : *section.counts) out += cat("  ", value, "  ", escape_text(key), '\n');
  }
  bool any = false;
  for (const OutlierKind& kind : outlier_kinds(summary)) {
    if (kind.list->count == 0) continue;
    if (!std::exchange(any, true)) out += "\nlook at these\n";
    out += cat("  ", kind.title, ": ", kind.list->count, '\n');
    for (const Outlier& outlier : kind.list->kept)
      out += cat("    ", escape_text(outlier.id), " (item ", outlier.number, "): ", escape_text(outlier.about), '\n');
    if (kind.list->count > kind.list->kept.size())
      out += cat("    … and ", kind.list->count - kind.list->kept.size(), " more; the JSON lines name them all\n");
  }
  if (summary.roms_unwatched() != 0)
    out += cat("\n", summary.roms_unwatched(), " devices were not compared with later ones: the table of ROM ",
               "certificates was full\n");
  return out;
}

std::string summary_json(const Summary& summary, const ReportFrame& frame) {
  JsonWriter json;
  json.begin_object().key("schema").string("odca-batch-summary/1");
  json.key("partial").boolean(summary.partial);
  json.key("total").number(summary.total).key("trusted").number(summary.trusted);
  json.key("with_warnings").number(summary.with_warnings).key("rejected").number(summary.rejected);
  json.key("unreadable").number(summary.unreadable);
  json.key("rules").begin_object();
  for (const auto& [rule, counts] : summary.rules)
    json.key(rule).begin_object().key("fail").number(counts.fail).key("warn").number(counts.warn).end_object();
  json.end_object();
  for (const Section& section : sections(summary)) {
    json.key(section.name).begin_object();
    for (const auto& [key, value] : *section.counts) json.key(key).number(value);
    json.end_object();
  }
  json.key("outliers").begin_object();
  for (const OutlierKind& kind : outlier_kinds(summary)) {
    json.key(kind.name).begin_object().key("count").number(kind.list->count).key("first").begin_array();
    for (const Outlier& outlier : kind.list->kept)
      json.begin_object()
          .key("id")
          .string(outlier.id)
          .key("number")
          .number(outlier.number)
          .key("about")
          .string(outlier.about)
          .end_object();
    json.end_array().end_object();
  }
  json.end_object();
  json.key("roms_unwatched").number(summary.roms_unwatched());
  json.key("time").string(format_time(frame.judged_at));
  write_asked(json, frame.asked);
  json.key("trust").string(frame.trust);
  write_state(json, frame.state);
  json.key("program").string(frame.program);
  json.end_object();
  return json.take() + '\n';
}

std::vector<OutlierKind> outlier_kinds(const Summary& summary) {
  return {{"revoked", "revoked", &summary.revoked},
          {"a ROM certificate seen on two devices", "shared_rom", &summary.shared_rom},
          {"engineering, test or debug parts, or of a class not named", "lab_class", &summary.lab_class},
          {"issuing CAs that this release does not know", "unknown_issuing", &summary.unknown_issuing},
          {"expiring within 90 days", "expiring", &summary.expiring}};
}

}  // namespace odca::batch
