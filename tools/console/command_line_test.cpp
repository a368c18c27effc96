// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "command_line.h"

#include <gtest/gtest.h>

#include "values.h"

namespace odca::cli {
namespace {

/// Given is what a command of every kind of option got.
struct Given {
  std::string file{};
  std::vector<std::string> chains{};
  std::vector<std::string> keys{};
  std::optional<std::string> policy{};
  std::optional<std::string> comment{};
  std::optional<Time> at{};
  unsigned wait = 10;
  std::optional<Bytes> upid{};
  int phase = 0;
  bool strict = false;
  bool user = false;
  Output output{};
};

void take(CommandLine& line, Given& given) {
  line.add({"--chain", "FILE...", "certificates"}, given.chains);
  line.add({"--key", "KEYFILE", "a key; once for each"}, given.keys);
  line.add({"--policy", "FILE", "policy"}, given.policy);
  line.add({.name = "--comment", .value = "TEXT", .help = "comment", .may_be_empty = true}, given.comment);
  line.add({"--at", "TIME", "time"}, given.at);
  line.add({"--wait", "SECONDS", "how long to wait"}, 1, 60, given.wait);
  line.add({"--upid", "HEX", "id"}, Reader<Bytes>(read_hex), given.upid);
  line.add({"--phase", "PHASE", "provisioning phase of the device"}, Choices<int>{{"before", 1}, {"after", 2}},
           given.phase);
  line.add({"--strict", {}, "warnings refuse"}, given.strict);
  line.add({"--user", {}, "of this user"}, given.user);
  line.output({Format::text, Format::json, Format::md}, given.output);
}

struct Read {
  Given given{};
  Result<CommandLine::Wish> wish = CommandLine::Wish::work;
  std::string error() const { return wish ? "" : wish.error().message + " | " + wish.error().hint; }
};
Read read(const std::vector<std::string>& words, bool with_argument = false) {
  Read result;
  CommandLine line("tool", "do it");
  take(line, result.given);
  if (with_argument) line.argument({.name = "FILE", .help = "the file"}, result.given.file);
  line.exclusive({"--policy", "--user"});
  result.wish = line.parse(words);
  return result;
}
using Words = std::vector<std::string>;

TEST(CommandLine, DefaultsStayWhereNothingIsGiven) {
  const Read nothing = read({});
  EXPECT_EQ(nothing.error(), "");
  EXPECT_EQ(nothing.given.wait, 10U);
  EXPECT_EQ(nothing.given.phase, 1);
  EXPECT_FALSE(nothing.given.policy || nothing.given.at || nothing.given.strict);
  EXPECT_EQ(nothing.given.output.format, Format::text);
}
TEST(CommandLine, EveryTypeIsRead) {
  const Read all = read({"--policy", "p.yaml", "--at=2027-01-01T00:00:00Z", "--wait", "60", "--upid", "00:ff",
                         "--phase", "after", "--strict", "--comment", "", "--format=md"});
  EXPECT_EQ(all.error(), "");
  EXPECT_EQ(all.given.policy, "p.yaml");
  EXPECT_EQ(format_time(all.given.at.value_or(Time{})), "2027-01-01T00:00:00Z");
  EXPECT_EQ(all.given.wait, 60U);
  EXPECT_EQ(all.given.upid, (Bytes{0, 0xff}));
  EXPECT_EQ(all.given.phase, 2);
  EXPECT_TRUE(all.given.strict);
  EXPECT_EQ(all.given.comment, "");
  EXPECT_EQ(all.given.output.format, Format::md);
}
TEST(CommandLine, SomeOptionsAreRepeatedAndSomeTakeSeveralValues) {
  const Read many = read({"--chain", "a", "b", "--key", "k", "--chain", "c", "--key", "l", "file"}, true);
  EXPECT_EQ(many.error(), "");
  EXPECT_EQ(many.given.chains, (Words{"a", "b", "c"}));
  EXPECT_EQ(many.given.keys, (Words{"k", "l"}));
  EXPECT_EQ(many.given.file, "file");
}
TEST(CommandLine, JsonIsAFormat) {
  EXPECT_TRUE(read({"--json"}).given.output.json());
  EXPECT_TRUE(read({"--format", "json"}).given.output.json());
  EXPECT_EQ(read({"--json", "--format", "md"}).error(),
            "'--json' and '--format' exclude each other | give one of them");
}
TEST(CommandLine, ValuesAreTakenAsTheyAre) {
  EXPECT_EQ(read({"--policy", "[a,b]"}).given.policy, "[a,b]");
  EXPECT_EQ(read({"--chain", "[a,b]", "{}"}).given.chains, (Words{"[a,b]", "{}"}));
  EXPECT_EQ(read({"[a,b]"}, true).given.file, "[a,b]");
  EXPECT_EQ(read({"--policy", "-"}).given.policy, "-");
  EXPECT_EQ(read({"--policy=a=b"}).given.policy, "a=b");
  EXPECT_EQ(read({"--comment", "-1"}).given.comment, "-1");
  EXPECT_EQ(read({"--", "--strict"}, true).given.file, "--strict");
}
TEST(CommandLine, OptionsAreRefusedInWordsOfOurOwn) {
  EXPECT_EQ(read({"--polcy", "x"}).error(), "unknown option '--polcy' | did you mean '--policy'; see tool help do it");
  EXPECT_EQ(read({"--nothing-like-it=3"}).error(), "unknown option '--nothing-like-it' | see tool help do it");
  EXPECT_EQ(read({"-x"}).error(), "unknown option '-x' | see tool help do it");
  EXPECT_EQ(read({"--at"}).error(), "missing value of option '--at' | see tool help do it");
  EXPECT_EQ(read({"--policy", "--strict"}).error(), "missing value of option '--policy' | see tool help do it");
  EXPECT_EQ(read({"--policy=", "--strict"}).error(), "empty value of option '--policy' | see tool help do it");
  EXPECT_EQ(read({"--policy", ""}).error(), "empty value of option '--policy' | see tool help do it");
  EXPECT_EQ(read({"--key", "a", "--key", ""}).error(), "empty value of option '--key' | see tool help do it");
  EXPECT_EQ(read({"--policy", "a", "--policy", "a"}).error(), "duplicate option '--policy' | give it once");
  EXPECT_EQ(read({"--strict", "--strict"}).error(), "duplicate option '--strict' | give it once");
  EXPECT_EQ(read({"--strict=no"}).error(), "unexpected value of option '--strict' | see tool help do it");
  EXPECT_EQ(read({"--policy", "a", "--user"}).error(), "'--policy' and '--user' exclude each other | give one of them");
}
TEST(CommandLine, ValuesAreRefusedWithWhatWasExpected) {
  EXPECT_EQ(read({"--wait", "0"}).error(),
            "--wait: expected a number from 1 to 60, found '0' | write decimal digits only");
  EXPECT_EQ(read({"--wait", "61"}).error(),
            "--wait: expected a number from 1 to 60, found '61' | write decimal digits only");
  EXPECT_EQ(read({"--phase", "aftre"}).error(),
            "--phase: unknown value 'aftre' | did you mean 'after'; one of: before after");
  EXPECT_TRUE(read({"--at", "yesterday"}).error().starts_with("--at: not a time: 'yesterday'"));
  EXPECT_TRUE(read({"--upid", "0"}).error().starts_with("--upid: expected hexadecimal bytes"));
}
TEST(CommandLine, ArgumentsAreCounted) {
  EXPECT_EQ(read({"x"}).error(), "unexpected argument 'x' | see tool help do it");
  EXPECT_EQ(read({}, true).error(), "missing argument FILE | write: tool do it FILE [options]");
  EXPECT_EQ(read({"a", "b"}, true).error(), "unexpected argument 'b' | write: tool do it FILE [options]");
  EXPECT_EQ(read({""}, true).error(), "empty argument FILE | write: tool do it FILE [options]");
}
TEST(CommandLine, ArgumentsHaveNamesAndTheLastMayBeMany) {
  std::string before;
  std::string after;
  std::vector<std::string> more;
  CommandLine line("tool", "join");
  line.argument({"OLD", {}, "one side"}, before);
  line.argument({"NEW", {}, "the other"}, after);
  line.arguments({"FILE...", {}, "more"}, 2, more);
  EXPECT_EQ(line.usage(), "tool join OLD NEW FILE FILE... [options]");
  EXPECT_EQ(line.parse({"a"}).error().message, "missing argument NEW");
  EXPECT_EQ(line.parse({"a", "b", "c"}).error().message, "missing argument FILE...");
  EXPECT_EQ(line.parse({"a", ""}).error().message, "missing argument FILE...");
  EXPECT_EQ(line.parse({"a", "", "c", "d"}).error().message, "empty argument NEW");
  EXPECT_TRUE(line.parse({"a", "b", "c", "d", "e"}));
  EXPECT_EQ(before + after, "ab");
  EXPECT_EQ(more, (Words{"c", "d", "e"}));
}
TEST(CommandLine, HelpAndVersionComeBeforeWhatIsMissing) {
  EXPECT_EQ(*read({"--help"}, true).wish, CommandLine::Wish::help);
  EXPECT_EQ(*read({"-h", "--strict"}, true).wish, CommandLine::Wish::help);
  EXPECT_EQ(*read({"--version", "--json"}, true).wish, CommandLine::Wish::version);
  EXPECT_FALSE(read({"--help", "--unknown"}, true).wish);
}
TEST(CommandLine, WhatIsRequiredIsAskedFor) {
  std::optional<std::string> out;
  std::optional<std::string> pem;
  std::optional<std::string> tuf;
  CommandLine line("tool", "put");
  line.add({.name = "--out", .value = "FILE", .help = "where to", .required = true}, out);
  line.add({"--pem", "FILE", "as PEM"}, pem);
  line.add({"--tuf", "DIR", "as TUF"}, tuf);
  line.exactly_one({"--pem", "--tuf"});
  EXPECT_EQ(line.usage(), "tool put --out FILE --pem FILE | --tuf DIR [options]");
  const auto parsed = line.parse({});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().message, "missing option '--out'");
  const auto both = line.parse({"--out", "x", "--pem", "a", "--tuf", "b"});
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().message, "expected one of '--pem' and '--tuf', found 2 of them");
}
TEST(CommandLine, ARequestForJsonIsSeenWhateverElseIsThere) {
  CommandLine line("tool", "");
  EXPECT_TRUE(line.asks_for_json({"nonsense", "--json"}));
  EXPECT_TRUE(line.asks_for_json({"--nonsense", "--format=json"}));
  EXPECT_TRUE(line.asks_for_json({"--format", "json"}));
  EXPECT_FALSE(line.asks_for_json({"--format", "text"}));
  EXPECT_FALSE(line.asks_for_json({"--", "--json"}));
  std::optional<std::string> file;
  line.add({"--json", "FILE", "where to"}, file);
  EXPECT_FALSE(line.asks_for_json({"--json", "file"}));
}
TEST(CommandLine, TheHelpHasTypesAndDefaultsInGroups) {
  Given given;
  CommandLine line("tool", "do it");
  line.argument({.name = "FILE", .help = "the file"}, given.file);
  take(line, given);
  const std::string help = line.help_of_words();
  for (const char* row :
       {"arguments:\n  FILE                  the file\n", "options:\n  --chain FILE...       certificates\n",
        "  --wait SECONDS        how long to wait; default 10\n",
        "  --phase PHASE         provisioning phase of the device: before (default), after\n",
        "  --format FORMAT       form of the answer: text (default), json, md\n",
        "other options:\n  --color WHEN          "})
    EXPECT_NE(help.find(row), std::string::npos) << row << help;
}

}  // namespace
}  // namespace odca::cli
