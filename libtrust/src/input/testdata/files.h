// Files of testdata for the tests of this folder, and the framing that openssl has no command for.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "odca/bytes.h"
#include "odca/evidence.h"
#include "os/file.h"

namespace odca::test {

using List = std::vector<Bytes>;

inline Bytes file(std::string_view name) {
  const auto path = std::filesystem::path(ODCA_SOURCE_DIR) / "libtrust/src/input/testdata" / name;
  auto content = read_file(path, 1U << 20U);
  EXPECT_TRUE(content) << path;
  return content ? *std::move(content) : Bytes{};
}

inline Bytes joined(const std::vector<Bytes>& parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline const std::vector<Bytes>& chain() {
  static const std::vector<Bytes> files = {file("leaf.der"), file("middle.der"), file("root.der")};
  return files;
}

inline std::string pem(ByteView der, std::string_view label = "CERTIFICATE", std::string_view line_end = "\n") {
  const std::string text = to_base64(der);
  std::string out = "-----BEGIN " + std::string(label) + "-----" + std::string(line_end);
  for (std::size_t i = 0; i < text.size(); i += 64) out += text.substr(i, 64) + std::string(line_end);
  return out + "-----END " + std::string(label) + "-----" + std::string(line_end);
}

/// number writes a big-endian number in so many octets.
inline Bytes number(std::size_t value, std::size_t octets) {
  Bytes bytes(octets);
  for (std::size_t i = octets; i > 0; --i, value >>= 8U)
    bytes[i - 1] = static_cast<std::uint8_t>(value & 0xffU);  // one octet
  return bytes;
}
inline Bytes vector_of(ByteView content, std::size_t length_octets) {
  return joined({number(content.size(), length_octets), Bytes(content.begin(), content.end())});
}
inline Bytes handshake(std::uint8_t type, ByteView body) { return joined({{type}, vector_of(body, 3)}); }
inline Bytes record(std::uint8_t type, ByteView fragment) { return joined({{type, 3, 3}, vector_of(fragment, 2)}); }

inline Bytes tls12_message(const std::vector<Bytes>& certificates) {
  std::vector<Bytes> entries;
  for (const Bytes& certificate : certificates) entries.push_back(vector_of(certificate, 3));
  return handshake(11, vector_of(joined(entries), 3));
}
inline Bytes tls13_message(const std::vector<Bytes>& certificates) {
  std::vector<Bytes> entries;
  for (const Bytes& certificate : certificates) entries.push_back(joined({vector_of(certificate, 3), {0, 0}}));
  return handshake(11, joined({{0}, vector_of(joined(entries), 3)}));
}

inline std::vector<Bytes> ders(const Dump& dump) {
  std::vector<Bytes> all;
  for (const Presented& presented : dump.certificates) all.push_back(presented.certificate->der);
  return all;
}

}  // namespace odca::test
