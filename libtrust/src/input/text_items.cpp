#include "input/text_items.h"

#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "der/reader.h"
#include "input/der_items.h"
#include "input/encoded.h"
#include "input/pem.h"
#include "input/pem_damage.h"
#include "input/pkcs7.h"
#include "input/transcript.h"

namespace odca {

namespace {

enum class LabelKind { certificate, crl, trusted, pkcs7, private_key, other };

LabelKind kind_of(std::string_view label) {
  if (label == "CERTIFICATE" || label == "X509 CERTIFICATE") return LabelKind::certificate;
  if (label == "X509 CRL") return LabelKind::crl;
  if (label == "TRUSTED CERTIFICATE") return LabelKind::trusted;
  if (label == "PKCS7" || label == "PKCS #7 SIGNED DATA" || label == "CMS") return LabelKind::pkcs7;
  return label.find("PRIVATE KEY") == std::string_view::npos ? LabelKind::other : LabelKind::private_key;
}

/// printable keeps a foreign label harmless in a message.
std::string printable(std::string_view label) {
  std::string text(label);
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

/// name_of_label says what the usual other blocks hold.
std::string name_of_label(std::string_view label) {
  if (label.ends_with("CERTIFICATE REQUEST")) return "a certificate request";
  if (label.ends_with("PUBLIC KEY")) return "a bare public key";
  return cat("a block ", quote(printable(label)));
}

Error state_error(const PemBlock& block) {
  Error error{.hint = "copy the block again, from its BEGIN line to its END line", .reason = "pem"};
  const std::string label = quote(printable(block.label));
  switch (block.state) {
    case PemBlock::State::no_end:
      error.message = cat("the block ", label, " has no END line");
      break;
    case PemBlock::State::no_begin:
      error.message = cat("the END line of ", label, " has no BEGIN line before it");
      break;
    case PemBlock::State::wrong_end:
      error.message = cat("the block ", label, " ends with the END line of another label");
      break;
    case PemBlock::State::whole:
      break;
  }
  return error;
}

/// Passed counts blocks that are none of our business, to say so once for each kind.
struct Passed {
  struct Count {
    std::size_t blocks = 0;
    std::string first{};
    void add(std::string what) {
      if (blocks++ == 0) first = std::move(what);
    }
    std::string text() const { return blocks == 1 ? first : cat(first, ", and ", blocks - 1, " more"); }
  };
  Count keys{};
  Count others{};

  void add_notes(DumpBuilder& builder) const {
    if (keys.blocks != 0) builder.add_note(cat("a private key was in the dump and was not read: ", keys.text()));
    if (others.blocks != 0)
      builder.add_note(cat("a block of another kind was in the dump and was not read: ", others.text()));
  }
  /// name_for tells the builder what there was, in case it is all there was.
  void name_for(DumpBuilder& builder) const {
    if (others.blocks != 0) return builder.set_found_instead(others.first);
    if (keys.blocks != 0) builder.set_found_instead(cat("a private key, ", keys.first));
  }
};

/// may_hide_a_certificate: a gap that is not as it should be holds a damaged marker, or DER. Noise does neither.
bool may_hide_a_certificate(std::string_view gap) {
  if (gap.find('-') != std::string_view::npos || gap.find('\xe2') != std::string_view::npos) return true;
  for (const std::string_view start : {"0\x81", "0\x82", "0\x83"})
    if (gap.find(start) != std::string_view::npos) return true;
  return false;
}

/// Reader goes through one text. `nested` text was itself an item of another; nothing is looked for in its gaps.
class Reader {
 public:
  Reader(std::string carrier, bool nested, DumpBuilder& builder)
      : carrier_(std::move(carrier)), nested_(nested), builder_(builder) {}

  Status read(std::string_view text) {
    PemScanner scanner(text);
    while (!builder_.full()) {
      const std::optional<PemBlock> block = scanner.next();
      read_gap(block ? block->before : scanner.rest(), block ? block->before_line : scanner.rest_line());
      if (!block) break;
      read_block(*block);
    }
    passed_.add_notes(builder_);
    passed_.name_for(builder_);
    return transcript_.finish(builder_);
  }

 private:
  void read_gap(std::string_view gap, std::size_t line) {
    transcript_.see(gap);
    if (std::optional<Error> wrong = suspicious_gap(gap, line); wrong && !std::exchange(gap_reported_, true)) {
      const std::string place = cat(carrier_, "outside of the PEM blocks, from line ", line);
      if (may_hide_a_certificate(gap)) builder_.note_unread(place);
      const bool crl = gap.find("X509 CRL") != std::string_view::npos;
      builder_.add_unreadable(place, *std::move(wrong), crl ? std::optional(ItemKind::crl) : std::nullopt);
    }
    if (nested_) return;
    EncodedScanner scanner(gap);
    for (auto item = scanner.next(); item && !builder_.full(); item = scanner.next()) read_encoded(*item);
  }

  void read_encoded(const Encoded& item) {
    const std::string place = cat(item.what, ' ', ++encoded_);
    if (item.cut_off) {
      builder_.note_unread(place);
      return builder_.add_unreadable(place, {.message = "it begins like a certificate, and ends before its length",
                                             .hint = "get the whole text: a program or a copy shortened it",
                                             .reason = "not-der"});
    }
    if (!item.is_pem) return read_der_items(item.content, cat(place, ", "), builder_);
    if (Status status = Reader(cat(place, ", "), true, builder_).read(as_text(item.content)); !status)
      builder_.add_unreadable(place, std::move(status).error());
  }

  void read_block(const PemBlock& block) {
    const std::string place = cat(carrier_, "PEM block ", block.number, ", line ", block.line);
    const LabelKind kind = kind_of(block.label);
    if (kind == LabelKind::private_key) return passed_.keys.add(place);
    if (kind == LabelKind::other) return passed_.others.add(cat(name_of_label(block.label), ", ", place));
    if (block.state != PemBlock::State::whole) return refuse(kind, as_bytes(block.label), place, state_error(block));
    const std::string base64 = pem_base64(block);
    if (kind == LabelKind::pkcs7) return read_pkcs7_block(block, base64, place);
    Result<Bytes> der = builder_.decode(base64);
    if (der) return read_der(kind, *der, place);
    if (der.error().reason != "too-big") return refuse(kind, as_bytes(block.body), place, bad_base64(block));
    see(kind, as_bytes(block.body));
    builder_.add_refused(item_kind(kind), place, std::move(der).error());
  }

  /// read_pkcs7_block: its size is bounded by that of the input, and each certificate in it by its own limit.
  void read_pkcs7_block(const PemBlock& block, std::string_view base64, const std::string& place) {
    const std::optional<Bytes> der = from_base64(base64);
    if (!der) return refuse(LabelKind::pkcs7, as_bytes(block.body), place, bad_base64(block));
    read_der(LabelKind::pkcs7, *der, place);
  }

  void read_der(LabelKind kind, ByteView der, const std::string& place) {
    if (kind == LabelKind::trusted) der = without_trust_settings(der, place);
    see(kind, der);
    if (kind == LabelKind::pkcs7) return add_der_value(der, {}, place, builder_);
    add_der_value(der, item_kind(kind), place, builder_);
  }

  /// without_trust_settings drops what OpenSSL puts behind the certificate: one more SEQUENCE (X509_CERT_AUX). For
  /// evidence it does not matter what somebody trusted it for.
  ByteView without_trust_settings(ByteView der, const std::string& place) {
    der::Reader reader(der);
    const auto certificate = reader.read(der::kSequence);
    if (!certificate) return der;
    if (reader.at_end()) return certificate->whole;
    if (!reader.read(der::kSequence) || !reader.at_end()) return der;
    builder_.add_note(cat("the trust settings of OpenSSL behind a certificate were not read: ", place));
    return certificate->whole;
  }

  void refuse(LabelKind kind, ByteView printed, const std::string& place, Error error) {
    see(kind, printed);
    if (kind != LabelKind::crl) builder_.note_unread(place);
    builder_.add_unreadable(place, std::move(error), item_kind(kind));
  }

  void see(LabelKind kind, ByteView printed) {
    if (kind != LabelKind::crl) transcript_.see_certificate(printed);
  }

  static ItemKind item_kind(LabelKind kind) { return kind == LabelKind::crl ? ItemKind::crl : ItemKind::certificate; }

  std::string carrier_;
  bool nested_;
  DumpBuilder& builder_;
  Transcript transcript_{};
  Passed passed_{};
  bool gap_reported_ = false;
  std::size_t encoded_ = 0;
};

}  // namespace

bool looks_like_items(std::string_view text) { return has_pem_marker(text) || holds_encoded(text); }

Status read_items(std::string_view text, DumpBuilder& builder) { return Reader("", false, builder).read(text); }

}  // namespace odca
