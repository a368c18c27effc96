// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ScriptedHeci plays a transcript: whoever talks to it must send exactly what stands there, and gets what stands there.
// tests/transcripts/README.md says how one is written.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "odca/amt/heci.h"
#include "wire/clients.h"

namespace odca::amt {

/// transcript_bytes reads what is behind the mark of a line: pairs of digits, "00*17" for a byte repeated, "text" in
/// double quotes. A bar only divides.
inline Bytes transcript_bytes(std::istream& words) {
  Bytes out;
  std::string word;
  while (words >> std::ws && words.good()) {
    if (words.peek() == '"') {
      words.get();
      std::getline(words, word, '"');
      out.insert(out.end(), word.begin(), word.end());
      continue;
    }
    words >> word;
    if (word.starts_with('#')) break;
    if (word == "|") continue;
    const auto byte = from_hex(word.substr(0, 2));
    const bool repeats = word.size() > 3 && word[2] == '*';
    if (!byte || (word.size() != 2 && !repeats)) {
      ADD_FAILURE() << "a transcript holds '" << word << "'";
      return {};
    }
    out.insert(out.end(), repeats ? std::stoul(word.substr(3)) : 1, byte->front());
  }
  return out;
}

class ScriptedHeci final : public Heci {
 public:
  struct Line {
    char mark = '#';  ///< '@' connected to, '>' sent, '<' received, '!' a failure
    std::string word{};
    Bytes bytes{};
  };
  explicit ScriptedHeci(const std::string& transcript) {
    std::istringstream lines(transcript);
    for (std::string text; std::getline(lines, text);) add(text);
  }
  /// of_file reads tests/transcripts/NAME.txt.
  static std::string of_file(const std::string& name) {
    std::ifstream file(ODCA_SOURCE_DIR "/tests/transcripts/" + name + ".txt");
    EXPECT_TRUE(file.good()) << name;
    return {std::istreambuf_iterator<char>(file), {}};
  }

  Result<std::unique_ptr<HeciClient>> connect(const Guid& client, Deadline) override;
  std::string name() const override { return "a transcript"; }
  /// is_done: everything was played, and every connection closed.
  bool is_done() const { return lines_.empty() && open_ == 0; }

 private:
  class Client;
  void add(const std::string& text);
  /// take is the next line when it has this mark; a line of '!' is an error instead.
  Result<Line> take(char mark);

  std::deque<Line> lines_{};
  int open_ = 0;
};

class ScriptedHeci::Client final : public HeciClient {
 public:
  explicit Client(ScriptedHeci& script) : script_(script) { ++script_.open_; }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() override { --script_.open_; }
  Status send(ByteView message, Deadline) override {
    ODCA_TRY_ASSIGN(const Line line, script_.take('>'));
    EXPECT_EQ(to_hex(message), to_hex(line.bytes));
    return {};
  }
  Result<Bytes> receive(Deadline) override {
    ODCA_TRY_ASSIGN(Line line, script_.take('<'));
    return std::move(line.bytes);
  }
  std::size_t max_message() const override { return 5120; }
  unsigned protocol_version() const override { return 1; }

 private:
  ScriptedHeci& script_;
};

inline void ScriptedHeci::add(const std::string& text) {
  std::istringstream words(text);
  Line line;
  if (!(words >> line.mark) || line.mark == '#') return;
  if (line.mark == '@' || line.mark == '!')
    words >> line.word;
  else
    line.bytes = transcript_bytes(words);
  // '+' goes on with the message before it.
  if (line.mark == '+' && !lines_.empty())
    lines_.back().bytes.insert(lines_.back().bytes.end(), line.bytes.begin(), line.bytes.end());
  else
    lines_.push_back(std::move(line));
}

inline Result<ScriptedHeci::Line> ScriptedHeci::take(char mark) {
  if (lines_.empty() || (lines_.front().mark != mark && lines_.front().mark != '!')) {
    ADD_FAILURE() << "the transcript has no '" << mark << "' here";
    return Error{.code = Errc::protocol, .message = "the transcript goes on differently", .reason = "cut-off"};
  }
  Line line = std::move(lines_.front());
  lines_.pop_front();
  if (line.mark == mark) return line;
  const auto reason = ReasonId::from(line.word);
  EXPECT_TRUE(reason) << line.word;
  return Error{.code = Errc::device, .message = "the transcript says so", .reason = reason.value_or(ReasonId())};
}

inline Result<std::unique_ptr<HeciClient>> ScriptedHeci::connect(const Guid& client, Deadline) {
  ODCA_TRY_ASSIGN(const Line line, take('@'));
  const std::pair<std::string_view, Guid> names[] = {
      {"pthi", wire::kPthi}, {"watchdog", wire::kWatchdog}, {"upid", wire::kUpid}, {"lme", wire::kLme}};
  bool is_meant = false;
  for (const auto& [name, guid] : names) is_meant = is_meant || (name == line.word && guid == client);
  EXPECT_TRUE(is_meant) << "the transcript connects to '" << line.word << "'";
  return {std::make_unique<Client>(*this)};
}

}  // namespace odca::amt
