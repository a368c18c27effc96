// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/der_items.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "der/reader.h"
#include "input/lines.h"
#include "input/pkcs7.h"

namespace odca {

namespace {

Error not_an_item(DerShape shape) {
  Error error{.code = Errc::unsupported,
              .message = cat("expected a certificate or CRL, found ", name_of(shape)),
              .hint = "give the certificates alone, as PEM or DER",
              .reason = "unsupported"};
  if (shape == DerShape::request) error.hint = "give the certificate that the CA made of the request";
  if (shape == DerShape::pkcs12) error.hint = "take the certificates out of it: openssl pkcs12 -nokeys -in FILE";
  return error;
}

bool is_base64_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

Error not_der(std::size_t left, std::size_t offset) {
  return {.message = cat("expected a DER value, found ", left, " other bytes, or the start of one"),
          .hint = "get it again, whole and without other bytes behind its last certificate",
          .reason = offset == 0 ? ReasonId("not-der") : "trailing-bytes"};
}

/// begins_sequence: "MIA" to "MIT" are the octets 30 80 to 30 84, a SEQUENCE of more than 127 octets.
bool begins_sequence(std::string_view base64) {
  return base64.size() > 2 && base64.starts_with("MI") && base64[2] >= 'A' && base64[2] <= 'T';
}

/// leading_octets decodes base64 up to the first character that is none.
Bytes leading_octets(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == '\r' || c == '\n' || c == ' ' || c == '\t') continue;
    if (!is_base64_digit(c)) break;
    digits += c;
  }
  digits.resize(digits.size() / 4 * 4);
  return from_base64(digits).value_or(Bytes{});
}

/// add_unknown: no shape fits. Others read more than strict DER, so it may still be somebody's certificate; and what is
/// too short for a signature is no CRL.
void add_unknown(ByteView value, std::optional<ItemKind> promised, const std::string& place, DumpBuilder& builder) {
  const Remains remains = remains_in(value);
  const std::optional<ItemKind> kind = lost_kind(remains, promised);
  if (kind != ItemKind::crl || remains == Remains::either) builder.note_unread(place);
  const bool sequence = !value.empty() && value[0] == der::kSequence;
  const bool long_enough = sequence && value.size() >= kFewestOfCrl;
  if (remains != Remains::nothing || (long_enough && promised == ItemKind::certificate))
    return builder.add_damaged(*kind, value, place);
  builder.add_unreadable(place, not_an_item(DerShape::other), long_enough ? ItemKind::crl : promised);
}

}  // namespace

bool looks_like_der(ByteView content) {
  if (content.size() < 2 || content[0] != der::kSequence) return false;
  // '0' is 0x30 too, but no text goes on with 0x81 to 0x84: UTF-8 has these only behind a lead byte.
  if (content[1] >= 0x81 && content[1] <= 0x84) return true;
  // Of short values those with a known shape; all of these have tags that are no characters.
  const std::optional<der::Element> first = der::Reader(content).read();
  return first && shape_of(first->whole) != DerShape::other;
}

std::optional<ItemKind> lost_kind(Remains remains, std::optional<ItemKind> promised) {
  if (remains == Remains::nothing) return promised;
  if (remains == Remains::either && promised == ItemKind::certificate) return promised;
  return may_be_crl(remains) ? ItemKind::crl : ItemKind::certificate;
}

void add_der_value(ByteView value, std::optional<ItemKind> promised, const std::string& place, DumpBuilder& builder) {
  const DerShape shape = shape_of(value);
  switch (shape) {
    case DerShape::certificate:
      return builder.add(ItemKind::certificate, value, place);
    case DerShape::crl:
      return builder.add(ItemKind::crl, value, place);
    case DerShape::pkcs7:
      return read_pkcs7(value, place, builder);
    case DerShape::private_key:
      builder.set_found_instead(cat("a private key, ", place));
      return builder.add_note(cat("private key in the dump, not read: ", place));
    case DerShape::other:
      return add_unknown(value, promised, place, builder);
    case DerShape::pkcs12:  // which has certificates in it
      builder.note_unread(place);
      return builder.add_unreadable(place, not_an_item(shape), promised);
    default:
      return builder.add_unreadable(place, not_an_item(shape), promised);
  }
}

void add_base64_value(std::string_view text, ItemKind promised, const std::string& place, DumpBuilder& builder) {
  Result<Bytes> der = builder.decode(text);
  if (der) return add_der_value(*der, promised, place, builder);
  const Remains remains = remains_of_base64(text);
  const ItemKind kind = lost_kind(remains, promised).value_or(promised);
  if (kind == ItemKind::certificate || remains == Remains::either) builder.note_unread(place);
  if (der.error().reason == "too-big") return builder.add_refused(kind, place, std::move(der).error());
  builder.add_unreadable(place, std::move(der).error(), kind);
}

Remains remains_of_base64(std::string_view text) {
  constexpr std::size_t kEnough = 1024;  // octets of base64: the headers of a certificate or CRL with the longest names
  Lines lines(text);
  for (auto line = lines.next(); line; line = lines.next()) {
    const std::size_t start = std::min(line->find_first_not_of(" \t"), line->size());
    if (!begins_sequence(line->substr(start))) continue;
    const auto at = static_cast<std::size_t>(line->data() - text.data()) + start;  // within the text
    return remains_of(leading_octets(text.substr(at, kEnough)));
  }
  return Remains::nothing;
}

std::size_t size_of_first(std::string_view base64) {
  const Bytes head = leading_octets(base64.substr(0, 16));
  if (head.size() < 6 || head[0] != der::kSequence || head[1] < 0x81 || head[1] > 0x83) return 0;
  const std::size_t octets = head[1] & 0x0fU;
  std::size_t size = 0;
  for (std::size_t i = 0; i < octets; ++i) size = size << 8U | head[2 + i];
  return size + 2 + octets;
}

void read_der_items(ByteView content, std::string_view carrier, DumpBuilder& builder) {
  der::Reader reader(content);
  std::size_t offset = 0;
  for (std::size_t number = 1; offset < content.size() && !builder.full(); ++number) {
    const std::string place = cat(carrier, "DER value ", number, ", offset ", offset);
    const std::optional<der::Element> element = reader.read(der::kSequence);
    if (!element) {
      const Remains remains = remains_in(content.subspan(offset));
      if (remains != Remains::crl) builder.note_unread(place);
      const std::size_t left = content.size() - offset;
      // Behind DER: a list in whatever encoding.
      const bool may_be_list = remains == Remains::nothing && offset != 0 && left >= kFewestOfCrl;
      return builder.add_unreadable(place, not_der(left, offset),
                                    may_be_list ? std::optional(ItemKind::crl) : lost_kind(remains, {}));
    }
    add_der_value(element->whole, {}, place, builder);
    offset += element->whole.size();
  }
}

}  // namespace odca
