// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the commands of publishers print with --json keeps to docs/trust-bundle.schema.json.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "report/json_schema_test.h"
#include "shell.h"

namespace odca::cli_test {
namespace {

/// kStory makes a release; each line of standard output is the answer of a command.
constexpr const char* kStory = R"sh(
. ../../bundles/publisher.sh
cd "$SCRATCH"
echo "$PUBLISHER_PASSPHRASE" > pass
trust-bundle key new a.key --cost interactive --passphrase-fd 3 --json 3< pass
trust-bundle key show a.key --json
trust-bundle key passwd a.key --cost interactive --passphrase-fd 3 --new-passphrase-fd 4 --json 3< pass 4< pass
trust-bundle root init --root-key a.key --release-key a.key --out root-1.json --json
trust-bundle sign root-1.json --key a.key --passphrase-fd 3 --yes --json 3< pass
publisher_manifest . 7 > m.yaml
trust-bundle build m.yaml --out u.atb --json
trust-bundle payload u.atb --document targets --out t.bin --json
trust-bundle sign u.atb --key a.key --passphrase-fd 3 --yes --out s.atb --json 3< pass
trust-bundle merge u.atb s.atb --out m.atb --json
id=$(publisher_key_id a.key)
trust-bundle add-signature m.atb --document targets --key-id $id --json \
  --signature $(grep -o '"signatures":[^]]*],"signed":{"_type":"targets"' s.atb | tail -1 | grep -o '[0-9a-f]\{128\}')
trust-bundle build m.yaml --out m.atb --check --json
trust-bundle root rotate root-1.json --out root-2.json --json
trust-bundle minisign key mini.key --unencrypted --json 2> /dev/null | tee made
trust-bundle minisign sign m.atb --key mini.key --json
trust-bundle minisign verify m.atb --public-key "$(sed 's/.*"public_key":"\([^"]*\)".*/\1/' made)" --json
trust-bundle --version --json
trust-bundle --json --version
trust-bundle sign --version --json
)sh";

constexpr const char* kSchemas[] = {
    "trust-bundle-key-new/1",       "trust-bundle-key-show/1",      "trust-bundle-key-passwd/1",
    "trust-bundle-root-init/1",     "trust-bundle-sign/1",          "trust-bundle-build/1",
    "trust-bundle-payload/1",       "trust-bundle-sign/1",          "trust-bundle-merge/1",
    "trust-bundle-add-signature/1", "trust-bundle-build/1",         "trust-bundle-root-rotate/1",
    "trust-bundle-minisign-key/1",  "trust-bundle-minisign-sign/1", "trust-bundle-minisign-verify/1",
    "trust-bundle-version/1",       "trust-bundle-version/1",       "trust-bundle-version/1"};

TEST(Publishing, EachAnswerKeepsToTheSchema) {
  const testing::SchemaCheck schema(std::string(ODCA_SOURCE_DIR "/docs/trust-bundle.schema.json"));
  const Outcome outcome = run(kStory);
  EXPECT_EQ(outcome.err, "");
  std::istringstream lines(outcome.out);
  std::string line;
  for (const char* const expected : kSchemas) {
    ASSERT_TRUE(std::getline(lines, line)) << expected;
    const auto answer = nlohmann::json::parse(line, nullptr, false);
    ASSERT_TRUE(answer.is_object()) << line;
    EXPECT_EQ(answer["schema"], expected);
    EXPECT_EQ(schema.problems(answer), std::vector<std::string>{}) << line;
  }
  EXPECT_FALSE(std::getline(lines, line)) << line;
}

}  // namespace
}  // namespace odca::cli_test
