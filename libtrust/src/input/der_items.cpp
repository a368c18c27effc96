#include "input/der_items.h"

#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "der/reader.h"
#include "input/pkcs7.h"
#include "input/shape.h"

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

Error not_der(std::size_t left, std::size_t offset) {
  return {.message = cat("expected a DER value, found ", left, " bytes that are none, or only the start of one"),
          .hint = "the content is cut off or has other bytes behind its last certificate",
          .reason = offset == 0 ? "not-der" : "trailing-bytes"};
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

void add_der_value(ByteView value, std::optional<ItemKind> promised, const std::string& place, DumpBuilder& builder) {
  const DerShape shape = shape_of(value);
  if (shape == DerShape::certificate) return builder.add(ItemKind::certificate, value, place);
  if (shape == DerShape::crl) return builder.add(ItemKind::crl, value, place);
  if (shape == DerShape::pkcs7) return read_pkcs7(value, place, builder);
  if (shape == DerShape::private_key)
    return builder.add_note(cat("a private key was in the dump and was not read: ", place));
  if (shape == DerShape::other && promised && !value.empty() && value[0] == der::kSequence)
    return builder.add(*promised, value, place);
  // Others read more than strict DER: what no shape fits may still be somebody's certificate.
  if (shape == DerShape::other && promised != ItemKind::crl) builder.note_unread(place);
  builder.add_unreadable(place, not_an_item(shape), promised);
}

void add_base64_value(std::string_view text, ItemKind promised, const std::string& place, DumpBuilder& builder) {
  Result<Bytes> der = builder.decode(text);
  if (der) return add_der_value(*der, promised, place, builder);
  if (der.error().reason == "too-big") return builder.add_refused(promised, place, std::move(der).error());
  if (promised == ItemKind::certificate) builder.note_unread(place);
  builder.add_unreadable(place, std::move(der).error(), promised);
}

void read_der_items(ByteView content, std::string_view carrier, DumpBuilder& builder) {
  der::Reader reader(content);
  std::size_t offset = 0;
  for (std::size_t number = 1; offset < content.size() && !builder.full(); ++number) {
    const std::string place = cat(carrier, "DER value ", number, ", offset ", offset);
    const std::optional<der::Element> element = reader.read(der::kSequence);
    if (!element) {
      builder.note_unread(place);
      return builder.add_unreadable(place, not_der(content.size() - offset, offset));
    }
    add_der_value(element->whole, {}, place, builder);
    offset += element->whole.size();
  }
}

}  // namespace odca
