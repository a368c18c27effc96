// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "odca/evidence.h"
#include "peers/peer.h"

namespace odca::bench {
namespace {

std::vector<Bytes> read_pem(const std::string& path) {
  const std::string content = read_text(path);
  const Result<Dump> dump = read_dump(as_bytes(content), path, Limits{});
  if (!dump) throw std::runtime_error(describe(dump.error()));
  std::vector<Bytes> found;
  for (const Presented& presented : dump->certificates) found.push_back(presented.certificate->der);
  return found;
}

}  // namespace

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in || content.empty()) throw std::runtime_error("cannot read '" + path + "'");
  return content;
}

ChainInput read_anchor(const std::string& anchor_pem, std::int64_t unix_time) {
  const std::vector<Bytes> anchors = read_pem(anchor_pem);
  if (anchors.empty()) throw std::runtime_error("expected an anchor, found none in '" + anchor_pem + "'");
  return {.anchor = anchors.front(), .unix_time = unix_time};
}

ChainInput read_chain_input(const std::string& chain_pem, const std::string& anchor_pem, std::int64_t unix_time) {
  ChainInput input = read_anchor(anchor_pem, unix_time);
  input.chain = read_pem(chain_pem);
  if (input.chain.size() < 2) throw std::runtime_error("expected a chain of two or more in '" + chain_pem + "'");
  return input;
}

std::vector<Bytes> read_lists(const std::string& path) {
  const std::string content = read_text(path);
  const Limits limits{.input_bytes = content.size(), .crls = content.size()};
  const Result<Dump> dump = read_dump(as_bytes(content), path, limits);
  if (!dump) throw std::runtime_error(describe(dump.error()));
  std::vector<Bytes> found;
  for (const PresentedCrl& presented : dump->crls) found.push_back(presented.crl->der);
  return found;
}

std::vector<std::string_view> pem_blocks(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
  std::vector<std::string_view> blocks;
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at)) {
    const std::size_t end = text.find(kEnd, at);
    if (end == std::string_view::npos) break;
    blocks.push_back(text.substr(at, end + kEnd.size() - at));
    at = end + kEnd.size();
  }
  return blocks;
}

}  // namespace odca::bench
