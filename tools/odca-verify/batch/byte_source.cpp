#include "batch/byte_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

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

Error no_regular_file(const std::string& path) {
  return {.code = Errc::io,
          .message = cat(quote(path), " is a pipe, a socket or a device, expected a file or a folder"),
          .hint = "JSON Lines and tar archives may come from a pipe by standard input: … | odca-verify batch -",
          .reason = "unreadable-file"};
}

ByteSource::File::~File() {
  if (number_ > STDIN_FILENO) ::close(number_);
}

Result<ByteSource> ByteSource::open(const std::string& path, const std::atomic<bool>* stop) {
  if (path == "-") return ByteSource(File(STDIN_FILENO), "standard input", stop);
  File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.number() < 0) return io_error(path, "cannot open");
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) return io_error(path, "cannot examine");
  if (!S_ISREG(about.st_mode)) return no_regular_file(path);
  return ByteSource(std::move(file), path, stop);
}

/// wait returns when a read would not block. Any thread may have taken the signal, so the flag is looked at besides.
Status ByteSource::wait() const {
  constexpr int kLook = 100;  // milliseconds
  while (stop_ != nullptr) {
    if (stop_->load())
      return Error{.code = Errc::io, .message = cat("stopped while reading ", quote(label_)), .hint = {}};
    pollfd ready{.fd = file_.number(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, kLook) > 0) break;
  }
  return {};
}

Status ByteSource::fill() {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_));  // begin_ <= size()
  begin_ = 0;
  const std::size_t old = buffer_.size();
  ssize_t got = -1;
  do {
    ODCA_TRY(wait());
    buffer_.resize(old + kBlock);
    got = ::read(file_.number(), buffer_.data() + old, kBlock);
    buffer_.resize(old + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));  // 0 to kBlock
  } while (got < 0 && (errno == EINTR || errno == EAGAIN));
  if (got < 0) return io_error(label_, "cannot read");
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
