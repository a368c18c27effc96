// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The device file as programs meet it: open, ioctl, write, read, poll. Where FUSE cannot mount nothing is tested, and
// each test says so.
#include "mei_fuse/mei_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "firmware/test_bytes.h"
#include "lme/lme.h"
#include "lme/test_messages.h"
#include "wire/clients.h"

namespace odca::amtsim {
namespace {

using testing::hex;

/// File is an open file that closes itself.
class File {
 public:
  explicit File(int number) : number_(number) {}
  File(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { close(); }
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

  /// connect returns what the ioctl wrote; empty, and errno, when it failed.
  Bytes connect(const amt::Guid& client) const {
    Bytes argument(client.begin(), client.end());
    return ::ioctl(number_, 0xC0104801, argument.data()) == 0 ? argument : Bytes{};
  }
  /// send returns 0 or errno.
  int send(ByteView message) const {
    const ssize_t sent = ::write(number_, message.data(), message.size());
    return sent < 0 ? errno : static_cast<std::size_t>(sent) == message.size() ? 0 : -1;  // sent is not negative
  }
  /// receive returns what one read gives; empty, and errno, when it failed.
  Bytes receive(std::size_t at_most = 8192) const {
    Bytes answer(at_most);
    const ssize_t count = ::read(number_, answer.data(), answer.size());
    answer.resize(count < 0 ? 0 : static_cast<std::size_t>(count));  // not negative
    return answer;
  }
  /// ready is what poll says at once.
  short ready() const {
    pollfd one{number_, POLLIN | POLLOUT, 0};
    return ::poll(&one, 1, 0) < 0 ? short{-1} : one.revents;
  }

 private:
  int number_;
};

struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "amt-sim-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a test folder");
    path = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::filesystem::path path;
  std::string mei() const { return (path / "mei0").string(); }
};

struct DeviceFile : ::testing::Test {
  Folder folder;
  Firmware firmware{profile_named("amt20").value(), {}, 7};
  std::unique_ptr<MeiFile> mounted;

  void SetUp() override {
    auto file = MeiFile::mount(firmware, folder.mei());
    if (!file) GTEST_SKIP() << "NOT TESTED: " << describe(file.error());
    mounted = *std::move(file);
  }
  File opened(int flags = O_RDWR) const { return File(folder.mei(), flags); }
};

const Bytes kAsk = hex("05 02 51 10"), kSays = hex("e2");

TEST_F(DeviceFile, ConnectTellsTheLongestMessageAndTheVersion) {
  const File file = opened();
  EXPECT_EQ(to_hex(file.connect(amt::wire::kPthi)).substr(0, 10), "0014000001");
}
TEST_F(DeviceFile, AnswersAMessage) {
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  ASSERT_EQ(file.send(kAsk), 0);
  EXPECT_EQ(file.receive(), kSays);
}
TEST_F(DeviceFile, KeepsFilesApart) {
  const File one = opened(), other = opened();
  ASSERT_FALSE(one.connect(amt::wire::kWatchdog).empty());
  ASSERT_FALSE(other.connect(amt::wire::kMkhi).empty());
  ASSERT_EQ(one.send(kAsk), 0);
  ASSERT_EQ(other.send(hex("ff 03 00 00")), 0);
  EXPECT_EQ(other.receive(), hex("ff 83 00 89"));
  EXPECT_EQ(one.receive(), kSays);
}
TEST_F(DeviceFile, HasNoClientOfAnotherGuid) {
  const File file = opened();
  EXPECT_TRUE(file.connect(amt::wire::kLme).empty());
  EXPECT_EQ(errno, ENOTTY);
}
TEST_F(DeviceFile, RefusesASecondConnectionOfAFile) {
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  EXPECT_TRUE(file.connect(amt::wire::kWatchdog).empty());
  EXPECT_EQ(errno, EBUSY);
}
TEST_F(DeviceFile, HasNoEvents) {
  const File file = opened();
  std::uint32_t on = 1;
  EXPECT_EQ(::ioctl(file.number(), 0x40044802, &on), -1);
  EXPECT_EQ(errno, ENOTTY);
}
TEST_F(DeviceFile, HasNoTaggedConnections) {
  const File file = opened();
  std::array<std::uint8_t, 20> argument{};
  EXPECT_EQ(::ioctl(file.number(), 0xC0144804, argument.data()), -1);
  EXPECT_EQ(errno, EOPNOTSUPP);
}
TEST_F(DeviceFile, IsGoneForAFileThatIsNotConnected) {
  const File file = opened();
  EXPECT_EQ(file.send(kAsk), ENODEV);
  EXPECT_TRUE(file.receive().empty());
  EXPECT_EQ(errno, ENODEV);
  EXPECT_EQ(file.ready(), POLLERR);
}
TEST_F(DeviceFile, RefusesMessagesThatAreTooLong) {
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kPthi).empty());
  EXPECT_EQ(file.send(Bytes(5121)), EMSGSIZE);
  EXPECT_EQ(file.send(Bytes(2 * 1024 * 1024 + 1)), EMSGSIZE);
  EXPECT_EQ(file.send(Bytes(5120)), 0);
  EXPECT_EQ(firmware.seen().requests.size(), 1U);
}
TEST_F(DeviceFile, SaysTryAgainToAReaderWhoDoesNotWait) {
  const File file = opened(O_RDWR | O_NONBLOCK);
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  EXPECT_TRUE(file.receive().empty());
  EXPECT_EQ(errno, EAGAIN);
}
TEST_F(DeviceFile, GivesALongAnswerInParts) {
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kUpid).empty());
  ASSERT_EQ(file.send(hex("00 05 0000")), 0);
  EXPECT_EQ(file.receive(3), hex("00 05 04"));
  EXPECT_EQ(file.receive(), hex("00 07000000"));
}
TEST_F(DeviceFile, HasNoPositions) {
  const File file = opened();
  EXPECT_EQ(::lseek(file.number(), 0, SEEK_CUR), -1);
  EXPECT_EQ(errno, ESPIPE);
}
TEST_F(DeviceFile, MayBeOpenedToBeCutToLengthNothing) { EXPECT_GE(opened(O_RDWR | O_TRUNC).number(), 0); }
TEST_F(DeviceFile, StaysConnectedWhileACopyOfTheFileIsOpen) {
  File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  const File copy(::dup(file.number()));
  file.close();
  ASSERT_EQ(copy.send(kAsk), 0);
  EXPECT_EQ(copy.receive(), kSays);
}

TEST_F(DeviceFile, IsReadableWhenThereIsAnAnswer) {
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  EXPECT_EQ(file.ready(), POLLOUT);
  ASSERT_EQ(file.send(kAsk), 0);
  EXPECT_EQ(file.ready(), POLLIN | POLLOUT);
  ASSERT_EQ(file.receive(), kSays);
  EXPECT_EQ(file.ready(), POLLOUT);
}
TEST_F(DeviceFile, TellsWhoPolledBeforeTheAnswerCame) {
  const File file = opened(), waiter(::epoll_create1(EPOLL_CLOEXEC));
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  epoll_event event{};
  event.events = EPOLLIN;
  ASSERT_EQ(::epoll_ctl(waiter.number(), EPOLL_CTL_ADD, file.number(), &event), 0);
  ASSERT_EQ(::epoll_wait(waiter.number(), &event, 1, 0), 0);
  ASSERT_EQ(file.send(kAsk), 0);
  constexpr int kFarTooLong = 60'000;
  EXPECT_EQ(::epoll_wait(waiter.number(), &event, 1, kFarTooLong), 1);
}

/// Reader reads in a thread of its own.
class Reader {
 public:
  explicit Reader(const File& file)
      : thread_([this, &file] {
          number_ = ::gettid();
          answer_ = file.receive();
          problem_ = errno;
        }) {}
  ~Reader() {
    if (thread_.joinable()) thread_.join();
  }
  /// until_it_waits returns when the system has put the thread to sleep in its read.
  void until_it_waits() const {
    while (number_ == 0) std::this_thread::yield();
    const std::string path = "/proc/self/task/" + std::to_string(number_) + "/stat";
    for (std::string state; state != "S"; std::this_thread::yield()) {
      std::string ignored;
      std::ifstream(path) >> ignored >> ignored >> state;
    }
  }
  void interrupt() { ::pthread_kill(thread_.native_handle(), SIGUSR1); }
  Bytes answer() {
    thread_.join();
    return answer_;
  }
  int problem() const { return problem_; }

 private:
  std::atomic<pid_t> number_{0};
  Bytes answer_{};
  int problem_ = 0;
  std::thread thread_;  // last: it uses what is above
};

TEST_F(DeviceFile, WakesAReaderWhenTheAnswerComes) {
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  Reader reader(file);
  reader.until_it_waits();
  ASSERT_EQ(file.send(kAsk), 0);
  EXPECT_EQ(reader.answer(), kSays);
}
TEST_F(DeviceFile, ServesOthersWhileOneWaits) {
  const File waiting = opened(), other = opened();
  ASSERT_FALSE(waiting.connect(amt::wire::kWatchdog).empty());
  ASSERT_FALSE(other.connect(amt::wire::kWatchdog).empty());
  Reader reader(waiting);
  reader.until_it_waits();
  ASSERT_EQ(other.send(kAsk), 0);
  EXPECT_EQ(other.receive(), kSays);
  ASSERT_EQ(waiting.send(kAsk), 0);
  EXPECT_EQ(reader.answer(), kSays);
}
TEST_F(DeviceFile, LetsASignalEndARead) {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGUSR1, &action, nullptr);
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  Reader reader(file);
  reader.until_it_waits();
  reader.interrupt();
  EXPECT_TRUE(reader.answer().empty());
  EXPECT_EQ(reader.problem(), EINTR);
  ASSERT_EQ(file.send(kAsk), 0);
  EXPECT_EQ(file.receive(), kSays);
}

// ---- LME, which serves one program at a time, and speaks unasked.

struct DeviceFileWithLme : DeviceFile {
  std::vector<int> sockets{};
  Lme lme{firmware, [this](int socket) { sockets.push_back(socket); }};

  void SetUp() override {
    auto file = MeiFile::mount(firmware, folder.mei(), &lme);
    if (!file) GTEST_SKIP() << "NOT TESTED: " << describe(file.error());
    mounted = *std::move(file);
  }
  ~DeviceFileWithLme() override {
    mounted.reset();
    for (const int socket : sockets) ::close(socket);
  }
  /// channel makes AMT's channel 0, the host's 40.
  void channel(const File& file) {
    ASSERT_FALSE(file.connect(amt::wire::kLme).empty());
    for (const Bytes& message : {testing::kHostVersion, testing::kAccept, testing::kForwarded16993,
                                 testing::kForwarded664, testing::open_channel(40, 4096)})
      ASSERT_EQ(file.send(message), 0);
    for (const Bytes& message : {testing::kAmtVersion, testing::kOffer, testing::forward(16993), testing::forward(664),
                                 testing::confirmed(40, 0)})
      ASSERT_EQ(file.receive(), message);
    ASSERT_EQ(sockets.size(), 1U);
  }
  void port_says(const Bytes& data) {
    ASSERT_EQ(::send(sockets[0], data.data(), data.size(), MSG_NOSIGNAL), static_cast<ssize_t>(data.size()));  // few
  }
};
const Bytes kWords = hex("0102"), kCarried = hex("5e 00000028 00000002 0102");

TEST_F(DeviceFileWithLme, TellsItsLongestMessageAndItsVersion) {
  const File file = opened();
  EXPECT_EQ(to_hex(file.connect(amt::wire::kLme)).substr(0, 10), "0020000004");
  EXPECT_EQ(file.send(Bytes(8193)), EMSGSIZE);
  EXPECT_EQ(file.ready(), POLLIN | POLLOUT);
  EXPECT_EQ(file.receive(), testing::kAmtVersion);
  EXPECT_EQ(file.ready(), POLLOUT);
}
TEST_F(DeviceFileWithLme, IsBusyForASecondProgram) {
  const File one = opened(), other = opened();
  ASSERT_FALSE(one.connect(amt::wire::kLme).empty());
  EXPECT_TRUE(other.connect(amt::wire::kLme).empty());
  EXPECT_EQ(errno, EBUSY);
  EXPECT_FALSE(other.connect(amt::wire::kPthi).empty());
}
TEST_F(DeviceFileWithLme, IsFreeAsSoonAsTheFileIsClosed) {
  for (int times = 0; times < 20; ++times) {
    File file = opened();
    ASSERT_FALSE(file.connect(amt::wire::kLme).empty()) << times << ": " << errno;
    file.close();
  }
}
TEST_F(DeviceFileWithLme, IsFreeAsSoonAsTheProgramHasEnded) {
  for (int times = 0; times < 20; ++times) {
    const pid_t child = ::fork();
    if (child == 0) {
      int status = 1;
      for (int files = 0; files < 40; ++files) {  // which close all at once
        const int file = ::open(folder.mei().c_str(), O_RDWR);
        amt::Guid client = amt::wire::kLme;
        if (::ioctl(file, 0xC0104801, client.data()) == 0) status = 0;
      }
      ::_exit(status);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(status, 0) << times;
  }
}
TEST_F(DeviceFileWithLme, StaysTakenWhileACopyOfTheFileIsOpen) {
  File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kLme).empty());
  File copy(::dup(file.number()));
  file.close();
  File other = opened();
  EXPECT_TRUE(other.connect(amt::wire::kLme).empty());
  EXPECT_EQ(errno, EBUSY);
  EXPECT_EQ(copy.receive(), testing::kAmtVersion);
  copy.close();
  EXPECT_FALSE(other.connect(amt::wire::kLme).empty());
}
TEST_F(DeviceFileWithLme, StaysTakenWhenAChildClosesItsCopy) {
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kLme).empty());
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(opened().connect(amt::wire::kLme).empty());
  EXPECT_EQ(file.receive(), testing::kAmtVersion);
}
TEST_F(DeviceFileWithLme, EndsItsConnectionsWithTheFile) {
  File file = opened();
  channel(file);
  file.close();
  ASSERT_FALSE(opened().connect(amt::wire::kLme).empty());
  Bytes byte(1);
  EXPECT_EQ(::recv(sockets[0], byte.data(), byte.size(), 0), 0);
}
TEST_F(DeviceFileWithLme, WakesAReaderWhenThePortSpeaks) {
  const File file = opened();
  channel(file);
  Reader reader(file);
  reader.until_it_waits();
  port_says(kWords);
  EXPECT_EQ(reader.answer(), kCarried);
}
TEST_F(DeviceFileWithLme, TakesWhatOneThreadWritesWhileAnotherReads) {
  const File file = opened();
  channel(file);
  Reader reader(file);
  reader.until_it_waits();
  ASSERT_EQ(file.send(testing::data_for(0, kWords)), 0);
  EXPECT_EQ(reader.answer(), testing::adjust(40, 2));
}
TEST_F(DeviceFileWithLme, TellsWhoPolledBeforeThePortSpoke) {
  const File file = opened(), waiter(::epoll_create1(EPOLL_CLOEXEC));
  channel(file);
  epoll_event event{};
  event.events = EPOLLIN;
  ASSERT_EQ(::epoll_ctl(waiter.number(), EPOLL_CTL_ADD, file.number(), &event), 0);
  ASSERT_EQ(::epoll_wait(waiter.number(), &event, 1, 0), 0);
  port_says(kWords);
  constexpr int kFarTooLong = 60'000;
  EXPECT_EQ(::epoll_wait(waiter.number(), &event, 1, kFarTooLong), 1);
  EXPECT_EQ(file.receive(), kCarried);
}
TEST_F(DeviceFileWithLme, EndsThoughAProgramIsConnected) {
  const File file = opened();
  channel(file);
  mounted.reset();
  EXPECT_NE(file.send(testing::close_of(0)), 0);
  EXPECT_TRUE(lme.open([] {}));
}

TEST_F(DeviceFile, EndsReadsWhenItEnds) {
  const File file = opened();
  ASSERT_FALSE(file.connect(amt::wire::kWatchdog).empty());
  Reader reader(file);
  reader.until_it_waits();
  mounted.reset();
  EXPECT_TRUE(reader.answer().empty());
  EXPECT_EQ(reader.problem(), ENODEV);
  EXPECT_NE(file.send(kAsk), 0);
}
TEST_F(DeviceFile, LeavesNothingOfAFileThatWasNotThere) {
  mounted.reset();
  EXPECT_FALSE(std::filesystem::exists(folder.mei()));
}
TEST_F(DeviceFile, MayBeMountedAgainWhereItWas) {
  std::ofstream(folder.path / "kept") << "content";
  for (int times = 0; times < 2; ++times) EXPECT_TRUE(MeiFile::mount(firmware, (folder.path / "kept").string()));
  EXPECT_EQ(std::filesystem::file_size(folder.path / "kept"), 7U);
}

TEST_F(DeviceFile, IsNotMountedOverAnother) {
  const auto second = MeiFile::mount(firmware, folder.mei());
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().reason == "mei-not-mounted");
  EXPECT_GE(opened().number(), 0);
}
TEST_F(DeviceFile, IsNotMountedOverARealDevice) {
  const auto over = MeiFile::mount(firmware, "/dev/null");
  ASSERT_FALSE(over);
  EXPECT_TRUE(over.error().reason == "mei-not-mounted");
}
TEST_F(DeviceFile, IsNotMountedInAFolderThatIsNotThere) {
  EXPECT_FALSE(MeiFile::mount(firmware, (folder.path / "none" / "mei0").string()));
}

TEST(DeviceFileOfAKilledSimulator, IsTakenAwayAtTheNextStart) {
  const Folder folder;
  Firmware firmware(profile_named("amt20").value(), {}, 7);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto mounted = MeiFile::mount(firmware, folder.mei());
    const char done = mounted ? 'y' : 'n';
    if (::write(ends[1], &done, 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  char done = 'n';
  ASSERT_EQ(::read(ends[0], &done, 1), 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  ::close(ends[1]);
  if (done == 'n') GTEST_SKIP() << "NOT TESTED: FUSE cannot mount here";
  struct stat ignored {};
  ASSERT_NE(::stat(folder.mei().c_str(), &ignored), 0);
  ASSERT_EQ(errno, ENOTCONN);
  EXPECT_TRUE(MeiFile::mount(firmware, folder.mei()));
  EXPECT_EQ(::stat(folder.mei().c_str(), &ignored), 0);
}

}  // namespace
}  // namespace odca::amtsim
