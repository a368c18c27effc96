// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Makes the bundles of the cases bundle-*.txt, good ones and ones that no publisher makes: bundle-maker DIR [CA.der].
// All of them are valid until 2099, so that the clock of the machine does not matter; NAME.atb is what its line says.
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "bundle/testing/simulator.h"

namespace odca::bundle {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Change = std::function<void(Json&)>;

constexpr std::string_view kFarAway = "2099-01-01T00:00:00Z";
constexpr std::string_view kOver = "2026-03-01T00:00:00Z";

Time at(std::string_view text) { return *parse_time(text); }

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

Json base_store() { return Json::parse(read(fs::path(ODCA_SOURCE_DIR) / "libtrust/src/bundle/testdata/store.json")); }

void expire(BundleSimulator& bundle, std::string_view when) {
  for (SimulatedDocument* const document : {&bundle.timestamp, &bundle.snapshot, &bundle.targets})
    document->expires = at(when);
}

/// bundle_of is bundle `version` of the store of testdata after a change.
BundleSimulator bundle_of(std::uint64_t version, const Change& change = {}) {
  Json store = base_store();
  store["version"] = version;
  if (change) change(store);
  BundleSimulator bundle(store.dump());
  for (SimulatedRoot& root : bundle.roots) root.document.expires = at(kFarAway);
  expire(bundle, kFarAway);
  return bundle;
}

Json denial(std::uint64_t id, const Json& spki_sha256) {
  return {{"id", id},
          {"kind", "spki_sha256"},
          {"label", "stolen"},
          {"lifted", false},
          {"reason", "key was stolen"},
          {"since", "2026-06-01"},
          {"value", spki_sha256}};
}

void deny_rsa(Json& store) {
  store["deny"].push_back(denial(4, "2222222222222222222222222222222222222222222222222222222222222222"));
}
void use_old(Json& store) {
  store["anchors"][1]["status"] = "active";
  store["anchors"][1].erase("replaced_by");
  store["notes"] = "the old root is back";
}

BundleSimulator foreign() {
  BundleSimulator bundle = bundle_of(8);
  for (SimulatedRoot& root : bundle.roots) {
    root.root.keys = {"stranger-1", "stranger-2", "stranger-3"};
    root.document.signers = root.root.keys;
  }
  return bundle;
}

BundleSimulator old_middle() {
  BundleSimulator bundle = bundle_of(9);
  bundle.roots[1].document.expires = at(kOver);
  bundle.add_root().document.expires = at(kFarAway);
  return bundle;
}

BundleSimulator with_more_signatures(BundleSimulator bundle) {
  bundle.set_release_signers({"release-1", "release-2", "release-3"});
  return bundle;
}

BundleSimulator with_expiry(BundleSimulator bundle, std::string_view when) {
  expire(bundle, when);
  return bundle;
}

/// with_text replaces a part of the store before it is signed.
BundleSimulator with_text(BundleSimulator bundle, std::string_view part, std::string_view by) {
  const std::size_t place = bundle.store.find(part);
  if (place == std::string::npos) throw std::runtime_error("the store lacks " + std::string(part));
  bundle.store.replace(place, part.size(), by);
  return bundle;
}

BundleSimulator escaping_target() {
  BundleSimulator bundle = bundle_of(8);
  bundle.targets.before_signing = [](std::string text) {
    const std::string_view name = kTargetName;
    return text.replace(text.find(name), name.size(), "../../outside.json");
  };
  return bundle;
}

/// base64_of is for the certificate that a case makes with openssl.
std::string base64_of(std::string_view octets) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const auto octet = [&](std::size_t j) { return j < octets.size() ? static_cast<unsigned char>(octets[j]) : 0U; };
    const unsigned three = octet(i) << 16U | octet(i + 1) << 8U | octet(i + 2);
    for (std::size_t j = 0; j < 4; ++j) text += i + j > octets.size() ? '=' : kDigits[three >> (18U - 6U * j) & 63U];
  }
  return text;
}

void write(const fs::path& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary);
  if (!(out << content).flush()) throw std::runtime_error("cannot write " + path.string());
}

void make(const fs::path& folder, const char* certificate) {
  const auto put = [&folder](const std::string& name, const BundleSimulator& bundle) {
    write(folder / (name + ".atb"), bundle.publish());
  };
  const BundleSimulator seven = bundle_of(7);
  write(folder / "root.json", seven.root_of_trust().text);
  write(folder / "foreign.json", foreign().root_of_trust().text);
  put("six", bundle_of(6));
  put("seven", seven);
  put("seven-more-signatures", with_more_signatures(seven));
  put("seven-other", bundle_of(7, [](Json& store) { store["notes"] = "another seven"; }));
  put("eight", bundle_of(8, use_old));
  put("eight-denies", bundle_of(8, deny_rsa));
  put("nine-forgets", bundle_of(9));
  put("nine-old-middle", old_middle());
  put("foreign", foreign());
  put("expired", with_expiry(bundle_of(8), kOver));
  put("jump", bundle_of(5000));
  put("reader", bundle_of(8, [](Json& store) { store["reader_level"] = 9; }));
  put("outside", escaping_target());
  put("control", with_text(bundle_of(8), "Old", "\x1b[31mOld"));
  put("short", [] {
    BundleSimulator bundle = bundle_of(8);
    bundle.targets.signers = {"release-1"};
    return bundle;
  }());
  write(folder / "cut.atb", seven.publish().substr(0, 2000));
  if (certificate == nullptr) return;
  const std::string der = base64_of(read(certificate));
  put("painted", bundle_of(8, [&der](Json& store) {
        store["intermediates"].push_back({{"der", der}, {"provenance", Json::array()}});
      }));
}

}  // namespace
}  // namespace odca::bundle

int main(int argc, char** argv) {
  try {
    if (argc < 2 || argc > 3) throw std::runtime_error("usage: bundle-maker DIR [CA.der]");
    odca::bundle::make(argv[1], argc > 2 ? argv[2] : nullptr);
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "bundle-maker: " << problem.what() << '\n';
    return 2;
  }
}
