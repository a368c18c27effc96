// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/html.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "odca/report.h"

namespace odca::batch {
namespace {

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--ink:#1d2430;--paper:#fff;--soft:#f2f4f7;--line:#d5dae2;--good:#1a7f4b;--warn:#b26a00;--bad:#c0272d;--mute:#6b7483}
@media(prefers-color-scheme:dark){:root{--ink:#e7eaf0;--paper:#14171c;--soft:#1e232b;--line:#353c48;--good:#4cc38a;--warn:#e0a03c;--bad:#f0666b;--mute:#98a1b0}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem}h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}
.frame{color:var(--mute);margin:.3rem 0 1.6rem}.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.8rem}
.card{background:var(--soft);border-radius:.6rem;padding:.9rem 1rem}.card b{display:block;font-size:1.7rem;font-variant-numeric:tabular-nums}
.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}.mute{color:var(--mute)}
.split{display:grid;grid-template-columns:15rem 1fr;gap:2rem;align-items:start}@media(max-width:44rem){.split{grid-template-columns:1fr}}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}td,th{text-align:left;padding:.3rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}td.bar{width:45%}.bar i{display:block;height:.75rem;border-radius:.2rem;background:var(--good);min-width:2px}
.bar i.bad{background:var(--bad)}.bar i.warn{background:var(--warn)}.bar i.mute{background:var(--mute)}code{font-size:.92em;overflow-wrap:anywhere}
table.list{table-layout:fixed}table.list th.n{width:6.5rem}table.list th.device{width:38%}table.list td{overflow-wrap:anywhere}a{color:inherit}ul{margin:.2rem 0}
)";

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : escape_text(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// percent prints one decimal place, from integers, so that no locale has a say.
std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "0";
  const std::uint64_t tenths = (part * 1000 + whole / 2) / whole;
  return cat(tenths / 10, '.', tenths % 10);
}

std::string thousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, "\u202f");
  return digits;
}

std::string card(std::string_view title, std::uint64_t number, std::uint64_t total, std::string_view tone) {
  return cat("<div class=\"card ", tone, "\"><b>", thousands(number), "</b>", title, " <span class=\"mute\">",
             percent(number, total), "&nbsp;%</span></div>");
}

/// ring draws the verdicts as arcs of one circle.
std::string ring(const Summary& summary) {
  const std::vector<std::pair<std::uint64_t, std::string_view>> parts = {
      {summary.trusted - summary.with_warnings, "good"},
      {summary.with_warnings, "warn"},
      {summary.rejected, "bad"},
      {summary.unreadable, "mute"}};
  constexpr std::uint64_t kAround = 10000;  // pathLength of the circle
  std::string out =
      "<svg viewBox=\"0 0 42 42\" role=\"img\" aria-label=\"shares of the verdicts\" width=\"100%\"><g fill=\"none\" "
      "stroke-width=\"6\" transform=\"rotate(-90 21 21)\">";
  std::uint64_t before = 0;
  for (const auto& [count, tone] : parts) {
    if (count == 0 || summary.total == 0) continue;
    const std::uint64_t length = count * kAround / summary.total;
    out += cat("<circle cx=\"21\" cy=\"21\" r=\"16\" stroke=\"var(--", tone, ")\" pathLength=\"", kAround,
               "\" stroke-dasharray=\"", length, ' ', kAround - length, "\" stroke-dashoffset=\"-", before, "\"/>");
    before += length;
  }
  return out + cat("</g><text x=\"21\" y=\"22.5\" text-anchor=\"middle\" font-size=\"4.6\" fill=\"currentColor\">",
                   thousands(summary.total), "</text></svg>");
}

using Row = std::pair<std::string, std::uint64_t>;

std::string bars(std::string_view title, std::vector<Row> rows, std::string_view tone) {
  if (rows.empty()) return {};
  constexpr std::size_t kRows = 40;
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.second > b.second; });
  const std::uint64_t largest = std::max<std::uint64_t>(1, rows.front().second);
  std::string out = cat("<h2>", title, "</h2><table>");
  for (std::size_t i = 0; i < std::min(rows.size(), kRows); ++i)
    out += cat("<tr><td><code>", escape(rows[i].first), "</code></td><td class=\"n\">", thousands(rows[i].second),
               "</td><td class=\"bar\"><i class=\"", tone, "\" style=\"width:", percent(rows[i].second, largest),
               "%\"></i></td></tr>");
  out += "</table>";
  if (rows.size() > kRows) out += cat("<p class=\"mute\">and ", rows.size() - kRows, " more</p>");
  return out;
}

std::vector<Row> rows_of(const std::map<std::string, std::uint64_t>& counts) { return {counts.begin(), counts.end()}; }

std::string rule_bars(const Summary& summary) {
  std::vector<Row> failed;
  std::vector<Row> warned;
  for (const auto& [rule, counts] : summary.rules) {
    if (counts.fail != 0) failed.emplace_back(rule, counts.fail);
    if (counts.warn != 0) warned.emplace_back(rule, counts.warn);
  }
  return bars("Rules that failed, by devices", std::move(failed), "bad") +
         bars("Rules that warned, by devices", std::move(warned), "warn");
}

/// overview names what a person should look at; the lists themselves may be long and stand at the end.
std::string overview(const Summary& summary) {
  std::string out;
  for (const OutlierKind& kind : outlier_kinds(summary)) {
    if (kind.list->count == 0) continue;
    out += cat("<li><a href=\"#", kind.name, "\">", kind.title, "</a>: ", thousands(kind.list->count), "</li>");
  }
  return out.empty() ? out : cat("<h2>Look at these</h2><ul>", out, "</ul>");
}

std::string outliers(const Summary& summary) {
  std::string out;
  for (const OutlierKind& kind : outlier_kinds(summary)) {
    if (kind.list->count == 0) continue;
    out += cat("<h2 id=\"", kind.name, "\">Look at these: ", kind.title, " (", thousands(kind.list->count),
               ")</h2><table class=\"list\"><tr><th class=\"n\">item</th><th class=\"device\">device</th>",
               "<th>what</th></tr>");
    for (const Outlier& outlier : kind.list->kept)
      out += cat("<tr><td class=\"n\">", outlier.number, "</td><td><code>", escape(outlier.id), "</code></td><td>",
                 escape(outlier.about), "</td></tr>");
    out += "</table>";
    if (kind.list->count > kind.list->kept.size())
      out += "<p class=\"mute\">Only the first are listed; the JSON lines of the run name them all.</p>";
  }
  return out;
}

}  // namespace

std::string summary_html(const Summary& summary, const ReportFrame& frame) {
  std::string out =
      cat("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
          "content=\"width=device-width,initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" "
          "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>AMT fleet audit</title><style>",
          kStyle, "</style></head><body><main><h1>AMT fleet audit</h1><p class=\"frame\">judged at ",
          format_time(frame.judged_at), " for <code>", escape(frame.asked.purpose), "</code>",
          frame.asked.phase.empty() ? "" : cat(", phase <code>", escape(frame.asked.phase), "</code>"),
          ", policy <code>", escape(policy_words(frame.asked)), "</code>, trust <code>", escape(frame.trust),
          "</code>, state directory <code>", escape(state_words(frame.state)), "</code>, by ", escape(frame.program),
          "</p><div class=\"split\"><div>", ring(summary), "</div><div class=\"cards\">");
  out += card("trusted", summary.trusted - summary.with_warnings, summary.total, "good");
  out += card("trusted with warnings", summary.with_warnings, summary.total, "warn");
  out += card("rejected", summary.rejected, summary.total, "bad");
  out += card("unreadable", summary.unreadable, summary.total, "mute");
  out += "</div></div>";
  if (summary.partial) out += "<p class=\"bad\">The run was stopped before the end: this is not the whole fleet.</p>";
  out += overview(summary);
  if (summary.roms_unwatched() != 0)
    out += cat("<p class=\"warn\">", thousands(summary.roms_unwatched()),
               " devices were not compared with later ones: the table of ROM certificates was full.</p>");
  out += rule_bars(summary);
  out += bars("Unreadable inputs, by reason", rows_of(summary.unreadable_reasons), "mute");
  out += bars("Platforms", rows_of(summary.platforms), "");
  out += bars("Classes", rows_of(summary.classes), "");
  out += bars("Issuing CAs", rows_of(summary.issuing_cas), "");
  out += bars("Anchors", rows_of(summary.anchors), "");
  out += outliers(summary);
  return out + "</main></body></html>\n";
}

}  // namespace odca::batch
