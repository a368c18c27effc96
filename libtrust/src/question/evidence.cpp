// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The names of what evidence.h enumerates, and how dumps become one bag.
#include "odca/evidence.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace odca {

namespace {

template <class Enum>
struct Row {
  Enum value;
  std::string_view text;
};

constexpr std::array<Row<InputKind>, 5> kInputKinds = {{
    {InputKind::pem, "pem"},
    {InputKind::der, "der"},
    {InputKind::tls_handshake, "tls-handshake"},
    {InputKind::tls_records, "tls-records"},
    {InputKind::amt_response, "amt-response"},
}};

constexpr std::array<Row<Purpose>, 5> kPurposes = {{
    {Purpose::amt_activation, "amt-activation"},
    {Purpose::amt_wsman, "amt-wsman"},
    {Purpose::amt_auditlog, "amt-auditlog"},
    {Purpose::odca, "odca"},
    {Purpose::rfc5280, "rfc5280"},
}};

constexpr std::array<Row<Phase>, 4> kPhases = {{
    {Phase::pre_provisioning, "pre-provisioning"},
    {Phase::in_provisioning, "in-provisioning"},
    {Phase::transition, "transition"},
    {Phase::provisioned, "provisioned"},
}};

template <class Table, class Enum>
std::string_view text_of(const Table& table, Enum value) {
  const auto row = std::find_if(table.begin(), table.end(), [value](const auto& r) { return r.value == value; });
  return row == table.end() ? std::string_view{"unknown"} : row->text;
}

template <class Enum, class Table>
std::optional<Enum> value_of(const Table& table, std::string_view text) {
  const auto row = std::find_if(table.begin(), table.end(), [text](const auto& r) { return r.text == text; });
  if (row == table.end()) return std::nullopt;
  return row->value;
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

std::string_view to_string(InputKind kind) { return text_of(kInputKinds, kind); }

std::string_view to_string(Purpose purpose) { return text_of(kPurposes, purpose); }
std::optional<Purpose> purpose_from(std::string_view text) { return value_of<Purpose>(kPurposes, text); }

std::string_view to_string(Phase phase) { return text_of(kPhases, phase); }
std::optional<Phase> phase_from(std::string_view text) { return value_of<Phase>(kPhases, text); }

Limits limits_left(Limits limits, const Evidence& evidence) {
  limits.certificates -= std::min(limits.certificates, evidence.certificates.size() + evidence.unreadable.size());
  limits.crls -= std::min(limits.crls, evidence.crls.size());
  return limits;
}

std::vector<InputPart> parts_of(const Evidence& evidence) {
  std::vector<InputPart> parts;
  const std::size_t all = evidence.certificates.size();
  std::size_t covered = 0;
  for (InputPart part : evidence.parts) {
    part.begin = std::min(part.begin, all);
    part.end = std::min(part.end, all);
    covered = std::max(covered, part.end);
    parts.push_back(std::move(part));
  }
  if (covered < all) parts.push_back({.begin = covered, .end = all});
  return parts;
}

void Evidence::add(Dump dump) {
  const std::size_t begin = certificates.size();
  parts.push_back({.begin = begin,
                   .end = begin + dump.certificates.size(),
                   .only_the_chain = dump.only_the_chain,
                   .unread_first = std::move(dump.unread_first)});
  if (dump.short_print) short_prints.push_back(*std::move(dump.short_print));
  append(certificates, dump.certificates);
  append(crls, dump.crls);
  append(unreadable, dump.unreadable);
  append(limits, dump.limits);
  append(notes, dump.notes);
  const auto& peer = dump.tls_peer;
  if (peer && std::find(tls_peers.begin(), tls_peers.end(), *peer) == tls_peers.end()) tls_peers.push_back(*peer);
}

}  // namespace odca
