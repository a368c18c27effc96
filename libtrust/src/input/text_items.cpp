// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/text_items.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

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

/// kind_of says what a label promises. What is under it is told by its shape.
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

bool is_base64_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/// holds_several tells whether base64 has so many digits behind its first value that a CRL may follow it.
bool holds_several(std::string_view base64) {
  base64 = base64.substr(0, base64.find('-'));  // of a block without its END line, text follows
  const auto digits =
      static_cast<std::size_t>(std::count_if(base64.begin(), base64.end(), is_base64_digit));  // a count
  return size_of_first(base64) + kFewestOfCrl <= digits / 4 * 3;
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
    if (keys.blocks != 0) builder.add_note(cat("private key in the dump, not read: ", keys.text()));
    if (others.blocks != 0) builder.add_note(cat("block of another kind in the dump, not read: ", others.text()));
  }
  /// name_for tells the builder what there was, in case it is all there was.
  void name_for(DumpBuilder& builder) const {
    if (others.blocks != 0) return builder.set_found_instead(others.first);
    if (keys.blocks != 0) builder.set_found_instead(cat("a private key, ", keys.first));
  }
};

Error not_whole(Encoded::State state) {
  if (state == Encoded::State::inside)
    return {.message = "certificate inside of other octets in text, perhaps a TLS stream",
            .hint = "give the octets alone, without the text before and behind them, as digits or in binary: xxd -r -p",
            .reason = "hex"};
  if (state == Encoded::State::too_many)
    return {.code = Errc::limit,
            .message = "too much text in other encodings: the rest of it was not read",
            .hint = "give possible certificates and CRLs in files of their own",
            .reason = "too-many"};
  return {.message = "truncated: it begins like a certificate or CRL, and ends before its length",
          .hint = "get the whole text; a program or a copy shortened it",
          .reason = "not-der"};
}

/// Reader goes through one text. `nested` text was itself an item of another; what is encoded in it is not decoded.
class Reader {
 public:
  Reader(std::string carrier, bool nested, DumpBuilder& builder)
      : carrier_(std::move(carrier)), nested_(nested), builder_(builder) {}

  Status read(std::string_view text) {
    PemScanner scanner(text);
    std::optional<PemBlock> open;  // without its END line: what is in it is the text that follows
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
    if (!session_) return session_;
    return transcript_.finish(builder_);
  }

 private:
  /// read_gap takes what is between two blocks in its order: text, and items in other encodings.
  /// Only what is right behind a BEGIN line without its END is a rest of that block.
  void read_gap(std::string_view gap, std::size_t line, bool behind_begin) {
    if (holds_hexdump(gap))
      report_encoding(line, {.message = "hex dump among other items, perhaps of a certificate or CRL",
                             .hint = "give the dump in a file of its own, where it is read",
                             .reason = "hex-dump"});
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
    if (nested_ && holds_encoded(text))
      report_encoding(line, {.message = "encoded text inside of encoded text, perhaps a certificate or CRL",
                             .hint = "decode the text, and give it in a file of its own",
                             .reason = "encoded"});
    std::optional<GapDamage> damage =
        damage_in(text, line, transcript_.program().empty() ? Printed::by_another : Printed::by_client);
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

  /// report_encoding says once that something is in the text which is not read where it is.
  void report_encoding(std::size_t line, Error error) {
    const std::string place = cat(carrier_, "outside of the PEM blocks, from line ", line);
    builder_.note_unread(place);
    if (std::exchange(encoding_reported_, true)) return;
    builder_.add_unreadable(place, std::move(error), ItemKind::crl);
  }

  void read_encoded(const Encoded& item, std::string_view printed) {
    const std::string place = cat(carrier_, item.what, ' ', ++encoded_);
    if (!item.is_pem && item.state == Encoded::State::whole) return read_values(item.content, place);
    transcript_.see_certificate(as_bytes(printed));
    if (item.state == Encoded::State::whole) return read_nested(as_text(item.content), place);
    if (item.lost != Remains::crl) builder_.note_unread(place);
    builder_.add_unreadable(place, not_whole(item.state), lost_kind(item.lost, {}));
  }

  void read_nested(std::string_view text, const std::string& place) {
    Status status = Reader(cat(place, ", "), true, builder_).read(text);
    if (!status && session_) session_ = std::move(status).error().in(place);
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
    if (whole && (item || (der && are_several(*der)))) return read_der(kind, *der, place);
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
    if (kind == LabelKind::trusted) der = without_trust_settings(der, place);
    if (are_several(der)) return read_values(der, place);
    const bool list =
        shape_of(der) == DerShape::crl || (kind == LabelKind::crl && odca::remains_of(der) == Remains::nothing);
    if (!list) transcript_.see_certificate(der);
    add_der_value(der, promised(kind), place, builder_);
  }

  /// are_several: a whole value, and enough behind it for another.
  static bool are_several(ByteView der) {
    const auto first = der::Reader(der).read(der::kSequence);
    return first && der.size() - first->whole.size() >= kFewestOfCrl;
  }

  /// read_values reads values that are one behind the other.
  void read_values(ByteView der, const std::string& place) {
    der::Reader reader(der);
    while (const auto value = reader.read(der::kSequence))
      if (shape_of(value->whole) != DerShape::crl) transcript_.see_certificate(value->whole);
    read_der_items(der, cat(place, ", "), builder_);
  }

  /// without_trust_settings drops what OpenSSL puts behind the certificate: one more SEQUENCE (X509_CERT_AUX). For
  /// evidence it does not matter what somebody trusted it for.
  ByteView without_trust_settings(ByteView der, const std::string& place) {
    der::Reader reader(der);
    const auto certificate = reader.read(der::kSequence);
    if (!certificate) return der;
    if (reader.at_end()) return certificate->whole;
    const auto settings = reader.read(der::kSequence);
    if (!settings || !reader.at_end() || shape_of(settings->whole) != DerShape::other) return der;
    builder_.add_note(cat("OpenSSL trust settings behind a certificate, not read: ", place));
    return certificate->whole;
  }

  /// refuse records a block that was not read, as what may be lost with it.
  void refuse(LabelKind kind, const PemBlock& block, const std::string& place, Error error) {
    const std::string base64 = pem_base64(block);
    const Remains remains = remains_of_base64(base64);
    const bool unknown = remains == Remains::nothing;
    const bool list = kind == LabelKind::pkcs7 || holds_several(base64);
    const std::optional<ItemKind> lost = list ? ItemKind::crl : lost_kind(remains, promised(kind));
    if (unknown ? kind != LabelKind::crl : remains != Remains::crl) {
      transcript_.see_certificate(as_bytes(block.body.empty() ? block.label : block.body));
      builder_.note_unread(place);
    }
    if (error.reason == "too-big")
      return builder_.add_refused(lost.value_or(ItemKind::certificate), place, std::move(error));
    builder_.add_unreadable(place, std::move(error), lost);
  }

  static Error damaged() {
    return {.message = "damaged: it begins like a certificate or CRL, and is not a whole one",
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
  Status session_{};  ///< fails with the first text among the items that is of a session and does not tell its peer
  Passed passed_{};
  bool gap_reported_ = false;
  bool lost_crl_reported_ = false;
  bool encoding_reported_ = false;
  std::size_t encoded_ = 0;
};

}  // namespace

bool looks_like_items(std::string_view text) { return has_pem_marker(text) || holds_encoded(text); }

Status read_items(std::string_view text, DumpBuilder& builder) { return Reader("", false, builder).read(text); }

}  // namespace odca
