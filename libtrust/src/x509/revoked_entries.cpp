// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// RevokedEntries: the entries of a CRL, checked once and decoded on demand. A CRL holds fifty thousand of them in a
// megabyte, and a sender may bring several, so nothing is allocated for an entry until it is accessed.
#include <algorithm>
#include <array>
#include <functional>
#include <mutex>
#include <utility>

#include "der/reader.h"
#include "odca/crl.h"
#include "x509/crl_extension_ids.h"
#include "x509/extensions.h"
#include "x509/general_name.h"
#include "x509/reading.h"

namespace odca {
namespace {

constexpr std::uint32_t kNone = 0xffff'ffff;

// RFC 5280 5.3 knows three extensions of an entry, and X.509 a fourth. Those of one entry are compared with each other.
constexpr std::size_t kEntryExtensions = 8;

/// EntryView is one entry, as views into its bytes.
struct EntryView {
  ByteView serial{};
  std::optional<Time> revoked_at{};
  std::optional<unsigned> reason{};
  ByteView certificate_issuer{};  ///< the directory name, whole and not looked at; empty when the entry names none
  bool unknown_critical = false;
  bool issuer_unclear = false;
};

void note_flaw(EntryNotes& notes, Error error) {
  constexpr std::size_t kMost = 8;
  const auto same = [&](const Error& known) { return known.message == error.message; };
  if (notes.flaws.size() < kMost && std::none_of(notes.flaws.begin(), notes.flaws.end(), same))
    notes.flaws.push_back(std::move(error));
}

// RFC 5280 5.3.1.
Status read_reason_code(ByteView value, EntryView& entry) {
  constexpr std::uint32_t kUnused = 7;
  constexpr std::uint32_t kLast = 10;
  const auto element = der::read_only(value, der::kEnumerated);
  const auto reason = element ? der::small_unsigned(element->contents) : std::nullopt;
  if (!reason || *reason > kLast || *reason == kUnused)
    return malformed_extension(kReasonCode, "one of the reasons of RFC 5280 5.3.1");
  entry.reason = *reason;
  return {};
}

// RFC 5280 5.3.3. Names of other kinds are ignored; two directory names are ambiguous.
Status read_certificate_issuer(ByteView value, EntryView& entry) {
  const auto sequence = der::read_only(value, der::kSequence);
  if (!sequence) return malformed_extension(kCertificateIssuer, "a SEQUENCE of names");
  std::size_t directory_names = 0;
  ByteView found;
  der::Reader reader(sequence->contents);
  while (!reader.at_end()) {
    auto name = peel_general_name(reader);
    if (!name) return in_extension(kCertificateIssuer, std::move(name).error());
    if (name->kind == GeneralName::Kind::directory) {
      ++directory_names;
      found = name->value;
    } else if (auto checked = check_general_name(*name); !checked) {
      return in_extension(kCertificateIssuer, std::move(checked).error());
    }
  }
  if (directory_names != 1) return malformed_extension(kCertificateIssuer, "one directory name");
  entry.certificate_issuer = found;
  return {};
}

Status read_invalidity_date(ByteView value) {
  const auto element = der::read_only(value, der::kGeneralizedTime);
  if (!element || !der::generalized_time(element->contents))
    return malformed_extension(kInvalidityDate, "a GeneralizedTime");
  return {};
}

void read_extension(const ExtensionView& extension, EntryView& entry, EntryNotes& notes) {
  const auto note = [&](Status read) {
    if (!read) note_flaw(notes, std::move(read).error());
  };
  if (is_id_ce(extension.oid, kReasonCodeArc)) return note(read_reason_code(extension.value, entry));
  if (is_id_ce(extension.oid, kInvalidityDateArc)) return note(read_invalidity_date(extension.value));
  if (is_id_ce(extension.oid, kCertificateIssuerArc)) {
    auto read = read_certificate_issuer(extension.value, entry);
    entry.issuer_unclear = entry.issuer_unclear || !read;
    return note(std::move(read));
  }
  if (!extension.critical) return;
  entry.unknown_critical = true;
  if (notes.unknown_critical.empty()) notes.unknown_critical = der::oid_text(extension.oid);
}

Status read_extensions_of_entry(ByteView contents, EntryView& entry, EntryNotes& notes) {
  der::Reader reader(contents);
  if (reader.at_end()) return malformed("extensions", "at least one extension");
  std::array<ByteView, kEntryExtensions> seen{};
  for (std::size_t count = 0; !reader.at_end(); ++count) {
    if (count == kEntryExtensions) return too_many("extensions of one revoked certificate", kEntryExtensions);
    ODCA_TRY_ASSIGN(const ExtensionView extension, view_extension(reader));
    for (std::size_t i = 0; i < count; ++i)
      if (equal(seen[i], extension.oid)) return extension_twice(der::oid_text(extension.oid));
    seen[count] = extension.oid;
    notes.explicit_false = notes.explicit_false || extension.explicit_false;
    read_extension(extension, entry, notes);
  }
  return {};
}

/// read_date reads a Time of either type: RFC 5280 5.1.2.6 demands UTCTime through 2049. Nearly all are UTCTime, which
/// is read once; a list has fifty thousand. A malformed one is skipped.
std::optional<Time> read_date(der::Reader& reader, EntryNotes& notes) {
  if (reader.next_is(der::kUtcTime)) return read_tolerant_time(reader);
  der::Reader strictly = reader;
  const auto time = read_tolerant_time(reader);
  if (time && !read_time(strictly)) notes.early_generalized_time = true;
  return time;
}

// One entry of revokedCertificates: SEQUENCE { userCertificate, revocationDate, crlEntryExtensions OPTIONAL }
Result<EntryView> view_entry(ByteView contents, EntryNotes& notes) {
  der::Reader reader(contents);
  const auto serial = reader.read(der::kInteger);
  if (!serial) return malformed("userCertificate", "an INTEGER");
  const auto revoked_at = read_date(reader, notes);
  if (!revoked_at) note_flaw(notes, malformed("revocationDate", "a date"));
  EntryView entry{.serial = serial->contents, .revoked_at = revoked_at};
  if (!reader.at_end()) {
    const auto extensions = reader.read(der::kSequence);
    if (!extensions || !reader.at_end()) return malformed("revoked certificate", "extensions as its last field");
    // The certificate issuer of an entry is unclear when its extensions are unreadable.
    if (auto read = read_extensions_of_entry(extensions->contents, entry, notes); !read) {
      entry.issuer_unclear = entry.issuer_unclear || !extensions->contents.empty();
      note_flaw(notes, std::move(read).error());
    }
  }
  return entry;
}

/// Row is the offset of an entry, and the first entry with its effective issuer: repeated names are decoded once.
struct Row {
  std::uint32_t at = 0;
  std::uint32_t issuer = kNone;
};

/// Carried is the state carried from entry to entry. RFC 5280 5.3.3: "On subsequent entries … if this extension is
/// not present, the certificate issuer … is the same as that for the preceding entry."
struct Carried {
  std::uint32_t issuer = kNone;
  ByteView name{};
  bool unclear = false;

  void take(EntryView& entry, std::uint32_t row, EntryNotes& notes) {
    if (!entry.certificate_issuer.empty() && !equal(entry.certificate_issuer, name)) {
      if (auto read = Name::from_der(entry.certificate_issuer); read) {
        name = entry.certificate_issuer;
        issuer = row;
      } else {
        note_flaw(notes, in_extension(kCertificateIssuer, std::move(read).error()));
        entry.issuer_unclear = true;
      }
    }
    unclear = entry.issuer_unclear || (unclear && entry.certificate_issuer.empty());
  }
};

/// BySerial chains the rows whose serial numbers have one hash. Chosen collisions make one long chain, which is no
/// worse than the list itself.
struct BySerial {
  std::vector<std::uint32_t> first{};
  std::vector<std::uint32_t> next{};

  std::uint32_t& chain_of(ByteView serial) {
    return first[std::hash<std::string_view>{}(as_text(serial_digits(serial))) & (first.size() - 1)];
  }
};

}  // namespace

ByteView serial_digits(ByteView serial) {
  while (serial.size() > 1 && serial.front() == 0) serial = serial.subspan(1);
  return serial;
}

struct RevokedEntries::Contents {
  Bytes der{};
  std::vector<Row> rows{};
  std::vector<bool> unclear{};  ///< by row; empty when none is
  bool names_issuer = false;
  mutable std::once_flag indexed{};
  mutable BySerial by_serial{};

  ByteView entry(std::uint32_t row) const {
    return der::Reader(ByteView(der).subspan(rows[row].at)).read(der::kSequence)->contents;  // was checked
  }
  EntryView view(std::uint32_t row) const {
    EntryNotes noted_before;
    return *view_entry(entry(row), noted_before);
  }
  ByteView serial(std::uint32_t row) const { return der::Reader(entry(row)).read(der::kInteger)->contents; }
  Name issuer_named_by(std::uint32_t row) const { return *Name::from_der(view(row).certificate_issuer); }
  std::uint32_t end() const { return static_cast<std::uint32_t>(rows.size()); }  // from_der bounds the bytes

  /// find returns the first row from `row` on in its chain that has this serial number, or end().
  std::uint32_t find(std::uint32_t row, ByteView wanted) const {
    while (row != kNone && !equal(serial_digits(serial(row)), serial_digits(wanted))) row = by_serial.next[row];
    return row == kNone ? end() : row;
  }

  std::uint32_t find_first(ByteView wanted) const {
    if (rows.empty()) return end();
    std::call_once(indexed, [this] { make_index(); });
    return find(by_serial.chain_of(wanted), wanted);
  }

  void make_index() const {
    std::size_t chains = 1;
    while (chains < rows.size()) chains *= 2;
    by_serial.first.assign(chains, kNone);
    by_serial.next.assign(rows.size(), kNone);
    for (std::uint32_t row = end(); row-- > 0;)  // backwards, so that chains run forwards
      by_serial.next[row] = std::exchange(by_serial.chain_of(serial(row)), row);
  }
};

Result<RevokedEntries> RevokedEntries::from_der(ByteView contents, EntryNotes& notes) {
  if (contents.size() >= kNone) return malformed("revokedCertificates", "less than four gigabytes");
  const auto made = std::make_shared<Contents>();
  made->der = to_bytes(contents);
  made->rows.reserve(contents.size() / 24);  // a short entry; longer ones take less than is reserved
  der::Reader reader(contents);
  std::uint32_t at = 0;
  Carried carried;
  while (!reader.at_end()) {
    const auto sequence = reader.read(der::kSequence);
    if (!sequence) return malformed("revokedCertificates", "a SEQUENCE for every entry");
    ODCA_TRY_ASSIGN(EntryView entry, view_entry(sequence->contents, notes));
    carried.take(entry, made->end(), notes);
    made->names_issuer = made->names_issuer || !entry.certificate_issuer.empty();
    if (carried.unclear || !made->unclear.empty()) {
      made->unclear.resize(made->rows.size());
      made->unclear.push_back(carried.unclear);
    }
    made->rows.push_back({.at = at, .issuer = carried.issuer});
    at += static_cast<std::uint32_t>(sequence->whole.size());  // bounded by the check above
  }
  made->rows.shrink_to_fit();
  return RevokedEntries(made);
}

std::size_t RevokedEntries::size() const { return contents_ ? contents_->rows.size() : 0; }
bool RevokedEntries::any_names_issuer() const { return contents_ && contents_->names_issuer; }

RevokedEntries::Iterator RevokedEntries::begin() const { return {contents_.get(), 0, {}}; }
RevokedEntries::Iterator RevokedEntries::end() const { return {contents_.get(), contents_ ? contents_->end() : 0, {}}; }

RevokedEntry RevokedEntries::operator[](std::size_t index) const {
  return *Iterator(contents_.get(), static_cast<std::uint32_t>(index), {});  // less than size(), which fits
}

ByteView RevokedEntries::serial(std::size_t index) const {
  return contents_->serial(static_cast<std::uint32_t>(index));  // less than size(), which fits
}

RevokedEntries::Range RevokedEntries::with_serial(ByteView serial) const {
  if (!contents_) return {begin(), end()};
  return {Iterator(contents_.get(), contents_->find_first(serial), to_bytes(serial)), end()};
}

const RevokedEntry& RevokedEntries::Iterator::operator*() const {
  if (current_) return *current_;
  const EntryView view = contents_->view(position_);
  current_ = RevokedEntry{.serial = to_bytes(view.serial),
                          .revoked_at = view.revoked_at,
                          .reason = view.reason,
                          .unknown_critical = view.unknown_critical,
                          .issuer_unclear = !contents_->unclear.empty() && contents_->unclear[position_]};
  const std::uint32_t row = contents_->rows[position_].issuer;
  if (row == kNone) return *current_;
  if (!issuer_ || issuer_row_ != row) issuer_ = contents_->issuer_named_by(row);
  issuer_row_ = row;
  current_->effective_issuer = issuer_;
  const bool names_it = !view.certificate_issuer.empty() && !view.issuer_unclear;
  if (names_it && equal(view.certificate_issuer, issuer_->der())) current_->certificate_issuer = issuer_;
  return *current_;
}

RevokedEntries::Iterator& RevokedEntries::Iterator::operator++() {
  current_.reset();
  position_ = serial_ ? contents_->find(contents_->by_serial.next[position_], *serial_) : position_ + 1;
  return *this;
}

}  // namespace odca
