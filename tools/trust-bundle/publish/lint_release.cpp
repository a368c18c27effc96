// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/lint_release.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/store_words.h"
#include "json/unicode.h"

namespace odca::bundle_tool {
namespace {

using bundle::StoreDocument;
using std::chrono::days;

constexpr days kTenYears{3660};  // as 'valid_days'

Error unfit(std::string message, std::string hint) {
  return bundle::failure("E_CONTENT", std::move(message), std::move(hint));
}

std::string name_of(const TrustAnchor& anchor) { return cat("anchor ", anchor.id, " ", quote(anchor.label)); }
std::string name_of(const DenyEntry& deny) { return cat("deny entry ", deny.id, " ", quote(deny.label)); }

/// shows_a_blank: White_Space of Unicode 15 (PropList), and the letters and symbols that are drawn as nothing but
/// width.
bool shows_a_blank(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x115F || c == 0x1160 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2800 ||
         c == 0x3000 || c == 0x3164 || c == 0xFFA0;
}

/// folded is a text as people compare it: without case (of ASCII), blanks of every kind as one, and without what is not
/// seen at all, such as a zero-width space.
std::string folded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const std::string_view letter = text.substr(at, point.length);
    at += point.length;
    if (shows_a_blank(point.value)) {
      if (!plain.empty() && plain.back() != ' ') plain += ' ';
    } else if (letter.size() == 1) {
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(letter.front())));
    } else if (!is_deceptive(point.value)) {
      plain += letter;
    }
  }
  if (plain.ends_with(' ')) plain.pop_back();
  return plain;
}

/// Labels finds those that occur twice: who reads a report or a change has nothing else to tell two things apart.
class Labels {
 public:
  Status add(std::string_view label, const std::string& who) {
    const std::string plain = folded(label);
    if (plain.empty()) return unfit(cat(who, " has an empty label"), "give it a label that people know it by");
    const auto [first, fresh] = seen_.emplace(plain, who);
    if (fresh) return {};
    return unfit(cat(who, " and ", first->second, " have the same label"),
                 "give each a label of its own, with the year or the key, say");
  }

 private:
  std::map<std::string, std::string> seen_{};
};

Status check_labels(const StoreDocument& store) {
  Labels anchors;
  for (const TrustAnchor& anchor : store.anchors) ODCA_TRY(anchors.add(anchor.label, name_of(anchor)));
  std::map<DenyEntry::Kind, Labels> denied;  // the key and the certificate of one CA may be called the same
  for (const DenyEntry& deny : store.deny) {
    if (deny.lifted) continue;  // carried on as it once was
    ODCA_TRY(denied[deny.kind].add(deny.label, name_of(deny)));
    if (folded(deny.reason).empty())
      return unfit(cat(name_of(deny), " has no reason"), "say why, for those whose devices it refuses");
  }
  return {};
}

/// can_be tells whether X.660 allows an object identifier: the first arc is 0 to 2, and the second at most 39 below 0
/// and 1.
bool can_be(std::string_view oid) {
  if (!bundle::is_object_identifier(oid)) return false;
  const std::string_view first = oid.substr(0, oid.find('.'));
  const std::string_view rest = oid.substr(first.size() + 1);
  const std::string_view second = rest.substr(0, rest.find('.'));
  if (first == "2") return true;
  return (first == "0" || first == "1") && (second.size() == 1 || (second.size() == 2 && second < "40"));
}

Status check_identifiers(const StoreDocument& store) {
  for (const TrustAnchor& anchor : store.anchors)
    for (const NamePart& part : anchor.constraints.first_ca) {
      if (!can_be(part.type))
        return unfit(cat(name_of(anchor), ": ", quote(part.type), " of 'first_ca' is no object identifier"),
                     "the first number is 0, 1 or 2, and the second at most 39 below 0 and 1, as in 2.5.4.3");
      if (folded(part.value).empty())
        return unfit(cat(name_of(anchor), ": 'first_ca' demands an empty value of ", quote(part.type)),
                     "give the name of the first CA, or its beginning");
    }
  return {};
}

/// is_address: a scheme that anybody can fetch from, and a host.
bool is_address(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return false;
  std::string scheme(url.substr(0, colon));
  for (char& c : scheme) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));  // of ASCII, or refused
  if (scheme != "http" && scheme != "https") return false;
  const std::string_view rest = url.substr(colon + 3);
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  bool plain = rest.find_first_of(" \t\"<>\\^`{|}") == std::string_view::npos;
  for (std::size_t at = 0; at < rest.size();) {
    const CodePoint point = code_point_at(rest, at);
    plain = plain && !shows_a_blank(point.value) && !is_deceptive(point.value);
    at += point.length;
  }
  return plain && !host.empty() && host.front() != ':' && host.front() != '.' &&
         host.find('@') == std::string_view::npos;
}

/// check_day: `when` is "2026-03-01", which the manifest and the schema saw to. Days are those of UTC, as all times of
/// a bundle are: with room for the zones where the next day has begun, tomorrow could be written everywhere.
Status check_day(std::string_view when, std::string_view what, const std::string& who, Time made) {
  ODCA_TRY_ASSIGN(const Time day, parse_time(when));
  if (day <= made) return {};
  return unfit(cat(who, ": ", what, ' ', quote(when), " is later than the making of the bundle, ", format_time(made)),
               "write the day on which it was, in UTC; SOURCE_DATE_EPOCH decides when the bundle is made");
}

Status check_provenance(const std::vector<Provenance>& list, const std::string& who, Time made) {
  for (const Provenance& one : list) {
    if (!is_address(one.url))
      return unfit(cat(who, ": ", quote(one.url), " is not an address of http or https"),
                   "name the address from which anybody can fetch it, as https://pki.example.com/root.pem");
    ODCA_TRY(check_day(one.retrieved, "'retrieved'", who, made));
  }
  return {};
}

Status check_sources(const StoreDocument& store, Time made) {
  for (const TrustAnchor& anchor : store.anchors) ODCA_TRY(check_provenance(anchor.provenance, name_of(anchor), made));
  for (const StoredCertificate& one : store.intermediates)
    ODCA_TRY(check_provenance(one.provenance, cat("intermediate ", quote(one.certificate->subject.to_string())), made));
  for (const StoredCrl& one : store.crls)
    ODCA_TRY(check_provenance(one.provenance, cat("the CRL of ", quote(one.crl->issuer.to_string())), made));
  for (const DenyEntry& deny : store.deny) ODCA_TRY(check_day(deny.since, "'since'", name_of(deny), made));
  return {};
}

/// ended_anchors are in use though nothing can be judged by them any more.
std::vector<std::string> ended_anchors(const StoreDocument& store) {
  std::vector<std::string> warnings;
  for (const TrustAnchor& anchor : store.anchors) {
    const auto& window = anchor.constraints.use_window;
    if (anchor.status != AnchorStatus::active || !window || window->not_after >= store.created) continue;
    warnings.push_back(cat(name_of(anchor), " is active, and its use ended on ", format_time(window->not_after)));
  }
  return warnings;
}

}  // namespace

Result<std::vector<std::string>> lint_release(const StoreDocument& store, Time expires, Time build_date) {
  ODCA_TRY(check_labels(store));
  ODCA_TRY(check_identifiers(store));
  ODCA_TRY(check_sources(store, std::max(store.created, build_date)));
  if (expires > store.created + kTenYears)
    return unfit(cat("the bundle would expire on ", format_time(expires), ", more than ten years after it is made"),
                 "choose an earlier 'expires': it shows a machine that its trust is no longer maintained");
  return ended_anchors(store);
}

}  // namespace odca::bundle_tool
