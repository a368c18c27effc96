// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/ledger.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"
#include "bundle/schema.h"
#include "state/sealed.h"

namespace odca::state {
namespace {

using bundle::canonical_integer;
using bundle::canonical_string;
using bundle::Field;
using bundle::Object;

// Words of their own and not those of the store's schema, which may change while these may not.
constexpr std::array<std::string_view, 2> kKinds = {"cert_sha256", "spki_sha256"};
constexpr std::string_view kPrefix = "ledger-";
constexpr std::size_t kHashDigits = 16;

std::string_view kind_word(DenyEntry::Kind kind) {
  return kind == DenyEntry::Kind::certificate ? kKinds[0] : kKinds[1];
}

std::string write_entry(const DenyEntry& deny) {
  return bundle::canonical_object({{"id", canonical_integer(deny.id)},
                                   {"kind", canonical_string(kind_word(deny.kind))},
                                   {"label", canonical_string(deny.label)},
                                   {"reason", canonical_string(deny.reason)},
                                   {"sha256", canonical_string(to_hex(deny.sha256))},
                                   {"since", canonical_string(deny.since)}});
}

Result<DenyEntry> read_entry(const Field& field) {
  ODCA_TRY_ASSIGN(const Object members, field.object({"id", "kind", "label", "reason", "sha256", "since"}));
  DenyEntry deny;
  ODCA_TRY_ASSIGN(deny.id, members["id"].integer());
  ODCA_TRY_ASSIGN(const std::size_t kind, members["kind"].choice(kKinds));
  deny.kind = kind == 0 ? DenyEntry::Kind::certificate : DenyEntry::Kind::spki;
  ODCA_TRY_ASSIGN(deny.label, members["label"].text());
  ODCA_TRY_ASSIGN(deny.reason, members["reason"].text());
  ODCA_TRY_ASSIGN(deny.sha256, members["sha256"].fingerprint());
  ODCA_TRY_ASSIGN(deny.since, members["since"].text());
  return deny;
}

Result<Ledger> read_members(const Field& root, std::string_view name) {
  ODCA_TRY_ASSIGN(const Object members, root.object({"deny", "format"}));
  const std::array<std::string_view, 1> formats = {kLedgerFormat};
  ODCA_TRY(members["format"].choice(formats));
  ODCA_TRY_ASSIGN(const std::vector<Field> items, members["deny"].items(kMaxLedgerEntries));
  Ledger ledger;
  for (const Field& item : items) {
    ODCA_TRY_ASSIGN(DenyEntry deny, read_entry(item));
    deny.origin = {.kind = OriginKind::installed, .where = std::string(name)};
    if (!ledger.empty() && !bundle::is_before(ledger.back(), deny)) return item.error("deny entry out of order");
    ledger.push_back(std::move(deny));
  }
  return ledger;
}

}  // namespace

std::string write_ledger(const Ledger& ledger) {
  std::vector<std::string> entries;
  entries.reserve(ledger.size());
  for (const DenyEntry& deny : ledger) entries.push_back(write_entry(deny));
  return seal(bundle::canonical_object(
      {{"deny", bundle::canonical_array(entries)}, {"format", canonical_string(kLedgerFormat)}}));
}

Result<Ledger> read_ledger(std::string_view content, std::string_view name) {
  ODCA_TRY_ASSIGN(const std::string_view text, unseal(content, name));
  const auto document = bundle::Document::parse(text, {.bytes = kMaxLedgerBytes});
  if (!document) return corrupt(name, document.error().message);
  auto ledger = read_members(Field(document->root(), ""), name);
  if (!ledger) return corrupt(name, ledger.error().message);
  return ledger;
}

std::string ledger_file_name(std::string_view hash) { return cat(kPrefix, hash.substr(0, kHashDigits)); }

bool is_ledger_file_name(std::string_view name) {
  if (!name.starts_with(kPrefix) || name.size() != kPrefix.size() + kHashDigits) return false;
  const std::string_view digits = name.substr(kPrefix.size());
  return digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Status check_size(const Ledger& ledger) {
  if (ledger.size() <= kMaxLedgerEntries) return {};
  return bundle::failure("E_LIMIT",
                         cat("the ledger would have ", ledger.size(), " entries, expected at most ", kMaxLedgerEntries),
                         "no hierarchy has that many denials: ask the publisher who signed the bundle");
}

}  // namespace odca::state
