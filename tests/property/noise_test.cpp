// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What stands around the certificates of a dump costs little and changes nothing: NUL bytes, text, private keys, other
// blocks, repeated and broken certificates; and beyond its limits nothing is read.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "loaded_vectors.h"

namespace odca::vectors {
namespace {

constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";

std::string dump_of(const std::string& name) {
  std::ifstream in(loaded_vector(name).vector.chain, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Evidence evidence_in(const std::string& dump, const Limits& limits = {}) {
  Result<Dump> read = read_dump(as_bytes(dump), "noise.pem", limits);
  if (!read) throw std::runtime_error(describe(read.error()));
  Evidence evidence;
  evidence.add(*std::move(read));
  return evidence;
}

std::string block(const std::string& label, const std::string& base64) {
  return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
}

/// any_noise is what people and machines leave between the blocks of a dump.
std::string any_noise() {
  const std::string text = *rc::gen::container<std::string>(rc::gen::inRange('!', '-'));  // no marker begins in it
  switch (*rc::gen::inRange(0, 7)) {
    case 0:
      return std::string(*rc::gen::inRange<std::size_t>(1, 2000), '\0') + "\n";
    case 1:
      return block("EC PRIVATE KEY", "MHcCAQEEIAAAAAAA");
    case 2:
      return block("DH PARAMETERS", "MEYCQQ==");
    case 3:
      return block("CERTIFICATE", "MIIB");
    case 4:
      return "depth=2 " + text + "\r\n\r\n";
    case 5:
      return "\xff\xfe\x01 " + text + "\n";
    default:
      return std::string(*rc::gen::inRange<std::size_t>(1, 5000), '\n');
  }
}

RC_GTEST_PROP(Noise, around_the_blocks_changes_no_verdict, ()) {
  const Loaded& given = loaded_vector("lnl");
  std::string noisy = "noise\n";
  std::string rest = dump_of("lnl");
  while (!rest.empty()) {
    const std::size_t end = rest.find(kBegin, 1);
    noisy += rest.substr(0, end) + any_noise();
    rest = end == std::string::npos ? "" : rest.substr(end);
  }
  const Verdict verdict = judge(given, evidence_in(noisy));
  RC_ASSERT(verdict.trusted());
  RC_ASSERT(verdict.path.size() == 6U);
}

/// times repeats a text.
std::string times(const std::string& text, std::size_t count) {
  std::string all;
  all.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::size_t items(const Dump& dump) { return dump.certificates.size() + dump.unreadable.size(); }

class Flood : public testing::TestWithParam<std::string> {};

TEST_P(Flood, IsReadToTheLimitAndRejected) {
  const std::string flood = times(GetParam(), 10'000);
  const Limits limits;
  ASSERT_LE(flood.size(), limits.input_bytes);
  const Result<Dump> dump = read_dump(as_bytes(flood + dump_of("lnl")), "flood.pem", limits);
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_LE(items(*dump), limits.certificates);
  ASSERT_FALSE(dump->limits.empty());
  EXPECT_EQ(dump->limits[0].limit.text(), "certificates");

  const Loaded& given = loaded_vector("lnl");
  const Verdict verdict = judge(given, evidence_in(flood + dump_of("lnl")));
  EXPECT_FALSE(verdict.trusted());
  EXPECT_LE(verdict.work.signature_checks, limits.signature_checks);
}

INSTANTIATE_TEST_SUITE_P(Blocks, Flood,
                         testing::Values(block("CERTIFICATE", "MAA="), block("CERTIFICATE", "MIIB"),
                                         block("CERTIFICATE", ""), block("CERTIFICATE", "MIAAAA==") + "\n\n",
                                         std::string(kBegin) + "\n"));

TEST(Flood, OfTenThousandCopiesIsReadToTheLimit) {
  const Loaded& plain = loaded_vector("rfc-plain");
  const Bytes& der = plain.evidence.certificates[1].certificate->der;
  const std::string all = times(std::string(as_text(der)), 10'000);
  const Limits limits{.input_bytes = all.size()};
  const Result<Dump> dump = read_dump(as_bytes(all), "copies.der", limits);
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(items(*dump), limits.certificates);
  ASSERT_FALSE(dump->limits.empty());
  EXPECT_EQ(dump->limits[0].limit.text(), "certificates");
}

TEST(Flood, OfMoreBytesThanAllowedIsNotLookedAt) {
  const Limits limits;
  const std::string chain = dump_of("lnl");
  const std::string enough = std::string(limits.input_bytes - chain.size(), '\n') + chain;
  EXPECT_TRUE(judge(loaded_vector("lnl"), evidence_in(enough)).trusted());
  const Result<Dump> more = read_dump(as_bytes("\n" + enough), "flood.pem", limits);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, Errc::limit);
}

}  // namespace
}  // namespace odca::vectors
