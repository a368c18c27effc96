// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One thread takes the kernel's requests one after another, so that two messages of one client cannot overtake each
// other. Nothing in it waits: a read that finds no answer is put aside, and is answered by the write that brings one,
// by LME when it has something to say, or by a signal. Each message is with the firmware, and its answer in the queue,
// before its write returns.
#include "mei_fuse/mei_file.h"

#define FUSE_USE_VERSION 312
#include <fcntl.h>
#include <fuse3/fuse_lowlevel.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <thread>
#include <utility>

#include "mei_fuse/mount_place.h"
#include "mei_fuse/open_file.h"

namespace odca::amtsim {
namespace {

// linux/mei.h has them under the names IOCTL_MEI_CONNECT_CLIENT and IOCTL_MEI_CONNECT_CLIENT_VTAG.
constexpr unsigned kConnect = 0xC0104801, kConnectWithTag = 0xC0144804;
constexpr mode_t kMode = S_IFREG | S_IRUSR | S_IWUSR;
constexpr double kForever = 3600;  // seconds for which the kernel may keep the attributes: they never change

/// Waiting is a read that found no answer.
struct Waiting {
  fuse_req_t request;
  std::size_t size;
};

/// Handle is an open file, the reads that wait for it, and the poll that is to be told.
struct Handle {
  explicit Handle(const Device& device) : file(device) {}
  OpenFile file;
  std::deque<Waiting> waiting{};
  fuse_pollhandle* poll = nullptr;
};

/// Handles are the open files by their number.
struct Handles {
  Device device;
  std::map<std::uint64_t, Handle> open{};
  std::uint64_t last = 0;
};

Handles& handles(fuse_req_t request) {
  return *static_cast<Handles*>(fuse_req_userdata(request));  // what the session was made with
}
Handle& handle(fuse_req_t request, const fuse_file_info* info) { return handles(request).open.at(info->fh); }

/// as_chars is for libfuse, which takes bytes as characters.
const char* as_chars(ByteView bytes) { return as_text(bytes).data(); }

void forget_poll(Handle& handle) {
  if (handle.poll != nullptr) fuse_pollhandle_destroy(std::exchange(handle.poll, nullptr));
}

/// deliver gives answers to the reads that wait, and tells who polls.
void deliver(Handle& handle) {
  while (!handle.waiting.empty() && handle.file.readable()) {
    const Waiting read = handle.waiting.front();
    handle.waiting.pop_front();
    const Bytes answer = *handle.file.take(read.size);
    fuse_reply_buf(read.request, as_chars(answer), answer.size());
  }
  if (handle.poll == nullptr || !handle.file.readable()) return;
  fuse_lowlevel_notify_poll(handle.poll);
  forget_poll(handle);
}

// The operations, as libfuse calls them.

/// on_init lets the kernel put every release in line at once, where it would keep all but twelve back; see on_flush.
void on_init(void*, fuse_conn_info* connection) { connection->max_background = 0xFFFF; }

void on_getattr(fuse_req_t request, fuse_ino_t number, fuse_file_info*) {
  struct stat attributes {};
  attributes.st_ino = number;
  attributes.st_mode = kMode;
  attributes.st_nlink = 1;
  attributes.st_uid = geteuid();
  attributes.st_gid = getegid();
  fuse_reply_attr(request, &attributes, kForever);
}

/// on_setattr changes nothing and says nothing, as a device file does when it is opened to be cut to length 0.
void on_setattr(fuse_req_t request, fuse_ino_t number, struct stat*, int, fuse_file_info* info) {
  on_getattr(request, number, info);
}

void on_open(fuse_req_t request, fuse_ino_t, fuse_file_info*) {
  Handles& all = handles(request);
  const std::uint64_t number = ++all.last;
  all.open.try_emplace(number, all.device);
  // FOPEN_STREAM, for which libfuse has no word: a regular file's position has a lock, and a read that waits would hold
  // it against the write of another thread.
  fuse_open_out answer{};
  answer.fh = number;
  answer.open_flags = FOPEN_DIRECT_IO | FOPEN_NONSEEKABLE | FOPEN_STREAM;
  // The structure is what the kernel reads. ENOENT: the opening program was interrupted, and will not release.
  if (fuse_reply_buf(request, reinterpret_cast<const char*>(&answer), sizeof answer) == -ENOENT) all.open.erase(number);
}

void on_release(fuse_req_t request, fuse_ino_t, fuse_file_info* info) {
  forget_poll(handle(request, info));
  handles(request).open.erase(info->fh);
  fuse_reply_err(request, 0);
}

/// on_flush is called for each close, of a copy too, and does not tell how many copies are left: LME must not be taken
/// from a program that closed one of two. on_release, called for the last, frees it early enough, although close does
/// not wait for it: the kernel has put it in line before close returns, and this thread takes it before what follows.
void on_flush(fuse_req_t request, fuse_ino_t, fuse_file_info*) { fuse_reply_err(request, 0); }

void on_interrupt(fuse_req_t request, void* of) {
  Handle& handle = *static_cast<Handle*>(of);  // what on_read named
  const auto found = std::find_if(handle.waiting.begin(), handle.waiting.end(),
                                  [&](const Waiting& each) { return each.request == request; });
  if (found == handle.waiting.end()) return;
  handle.waiting.erase(found);
  fuse_reply_err(request, EINTR);
}

void on_read(fuse_req_t request, fuse_ino_t, std::size_t size, off_t, fuse_file_info* info) {
  Handle& handle = amtsim::handle(request, info);
  if (!handle.file.connected()) {
    fuse_reply_err(request, ENODEV);
    return;
  }
  if (const auto answer = handle.file.take(size)) {
    fuse_reply_buf(request, as_chars(*answer), answer->size());
    return;
  }
  if ((info->flags & O_NONBLOCK) != 0) {
    fuse_reply_err(request, EAGAIN);
    return;
  }
  handle.waiting.push_back({request, size});
  fuse_req_interrupt_func(request, on_interrupt, &handle);  // called at once when the signal was quicker
}

void on_write(fuse_req_t request, fuse_ino_t, const char* bytes, std::size_t size, off_t, fuse_file_info* info) {
  Handle& handle = amtsim::handle(request, info);
  // The kernel splits a write that is longer than a request; its first part is refused already.
  const int problem = handle.file.write(as_bytes({bytes, size}));
  if (problem != 0) {
    fuse_reply_err(request, problem);
    return;
  }
  deliver(handle);
  fuse_reply_write(request, size);
}

void on_ioctl(fuse_req_t request, fuse_ino_t, unsigned command, void*, fuse_file_info* info, unsigned, const void* in,
              std::size_t in_size, std::size_t out_size) {
  amt::Guid client;
  if (command != kConnect || in_size != client.size() || out_size != client.size()) {
    // Events (IOCTL_MEI_NOTIFY_SET) are not supported either.
    fuse_reply_err(request, command == kConnectWithTag ? EOPNOTSUPP : ENOTTY);
    return;
  }
  std::copy_n(static_cast<const std::uint8_t*>(in), client.size(), client.begin());  // the argument's bytes
  Handle& handle = amtsim::handle(request, info);
  const int problem = handle.file.connect(client);
  if (problem != 0) {
    fuse_reply_err(request, problem);
    return;
  }
  const Bytes properties = handle.file.properties();
  fuse_reply_ioctl(request, 0, properties.data(), properties.size());
}

void on_poll(fuse_req_t request, fuse_ino_t, fuse_file_info* info, fuse_pollhandle* poll) {
  Handle& handle = amtsim::handle(request, info);
  if (poll != nullptr) {
    forget_poll(handle);
    handle.poll = poll;
  }
  const unsigned ready = POLLOUT | (handle.file.readable() ? unsigned{POLLIN} : 0U);
  fuse_reply_poll(request, handle.file.connected() ? ready : unsigned{POLLERR});
}

constexpr fuse_lowlevel_ops operations() {
  fuse_lowlevel_ops all{};
  all.init = on_init;
  all.getattr = on_getattr;
  all.setattr = on_setattr;
  all.open = on_open;
  all.release = on_release;
  all.flush = on_flush;
  all.read = on_read;
  all.write = on_write;
  all.ioctl = on_ioctl;
  all.poll = on_poll;
  return all;
}

/// said is what libfuse said on this thread; it would print it.
thread_local std::string said;
void keep_what_is_said(fuse_log_level, const char* format, va_list values) {
  std::array<char, 256> line{};
  std::vsnprintf(line.data(), line.size(), format, values);
  said = line.data();
  if (const std::size_t end = said.find('\n'); end != std::string::npos) said.resize(end);
}

Error not_mounted(const std::string& path) {
  const bool may = geteuid() == 0 && access("/dev/fuse", R_OK | W_OK) == 0;
  return {.code = may ? Errc::device : Errc::permission,
          .message = "cannot mount on '" + path + "': " + (said.empty() ? "FUSE gives no reason" : said),
          .hint =
              "FUSE needs /dev/fuse and the right to mount: run amt-sim as root, or in a mount name space of its own "
              "(unshare -Urmn)",
          .reason = "mei-not-mounted"};
}

/// Session is libfuse's, unmounted and freed at its end.
struct EndSession {
  void operator()(fuse_session* session) const {
    fuse_session_unmount(session);
    fuse_session_destroy(session);
  }
};
using Session = std::unique_ptr<fuse_session, EndSession>;

class MountedFile : public MeiFile {
 public:
  MountedFile(Firmware& firmware, TalkingClient* lme, MountPlace place)
      : place_(std::move(place)), handles_{{.firmware = firmware, .lme = lme, .wake = [this] { wake(); }}} {}
  ~MountedFile() override;
  Status start();

 private:
  void serve();
  void wake() { eventfd_write(bell_, 1); }

  // The session ends before the place, whose file it covers.
  MountPlace place_;
  Handles handles_;
  Session session_{};
  int bell_ = -1;  ///< an eventfd that wakes the thread: LME speaks, or it is to stop
  std::atomic<bool> stopping_{false};
  std::thread thread_{};
};

Status MountedFile::start() {
  fuse_set_log_func(keep_what_is_said);
  said.clear();
  // No allow_other: only the user who runs the simulator gets in, as with the driver's file.
  char name[] = "amt-sim", option[] = "-o", options[] = "fsname=amt-sim,subtype=mei";
  char* words[] = {name, option, options, nullptr};
  fuse_args arguments = FUSE_ARGS_INIT(3, words);
  static constexpr fuse_lowlevel_ops kOperations = operations();
  fuse_session* const session = fuse_session_new(&arguments, &kOperations, sizeof kOperations, &handles_);
  fuse_opt_free_args(&arguments);
  if (session == nullptr) return not_mounted(place_.path());
  session_.reset(session);
  if (fuse_session_mount(session, place_.path().c_str()) != 0) return not_mounted(place_.path());
  bell_ = eventfd(0, EFD_CLOEXEC);
  const int device = fuse_session_fd(session);
  // A request that is taken back between poll and read must not leave the thread in the read.
  const int flags = fcntl(device, F_GETFL);
  if (bell_ < 0 || flags < 0 || fcntl(device, F_SETFL, flags | O_NONBLOCK) != 0) return not_mounted(place_.path());
  thread_ = std::thread([this] { serve(); });
  return {};
}

void MountedFile::serve() {
  fuse_session* const session = session_.get();
  fuse_buf buffer{};
  pollfd ready[] = {{fuse_session_fd(session), POLLIN, 0}, {bell_, POLLIN, 0}};
  while (fuse_session_exited(session) == 0 && !stopping_) {
    if (poll(ready, std::size(ready), -1) < 0) continue;  // a signal
    eventfd_t rung = 0;
    if (ready[1].revents != 0) {
      eventfd_read(bell_, &rung);
      for (auto& [number, handle] : handles_.open) deliver(handle);
    }
    if (ready[0].revents != 0 && fuse_session_receive_buf(session, &buffer) > 0)
      fuse_session_process_buf(session, &buffer);
  }
  for (auto& [number, handle] : handles_.open) {
    forget_poll(handle);
    for (const Waiting& read : handle.waiting) fuse_reply_err(read.request, ENODEV);
  }
  handles_.open.clear();  // what LME has to say wakes nobody any more
  std::free(buffer.mem);
}

MountedFile::~MountedFile() {
  if (thread_.joinable()) {
    stopping_ = true;
    wake();
    thread_.join();
  }
  if (bell_ >= 0) close(bell_);
}

}  // namespace

Result<std::unique_ptr<MeiFile>> MeiFile::mount(Firmware& firmware, const std::string& path, TalkingClient* lme) {
  ODCA_TRY_ASSIGN(MountPlace place, MountPlace::prepare(path));
  auto file = std::make_unique<MountedFile>(firmware, lme, std::move(place));
  ODCA_TRY(file->start());
  return std::unique_ptr<MeiFile>(std::move(file));
}

}  // namespace odca::amtsim
