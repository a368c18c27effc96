// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Host names and addresses: what matches, and the nearest that does not.
#include "rules/host_names.h"

#include <gtest/gtest.h>

namespace odca {
namespace {

struct Pair {
  std::string_view pattern;
  std::string_view host;
};
void PrintTo(const Pair& pair, std::ostream* out) { *out << pair.pattern << " / " << pair.host; }

class Matches : public testing::TestWithParam<Pair> {};
TEST_P(Matches, Holds) { EXPECT_TRUE(dns_name_matches(GetParam().pattern, GetParam().host)); }
INSTANTIATE_TEST_SUITE_P(DnsName, Matches,
                         testing::Values(Pair{"amt.example.com", "amt.example.com"},
                                         Pair{"AMT.Example.com", "amt.eXample.COM"},
                                         Pair{"amt.example.com", "amt.example.com."},
                                         Pair{"*.example.com", "amt.example.com"}, Pair{"localhost", "localhost"},
                                         Pair{"a_b.example.com", "a_b.example.com"}));

class Differs : public testing::TestWithParam<Pair> {};
TEST_P(Differs, Holds) { EXPECT_FALSE(dns_name_matches(GetParam().pattern, GetParam().host)); }
INSTANTIATE_TEST_SUITE_P(
    DnsName, Differs,
    testing::Values(Pair{"amt.example.com", "amt.example.org"}, Pair{"*.example.com", "example.com"},
                    Pair{"*.example.com", "a.b.example.com"}, Pair{"*.com", "example.com"}, Pair{"*", "example"},
                    Pair{"a*.example.com", "amt.example.com"}, Pair{"amt.*.com", "amt.example.com"},
                    Pair{"*.example.com", ".example.com"}, Pair{"", ""}, Pair{"example.com", "example.com.evil.org"},
                    Pair{std::string_view("amt.example.com\0.evil.org", 25), "amt.example.com"},
                    Pair{".example.com", "amt.example.com"}, Pair{"amt.example.com", "amt..example.com"},
                    Pair{"-a.example.com", "-a.example.com"}));

std::string address(std::string_view text) {
  const std::optional<Bytes> parsed = parse_ip_address(text);
  return parsed ? to_hex(*parsed) : "none";
}

TEST(IpAddress, ReadsDots) { EXPECT_EQ(address("192.168.0.1"), "c0a80001"); }
TEST(IpAddress, ReadsColons) { EXPECT_EQ(address("2001:db8:0:0:0:0:0:1"), "20010db8000000000000000000000001"); }
TEST(IpAddress, ReadsAGap) {
  EXPECT_EQ(address("::"), "00000000000000000000000000000000");
  EXPECT_EQ(address("::1"), "00000000000000000000000000000001");
  EXPECT_EQ(address("fe80::"), "fe800000000000000000000000000000");
  EXPECT_EQ(address("2001:DB8::a:1"), "20010db80000000000000000000a0001");
}
TEST(IpAddress, ReadsDotsAfterColons) { EXPECT_EQ(address("::ffff:192.0.2.1"), "00000000000000000000ffffc0000201"); }

class NoIpAddress : public testing::TestWithParam<std::string_view> {};
TEST_P(NoIpAddress, IsRefused) { EXPECT_EQ(address(GetParam()), "none"); }
INSTANTIATE_TEST_SUITE_P(Neighbours, NoIpAddress,
                         testing::Values("", "192.168.0", "192.168.0.1.1", "192.168.0.256", "192.168.0.01",
                                         "192.168.0.", " 192.168.0.1", "0x7f.0.0.1", "1:2:3:4:5:6:7", ":",
                                         ":::", "1:2:3:4:5:6:7:8:9", "1::2::3",
                                         "12345::", "g::", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
                                         "1.2.3.4::", "::1.2.3.4:5", "fe80::1%eth0", "1:2:3:4:5:6:7:", "[::1]"));

}  // namespace
}  // namespace odca
