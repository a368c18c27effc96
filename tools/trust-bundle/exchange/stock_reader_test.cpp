// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What is exported, in the hands of the programs that it is for. Each test is skipped where its program is missing.
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/text.h"
#include "bundle/test_attempt.h"
#include "exchange/export.h"
#include "exchange/repository_folder.h"
#include "exchange/test_npm_modules.h"
#include "exchange/testing.h"

namespace odca::bundle_tool {
namespace {

using test::Folder;
using test::run;

constexpr std::string_view kTufJs = "4.1.0";  // of 2025; the last series that runs with Node 20

/// rotated is a bundle over two roots, of which the second has another key for each role, and which does not expire
/// while anybody runs this test: stock clients look at the real clock.
bundle::BundleSimulator rotated() {
  bundle::BundleSimulator bundle(bundle::testdata("store.json"));
  const Time late = bundle::time_of("2999-01-01");
  bundle.roots.back().root.keys.back() = "root-6";
  bundle.roots.back().release.keys.front() = "release-4";
  bundle.set_release_signers({"release-2", "release-4"});
  for (auto* const document : {&bundle.roots.back().document, &bundle.timestamp, &bundle.snapshot, &bundle.targets})
    document->expires = late;
  return bundle;
}

/// repository_of writes the export of a bundle to a folder and returns its name.
std::string repository_of(const bundle::BundleSimulator& bundle, const Folder& folder) {
  const auto files = tuf_repository(bundle.publish());
  EXPECT_TRUE(files && write_repository(folder / "repository", *files));
  return folder / "repository";
}

/// tuf_js is the folder of modules with tuf-js, which npm fetches when it is not there, or why there is none.
test::NpmModules tuf_js() {
  if (!test::has_program("node") || !test::has_program("npm")) return {.why = "node and npm are not installed"};
  const test::fs::path cache = test::npm_cache();
  if (cache.empty()) return {.why = "neither XDG_CACHE_HOME nor HOME names a folder to keep it in"};
  return test::npm_modules(cache, "tuf-js", std::string(kTufJs));
}

TEST(StockReader, TufJsFollowsTheRotationAndGetsTheStore) {
  const test::NpmModules modules = tuf_js();
  if (modules.folder.empty()) GTEST_SKIP() << "SKIPPED, NOT RUN: no tuf-js " << kTufJs << ": " << modules.why;
  const Folder folder;
  const auto bundle = rotated();
  const std::string client = cat("node '", test::tools_data("tuf_client.cjs"), "' '", modules.folder, "' '",
                                 repository_of(bundle, folder), "' '", folder / "work", "'");
  const auto ran = run(client);
  ASSERT_TRUE(ran.well) << ran.output;
  EXPECT_EQ(ran.output, "2\n");
  EXPECT_EQ(test::content_of(folder / "work/target"), bundle.store);
}

TEST(StockReader, TufJsRefusesAChangedStore) {
  const test::NpmModules modules = tuf_js();
  if (modules.folder.empty()) GTEST_SKIP() << "SKIPPED, NOT RUN: no tuf-js " << kTufJs << ": " << modules.why;
  const Folder folder;
  const auto bundle = rotated();
  const std::string repository = repository_of(bundle, folder);
  std::string changed = bundle.store;
  changed[changed.size() - 2] ^= 1;
  test::put(cat(repository, "/targets/", to_hex(sha256(as_bytes(bundle.store))), ".trust-store.json"), changed);
  EXPECT_FALSE(run(cat("node '", test::tools_data("tuf_client.cjs"), "' '", modules.folder, "' '", repository, "' '",
                       folder / "work", "'"))
                   .well);
}

TEST(StockReader, PythonTufFollowsTheRotationAndGetsTheStore) {
  if (!run("/usr/bin/python3 -c 'import tuf.ngclient'").well) GTEST_SKIP() << "python-tuf is not here";
  const Folder folder;
  const auto bundle = rotated();
  const auto ran = run(cat("/usr/bin/python3 '", test::tools_data("tuf_client.py"), "' '",
                           repository_of(bundle, folder), "' '", folder / "work", "'"));
  ASSERT_TRUE(ran.well) << ran.output;
  EXPECT_EQ(ran.output, "2\n");
  EXPECT_EQ(test::content_of(folder / "work/target"), bundle.store);
}

TEST(StockReader, OpensslReadsThePem) {
  if (!test::has_program("openssl")) GTEST_SKIP() << "openssl is not here";
  const Folder folder;
  const auto store = bundle::store_of(bundle::store_json());
  const auto exported = export_pem(store, store.deny);
  ASSERT_TRUE(exported);
  test::put(folder / "anchors.pem", exported->text);
  const auto ran = run(cat("openssl x509 -in '", folder / "anchors.pem", "' -noout -fingerprint -sha256"));
  ASSERT_TRUE(ran.well) << ran.output;
  const std::string digits = ran.output.substr(ran.output.find('=') + 1, 95);
  EXPECT_EQ(from_hex(digits),
            Bytes((*store.anchors[0].certificate)->sha256.begin(), (*store.anchors[0].certificate)->sha256.end()));
}

/// trust_list is what p11-kit's `trust` makes of a file. It reads a user's settings for nobody but a user, so root
/// becomes one.
test::Ran trust_list(const Folder& folder, const std::string& text) {
  test::fs::create_directories(folder / "config/pkcs11/modules");
  test::fs::create_directories(folder / "trust");
  test::put(folder / "trust/anchors.p11-kit", text);
  test::put(folder / "config/pkcs11/modules/p11-kit-trust.module",
            cat("module: p11-kit-trust.so\nx-init-reserved: paths='", folder / "trust", "'\ntrust-policy: yes\n"));
  run(cat("chmod -R a+rX '", folder / ".", "'"));
  const std::string user = ::getuid() == 0 ? "setpriv --reuid=65534 --clear-groups " : "";
  return run(
      cat("HOME='", folder / ".", "' XDG_CONFIG_HOME='", folder / "config", "' LC_ALL=C.UTF-8 ", user, "trust list"));
}

TEST(StockReader, P11KitTrustsTheAnchorsAndDistrustsTheDenied) {
  if (!test::has_program("trust")) GTEST_SKIP() << "p11-kit is not here";
  if (::getuid() == 0 && !test::has_program("setpriv")) GTEST_SKIP() << "setpriv is not here, and p11-kit wants a user";
  const auto store = bundle::store_of(bundle::store_json());
  DenyEntry deny;
  deny.kind = DenyEntry::Kind::certificate;
  deny.sha256 = store.intermediates[0].certificate->sha256;
  const auto exported = export_p11_kit(store, {deny});
  ASSERT_TRUE(exported);
  const Folder folder;
  const auto ran = trust_list(folder, exported->text);
  ASSERT_TRUE(ran.well) << ran.output;
  EXPECT_NE(ran.output.find("label: Root “1”\n    trust: anchor\n"), std::string::npos) << ran.output;
  EXPECT_NE(ran.output.find("\n    trust: distrusted\n"), std::string::npos) << ran.output;
}

}  // namespace
}  // namespace odca::bundle_tool
