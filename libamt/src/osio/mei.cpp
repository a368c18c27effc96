// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The MEI driver's rules: one descriptor for each connection, whole messages, what each error number means.
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "io/text.h"
#include "osio/mei_calls.h"
#include "osio/time_left.h"
#include "wire/clients.h"

namespace odca::amt {
namespace {

constexpr std::string_view kDevices[] = {"/dev/mei", "/dev/mei0", "/dev/mei1", "/dev/mei2", "/dev/mei3"};
/// kPause is how long to wait before a busy device is asked again.
constexpr milliseconds kPause{250};
/// kWritePause: credits for the next message come back within milliseconds.
constexpr milliseconds kWritePause{20};
/// kLargest is far above any client seen (8192); a larger number is no size.
constexpr std::uint32_t kLargest = 1U << 20U;

/// ErrorRow says what an error number of the driver means.
struct ErrorRow {
  int number;
  Errc code;
  ReasonId reason;
  std::string_view hint;
};
constexpr std::string_view kLoadDriver =
    "load the driver (modprobe mei_me); where that changes nothing, this machine has no Intel ME or its firmware setup "
    "turned it off";
constexpr std::string_view kWaitForReset = "the firmware was reset or dropped the connection; try again in a minute";
constexpr std::string_view kHangs = "try again; where it stays so, the firmware hangs until the machine is powered off";
constexpr std::string_view kGrant = "run it as root, or give your account access to the device file";
constexpr std::string_view kEndOthers = "end the other programs that talk to the firmware";
constexpr ErrorRow kErrors[] = {
    {EACCES, Errc::permission, "mei-permission", kGrant},
    {EPERM, Errc::permission, "mei-permission", kGrant},
    {ENOENT, Errc::device, "mei-absent", kLoadDriver},
    {ENOTDIR, Errc::device, "mei-absent", kLoadDriver},
    {ENXIO, Errc::device, "mei-absent", kLoadDriver},
    {ENOTTY, Errc::device, "heci-no-client", "this platform has no Intel AMT, or its firmware setup turned it off"},
    {EBUSY, Errc::device, "heci-busy", kEndOthers},
    {EMFILE, Errc::device, "heci-busy", kEndOthers},
    {ENFILE, Errc::device, "heci-busy", kEndOthers},
    {ETIME, Errc::timeout, "timed-out", kHangs},
    {ETIMEDOUT, Errc::timeout, "timed-out", kHangs},
    {EFBIG, Errc::limit, "too-big", ""},
    {EMSGSIZE, Errc::limit, "too-big", ""},
    {ENODEV, Errc::device, "heci-gone", kWaitForReset},
};

/// problem is the error of a call; a number without a row leaves the connection as useless as a lost one.
Error problem(std::string_view doing, long result) {
  const int number = static_cast<int>(-result);  // an errno
  Error error{.code = Errc::device,
              .message = cat(doing, ": ", std::generic_category().message(number)),
              .hint = std::string(kWaitForReset),
              .reason = "heci-gone"};
  for (const ErrorRow& row : kErrors) {
    if (row.number != number) continue;
    error.code = row.code;
    error.hint = row.hint;
    error.reason = row.reason;
  }
  return error;
}

/// is_busy: asking again may help, and nothing was sent.
bool is_busy(long result) { return result == -EBUSY || result == -EAGAIN || result == -EMFILE || result == -ENFILE; }

std::string_view client_name(const Guid& client) {
  constexpr std::pair<const Guid*, std::string_view> kNames[] = {{&wire::kPthi, "PTHI"},
                                                                 {&wire::kLme, "LME"},
                                                                 {&wire::kWatchdog, "watchdog"},
                                                                 {&wire::kUpid, "UPID"},
                                                                 {&wire::kMkhi, "MKHI"}};
  for (const auto& [guid, name] : kNames)
    if (*guid == client) return name;
  return "of another name";
}

class MeiClient final : public HeciClient {
 public:
  MeiClient(MeiCalls& calls, Clock& clock, std::string device, int descriptor, const MeiProperties& properties)
      : calls_(calls), clock_(clock), device_(std::move(device)), descriptor_(descriptor), properties_(properties) {}
  MeiClient(const MeiClient&) = delete;
  MeiClient& operator=(const MeiClient&) = delete;
  ~MeiClient() override { calls_.close(descriptor_); }

  Status send(ByteView message, Deadline deadline) override;
  Result<Bytes> receive(Deadline deadline) override;
  std::size_t max_message() const override { return properties_.max_message; }
  unsigned protocol_version() const override { return properties_.protocol_version; }

 private:
  /// gone ends the connection for good: what came after a reset would answer nothing that we asked.
  Error gone(Error error) {
    gone_ = true;
    return error;
  }
  Error is_gone() const { return problem(cat("cannot go on with '", device_, "'"), -ENODEV); }
  Error timed_out(std::string_view doing) const {
    return {.code = Errc::timeout,
            .message = cat(doing, " '", device_, "' took too long"),
            .hint = std::string(kHangs),
            .reason = "timed-out"};
  }
  Result<Bytes> read_message();

  MeiCalls& calls_;
  Clock& clock_;
  std::string device_;
  int descriptor_;
  MeiProperties properties_;
  bool gone_ = false;
};

Status MeiClient::send(ByteView message, Deadline deadline) {
  if (message.empty() || message.size() > properties_.max_message)
    return Error{.code = Errc::limit,
                 .message = cat("a message of '", message.size(), "' bytes is not between 1 and the '",
                                properties_.max_message, "' that the firmware takes"),
                 .reason = "too-big"};
  bool busy = false;
  while (!gone_) {
    const milliseconds left = time_left(clock_.now(), deadline);
    if (left.count() == 0)
      return busy ? problem(cat("cannot write to '", device_, "'"), -EBUSY) : timed_out("writing to");
    const long written = calls_.write(descriptor_, message);
    if (std::cmp_equal(written, message.size())) return {};
    if (written == -EINTR) continue;  // the call does not wait, so that it was interrupted before it took anything
    if (!is_busy(written)) {
      // A driver that took a part has no way to take the rest.
      return gone(problem(cat("cannot write to '", device_, "'"), written < 0 ? written : -EIO));
    }
    busy = true;
    clock_.sleep(std::min(kWritePause, left));
  }
  return is_gone();
}

Result<Bytes> MeiClient::receive(Deadline deadline) {
  while (!gone_) {
    const milliseconds left = time_left(clock_.now(), deadline);
    if (left.count() == 0) return timed_out("waiting for the answer of");
    const int events = calls_.wait(descriptor_, left);
    if (events == 0 || events == -EINTR) continue;
    if (events < 0) return gone(problem(cat("cannot wait for '", device_, "'"), events));
    // What arrived before the driver lost the firmware is still there to be read.
    if ((events & POLLIN) == 0) return gone(problem(cat("cannot read from '", device_, "'"), -ENODEV));
    Result<Bytes> message = read_message();
    if (!message || !message->empty()) return message;
  }
  return is_gone();
}

/// read_message returns nothing when there was nothing to read after all.
Result<Bytes> MeiClient::read_message() {
  // A smaller buffer would leave the rest of the message to be taken for the next one.
  Bytes message(properties_.max_message);
  const long size = calls_.read(descriptor_, message);
  if (size == -EINTR || size == -EAGAIN) return Bytes();
  if (size <= 0) return gone(problem(cat("cannot read from '", device_, "'"), size < 0 ? size : -ENODEV));
  message.resize(static_cast<std::size_t>(size));  // above 0, and at most the buffer
  return message;
}

class Mei final : public Heci {
 public:
  Mei(MeiCalls& calls, Clock& clock, std::string device) : calls_(calls), clock_(clock), device_(std::move(device)) {}
  Result<std::unique_ptr<HeciClient>> connect(const Guid& client, Deadline deadline) override;
  std::string name() const override { return device_; }

 private:
  /// try_once returns a connected descriptor, or the number of the error.
  int try_once(const Guid& client, MeiProperties& properties) {
    const int descriptor = calls_.open(device_);
    if (descriptor < 0) return descriptor;
    const int connected = calls_.connect(descriptor, client, properties);
    if (connected >= 0) return descriptor;
    calls_.close(descriptor);
    return connected;
  }
  Error refusal(const Guid& client, int result) const;

  MeiCalls& calls_;
  Clock& clock_;
  std::string device_;
};

Error Mei::refusal(const Guid& client, int result) const {
  Error error =
      problem(cat("cannot connect to the firmware's client '", client_name(client), "' by '", device_, "'"), result);
  if (result == -EBUSY && client == wire::kLme)
    error.hint = "Intel LMS or another management agent holds it, and the firmware allows one: stop that service";
  return error;
}

Result<std::unique_ptr<HeciClient>> Mei::connect(const Guid& client, Deadline deadline) {
  int result = -ETIME;
  for (milliseconds left = time_left(clock_.now(), deadline); left.count() > 0;
       left = time_left(clock_.now(), deadline)) {
    MeiProperties properties;
    const int tried = try_once(client, properties);
    if (tried == -EINTR) continue;
    if (tried >= 0) {
      auto connection = std::make_unique<MeiClient>(calls_, clock_, device_, tried, properties);
      if (properties.max_message > 0 && properties.max_message <= kLargest) return {std::move(connection)};
      return Error{
          .code = Errc::protocol,
          .message = cat("the driver of '", device_, "' names '", properties.max_message,
                         "' bytes as the largest message of the firmware's client '", client_name(client), "'"),
          .reason = "too-big"};
    }
    result = tried;
    if (!is_busy(result)) break;
    // The driver frees a connection some time after its file was closed.
    clock_.sleep(std::min(kPause, left));
  }
  return refusal(client, result);
}

/// look opens a device file and closes it again. What may pass until the first connection is no failure yet.
int look(MeiCalls& calls, const std::string& path) {
  int descriptor = -EINTR;
  while (descriptor == -EINTR) descriptor = calls.open(path);
  if (descriptor >= 0) calls.close(descriptor);
  return descriptor >= 0 || is_busy(descriptor) || descriptor == -ENODEV ? 0 : descriptor;
}

bool is_absent(int result) { return result == -ENOENT || result == -ENXIO || result == -ENOTDIR; }

}  // namespace

Result<std::unique_ptr<Heci>> open_mei_with(MeiCalls& calls, Clock& clock, const std::string& path) {
  std::vector<std::string> candidates{path};
  if (path.empty()) candidates.assign(std::begin(kDevices), std::end(kDevices));
  for (const std::string& candidate : candidates) {
    const int seen = look(calls, candidate);
    if (seen == 0) return {std::make_unique<Mei>(calls, clock, candidate)};
    if (is_absent(seen)) continue;
    Error error = problem(cat("cannot open '", candidate, "'"), seen);
    if (error.code == Errc::device) error.reason = "mei-absent";  // whatever is there is no driver that works
    return error;
  }
  return problem(path.empty() ? "there is no device file '/dev/mei' or '/dev/mei0' to '/dev/mei3'"
                              : cat("there is no device file '", path, "'"),
                 -ENOENT);
}

}  // namespace odca::amt
