// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/tar_stream.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <new>
#include <utility>
#include <vector>

#include "base/text.h"
#include "batch/item_name.h"
#include "odca/digest.h"

namespace odca::batch {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMaxName = 16 * 1024;  // of a pax or GNU long-name record; PATH_MAX is 4096

constexpr std::string_view kPassedOver = "5gKV";       // folders, global headers, GNU long link targets and labels
constexpr std::string_view kWithoutContent = "12346";  // links, devices, pipes

using Header = std::array<std::uint8_t, kBlock>;

std::string_view field(const Header& header, std::size_t offset, std::size_t size) {
  const std::string_view raw = as_text(ByteView(header).subspan(offset, size));
  return raw.substr(0, raw.find('\0'));
}

/// number reads octal, or the base-256 form of GNU tar for sizes of 8 GiB and more.
std::optional<std::uint64_t> number(const Header& header, std::size_t offset, std::size_t size) {
  if ((header[offset] & 0x80U) != 0) {
    std::uint64_t value = header[offset] & 0x7fU;
    for (std::size_t i = 1; i < size; ++i) {
      if (value >> 55U != 0) return std::nullopt;
      value = value << 8U | header[offset + i];
    }
    return value;
  }
  std::string_view text = field(header, offset, size);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  text = text.substr(0, text.find(' '));
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value, 8);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// checksum_holds: the sum of the header's bytes with its own field as blanks (POSIX.1-2017 pax, ustar).
bool checksum_holds(const Header& header) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) sum += i >= 148 && i < 156 ? ' ' : header[i];
  return number(header, 148, 8) == sum;
}

/// PaxRecords is what an extended header says about the entry after it: its name, a size beyond the octal field, and
/// whether GNU tar stored it without its holes.
struct PaxRecords {
  bool sparse = false;
  std::optional<std::string> path{};
  std::optional<std::string> sparse_name{};
  std::optional<std::uint64_t> size{};
};

/// read_pax reads the records "LENGTH KEY=VALUE\n"; nothing when one of them is damaged.
std::optional<PaxRecords> read_pax(std::string_view records) {
  PaxRecords read;
  while (!records.empty()) {
    std::size_t length = 0;
    const auto [end, code] = std::from_chars(records.data(), records.data() + records.size(), length);
    if (code != std::errc{} || length > records.size()) return std::nullopt;
    const std::size_t digits = static_cast<std::size_t>(end - records.data());  // at least one
    if (length < digits + 3 || records[digits] != ' ' || records[length - 1] != '\n') return std::nullopt;
    const std::string_view record = records.substr(digits + 1, length - digits - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view value = record.substr(equals + 1);
    const std::string_view key = record.substr(0, equals);
    read.sparse = read.sparse || key.starts_with("GNU.sparse.");
    // GNU tar gives a sparse entry a made-up "path" and keeps its own name here, which comes first or last.
    if (key == "GNU.sparse.name") read.sparse_name = std::string(value);
    if (key == "path") read.path = std::string(value);
    if (key == "size") {
      std::uint64_t size = 0;
      const auto [stop, bad] = std::from_chars(value.data(), value.data() + value.size(), size);
      if (bad != std::errc{} || stop != value.data() + value.size() || size >> 62U != 0) return std::nullopt;
      read.size = size;
    }
    records.remove_prefix(length);
  }
  return read;
}

/// Names tells whether a name was there before in this archive, in 9 to 19 bytes for each: by the beginnings of hashes,
/// so that one name in 2^64 may be taken for another, and be told apart needlessly.
class Names {
 public:
  /// insert is false when the name was there.
  bool insert(std::string_view name) {
    const Fingerprint hash = sha256(as_bytes(name));
    Hash key{};
    std::memcpy(key.data(), hash.data(), sizeof key);
    Table& table = tables_[key[0] % tables_.size()];
    if ((table.used + 1) * 8 > table.hashes.size() * 7) table.grow();
    Hash& place = table.place_of(key);
    if (place == key) return false;
    place = key;
    ++table.used;
    return true;
  }

 private:
  using Hash = std::array<std::uint32_t, 2>;  // zero is a free place
  struct Table {
    std::vector<Hash> hashes{};
    std::size_t used = 0;

    Hash& place_of(const Hash& key) {
      std::size_t at = static_cast<std::size_t>(std::uint64_t{key[1]} * hashes.size() >> 32U);  // below the size
      while (hashes[at] != Hash{} && hashes[at] != key) at = at + 1 == hashes.size() ? 0 : at + 1;
      return hashes[at];
    }
    void grow() {
      std::vector<Hash> larger(hashes.size() + hashes.size() / 4 + 16);
      larger.swap(hashes);
      for (const Hash& key : larger)
        if (key != Hash{}) place_of(key) = key;
    }
  };
  std::array<Table, 64> tables_{};  // which grow one after the other
};

class TarStream : public ItemStream {
 public:
  TarStream(ByteSource source, std::size_t max_item) : source_(std::move(source)), max_item_(max_item) {}

  std::uint64_t consumed() const override { return source_.consumed(); }

  Result<std::optional<BatchItem>> next() override {
    try {
      return next_entry();
    } catch (const std::bad_alloc&) {  // between which of its blocks is unknown
      return memory_ran_out("this archive was read, whose rest is lost");
    }
  }

 private:
  Result<std::optional<BatchItem>> next_entry() {
    std::optional<std::string> long_name;
    std::optional<std::uint64_t> long_size;
    bool sparse = false;
    while (true) {
      Header header{};
      ODCA_TRY_ASSIGN(const ByteView ahead, source_.peek(kBlock));
      if (ahead.empty()) return std::optional<BatchItem>{};  // an archive without its end marks is common in streams
      ODCA_TRY(source_.read_exactly(header.data(), kBlock));
      if (is_zero(header)) {
        ODCA_TRY(check_rest());
        return std::optional<BatchItem>{};
      }
      std::optional<std::uint64_t> size = number(header, 124, 12);
      if (!checksum_holds(header) || !size) return damaged("an entry's header is damaged");
      const char type = static_cast<char>(header[156]);  // a letter
      if (type == 'L' || type == 'x') {
        ODCA_TRY_ASSIGN(const std::string text, read_small(*size));
        if (type == 'L') long_name = text.substr(0, text.find('\0'));
        if (type == 'x') {
          auto records = read_pax(text);
          if (!records) return damaged("an extended header is damaged");
          if (records->path) long_name = std::move(records->path);
          if (records->sparse_name) long_name = std::move(records->sparse_name);
          sparse = records->sparse;
          if (records->size) long_size = records->size;
        }
        continue;
      }
      if (long_size) size = long_size;
      if (kPassedOver.find(type) != std::string_view::npos) {
        ODCA_TRY(source_.skip(padded(*size)));
        if (type == '5') {
          long_name.reset();
          long_size.reset();
          sparse = false;
        }
        continue;
      }
      ++entries_;
      BatchItem item{.id = id_of(long_name ? *long_name : name_of(header))};
      item.source = item.id;
      if (type == 'S') ODCA_TRY(skip_sparse_map(header));
      if (type == 'S' || sparse) {  // what is stored is not what the file holds
        item.error = Error{.code = Errc::syntax,
                           .message = "the entry is stored without the holes of its file",
                           .hint = "archive without the option --sparse",
                           .reason = "not-a-file"};
        ODCA_TRY(source_.skip(padded(*size)));
        return std::optional<BatchItem>{std::move(item)};
      }
      if (type != '0' && type != '\0') {  // passing over a link would pass over a device
        item.error =
            Error{.code = Errc::syntax,
                  .message = cat("the entry is not a regular file (type ", quote(std::string(1, type)), ')'),
                  .hint = "archive the files that links lead to: tar -h --hard-dereference -cf fleet.tar FOLDER",
                  .reason = "not-a-file"};
        // Links and devices have no content, whatever their size field says (POSIX.1-2017 pax, ustar typeflag).
        if (kWithoutContent.find(type) == std::string_view::npos) ODCA_TRY(source_.skip(padded(*size)));
        return std::optional<BatchItem>{std::move(item)};
      }
      if (*size > max_item_) {
        item.error = Error{
            .code = Errc::limit,
            .message = cat("the entry has ", *size, " bytes, more than limits.input_bytes allows (", max_item_, ')'),
            .hint = "raise limits.input_bytes in the policy if this is a dump",
            .reason = "too-big"};
        ODCA_TRY(source_.skip(padded(*size)));
        return std::optional<BatchItem>{std::move(item)};
      }
      try {
        item.content.resize(static_cast<std::size_t>(*size));  // fits: at most max_item_
      } catch (const std::bad_alloc&) {  // what is being judged has taken it all; the next entry may find room again
        item.error = memory_ran_out("this entry was read");
        ODCA_TRY(source_.skip(padded(*size)));
        return std::optional<BatchItem>{std::move(item)};
      }
      ODCA_TRY(source_.read_exactly(item.content.data(), item.content.size()));
      ODCA_TRY(source_.skip(padded(*size) - *size));
      return std::optional<BatchItem>{std::move(item)};
    }
  }

  /// id_of is the archive and the entry's name. A name that was there before gets the entry's number, and once more
  /// should that be the name of another: two lines with one source would be about nobody knows which file.
  std::string id_of(const std::string& name) {
    std::string id = item_name(cat(source_.label(), ':', name));
    while (!names_.insert(id)) id += cat(" (entry ", entries_, ')');
    return id;
  }

  static bool is_zero(const Header& header) {
    return std::all_of(header.begin(), header.end(), [](std::uint8_t b) { return b == 0; });
  }

  Error damaged(std::string_view what) const {
    return {.code = Errc::syntax,
            .message = cat(quote(source_.label()), " is not a readable tar archive: ", what),
            .hint = "make the archive again with: tar -cf fleet.tar FOLDER",
            .reason = "damaged-archive"};
  }

  /// check_rest reads the padding after the end mark. Archives written one after the other would lose all but the
  /// first.
  Status check_rest() {
    while (true) {
      ODCA_TRY_ASSIGN(const ByteView block, source_.peek_buffered());
      if (block.empty()) return {};
      if (std::any_of(block.begin(), block.end(), [](std::uint8_t b) { return b != 0; }))
        return damaged("there is something after its end; give archives one by one");
      ODCA_TRY(source_.skip(block.size()));
    }
  }

  /// skip_sparse_map passes over the blocks that continue the map of holes of an old GNU header ("isextended" in
  /// tar.h).
  Status skip_sparse_map(const Header& header) {
    std::uint8_t more = header[482];
    while (more != 0) {
      Header block{};
      ODCA_TRY(source_.read_exactly(block.data(), kBlock));
      more = block[504];
    }
    return {};
  }

  static std::uint64_t padded(std::uint64_t size) { return (size + kBlock - 1) / kBlock * kBlock; }

  static std::string name_of(const Header& header) {
    const std::string_view name = field(header, 0, 100);
    const bool posix = std::memcmp(header.data() + 257, "ustar\0", 6) == 0;
    const std::string_view prefix = posix ? field(header, 345, 155) : std::string_view{};
    return prefix.empty() ? std::string(name) : cat(prefix, '/', name);
  }

  Result<std::string> read_small(std::uint64_t size) {
    if (size > kMaxName) {
      return Error{.code = Errc::syntax,
                   .message = cat(quote(source_.label()), " names an entry with ", size, " characters"),
                   .hint = "names up to 16384 characters are read",
                   .reason = "damaged-archive"};
    }
    std::string text(static_cast<std::size_t>(padded(size)), '\0');                             // fits: small
    ODCA_TRY(source_.read_exactly(reinterpret_cast<std::uint8_t*>(text.data()), text.size()));  // char to byte
    text.resize(static_cast<std::size_t>(size));
    return text;
  }

  ByteSource source_;
  std::size_t max_item_;
  std::uint64_t entries_ = 0;  // from 1, of those that are items
  Names names_{};
};

}  // namespace

bool is_tar(ByteView head) {
  if (head.size() < kBlock) return false;
  // Archives from before POSIX have no magic; the checksum of their first header tells them.
  Header header{};
  std::copy(head.begin(), head.begin() + kBlock, header.begin());
  return std::memcmp(head.data() + 257, "ustar", 5) == 0 || (head[0] != 0 && checksum_holds(header));
}

std::unique_ptr<ItemStream> tar_stream(ByteSource source, std::size_t max_item) {
  return std::make_unique<TarStream>(std::move(source), max_item);
}

}  // namespace odca::batch
