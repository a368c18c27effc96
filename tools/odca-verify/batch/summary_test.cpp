// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/summary.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "batch/html.h"
#include "batch/progress.h"
#include "odca/digest.h"

namespace odca::batch {
namespace {

using std::chrono::days;
const Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

Fingerprint rom(std::uint32_t number) {
  Fingerprint out{};
  for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<std::uint8_t>(number >> (8 * i) & 0xffU);
  return out;
}
Record trusted(std::string id) {
  return {.id = std::move(id),
          .outcome = Outcome::trusted,
          .device = {.platform = "LNL", .device_class = "P", .issuing_ca = "issuing"},
          .judged_at = kNow};
}

TEST(BatchSummary, CountsVerdictsAndTables) {
  Summary summary;
  summary.add(trusted("a"));
  Record warned = trusted("b");
  warned.findings = {{"revocation.absent", Severity::warn, "absent", {}}};
  summary.add(warned);
  Record rejected = trusted("c");
  rejected.outcome = Outcome::rejected;
  rejected.findings = {{"cert.validity", Severity::warn, "", {}}, {"cert.validity", Severity::fail, "", {}}};
  summary.add(rejected);
  summary.add({.id = "d", .outcome = Outcome::unreadable, .reason = "too-big"});
  EXPECT_EQ(summary.total, 4U);
  EXPECT_EQ(summary.trusted, 2U);
  EXPECT_EQ(summary.with_warnings, 1U);
  EXPECT_EQ(summary.rejected, 1U);
  EXPECT_EQ(summary.unreadable, 1U);
  EXPECT_EQ(summary.rules.at("cert.validity").fail, 1U);
  EXPECT_EQ(summary.rules.at("cert.validity").warn, 0U);
  EXPECT_EQ(summary.platforms.at("LNL"), 3U);
  EXPECT_EQ(summary.unreadable_reasons.at("too-big"), 1U);
}
TEST(BatchSummary, OutliersAreListed) {
  Summary summary;
  for (const char* id : {"a", "b", "b"}) {
    Record record = trusted(id);
    record.device.rom_tbs_sha256 = rom(1);
    summary.add(record);
  }
  EXPECT_EQ(summary.shared_rom.count, 2U);  // both times that b presents the ROM certificate of a
  Record lab = trusted("lab");
  lab.device.device_class = "E";
  lab.unknown_issuing_ca = true;
  lab.expires = kNow + days{89};
  summary.add(lab);
  Record later = trusted("later");
  later.expires = kNow + days{90};
  summary.add(later);
  EXPECT_EQ(summary.lab_class.count, 1U);
  EXPECT_EQ(summary.unknown_issuing.count, 1U);
  EXPECT_EQ(summary.expiring.count, 1U);
}
/// scattered gives a ROM certificate's hash like a real one: every bit is as good as random.
Fingerprint scattered(std::uint32_t number) {
  const Fingerprint plain = rom(number);
  return sha256(ByteView(plain));
}
// The sixteenth part of a million devices; what a table takes for each does not depend on its size.
TEST(BatchRomTable, TakesAtMostThirtyBytesADevice) {
  constexpr std::uint32_t kDevices = 1'000'000 / 16;
  RomTable table;
  for (std::uint32_t i = 0; i < kDevices; ++i) {
    ASSERT_FALSE(table.insert(scattered(i), std::to_string(i), i));
    if (i >= 10000) {
      ASSERT_LE(table.bytes(), std::size_t{i} * 30) << i;
    }
  }
  EXPECT_EQ(table.size(), kDevices);
  for (std::uint32_t i = 0; i < kDevices; ++i) {
    ASSERT_FALSE(table.insert(scattered(i), std::to_string(i), i + kDevices));
    ASSERT_EQ(table.insert(scattered(i), "other", i + kDevices), i);
  }
  EXPECT_EQ(table.size(), kDevices);
}
TEST(BatchRomTable, AFullTableCountsWhatItDoesNotWatchAndKnowsTheRest) {
  RomTable table(100);
  for (std::uint32_t i = 0; i < 150; ++i) EXPECT_FALSE(table.insert(scattered(i), std::to_string(i), i));
  EXPECT_EQ(table.size(), 100U);
  EXPECT_EQ(table.unwatched(), 50U);
  EXPECT_EQ(table.insert(scattered(99), "other", 200), 99U);
  EXPECT_FALSE(table.insert(scattered(149), "other", 200));
}
TEST(BatchRomTable, AnItemBeyondTheNumbersOfTheTableIsNotWatched) {
  RomTable table;
  EXPECT_FALSE(table.insert(scattered(1), "a", 0xffffffff));
  EXPECT_EQ(table.unwatched(), 1U);
  EXPECT_FALSE(table.insert(scattered(2), "a", 0xfffffffe));
  EXPECT_EQ(table.insert(scattered(2), "b", std::uint64_t{1} << 40U), 0xfffffffeU);
}
TEST(BatchSummary, ListsAndTablesStopGrowing) {
  Summary summary;
  for (int i = 0; i < 5000; ++i) {
    Record record = trusted(std::to_string(i));
    record.device.issuing_ca = "CA " + std::to_string(i);
    record.unknown_issuing_ca = true;
    summary.add(record);
  }
  EXPECT_LE(summary.issuing_cas.size(), 4097U);
  EXPECT_EQ(summary.issuing_cas.at("(other)"), 5000U - 4096U);
  EXPECT_EQ(summary.unknown_issuing.kept.size(), OutlierList::kKept);
  EXPECT_EQ(summary.unknown_issuing.count, 5000U);
}
TEST(BatchSummary, JsonSaysWhatTheCountsAre) {
  Summary summary;
  summary.add(trusted("a"));
  const auto json = nlohmann::json::parse(summary_json(summary, {}));
  EXPECT_EQ(json["schema"], "odca-batch-summary/1");
  EXPECT_EQ(json["trusted"], 1);
  EXPECT_EQ(json["classes"]["P"], 1);
  EXPECT_EQ(json["partial"], false);
}
TEST(BatchSummary, AStoppedRunSaysSo) {
  Summary summary;
  summary.partial = true;
  EXPECT_TRUE(summary_text(summary, {}).starts_with("stopped before the end"));
  EXPECT_NE(summary_html(summary, {}).find("stopped before the end"), std::string::npos);
}

TEST(BatchRomTable, RemembersThroughGrowth) {
  RomTable table;
  for (std::uint32_t i = 0; i < 50000; ++i) ASSERT_FALSE(table.insert(rom(i), "id " + std::to_string(i), i));
  EXPECT_EQ(table.size(), 50000U);
  for (std::uint32_t i = 0; i < 50000; ++i) {
    ASSERT_FALSE(table.insert(rom(i), "id " + std::to_string(i), 99));
    ASSERT_EQ(table.insert(rom(i), "another", 99), i);
  }
}

TEST(BatchProgress, ShowsShareRateAndTimeLeft) {
  EXPECT_EQ(progress_line({.done = 41000, .rejected = 12, .total = 100000, .elapsed = std::chrono::seconds{27}}, 200),
            "41 % [########            ] 41000 of 100000, 1518/s, 12 rejected, 38 s left");
}
TEST(BatchProgress, WithoutATotalThereIsNoBar) {
  EXPECT_EQ(progress_line({.done = 5, .unreadable = 1, .elapsed = std::chrono::seconds{1}}, 200),
            "5 devices, 5/s, 1 unreadable");
}
TEST(BatchProgress, DevicesOfAnEarlierRunAreNoneOfTheRate) {
  EXPECT_EQ(progress_line({.done = 110, .skipped = 100, .elapsed = std::chrono::seconds{1}}, 200), "110 devices, 10/s");
}
TEST(BatchProgress, FitsTheWidthAndSurvivesNothingDone) {
  EXPECT_EQ(progress_line({.done = 123456}, 10).size(), 10U);
  EXPECT_EQ(progress_line({.total = 0}, 200), "0 devices, 0/s");
}

TEST(BatchHtml, TextOfDevicesCannotBecomeMarkup) {
  Summary summary;
  Record record = trusted("<script>alert(1)</script>\"'&");
  record.device.issuing_ca = "<img src=x onerror=y>";
  record.device.device_class = "E";
  summary.add(record);
  const std::string page =
      summary_html(summary, {.asked = {.policy = "<b>"}, .trust = "<i>", .state = {.directory = "<u>"}});
  for (const char* markup : {"<script", "<img", "<b>&", "onerror=y>"})
    EXPECT_EQ(page.find(markup), std::string::npos) << markup;
  EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"), std::string::npos);
}
TEST(BatchHtml, NothingIsFetched) {
  Summary summary;
  summary.add(trusted("a"));
  const std::string page = summary_html(summary, {});
  for (const char* reference : {"http:", "https:", "src=", "href=", "url(", "@import", "<link", "<script"})
    EXPECT_EQ(page.find(reference), std::string::npos) << reference;
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

TEST(BatchSummary, EveryReportSaysWhatWasAsked) {
  const ReportFrame frame{
      .judged_at = *parse_time("2026-03-01T00:00:00Z"),
      .asked = {.purpose = "amt-wsman", .phase = "provisioned", .policy = "mine", .policy_file = "p.yaml"},
      .trust = "custom",
      .state = {.directory = "/var/lib/x", .chosen_by = "--state"},
      .program = "odca-verify 0"};
  const Summary summary;
  const auto json = nlohmann::json::parse(summary_json(summary, frame));
  EXPECT_EQ(json["time"], "2026-03-01T00:00:00Z");
  EXPECT_EQ(json["purpose"], "amt-wsman");
  EXPECT_EQ(json["phase"], "provisioned");
  EXPECT_EQ(json["policy"], "mine");
  EXPECT_EQ(json["policy_source"], "file");
  EXPECT_EQ(json["policy_file"], "p.yaml");
  EXPECT_EQ(json["trust"], "custom");
  EXPECT_EQ(json["state"]["directory"], "/var/lib/x");
  EXPECT_EQ(json["program"], "odca-verify 0");
  const std::string text = summary_text(summary, frame), page = summary_html(summary, frame);
  for (const char* const words : {"2026-03-01T00:00:00Z", "amt-wsman", "provisioned", "mine (file p.yaml)", "custom",
                                  "/var/lib/x (chosen by --state, nothing installed)", "odca-verify 0"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words;
    EXPECT_NE(page.find(words), std::string::npos) << words;
  }
  EXPECT_NE(summary_text(summary, {}).find("state    none\n"), std::string::npos);
  EXPECT_TRUE(nlohmann::json::parse(summary_json(summary, {}))["state"]["directory"].is_null());
}

}  // namespace
}  // namespace odca::batch
