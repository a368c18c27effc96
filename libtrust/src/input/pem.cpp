#include "input/pem.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace odca {

namespace {

constexpr std::string_view kDashes = "-----";
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kLineBreaks = "\r\n";
constexpr std::string_view kWhite = " \t\v\f\r\n";
/// Longest label looked for; the longest in use ("ANY PRIVATE KEY", "ENCRYPTED PRIVATE KEY", …) has about 30.
constexpr std::size_t kMaxLabel = 64;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhite);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhite) - first + 1);
}

enum class LabelKind { certificate, crl, private_key, refused, other };

struct LabelRow {
  std::string_view label;
  LabelKind kind;
  std::string_view message;
  std::string_view hint;
};

constexpr std::string_view kPkcs7 = "a PKCS#7 block; expected CERTIFICATE or X509 CRL blocks";
constexpr std::string_view kPkcs7Hint = "take the certificates out of it: openssl pkcs7 -print_certs -in FILE";

constexpr std::array kLabels = {
    LabelRow{"CERTIFICATE", LabelKind::certificate, "", ""},
    LabelRow{"X509 CERTIFICATE", LabelKind::certificate, "", ""},
    LabelRow{"X509 CRL", LabelKind::crl, "", ""},
    // The DER of these is followed by trust settings of OpenSSL; to drop them silently would be a guess.
    LabelRow{"TRUSTED CERTIFICATE", LabelKind::refused,
             "a TRUSTED CERTIFICATE block carries trust settings of OpenSSL; expected a CERTIFICATE block",
             "write it without them: openssl x509 -in FILE -out PLAIN.pem"},
    LabelRow{"PKCS7", LabelKind::refused, kPkcs7, kPkcs7Hint},
    LabelRow{"PKCS #7 SIGNED DATA", LabelKind::refused, kPkcs7, kPkcs7Hint},
    LabelRow{"CMS", LabelKind::refused, kPkcs7, kPkcs7Hint},
};

LabelRow row_of(std::string_view label) {
  for (const LabelRow& row : kLabels)
    if (row.label == label) return row;
  const bool key = label.find("PRIVATE KEY") != std::string_view::npos;
  return {label, key ? LabelKind::private_key : LabelKind::other, "", ""};
}

/// printable keeps a foreign label harmless in a message.
std::string printable(std::string_view label) {
  std::string text(label);
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
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

/// undo_escapes drops escaped line ends (with any number of backslashes: a string in a string doubles them) and turns
/// "\/" into "/".
std::string undo_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out.push_back(text[i]);
      continue;
    }
    const std::size_t escaped = std::min(text.find_first_not_of('\\', i), text.size());
    const char c = escaped < text.size() ? text[escaped] : '\\';
    if (c == '/') out.push_back('/');
    if (c != '/' && c != 'n' && c != 'r' && c != 't') out.push_back('\\');  // not base64: the block is refused
    i = escaped;
  }
  return out;
}

/// without_prefix takes what a logger put before a line off: exactly the prefix of the BEGIN line, or else (a time
/// changes from line to line) everything up to the last blank. Base64 holds no blank.
std::string_view without_prefix(std::string_view line, std::string_view prefix) {
  if (line.starts_with(prefix)) return line.substr(prefix.size());
  line = trimmed(line);
  const std::size_t blank = line.find_last_of(" \t");
  return blank == std::string_view::npos ? line : line.substr(blank + 1);
}

std::string without_prefixes(const PemBlock& block) {
  std::string out;
  out.reserve(block.body.size());
  std::size_t start = block.body.find_first_of(kLineBreaks);
  out.append(block.body.substr(0, start));
  while (start != std::string_view::npos) {
    const std::size_t line = start + 1;
    start = block.body.find_first_of(kLineBreaks, line);
    if (start == std::string_view::npos) break;  // the prefix of the END line
    out.append(without_prefix(block.body.substr(line, start - line), block.prefix));
  }
  return out;
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
};

void read_block(const PemBlock& block, Passed& passed, DumpBuilder& builder) {
  const std::string place = cat("PEM block ", block.number, ", line ", block.line);
  const LabelRow row = row_of(block.label);
  if (row.kind == LabelKind::private_key) return passed.keys.add(place);
  if (row.kind == LabelKind::other) return passed.others.add(cat(quote(printable(block.label)), ", ", place));
  if (block.state != PemBlock::State::whole) return builder.add_unreadable(place, state_error(block));
  if (row.kind == LabelKind::refused)
    return builder.add_unreadable(place, {.code = Errc::unsupported,
                                          .message = std::string(row.message),
                                          .hint = std::string(row.hint),
                                          .reason = "unsupported"});
  const ItemKind kind = row.kind == LabelKind::crl ? ItemKind::crl : ItemKind::certificate;
  builder.add_base64(kind, pem_base64(block), place);
}

}  // namespace

/// prefix_of looks back to the line break or marker before, but never further than a line of a log is long: a text
/// without line breaks would cost quadratic time otherwise.
std::string_view PemScanner::prefix_of(const Marker& begin) const {
  constexpr std::size_t kLongest = 1024;
  const std::size_t near = begin.start > kLongest ? begin.start - kLongest : 0;
  const std::size_t from = std::max(near, previous_end_);
  const std::string_view before = text_.substr(from, begin.start - from);
  const std::size_t line_break = before.find_last_of(kLineBreaks);
  return line_break == std::string_view::npos ? before : before.substr(line_break + 1);
}

/// line_at counts on from where it stopped last; a line ends with LF, CR LF, or CR alone.
std::size_t PemScanner::line_at(std::size_t position) {
  while (true) {
    const std::size_t end = text_.substr(0, position).find_first_of(kLineBreaks, counted_to_);
    if (end == std::string_view::npos) break;
    counted_to_ = end + 1;
    const bool before_lf = text_[end] == '\r' && counted_to_ < text_.size() && text_[counted_to_] == '\n';
    if (!before_lf) ++line_;
  }
  counted_to_ = std::max(counted_to_, position);
  return line_;
}

std::optional<PemScanner::Marker> PemScanner::next_marker() {
  if (pending_) {
    const Marker marker = *pending_;
    pending_.reset();
    return marker;
  }
  while (true) {
    const std::size_t start = text_.find(kDashes, position_);
    if (start == std::string_view::npos) return std::nullopt;
    position_ = start + 1;
    const std::string_view here = text_.substr(start, kBegin.size() + kMaxLabel + kDashes.size());
    const bool begin = here.starts_with(kBegin);
    if (!begin && !here.starts_with(kEnd)) continue;
    const std::size_t label = begin ? kBegin.size() : kEnd.size();
    const std::size_t close = here.find(kDashes, label);
    if (close == std::string_view::npos) continue;
    const std::string_view text = here.substr(label, close - label);
    if (text.find_first_of(kLineBreaks) != std::string_view::npos) continue;
    position_ = start + close + kDashes.size();
    return Marker{.begin = begin, .label = text, .start = start, .end = position_};
  }
}

std::optional<PemBlock> PemScanner::next() {
  const std::optional<Marker> first = next_marker();
  if (!first) return std::nullopt;
  PemBlock block{.number = ++blocks_, .line = line_at(first->start), .label = first->label};
  block.before = text_.substr(gap_start_, first->start - gap_start_);
  gap_start_ = first->end;
  if (!first->begin) {
    block.state = PemBlock::State::no_begin;
    return block;
  }
  const std::optional<Marker> second = next_marker();
  if (!second || second->begin) {
    pending_ = second;
    block.state = PemBlock::State::no_end;
    return block;
  }
  if (second->label != first->label) block.state = PemBlock::State::wrong_end;
  block.prefix = prefix_of(*first);
  block.body = text_.substr(first->end, second->start - first->end);
  previous_end_ = second->end;
  gap_start_ = second->end;
  return block;
}

std::string pem_base64(const PemBlock& block) {
  if (block.body.find_first_of(kLineBreaks) == std::string_view::npos) return undo_escapes(block.body);
  if (trimmed(block.prefix).empty()) return std::string(block.body);
  return without_prefixes(block);
}

std::string_view suspicious_gap(std::string_view gap) {
  // Logs hold escape sequences of terminals; no text holds the other control characters.
  const auto binary = [](char c) {
    return static_cast<unsigned char>(c) < ' ' && kWhite.find(c) == std::string_view::npos && c != '\x1b';
  };
  if (std::any_of(gap.begin(), gap.end(), binary)) return "binary content outside of the PEM blocks";
  for (const std::string_view rest : {"-BEGIN CERT", "-BEGIN X509", "-END CERT", "-END X509"})
    if (gap.find(rest) != std::string_view::npos) return "a damaged BEGIN or END line";
  return {};
}

bool has_pem_marker(std::string_view text) { return text.find(kBegin) != std::string_view::npos; }

void read_pem(std::string_view text, DumpBuilder& builder) {
  PemScanner scanner(text);
  Passed passed;
  bool gap_reported = false;
  while (!builder.full()) {
    const std::optional<PemBlock> block = scanner.next();
    const std::string_view wrong = suspicious_gap(block ? block->before : scanner.rest());
    if (!wrong.empty() && !std::exchange(gap_reported, true))
      builder.add_unreadable(block ? cat("before PEM block ", block->number) : std::string("behind the last PEM block"),
                             {.message = cat(wrong, "; expected text"),
                              .hint = "give PEM and DER in files of their own, and copy whole blocks",
                              .reason = "pem"});
    if (!block) break;
    read_block(*block, passed, builder);
  }
  passed.add_notes(builder);
}

}  // namespace odca
