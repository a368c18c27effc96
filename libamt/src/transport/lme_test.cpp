// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// lme_port over transcripts: every message that is sent, and none twice.
#include <gtest/gtest.h>

#include <utility>

#include "io/test_clock.h"
#include "io/test_reason.h"
#include "odca/amt/stream.h"
#include "pthi/test_heci.h"

namespace odca::amt {
namespace {

class LmeOverTranscript : public ::testing::Test {
 protected:
  /// play begins a transcript, a file's or its own text.
  void play(const std::string& transcript) {
    heci_ = std::make_unique<ScriptedHeci>(
        transcript.find('\n') == std::string::npos ? ScriptedHeci::of_file(transcript) : transcript);
    port_ = lme_port(*heci_, clock_);
  }
  Deadline late() const { return clock_.in(milliseconds(20'000)); }
  /// connect is a stream, which must be one.
  std::unique_ptr<ByteStream> connect() {
    auto stream = port_->connect(late());
    EXPECT_EQ(reason(stream), "fine");
    return stream ? *std::move(stream) : nullptr;
  }
  /// refusal is the error of a connection that there must not be.
  Status refusal() {
    auto stream = port_->connect(late());
    EXPECT_FALSE(stream);
    return stream ? Status() : Status(std::move(stream).error());
  }
  /// text is what a stream says, or why it says nothing.
  std::string text(ByteStream& stream) {
    Bytes room(4096);
    const auto count = stream.read(room, late());
    return count ? std::string(as_text(ByteView(room).first(*count))) : reason(count);
  }
  std::string write(ByteStream& stream, std::string_view text) { return reason(stream.write(as_bytes(text), late())); }
  void TearDown() override {
    port_.reset();
    EXPECT_TRUE(heci_->is_done()) << "not all of the transcript was played";
  }

  TestClock clock_{};
  std::unique_ptr<ScriptedHeci> heci_{};
  std::unique_ptr<Connector> port_{};
};

TEST_F(LmeOverTranscript, CarriesARequestAndItsAnswer) {
  play("lme-request");
  const auto stream = connect();
  ASSERT_TRUE(stream);
  EXPECT_EQ(write(*stream, "hello"), "fine");
  EXPECT_EQ(text(*stream), "answer");
  EXPECT_EQ(text(*stream), "");
  EXPECT_EQ(text(*stream), "") << "an end remains one";
  EXPECT_EQ(write(*stream, "more"), "connection-reset");
  EXPECT_EQ(clock_.slept(), milliseconds(0));
}
TEST_F(LmeOverTranscript, SpeaksFirstWhereAmtIsSilent) {
  play("lme-silent");
  EXPECT_TRUE(connect());
}
TEST_F(LmeOverTranscript, LetsAmtAuthenticateNobody) {
  play("lme-authenticating");
  EXPECT_TRUE(connect());
}
TEST_F(LmeOverTranscript, AsksAgainWhereAmtRenewedItsPorts) {
  play("lme-renewed");
  EXPECT_TRUE(connect());
  EXPECT_EQ(clock_.slept(), milliseconds(250));
}
TEST_F(LmeOverTranscript, AsksAgainWhileAmtStartsItsPorts) {
  play("lme-restarting");
  EXPECT_TRUE(connect());
  EXPECT_EQ(clock_.slept(), milliseconds(500));
}
TEST_F(LmeOverTranscript, AsksThreeTimesAndNoMore) {
  play("lme-refused");
  const Status refused = refusal();
  ASSERT_FALSE(refused);
  EXPECT_EQ(reason(refused), "connect-refused");
  EXPECT_EQ(refused.error().code, Errc::io);
  EXPECT_EQ(refused.error().message, "the firmware refused a channel to its port '16993' over LME with reason '4'");
}
TEST_F(LmeOverTranscript, AsksOnceWhereNothingWillChange) {
  play("lme-unknown-type");
  EXPECT_EQ(reason(refusal()), "connect-refused");
  EXPECT_EQ(clock_.slept(), milliseconds(0));
}
TEST_F(LmeOverTranscript, LosesNoChannelToACloseOfAnother) {
  play("lme-stale-close");
  const auto stream = connect();
  ASSERT_TRUE(stream);
  EXPECT_EQ(text(*stream), "answer");
}
TEST_F(LmeOverTranscript, KeepsWhatComesForAnotherStream) {
  play("lme-two-channels");
  auto first = connect(), second = connect();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(text(*second), "second");
  EXPECT_EQ(text(*first), "first");
  second.reset();
  first.reset();
}
TEST_F(LmeOverTranscript, SendsNoMoreThanAmtTakes) {
  play("lme-window");
  const auto stream = connect();
  ASSERT_TRUE(stream);
  EXPECT_EQ(write(*stream, "abcdef"), "fine");
  EXPECT_EQ(text(*stream), "now");
}
TEST_F(LmeOverTranscript, EndsASessionInWhichAmtSendsTooMuch) {
  play("lme-overrun");
  const auto stream = connect();
  ASSERT_TRUE(stream);
  EXPECT_EQ(text(*stream), "connection-reset");
  EXPECT_EQ(write(*stream, "x"), "connection-reset");
  EXPECT_TRUE(heci_->is_done()) << "LME is free again, though the stream is still there";
}
TEST_F(LmeOverTranscript, SendsNothingAgainAfterTheFirmwareWasReset) {
  play("lme-gone");
  const auto stream = connect();
  ASSERT_TRUE(stream);
  EXPECT_EQ(write(*stream, "hello"), "fine");
  EXPECT_EQ(text(*stream), "connection-reset");
  EXPECT_TRUE(connect()) << "over a new connection, while the stream of the old one is still there";
  EXPECT_EQ(text(*stream), "connection-reset");
}
TEST_F(LmeOverTranscript, FindsOutThatTheFirmwareWasResetMeanwhile) {
  play("lme-gone-unseen");
  EXPECT_TRUE(connect());
  EXPECT_TRUE(connect());
}
TEST_F(LmeOverTranscript, SaysWhatCameBeforeAmtDisconnected) {
  play("lme-disconnected");
  const auto first = connect(), second = connect();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(text(*second), "connection-reset");
  EXPECT_EQ(text(*first), "bye");
  EXPECT_EQ(text(*first), "connection-reset");
}
TEST_F(LmeOverTranscript, ClosesAChannelThatIsConfirmedTooLate) {
  play("lme-late-confirmation");
  EXPECT_EQ(reason(refusal()), "timed-out");
  EXPECT_TRUE(connect());
}

const std::string kVersions =
    "@ lme\n< c0 00 00 00 01 00 00 00 00 00*84\n> c0 00 00 00 01 00 00 00 00 00 00 00 01 00*80\n";
const std::string kOffered = kVersions +
                             "< 05 00 00 00 12 \"pfwd@amt.intel.com\"\n> 06 00 00 00 12 \"pfwd@amt.intel.com\"\n"
                             "< 50 00 00 00 0d \"tcpip-forward\" 00 00*4 00 00 42 61\n";
/// asked is the wish for channel `number`, a digit.
std::string asked(char number) {
  return std::string("> 5a 00 00 00 0f \"forwarded-tcpip\" 00 00 00 0") + number +
         " 00 00 10 00 ff*4 00 00 00 09 \"127.0.0.1\" 00 00 42 61 00 00 00 09 \"127.0.0.1\" 00 00 c0 00\n";
}
const std::string kConfirmed = "< 5b 00 00 00 01 00 00 00 00 00 00 10 00 ff*4\n";
const std::string kNonsense = "< 63\n> 01 00 00 00 02 00 00\n";

TEST_F(LmeOverTranscript, SaysWhoHoldsLme) {
  play("! heci-busy\n");
  const Status refused = refusal();
  ASSERT_FALSE(refused);
  EXPECT_EQ(reason(refused), "heci-busy");
  EXPECT_EQ(refused.error().code, Errc::device);
  EXPECT_EQ(refused.error().message, "LME is held by Intel LMS or another program: the transcript says so");
}
TEST_F(LmeOverTranscript, SaysThatThereIsNoLme) {
  play("! heci-no-client\n");
  EXPECT_EQ(reason(refusal()), "heci-no-client");
}
TEST_F(LmeOverTranscript, SaysThatTheFirmwareIsGone) {
  play("@ lme\n! heci-gone\n");
  EXPECT_EQ(reason(refusal()), "heci-gone");
}
TEST_F(LmeOverTranscript, SaysThatAmtOffersNoPort) {
  play(kVersions + "! timed-out\n");
  const Status refused = refusal();
  ASSERT_FALSE(refused);
  EXPECT_EQ(reason(refused), "timed-out");
  EXPECT_EQ(refused.error().message, "the firmware did not offer its port '16993' over LME in time");
}
TEST_F(LmeOverTranscript, GoesOnWithAHandshakeThatTookTooLong) {
  std::string transcript = ScriptedHeci::of_file("lme-silent");
  transcript.insert(transcript.find("< 05"), "! timed-out\n");
  play(transcript);
  EXPECT_EQ(reason(refusal()), "timed-out");
  EXPECT_TRUE(connect());
}
TEST_F(LmeOverTranscript, RefusesWhatIsNoMessage) {
  play("@ lme\n" + kNonsense);
  const Status refused = refusal();
  ASSERT_FALSE(refused);
  EXPECT_EQ(reason(refused), "apf-syntax");
  EXPECT_EQ(refused.error().code, Errc::protocol);
}
TEST_F(LmeOverTranscript, OpensNoSecondConnectionForWhatIsNoMessage) {
  play(kOffered + asked('1') + kConfirmed + "> 61 00 00 00 00\n" + asked('2') + kNonsense);
  EXPECT_TRUE(connect());
  EXPECT_EQ(reason(refusal()), "apf-syntax");
}
TEST_F(LmeOverTranscript, OpensOneConnectionAnewAndNoMore) {
  play(kOffered + asked('1') + kConfirmed + "> 61 00 00 00 00\n! heci-gone\n@ lme\n! heci-gone\n");
  EXPECT_TRUE(connect());
  EXPECT_EQ(reason(refusal()), "heci-gone");
}
TEST_F(LmeOverTranscript, DoesNotWaitForAnotherTryBeyondTheDeadline) {
  play(kOffered + asked('1') + "< 5c 00 00 00 01 00 00 00 01 00*8\n");
  EXPECT_EQ(reason(port_->connect(clock_.in(milliseconds(250)))), "connect-refused");
  EXPECT_EQ(clock_.slept(), milliseconds(0));
}
TEST_F(LmeOverTranscript, LosesAStreamWhoseMessageMayNotHaveBeenSent) {
  play(kOffered + asked('1') + kConfirmed + "! timed-out\n");
  const auto stream = connect();
  ASSERT_TRUE(stream);
  EXPECT_EQ(write(*stream, "hello"), "connection-reset");
  EXPECT_EQ(text(*stream), "connection-reset");
}
TEST_F(LmeOverTranscript, SaysThatTheSessionEndedBeforeItsChannel) {
  play(kVersions + "< 01 00 00 00 0b 00 00\n");
  EXPECT_EQ(reason(refusal()), "connection-reset");
}
TEST_F(LmeOverTranscript, NamesThePortAndTheDevice) {
  play("# nothing\n");
  EXPECT_EQ(port_->name(), "port 16993 over LME of a transcript");
}
TEST_F(LmeOverTranscript, ConnectsNobodyBeforeTheFirstStream) { play("# nothing\n"); }
TEST_F(LmeOverTranscript, RefusesToReadIntoNoRoom) {
  play("lme-silent");
  const auto stream = connect();
  ASSERT_TRUE(stream);
  EXPECT_EQ(reason(stream->read({}, late())), "usage");
}
TEST_F(LmeOverTranscript, DoesNothingAfterTheDeadline) {
  play("lme-silent");
  const auto stream = connect();
  ASSERT_TRUE(stream);
  Bytes room(1);
  EXPECT_EQ(reason(stream->read(room, {clock_.now()})), "timed-out");
  EXPECT_EQ(reason(stream->write(room, {clock_.now()})), "timed-out");
  EXPECT_EQ(reason(port_->connect({clock_.now()})), "timed-out");
}

/// SilentHeci has a client that takes messages of a chosen size and says nothing.
class SilentHeci final : public Heci {
 public:
  explicit SilentHeci(std::size_t most) : most_(most) {}
  Result<std::unique_ptr<HeciClient>> connect(const Guid& /*client*/, Deadline /*deadline*/) override {
    return {std::make_unique<Client>(most_)};
  }
  std::string name() const override { return "silence"; }

 private:
  class Client final : public HeciClient {
   public:
    explicit Client(std::size_t most) : most_(most) {}
    Status send(ByteView /*message*/, Deadline /*deadline*/) override { return {}; }
    Result<Bytes> receive(Deadline /*deadline*/) override {
      return Error{.code = Errc::timeout, .message = "silence", .reason = "timed-out"};
    }
    std::size_t max_message() const override { return most_; }
    unsigned protocol_version() const override { return 1; }

   private:
    std::size_t most_;
  };
  std::size_t most_;
};

TEST(LmePort, NeedsMessagesThatHoldAVersion) {
  TestClock clock;
  for (const auto& [most, expected] :
       {std::pair(93, "timed-out"), std::pair(92, "apf-syntax"), std::pair(0, "apf-syntax")}) {
    SilentHeci heci(static_cast<std::size_t>(most));  // not negative
    EXPECT_EQ(reason(lme_port(heci, clock)->connect(clock.in(milliseconds(20'000)))), expected) << most;
  }
}

}  // namespace
}  // namespace odca::amt
