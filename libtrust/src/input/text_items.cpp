#include "input/text_items.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "der/reader.h"
#include "input/der_items.h"
#include "input/encoded.h"
#include "input/hex_text.h"
#include "input/lines.h"
#include "input/pem.h"
#include "input/pem_damage.h"
#include "input/shape.h"
#include "input/transcript.h"

namespace odca {

namespace {

enum class LabelKind { certificate, crl, trusted, pkcs7, private_key, other };

/// letters_of is a label as people and programs vary it: in small letters, with a point, with blanks too many.
std::string letters_of(std::string_view label) {
  std::string letters;
  for (const char c : label) {
    if (c >= 'a' && c <= 'z') letters += static_cast<char>(c - 'a' + 'A');  // stays in A to Z
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

/// kind_of says what a label promises. What stands under it is told by its shape.
LabelKind kind_of(std::string_view label) {
  if (label.find_first_of(",;:()<>") != std::string_view::npos) return LabelKind::other;  // a sentence about a marker
  const std::string letters = letters_of(label);
  const auto has = [&](std::string_view word) { return letters.find(word) != std::string::npos; };
  if (has("PRIVATEKEY")) return LabelKind::private_key;
  if (has("REQUEST") || has("ATTRIBUTE")) return LabelKind::other;
  if (has("CRL") || has("REVOCATION")) return LabelKind::crl;
  if (has("PKCS7") || letters == "CMS") return LabelKind::pkcs7;
  if (letters.starts_with("TRUSTED")) return LabelKind::trusted;
  return has("CERT") ? LabelKind::certificate : LabelKind::other;
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

/// line_ends counts as Lines does.
std::size_t line_ends(std::string_view text) {
  std::size_t count = 0;
  Lines lines(text);
  while (lines.next()) ++count;
  return count - 1;
}

/// line_end_at is the size of the line end with which a text begins.
std::size_t line_end_at(std::string_view text) {
  if (text.starts_with("\r\n")) return 2;
  return text.starts_with('\n') || text.starts_with('\r') ? 1 : 0;
}

/// ends_as_it_begins takes a block as whole whose two labels differ in blanks or capitals alone.
PemBlock ends_as_it_begins(PemBlock block, std::string_view text) {
  constexpr std::string_view kEnd = "-----END ";
  if (block.state != PemBlock::State::wrong_end) return block;
  // The body lies within the text, and the END marker follows it.
  const std::string_view behind =
      text.substr(static_cast<std::size_t>(block.body.data() - text.data()) + block.body.size());
  const std::string_view label = behind.substr(kEnd.size(), behind.find("-----", kEnd.size()) - kEnd.size());
  if (letters_of(label) == letters_of(block.label)) block.state = PemBlock::State::whole;
  return block;
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

/// Reader goes through one text. `nested` text was itself an item of another; nothing is looked for in its gaps.
class Reader {
 public:
  Reader(std::string carrier, bool nested, DumpBuilder& builder)
      : carrier_(std::move(carrier)), nested_(nested), builder_(builder) {}

  Status read(std::string_view text) {
    PemScanner scanner(text);
    std::optional<PemBlock> open;  // without its END line: what stands in it is the text that follows
    while (!builder_.full()) {
      const std::optional<PemBlock> block = scanner.next();
      const std::string_view gap = block ? block->before : scanner.rest();
      const bool behind_begin = open.has_value();
      if (open) {
        open->body = gap;
        read_block(*open);
        open.reset();
      }
      read_gap(gap, block ? block->before_line : scanner.rest_line(), behind_begin);
      if (!block) break;
      if (block->state == PemBlock::State::no_end)
        open = block;
      else
        read_block(ends_as_it_begins(*block, text));
    }
    passed_.add_notes(builder_);
    passed_.name_for(builder_);
    return transcript_.finish(builder_);
  }

 private:
  /// read_gap takes what stands between two blocks in its order: text, and items in other encodings.
  /// Only what stands right behind a BEGIN line without its END is a rest of that block.
  void read_gap(std::string_view gap, std::size_t line, bool behind_begin) {
    const std::size_t skipped = behind_begin ? 0 : line_end_at(gap);
    EncodedScanner scanner(gap.substr(skipped));
    std::size_t at = 0;
    while (!nested_ && !builder_.full()) {
      std::optional<Encoded> item = scanner.next();
      if (!item) break;
      item->begin += skipped;
      item->end += skipped;
      read_text(gap.substr(at, item->begin - at), line);
      read_encoded(*item, gap.substr(item->begin, item->end - item->begin));
      line += line_ends(gap.substr(at, item->end - at));
      at = item->end;
    }
    read_text(gap.substr(at), line);
  }

  /// read_text reports damage once, and a second time where the first did not say that a CRL may be lost.
  void read_text(std::string_view text, std::size_t line) {
    transcript_.see(text);
    if (!nested_ && holds_hexdump(text)) read_hexdump_between(line);
    std::optional<GapDamage> damage = damage_in(text, line);
    if (!damage) return;
    const std::string place = cat(carrier_, "outside of the PEM blocks, from line ", line);
    if (damage->may_be_certificate) {
      transcript_.see_certificate(as_bytes(text));  // where the peer's is awaited, this may have been it
      builder_.note_unread(place);
    }
    bool& reported = damage->may_be_crl ? lost_crl_reported_ : gap_reported_;
    if (std::exchange(reported, true)) return;
    builder_.add_unreadable(place, std::move(damage->error),
                            damage->may_be_crl ? std::optional(ItemKind::crl) : std::nullopt);
  }

  void read_hexdump_between(std::size_t line) {
    const std::string place = cat(carrier_, "outside of the PEM blocks, from line ", line);
    builder_.note_unread(place);
    if (std::exchange(hexdump_reported_, true)) return;
    builder_.add_unreadable(place,
                            {.message = "a hex dump of what may be a certificate or CRL, among other items",
                             .hint = "give the dump in a file of its own, where it is read",
                             .reason = "hex-dump"},
                            ItemKind::crl);
  }

  /// remains_of what was not decoded is what its base64 begins with; of other digits nothing is known.
  static Remains remains_of(const Encoded& item, std::string_view printed) {
    if (item.is_pem) return Remains::either;
    if (!item.content.empty()) return odca::remains_of(item.content);
    const Remains remains = remains_of_base64(printed);
    return remains == Remains::nothing ? Remains::either : remains;
  }

  void read_encoded(const Encoded& item, std::string_view printed) {
    const std::string place = cat(carrier_, item.what, ' ', ++encoded_);
    if (item.is_pem || item.cut_off) transcript_.see_certificate(as_bytes(printed));
    if (item.cut_off) {
      const Remains remains = remains_of(item, printed);
      if (remains != Remains::crl) builder_.note_unread(place);
      return builder_.add_unreadable(place,
                                     {.message = "it begins like a certificate or CRL, and ends before its length",
                                      .hint = "get the whole text: a program or a copy shortened it",
                                      .reason = "not-der"},
                                     lost_kind(remains, {}));
    }
    if (item.is_pem) return read_nested(as_text(item.content), place);
    const auto first = der::Reader(item.content).read();
    if (first && shape_of(first->whole) != DerShape::crl) transcript_.see_certificate(first->whole);
    read_der_items(item.content, cat(place, ", "), builder_);
  }

  void read_nested(std::string_view text, const std::string& place) {
    Status status = Reader(cat(place, ", "), true, builder_).read(text);
    if (status) return;
    builder_.note_unread(place);
    builder_.add_unreadable(place, std::move(status).error());
  }

  void read_block(const PemBlock& block) {
    const std::string place = cat(carrier_, "PEM block ", block.number, ", line ", block.line);
    const LabelKind kind = kind_of(block.label);
    if (kind == LabelKind::private_key || kind == LabelKind::other) return read_foreign(kind, block, place);
    if (block.state != PemBlock::State::whole) return refuse(kind, block, place, state_error(block));
    const std::string base64 = pem_base64(block);
    if (kind == LabelKind::pkcs7) return read_pkcs7_block(block, base64, place);
    Result<Bytes> der = builder_.decode(base64);
    if (der) return read_der(kind, *der, place);
    const bool too_big = der.error().reason == "too-big";
    refuse(kind, block, place, too_big ? std::move(der).error() : bad_base64(block));
  }

  /// read_foreign passes over what is none of our business, but not for its label alone: a certificate or CRL under the
  /// label of a key or a request is read, and one that is damaged is not passed over either.
  void read_foreign(LabelKind kind, const PemBlock& block, const std::string& place) {
    const std::string base64 = pem_base64(block);
    const Result<Bytes> der = builder_.decode(base64);
    const DerShape shape = der ? shape_of(*der) : DerShape::other;
    const bool item = shape == DerShape::certificate || shape == DerShape::crl || shape == DerShape::pkcs7;
    const bool whole = block.state == PemBlock::State::whole;
    if (item && whole) return read_der(kind, *der, place);
    const Remains remains = der ? odca::remains_of(*der) : remains_of_base64(base64);
    if (item || (shape == DerShape::other && remains != Remains::nothing))
      return refuse(kind, block, place, whole ? damaged() : state_error(block));  // shows nothing of what may be a key
    if (kind == LabelKind::private_key || shape == DerShape::private_key) return passed_.keys.add(place);
    if (shape == DerShape::pkcs12) builder_.note_unread(place);  // which has certificates in it
    const bool named = shape != DerShape::other;
    passed_.others.add(cat(named ? std::string(name_of(shape)) : name_of_label(block.label), ", ", place));
  }

  /// read_pkcs7_block: its size is bounded by that of the input, and each certificate in it by its own limit.
  void read_pkcs7_block(const PemBlock& block, std::string_view base64, const std::string& place) {
    const std::optional<Bytes> der = from_base64(base64);
    if (!der) return refuse(LabelKind::pkcs7, block, place, bad_base64(block));
    read_der(LabelKind::pkcs7, *der, place);
  }

  void read_der(LabelKind kind, ByteView der, const std::string& place) {
    if (const auto values = items_in(der); values.size() > 1) {
      for (const ByteView value : values) read_der(kind, value, place);
      return;
    }
    if (kind == LabelKind::trusted) der = without_trust_settings(der, place);
    const bool list =
        shape_of(der) == DerShape::crl || (kind == LabelKind::crl && odca::remains_of(der) == Remains::nothing);
    if (!list) transcript_.see_certificate(der);
    add_der_value(der, promised(kind), place, builder_);
  }

  /// items_in takes apart a block of several values, when each has the shape of a certificate or CRL.
  static std::vector<ByteView> items_in(ByteView der) {
    std::vector<ByteView> values;
    der::Reader reader(der);
    while (!reader.at_end()) {
      const auto value = reader.read(der::kSequence);
      const DerShape shape = value ? shape_of(value->whole) : DerShape::other;
      if (shape != DerShape::certificate && shape != DerShape::crl) return {};
      values.push_back(value->whole);
    }
    return values;
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

  /// refuse records a block that was not read, as what may be lost with it.
  void refuse(LabelKind kind, const PemBlock& block, const std::string& place, Error error) {
    const Remains remains = remains_of_base64(pem_base64(block));
    const bool unknown = remains == Remains::nothing;
    const std::optional<ItemKind> lost = lost_kind(remains, kind == LabelKind::pkcs7 ? ItemKind::crl : promised(kind));
    if (unknown ? kind != LabelKind::crl : remains != Remains::crl) {
      transcript_.see_certificate(as_bytes(block.body.empty() ? block.label : block.body));
      builder_.note_unread(place);
    }
    if (error.reason == "too-big")
      return builder_.add_refused(lost.value_or(ItemKind::certificate), place, std::move(error));
    builder_.add_unreadable(place, std::move(error), lost);
  }

  static Error damaged() {
    return {.message = "it begins like a certificate or CRL, and is not one that is whole",
            .hint = "get it again, whole and unchanged",
            .reason = "not-der"};
  }

  static std::optional<ItemKind> promised(LabelKind kind) {
    if (kind == LabelKind::crl) return ItemKind::crl;
    if (kind == LabelKind::certificate || kind == LabelKind::trusted) return ItemKind::certificate;
    return std::nullopt;
  }

  std::string carrier_;
  bool nested_;
  DumpBuilder& builder_;
  Transcript transcript_{};
  Passed passed_{};
  bool gap_reported_ = false;
  bool lost_crl_reported_ = false;
  bool hexdump_reported_ = false;
  std::size_t encoded_ = 0;
};

}  // namespace

bool looks_like_items(std::string_view text) { return has_pem_marker(text) || holds_encoded(text); }

Status read_items(std::string_view text, DumpBuilder& builder) { return Reader("", false, builder).read(text); }

}  // namespace odca
