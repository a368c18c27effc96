#include "batch/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/text.h"

namespace odca::batch {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

Error io_error(const std::string& label, const char* what) {
  return {.code = Errc::io, .message = cat(what, ' ', quote(label), ": ", std::strerror(errno)), .hint = {}};
}

}  // namespace

Result<ByteSource> ByteSource::open(const std::string& path) {
  if (path == "-") return ByteSource({stdin, {}}, "standard input");
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return io_error(path, "cannot open");
  return ByteSource({file, {}}, path);
}

Status ByteSource::fill() {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_));  // begin_ <= size()
  begin_ = 0;
  const std::size_t old = buffer_.size();
  buffer_.resize(old + kBlock);
  const std::size_t got = std::fread(buffer_.data() + old, 1, kBlock, file_.get());
  buffer_.resize(old + got);
  if (got == 0 && std::ferror(file_.get()) != 0) return io_error(label_, "cannot read");
  return {};
}

Result<ByteView> ByteSource::peek(std::size_t size) {
  while (buffer_.size() - begin_ < size) {
    const std::size_t before = buffer_.size() - begin_;
    ODCA_TRY(fill());
    if (buffer_.size() - begin_ == before) break;
  }
  return ByteView(buffer_).subspan(begin_, std::min(size, buffer_.size() - begin_));
}

Result<ByteView> ByteSource::peek_buffered() {
  if (begin_ == buffer_.size()) ODCA_TRY(fill());
  return ByteView(buffer_).subspan(begin_);
}

Result<std::size_t> ByteSource::read(std::uint8_t* out, std::size_t size) {
  if (begin_ == buffer_.size()) ODCA_TRY(fill());
  const std::size_t count = std::min(size, buffer_.size() - begin_);
  std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), count, out);  // begin_ <= size()
  begin_ += count;
  consumed_ += count;
  return count;
}

Status ByteSource::read_exactly(std::uint8_t* out, std::size_t size) {
  while (size > 0) {
    ODCA_TRY_ASSIGN(const std::size_t got, read(out, size));
    if (got == 0) {
      return Error{.code = Errc::io,
                   .message = cat(quote(label_), " ends in the middle of an entry"),
                   .hint = "the file was cut off; copy it again",
                   .reason = "cut-off"};
    }
    out += got;
    size -= got;
  }
  return {};
}

Status ByteSource::skip(std::uint64_t size) {
  std::uint8_t sink[4096];
  while (size > 0) {
    const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(size, sizeof sink));  // fits: <= 4096
    ODCA_TRY(read_exactly(sink, part));
    size -= part;
  }
  return {};
}

}  // namespace odca::batch
