// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle_inputs.h"

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "base/text.h"
#include "odca/digest.h"

namespace odca::bench {
namespace {

using bundle::BundleSimulator;

const std::size_t kBytes = bundle::CanonicalLimits{}.bytes;

std::string test_store() {
  std::ifstream in(std::string(ODCA_SOURCE_DIR "/libtrust/src/bundle/testdata/store.json"), std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) throw std::runtime_error("cannot read the store of the tests");
  return text;
}

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
  return *std::move(result);
}

bundle::StoreDocument read(const std::string& text) {
  const auto document = bundle::parse_bundle(text);
  if (!document) throw std::runtime_error(describe(document.error()));
  auto store = bundle::read_store(document->root());
  if (!store) throw std::runtime_error(describe(store.error()));
  return *std::move(store);
}

/// add_anchors adds RSA keys that differ in a few octets of their modulus; nothing looks for its factors.
void add_anchors(bundle::StoreDocument& store) {
  constexpr std::uint64_t kFirstId = 1000;
  constexpr std::size_t kInTheModulus = 100;
  TrustAnchor like = store.anchors.back();
  while (store.anchors.size() < bundle::kMaxAnchors) {
    const std::size_t number = store.anchors.size();
    like.id = kFirstId + number;
    like.spki.at(kInTheModulus) = static_cast<std::uint8_t>(number & 0xFFU);  // masked
    like.spki.at(kInTheModulus + 1) = 0x55;
    like.spki_sha256 = sha256(like.spki);
    like.cert_sha256 = {sha256(as_bytes(cat("certificate ", number)))};
    store.anchors.push_back(like);
  }
}

/// with_material adds what stands in files of bench/make/bundle.py to the store of the tests.
BundleSimulator with_material(std::initializer_list<std::string_view> families) {
  ParseLimits limits;
  limits.bytes = bundle::kMaxCrlBytes;
  bundle::StoreDocument store = read(test_store());
  store.intermediates.clear();  // the families fill what a store may have
  store.crls.clear();
  for (const std::string_view family : families) {
    std::ifstream in(cat(ODCA_BENCH_INPUTS, "/bundle/", family));
    std::size_t taken = 0;
    for (std::string line; std::getline(in, line); ++taken) {
      const std::optional<Bytes> der = from_base64(line);
      if (!der) throw std::runtime_error(cat("no base64 in ", family));
      if (family.starts_with("crl"))
        store.crls.push_back({.crl = value_of(Crl::from_der(*der, limits))});
      else
        store.intermediates.push_back({.certificate = value_of(Certificate::from_der(*der))});
    }
    if (taken == 0) throw std::runtime_error(cat("nothing stands in ", family));
  }
  return BundleSimulator(bundle::write_store(store));
}

/// filled repeats a text between a beginning and an end until the file is as long as a bundle may be.
std::string filled(std::string begin, std::string_view item, std::string_view end) {
  begin.reserve(kBytes);
  while (begin.size() + item.size() + end.size() + 1 <= kBytes) {
    begin += item;
    if (!item.ends_with('[')) begin += ',';
  }
  if (begin.ends_with(',')) begin.pop_back();
  return begin + std::string(end);
}

std::string many_members(std::string begin, std::string_view end) {
  for (std::uint64_t number = 1'000'000; begin.size() + end.size() + 32 <= kBytes; ++number)
    begin += cat("\"m", number, "\":1,");
  begin.pop_back();
  return begin + std::string(end);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error(cat("nothing to replace: ", from));
  return text.replace(at, from.size(), to);
}

std::string entry(std::string_view key_id, std::string_view hex) {
  return cat(R"({"keyid":")", key_id, R"(","sig":")", hex, R"("})");
}

std::string numbered_id(std::size_t number) { return to_hex(sha256(as_bytes(std::to_string(number)))); }

/// with_signatures puts other signatures into the document of targets; they need not be in order to be a burden.
std::string with_signatures(std::size_t count, std::size_t octets) {
  BundleSimulator bundle(test_store());
  std::map<std::string, std::string> entries;
  for (std::size_t i = 0; i < count; ++i) entries[numbered_id(i)] = std::string(2 * octets, 'a');
  std::string list;
  for (const auto& [id, hex] : entries) list += cat(list.empty() ? "" : ",", entry(id, hex));
  bundle.targets.after_signing = [&](std::string text) {
    const std::size_t end = text.find("],\"signed\"");
    return cat("{\"signatures\":[", list, text.substr(end));
  };
  return bundle.publish();
}

/// foreign_chain is one of 64 root documents of 29 keys each, whole but for who signed it.
std::string foreign_chain() {
  BundleSimulator bundle(test_store());
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < bundle::kMaxKeys - 3; ++i) keys.push_back(cat("foreign-", i));
  for (bundle::SimulatedRoot& root : bundle.roots) {
    root.root = {.keys = keys, .threshold = 1};
    root.document.signers = keys;
  }
  while (bundle.roots.size() < bundle::kMaxRoots) bundle.add_root();
  return bundle.publish();
}

}  // namespace

BundleSimulator bundle_of(std::size_t deny, bool many_anchors) {
  constexpr std::uint64_t kFirstId = 100'000;
  bundle::StoreDocument store = read(test_store());
  DenyEntry like = store.deny.front();
  like.lifted = false;
  for (std::size_t i = 0; store.deny.size() < deny; ++i) {
    like.id = kFirstId + i;
    like.sha256 = sha256(as_bytes(std::to_string(i)));
    store.deny.push_back(like);
  }
  if (many_anchors) add_anchors(store);
  return BundleSimulator(bundle::write_store(store));
}

std::vector<Material> bundles_of_material() {
  return {
      {"1,024 certificates of 3 KiB", with_material({"certificates-1024"})},
      {"188 certificates of 16 KiB", with_material({"certificates-16k"})},
      {"a CRL of 1 MiB, 47,000 entries", with_material({"crl-1m"})},
      {"256 CRLs of 4 KiB", with_material({"crls-256"})},
      {"a CRL of 1 MiB, 124 certificates", with_material({"crl-1m", "certificates-16k-few"})},
  };
}

std::vector<HostileFile> hostile_files() {
  const std::string good = BundleSimulator(test_store()).publish();
  const std::string head = R"({"format":"amt-trust-bundle/1","roots":[)";
  const std::string store = R"("store":)";
  return {
      {"deep nesting", filled("", "[", "")},
      {"nesting to the limit", filled("[", "[[[[[[[[[[[[[[]]]]]]]]]]]]]]", "]")},
      {"many members", many_members("{", "}")},
      {"many members of the store", many_members(good.substr(0, good.find(store)) + store + '{',
                                                 good.substr(good.find(R"(,"targets":{"signatures")") - 1))},
      {"many strings", filled("[", "\"\"", "]")},
      {"many short integers", filled("[", "1", "]")},
      {"long integers", filled("[", "9007199254740991", "]")},
      {"one endless integer", std::string(kBytes, '1')},
      {"one endless string", '"' + std::string(kBytes - 2, 'a') + '"'},
      {"one endless name", R"({")" + std::string(kBytes - 6, 'a') + R"(":1})"},
      {"many roots", filled(head, "{}", "]}")},
      {"a root of many keys", many_members(head + R"({"signatures":[],"signed":{"_type":"root","keys":{)", "}}}]}")},
      {"5,000 signatures", with_signatures(5000, 64)},
      {"32 long signatures of unknown keys", with_signatures(32, 5000)},
      {"64 foreign roots of 29 keys each", foreign_chain()},
      {"a store that nobody signed", replaced(good, R"("notes":")", R"("notes":")" + std::string(20'000, 'a'))},
  };
}

}  // namespace odca::bench
