// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/name.h"

#include <gtest/gtest.h>

#include "der/writer.h"
#include "odca/certificate.h"
#include "x509/test_vectors.h"

namespace odca {
namespace {

using der::kPrintableString;
using der::kUtf8String;

Bytes attribute(std::string_view type, der::Tag tag, std::string_view value) {
  return der::sequence({*der::oid(type), der::string_value(tag, value)});
}
Name named(std::initializer_list<Bytes> rdns) { return *Name::from_der(der::sequence(rdns)); }
Name cn(der::Tag tag, std::string_view value) { return named({der::set_of({attribute(kCommonName, tag, value)})}); }
bool match(const Name& a, const Name& b) { return equal(a.match_key(), b.match_key()); }

TEST(Name, AnEmptyOneHasNoAttributes) {
  EXPECT_TRUE(Name::from_der(der::sequence(std::initializer_list<Bytes>{}))->empty());
  EXPECT_TRUE(Name().empty());
  EXPECT_EQ(Name().to_string(), "");
}
TEST(Name, RefusesWhatIsNotAName) {
  for (const char* digits : {"", "3100", "30023000", "300000", "30023100",
                             "3004310230"
                             "00"})
    EXPECT_FALSE(Name::from_der(*from_hex(digits))) << digits;
}
TEST(Name, KeepsAttributesInOrder) {
  const Name name = named({der::set_of({attribute(kCountry, kPrintableString, "US")}),
                           der::set_of({attribute(kCommonName, kUtf8String, "one")}),
                           der::set_of({attribute(kCommonName, kUtf8String, "two")})});
  EXPECT_EQ(name.attributes().size(), 3U);
  EXPECT_EQ(name.first(kCommonName), "one");
  EXPECT_EQ(name.count(kCommonName), 2U);
  EXPECT_FALSE(name.first(kLocality));
  EXPECT_EQ(name.attributes()[0].string_tag, kPrintableString);
  EXPECT_EQ(name.attributes()[2].rdn, 2U);
  EXPECT_EQ(name.to_string(), "C=US, CN=one, CN=two");
}
TEST(Name, JoinsTheAttributesOfOneRdn) {
  const Name name =
      named({der::set_of({attribute(kCommonName, kUtf8String, "a"), attribute("1.2.3", kUtf8String, "b")}),
             der::set_of({attribute(kOrganization, kUtf8String, "c")})});
  EXPECT_EQ(name.to_string(), "1.2.3=b + CN=a, O=c");
}
TEST(Name, DecodesEveryStringTypeToUtf8) {
  const auto c = Certificate::from_der(test::vector_named("certificates.txt", "name-strings-of-all-types"));
  std::vector<std::string> values;
  for (const NameAttribute& each : (*c)->subject.attributes()) values.push_back(each.value);
  EXPECT_EQ(values, (std::vector<std::string>{"\xc3\xa9", "a*b@c_d&e", "\xc3\xa9", "i", "v", "1 2", "\xe2\x82\xac",
                                              "\xf0\x9f\x98\x80"}));
}
TEST(Name, EscapesSeparatorsAndControls) {
  EXPECT_EQ(cn(kUtf8String, "a, CN=b").to_string(), "CN=a\\, CN\\=b");
  EXPECT_EQ(cn(kUtf8String, " a ").to_string(), "CN=\\ a\\ ");
  EXPECT_EQ(cn(kUtf8String, "#a#").to_string(), "CN=\\#a#");
  EXPECT_EQ(cn(kUtf8String, std::string_view("a\0\n\x1b[2J\x7f", 8)).to_string(), "CN=a\\00\\0A\\1B[2J\\7F");
  EXPECT_EQ(cn(kUtf8String, "a\xc2\x9b\xc3\xa9").to_string(), "CN=a\\C2\\9B\xc3\xa9");
}
TEST(Name, CopiesShareTheirContents) {
  const Name name = cn(kUtf8String, "a");
  const Name copy = name;  // NOLINT: the copy is what is tested
  EXPECT_EQ(name.der().data(), copy.der().data());
  EXPECT_EQ(name, copy);
}

TEST(MatchKey, FoldsAsciiLetters) {
  EXPECT_TRUE(match(cn(kUtf8String, "Intel CA"), cn(kUtf8String, "INTEL ca")));
  EXPECT_FALSE(cn(kUtf8String, "Intel CA") == cn(kUtf8String, "INTEL ca"));
}
TEST(MatchKey, FoldsNoOtherLetters) { EXPECT_FALSE(match(cn(kUtf8String, "\xc3\x89"), cn(kUtf8String, "\xc3\xa9"))); }
TEST(MatchKey, FoldsWhiteSpace) {
  EXPECT_TRUE(match(cn(kUtf8String, "CSME TGL AMT  01SVN"), cn(kUtf8String, " CSME\tTGL AMT 01SVN ")));
  EXPECT_FALSE(match(cn(kUtf8String, "a b"), cn(kUtf8String, "ab")));
}
TEST(MatchKey, DoesNotTellUtf8FromPrintable) {
  EXPECT_TRUE(match(cn(kUtf8String, "a"), cn(kPrintableString, "a")));
  EXPECT_FALSE(match(cn(kUtf8String, "a"), cn(der::kTeletexString, "a")));
}
TEST(MatchKey, TellsTypesAndOrder) {
  EXPECT_FALSE(match(cn(kUtf8String, "a"), named({der::set_of({attribute(kLocality, kUtf8String, "a")})})));
  const Bytes a = attribute(kCommonName, kUtf8String, "a");
  const Bytes b = attribute(kCommonName, kUtf8String, "b");
  EXPECT_FALSE(match(named({der::set_of({a}), der::set_of({b})}), named({der::set_of({b}), der::set_of({a})})));
  EXPECT_FALSE(match(named({der::set_of({a}), der::set_of({b})}), named({der::set_of({a, b})})));
}
TEST(MatchKey, AnRdnIsASet) {
  // Encoded order differs by letter case, the set does not.
  const Name lower =
      named({der::set_of({attribute(kCommonName, kUtf8String, "a"), attribute(kCommonName, kUtf8String, "B")})});
  const Name upper =
      named({der::set_of({attribute(kCommonName, kUtf8String, "A"), attribute(kCommonName, kUtf8String, "b")})});
  EXPECT_NE(lower.first(kCommonName), "a");
  EXPECT_TRUE(match(lower, upper));
}
TEST(MatchKey, LongerNamesAreNotEqual) {
  const Bytes a = der::set_of({attribute(kCommonName, kUtf8String, "a")});
  EXPECT_FALSE(match(named({a}), named({a, a})));
  EXPECT_FALSE(match(named({a}), Name()));
}

TEST(NameText, IsCutFarBeyondGenuineNames) {
  const auto named = [](const std::string& value) {
    const Bytes type = *der::oid("2.5.4.3");
    const Bytes attribute = der::sequence({type, der::string_value(der::kUtf8String, value)});
    return Name::from_der(der::sequence({der::set_of({attribute})}))->to_string();
  };
  EXPECT_EQ(named(std::string(1024, 'x')), "CN=" + std::string(1024, 'x'));
  EXPECT_EQ(named(std::string(1025, 'x')), "CN=" + std::string(1024, 'x') + "[...]");
  EXPECT_EQ(named(std::string(1023, 'x') + "\u00e9" + "y"), "CN=" + std::string(1023, 'x') + "[...]");
  EXPECT_LT(named(std::string(16000, '\x01')).size(), 4096U);
}

}  // namespace
}  // namespace odca
