// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the strict reader takes, and everything that it refuses, with reason and place.
#include <gtest/gtest.h>

#include "yaml/yaml.h"

namespace odca::yaml {
namespace {

struct Refused {
  const char* about;
  std::string text;
  const char* reason;
  const char* place;
};

// Prints the sentence in test output instead of bytes.
void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.about; }

class Refuses : public testing::TestWithParam<Refused> {};

TEST_P(Refuses, WithReasonAndPlace) {
  const auto document = parse(GetParam().text, "file.yaml");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().reason.text(), GetParam().reason) << describe(document.error());
  ASSERT_EQ(document.error().trace.size(), 2U);
  EXPECT_EQ(document.error().trace[0], GetParam().place);
  EXPECT_EQ(document.error().trace[1], "file.yaml");
}

std::string nested(std::size_t levels) { return std::string(levels, '[') + "a" + std::string(levels, ']'); }

std::string repeated(std::size_t times, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

const Refused kRefused[] = {
    {"an empty file", "", "empty", "line 1, column 1"},
    {"only a comment", "# nothing\n", "empty", "line 1, column 1"},
    {"a document without content", "---\n", "empty", "line 2, column 1"},
    {"a root that is null", "~\n", "empty", "line 1, column 1"},
    {"an alias", "a: b\nc: *x\n", "yaml", "line 2, column 4"},
    {"an anchor, before any alias can follow it", "a: &x b\nc: *x\n", "anchor", "line 1, column 4"},
    {"an anchor on a mapping", "&x\na: b\n", "anchor", "line 1, column 1"},
    {"an anchor on a key", "&x a: b\n", "anchor", "line 1, column 1"},
    {"a local tag", "a: !x b\n", "tag", "line 1, column 4"},
    {"a core tag", "a: !!str b\n", "tag", "line 1, column 4"},
    {"a verbatim tag", "!<tag:yaml.org,2002:map> {a: b}\n", "tag", "line 1, column 1"},
    {"the non-specific tag, which yaml-cpp reports like quotes", "a: ! b\n", "tag", "line 1, column 4"},
    {"the non-specific tag on a sequence", "a: ! [b]\n", "tag", "line 1, column 4"},
    {"a key twice", "a: b\nc: d\na: e\n", "duplicate-key", "line 3, column 1"},
    {"a key twice, once quoted", "a: b\n'a': c\n", "duplicate-key", "line 2, column 1"},
    {"a key twice in a flow mapping", "x: {a: b, a: c}\n", "duplicate-key", "line 1, column 11"},
    {"a merge key after the same merge key", "<<: {a: b}\n<<: {a: c}\n", "duplicate-key", "line 2, column 1"},
    {"a second document", "a: b\n---\nc: d\n", "second-document", "line 2, column 1"},
    {"a second document that is empty", "a: b\n---\n", "second-document", "line 2, column 1"},
    {"a second document after the end mark", "a: b\n...\nc: d\n", "second-document", "line 3, column 1"},
    {"a second document without any mark", "{a: b} {c: d}\n", "second-document", "line 1, column 8"},
    {"text after a quoted scalar", "'a' b\n", "second-document", "line 1, column 5"},
    {"a sequence as key", "? [a]\n: b\n", "key", "line 1, column 3"},
    {"a mapping as key", "{{a: b}: c}\n", "key", "line 1, column 2"},
    {"a key that is null", "- : a\n", "key", "line 1, column 3"},
    {"a value that is missing", "a:\nb: c\n", "no-value", "line 2, column 1"},
    {"a value that is a tilde", "a: ~\n", "no-value", "line 1, column 4"},
    {"a value that is null", "a: null\n", "no-value", "line 1, column 4"},
    {"an element that is missing", "[a, , b]\n", "no-value", "line 1, column 5"},
    {"a flow mapping of keys alone", "{a, b}\n", "no-value", "line 1, column 3"},
    {"a YAML directive", "%YAML 1.1\n---\na: b\n", "directive", "line 1, column 1"},
    {"an unknown directive", "# x\n%FOO bar\n---\na: b\n", "directive", "line 2, column 1"},
    {"brackets not closed", "a: [b\n", "yaml", "line 2, column 1"},
    {"braces not closed", "a: {b: c\n", "yaml", "line 2, column 1"},
    {"a tab as indentation", "a:\n\tb: c\n", "yaml", "line 2, column 3"},
    {"a quote not closed", "a: 'b", "yaml", "line 2, column 6"},
    {"a quote not closed, with a line end", "a: 'b\n", "yaml", "line 2, column 6"},
    {"a double quote that swallows the next key", "a: \"b\nc: d\n\n  \n", "yaml", "line 5, column 6"},
    {"a text instead of a document", "hello\n", "scalar-document", "line 1, column 1"},
    {"a block text instead of a document", "--- |\n  hello\n", "scalar-document", "line 1, column 5"},
    {"a byte order mark",
     "\xEF\xBB\xBF"
     "a: b\n",
     "control-character", "line 1, column 1"},
    {"UTF-16",
     std::string("\xFF\xFE"
                 "a\0",
                 4),
     "not-yaml", "line 1, column 1"},
    {"a NUL", std::string("a: b\0c\n", 7), "control-character", "line 1, column 5"},
    {"an escape sequence for a terminal", "a: b\n# \x1B[2K\n", "control-character", "line 2, column 3"},
    {"a carriage return alone, which hides a line on a terminal", "a: b\rc\n", "control-character", "line 1, column 5"},
    {"a bidirectional control in a comment", "a: b # \xE2\x80\xAE\n", "control-character", "line 1, column 8"},
    {"an overlong encoding", "a: \xC0\xAF\n", "encoding", "line 1, column 4"},
    {"a surrogate", "a: \xED\xA0\x80\n", "encoding", "line 1, column 4"},
    {"a cut-off character", "a: \xE2\x82", "encoding", "line 1, column 4"},
    {"an escaped NUL", "a: \"\\0\"\n", "control-character", "line 1, column 4"},
    {"an escaped bidirectional control", "a: \"\\u202e\"\n", "control-character", "line 1, column 4"},
    {"33 levels", nested(33), "too-deep", "line 1, column 33"},
    {"33 levels in a block", repeated(33, "- ") + "a\n", "too-deep", "line 1, column 65"},
    {"5,000 levels", nested(5000), "too-deep", "line 1, column 33"},
    {"a line of brackets", std::string(20'000, '['), "too-many", "line 1, column 1"},
    {"more than 100,000 values", repeated(100'000, "- a\n"), "too-many", "line 100000, column 3"},
    {"more than 1 MiB", std::string((1U << 20U) + 1, '#'), "too-big", "line 1, column 1"},
};
INSTANTIATE_TEST_SUITE_P(Yaml, Refuses, testing::ValuesIn(kRefused));

TEST(YamlParse, KeepsOrderTextAndPlaces) {
  const auto document = parse("b: 0x10\na:\n  - 'yes'\n  - {c: 010}\n", "f");
  ASSERT_TRUE(document) << describe(document.error());
  ASSERT_EQ(document->kind(), Node::Kind::mapping);
  ASSERT_EQ(document->keys().size(), 2U);
  EXPECT_EQ(document->keys()[0].text(), "b");
  EXPECT_EQ(document->items()[0].text(), "0x10");
  const Node& list = document->items()[1];
  ASSERT_EQ(list.kind(), Node::Kind::sequence);
  ASSERT_EQ(list.items().size(), 2U);
  EXPECT_TRUE(list.items()[0].quoted());
  EXPECT_EQ(list.items()[0].line(), 3U);
  EXPECT_EQ(list.items()[0].column(), 5U);
  EXPECT_EQ(list.items()[1].items()[0].text(), "010");
  EXPECT_FALSE(list.items()[1].items()[0].quoted());
}

TEST(YamlParse, TakesOneDocumentWithMarksCommentsAndWindowsLineEnds) {
  const auto document = parse("# c\r\n---\r\na: b # d\r\n...\r\n# e\r\n", "f");
  ASSERT_TRUE(document) << describe(document.error());
  EXPECT_EQ(document->items()[0].text(), "b");
}

TEST(YamlParse, Takes32Levels) { EXPECT_TRUE(parse(nested(32), "f")); }

TEST(YamlParse, TakesTextInOtherScripts) {
  const auto document = parse("a: Prüfgerät \xE2\x80\x94 試験\n", "f");
  ASSERT_TRUE(document) << describe(document.error());
  EXPECT_EQ(document->items()[0].text(), "Prüfgerät \xE2\x80\x94 試験");
}

TEST(YamlParse, TakesBlockText) {
  const auto document = parse("a: |\n  one\n  two\n", "f");
  ASSERT_TRUE(document) << describe(document.error());
  EXPECT_EQ(document->items()[0].text(), "one\ntwo\n");
  EXPECT_TRUE(document->items()[0].quoted());
}

TEST(YamlParse, TakesAnEndWithoutLineEnd) {
  const auto document = parse("a: b\nc: |\n  x", "f");
  ASSERT_TRUE(document) << describe(document.error());
  EXPECT_EQ(document->items()[0].text(), "b");
  EXPECT_EQ(document->items()[1].text(), "x\n");
}

TEST(YamlParse, KeepsTrailingLinesOfBlockText) {
  const auto document = parse("- |+\n  x\n\n\n", "f");
  ASSERT_TRUE(document) << describe(document.error());
  EXPECT_EQ(document->items()[0].text(), "x\n\n\n");
}

TEST(YamlParse, LeavesMergeKeysToTheReaderOfTheMapping) {
  const auto document = parse("<<: {a: b}\n", "f");
  ASSERT_TRUE(document) << describe(document.error());
  const auto fields = Fields::of(*document, {"a"});
  ASSERT_FALSE(fields);
  EXPECT_EQ(fields.error().reason.text(), "unknown-key");
}

TEST(YamlParse, NamesTheFirstOfTwoEqualKeys) {
  const auto document = parse("a: b\n\na: c\n", "f");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().hint, "the first is on line 1");
}

}  // namespace
}  // namespace odca::yaml
