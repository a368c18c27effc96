// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Test vectors of testdata, and the shared folder of genuine material where it is at hand.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "odca/bytes.h"

namespace odca::test {

/// Vector is one line: words, the last of which was base64.
struct Vector {
  std::vector<std::string> words{};
  Bytes bytes{};
  const std::string& name() const { return words.front(); }
};
/// PrintTo shows a vector by its name in GoogleTest's messages.
inline void PrintTo(const Vector& vector, std::ostream* out) { *out << vector.name(); }

/// name_of names the test of a vector.
inline std::string name_of(const ::testing::TestParamInfo<Vector>& info) {
  std::string name = info.param.name();
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

inline std::vector<Vector> vectors(const std::string& file) {
  std::ifstream in(std::string(ODCA_SOURCE_DIR "/libtrust/src/x509/testdata/") + file);
  std::vector<Vector> all;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    Vector vector;
    vector.words.assign(std::istream_iterator<std::string>(words), {});
    const std::string coded = vector.words.back();
    vector.words.pop_back();
    if (coded != "-") vector.bytes = from_base64(coded).value();
    all.push_back(std::move(vector));
  }
  if (all.empty()) throw std::runtime_error("no vectors in " + file);
  return all;
}

inline Bytes vector_named(const std::string& file, const std::string& name) {
  for (Vector& each : vectors(file))
    if (each.name() == name) return std::move(each.bytes);
  throw std::runtime_error("no vector " + name + " in " + file);
}

/// shared_data is the folder of genuine material, which is not part of the project; it may be absent.
inline std::filesystem::path shared_data() {
  if (const char* given = std::getenv("ODCA_SHARED_DATA")) return given;
  return std::filesystem::path(ODCA_SOURCE_DIR).parent_path() / "shared" / "data";
}

inline std::string file_content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// pem_blocks decodes every PEM block of a text, whatever its label.
inline std::vector<Bytes> pem_blocks(const std::string& text) {
  std::vector<Bytes> blocks;
  for (std::size_t begin = 0; (begin = text.find("-----BEGIN ", begin)) != std::string::npos;) {
    const std::size_t body = text.find("-----", begin + 11) + 5;
    const std::size_t end = text.find("-----END ", body);
    blocks.push_back(from_base64(std::string_view(text).substr(body, end - body)).value());
    begin = end;
  }
  return blocks;
}

}  // namespace odca::test

/// ODCA_NEED_SHARED_DATA skips a test when the genuine material is not at hand.
#define ODCA_NEED_SHARED_DATA(folder)                                                 \
  if (!std::filesystem::exists(::odca::test::shared_data() / (folder)))               \
  GTEST_SKIP() << "no genuine material in " << ::odca::test::shared_data() / (folder) \
               << "; set ODCA_SHARED_DATA to its folder"
