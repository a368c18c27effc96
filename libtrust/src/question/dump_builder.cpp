// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "question/dump_builder.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "odca/digest.h"

namespace odca {

namespace {

struct SizeLimit {
  ReasonId key;
  std::size_t bytes;
};

SizeLimit size_limit(const Limits& limits, ItemKind kind) {
  if (kind == ItemKind::crl) return {"crl_bytes", limits.crl_bytes};
  return {"certificate_bytes", limits.certificate_bytes};
}

bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// decoded_size is the size of valid base64 text after decoding.
std::size_t decoded_size(std::string_view text) {
  const auto is_digit = [](char c) { return !is_white(c) && c != '='; };
  // A count is never negative.
  const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
  return digits / 4 * 3 + digits % 4 * 3 / 4;
}

Error too_big(std::size_t size, const SizeLimit& limit) {
  return {.code = Errc::limit,
          .message = cat("too big: ", size, " bytes, expected at most ", limit.bytes),
          .hint = cat("raise limits.", limit.key, " in the policy if this size is genuine"),
          .reason = "too-big"};
}

}  // namespace

/// Certificates and unreadable items share one count, so that a flood of broken items is bounded too.
bool DumpBuilder::has_room(ItemKind kind) {
  if (full_) return false;
  if (kind == ItemKind::crl) {
    if (dump_.crls.size() < limits_.crls) return true;
    full_ = true;
    reach("crls", cat("more than ", limits_.crls, " CRLs in ", quote(label_), "; the rest of it was not read"), true);
    return false;
  }
  if (dump_.certificates.size() + dump_.unreadable.size() < limits_.certificates) return true;
  full_ = true;
  reach("certificates", cat("more than ", limits_.certificates, " certificates and unreadable items in ", quote(label_),
                            "; the rest of it was not read"));
  return false;
}

/// One hit for each limit and kind of item is enough.
void DumpBuilder::reach(ReasonId limit, std::string message, bool crl) {
  const auto same = [&](const LimitHit& hit) { return hit.limit == limit && hit.crl == crl; };
  if (std::any_of(dump_.limits.begin(), dump_.limits.end(), same)) return;
  dump_.limits.push_back({.limit = limit, .message = std::move(message), .crl = crl});
}

void DumpBuilder::add(ItemKind kind, ByteView der, std::string_view place) {
  if (!has_room(kind)) return;
  if (Status status = read(kind, der, place); !status) return add_refused(kind, place, std::move(status).error());
  recognised_ = true;
}

Result<Bytes> DumpBuilder::decode(std::string_view text) const {
  const SizeLimit certificate = size_limit(limits_, ItemKind::certificate);
  const SizeLimit crl = size_limit(limits_, ItemKind::crl);
  const SizeLimit& limit = certificate.bytes > crl.bytes ? certificate : crl;
  // Count only texts that may be too big.
  if (const std::size_t size = text.size() / 4 * 3 > limit.bytes ? decoded_size(text) : 0; size > limit.bytes)
    return too_big(size, limit);
  if (std::optional<Bytes> der = from_base64(text)) return *std::move(der);
  return Error{.message = "the contents are not base64 (RFC 4648 section 4)",
               .hint = "copy the item again, whole and unchanged",
               .reason = "base64"};
}

Status DumpBuilder::read(ItemKind kind, ByteView der, std::string_view place) {
  const SizeLimit limit = size_limit(limits_, kind);
  if (der.size() > limit.bytes) return too_big(der.size(), limit);
  const ParseLimits bounds = parse_limits(limits_, limit.bytes);
  std::string where = cat(label_, ": ", place);
  if (kind == ItemKind::crl) {
    ODCA_TRY_ASSIGN(Crl crl, Crl::from_der(der, bounds));
    dump_.crls.push_back({.crl = std::move(crl), .where = std::move(where)});
    return {};
  }
  ODCA_TRY_ASSIGN(Certificate certificate, Certificate::from_der(der, bounds));
  dump_.certificates.push_back({.certificate = std::move(certificate), .where = std::move(where)});
  return {};
}

/// add_damaged: a damaged item alone does not make an input recognised.
void DumpBuilder::add_damaged(ItemKind kind, ByteView der, std::string_view place) {
  if (!has_room(kind)) return;
  if (Status status = read(kind, der, place); !status) return refuse(kind, place, std::move(status).error());
  recognised_ = true;
}

void DumpBuilder::add_refused(ItemKind kind, std::string_view place, Error error) {
  if (!has_room(kind)) return;
  recognised_ = true;
  refuse(kind, place, std::move(error));
}

void DumpBuilder::refuse(ItemKind kind, std::string_view place, Error error) {
  const bool crl = kind == ItemKind::crl;
  const std::string text = cat(label_, ": ", place, ": ", error.message);
  if (error.reason == "too-big") reach(size_limit(limits_, kind).key, text, crl);
  if (error.reason == "too-deep") reach("der_depth", text, crl);
  if (error.reason == "too-many-names") reach("general_names", text, crl);
  if (error.reason == "too-many-points") reach("distribution_points", text, crl);
  if (!crl) note_unread(place);
  keep_unreadable(crl ? Unreadable::Kind::crl : Unreadable::Kind::certificate, place, std::move(error));
}

void DumpBuilder::note_unread(std::string_view place) {
  if (dump_.certificates.empty() && !dump_.unread_first) dump_.unread_first = cat(label_, ": ", place);
}

void DumpBuilder::add_unreadable(std::string_view place, Error error, std::optional<ItemKind> promised) {
  const bool crl = promised == ItemKind::crl;
  keep_unreadable(crl ? Unreadable::Kind::crl : Unreadable::Kind::other, place, std::move(error));
}

void DumpBuilder::keep_unreadable(Unreadable::Kind kind, std::string_view place, Error error) {
  if (!has_room(ItemKind::certificate)) return;
  dump_.unreadable.push_back({.kind = kind, .where = cat(label_, ": ", place), .error = std::move(error)});
}

void DumpBuilder::set_tls_peer(ByteView der) { dump_.tls_peer = sha256(der); }

void DumpBuilder::add_note(std::string_view text) { dump_.notes.push_back(cat(label_, ": ", text)); }

Evidence Evidence::of_session(std::span<const Bytes> certificates, std::string_view label, const Limits& limits) {
  DumpBuilder builder(label, limits);
  if (!certificates.empty()) builder.set_tls_peer(certificates.front());
  for (std::size_t i = 0; i < certificates.size() && !builder.full(); ++i)
    builder.add(ItemKind::certificate, certificates[i], cat("TLS session, certificate ", i + 1));
  Evidence evidence;
  evidence.add(std::move(builder).finish(InputKind::tls_handshake));
  return evidence;
}

Dump DumpBuilder::finish(InputKind kind) && {
  dump_.kind = kind;
  return std::move(dump_);
}

Result<Dump> DumpBuilder::finish(InputKind kind, Error otherwise) && {
  dump_.kind = kind;
  if (recognised_ || full_) return std::move(dump_);
  if (dump_.unreadable.empty()) {
    if (!found_instead_.empty()) otherwise.message = cat("no certificate and no CRL in it, only ", found_instead_);
    return std::move(otherwise).in(label_);
  }
  Unreadable& first = dump_.unreadable.front();
  return std::move(first.error).in(std::move(first.where));
}

}  // namespace odca
