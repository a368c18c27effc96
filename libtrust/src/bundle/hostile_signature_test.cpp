// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Hostile bundles 27 to 57: signatures, keys, root documents, and how the parts hang together.
#include <algorithm>

#include "bundle/test_attempt.h"

namespace odca::bundle {
namespace {

using Signers = std::vector<std::string>;
using Change = std::function<void(Attempt&)>;

/// in_last_root makes a change to the `signed` part of root 2, which is then signed by all who should.
Change in_last_root(std::function<void(Json&)> change) {
  return [change = std::move(change)](Attempt& attempt) {
    attempt.bundle.roots[1].document.before_signing = as_json(change);
  };
}
Change in_targets(std::function<void(Json&)> change) {
  return [change = std::move(change)](Attempt& attempt) { attempt.bundle.targets.before_signing = as_json(change); };
}

RoleKey key_from(const Json& object) {
  return {.keytype = object["keytype"], .scheme = object["scheme"], .public_hex = object["keyval"]["public"]};
}

/// rekey puts another object in the place of a release key, under the id that `id_of` gives it, and names this id in
/// the roles where the key's was.
void rekey(
    Json& root, const std::string& name, const std::function<void(Json&)>& change,
    const std::function<std::string(const Json&)>& id_of = [](const Json& key) { return key_id_of(key_from(key)); }) {
  const KeyId old_id = simulated_key(name).key.id;
  Json key = root["keys"][old_id];
  change(key);
  root["keys"].erase(old_id);
  const std::string id = id_of(key);
  root["keys"][id] = key;
  for (auto& [role, members] : root["roles"].items())
    for (Json& listed : members["keyids"])
      if (listed == old_id) listed = id;
}

std::string hash_of_text(const Json& value) { return to_hex(sha256(as_bytes(value.dump()))); }

/// add_signature puts one more signature into an envelope, where its key id belongs.
Edit add_signature(const std::string& id, const std::string& hex) {
  return as_json([id, hex](Json& envelope) {
    Json& signatures = envelope["signatures"];
    signatures.push_back({{"keyid", id}, {"sig", hex}});
    std::stable_sort(signatures.begin(), signatures.end(),
                     [](const Json& a, const Json& b) { return a["keyid"] < b["keyid"]; });
  });
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');  // a letter
  return text;
}

/// The order of the group, little-endian (RFC 8032 5.1).
constexpr std::uint8_t kOrder[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                     0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                     0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

/// plus_order adds the order to the scalar of a signature: the same equation holds, in another text.
std::string plus_order(const std::string& hex) {
  Bytes signature = *from_hex(hex);
  unsigned carry = 0;
  for (std::size_t i = 0; i < sizeof kOrder; ++i) {
    carry += static_cast<unsigned>(signature[32 + i]) + kOrder[i];
    signature[32 + i] = static_cast<std::uint8_t>(carry & 0xffU);
    carry >>= 8U;
  }
  EXPECT_EQ(carry, 0U);
  return to_hex(signature);
}

void set_role(SimulatedRole& role, const Signers& keys, std::uint64_t threshold) { role = {keys, threshold}; }

INSTANTIATE_TEST_SUITE_P(
    Signature, HostileBundle,
    ::testing::ValuesIn(std::vector<Hostile>{
        Hostile{27, "one_signature_short_timestamp", "E_THRESHOLD",
                [](Attempt& a) { a.bundle.timestamp.signers = {"release-1"}; }},
        Hostile{27, "one_signature_short_snapshot", "E_THRESHOLD",
                [](Attempt& a) { a.bundle.snapshot.signers = {"release-1"}; }},
        Hostile{27, "one_signature_short_targets", "E_THRESHOLD",
                [](Attempt& a) { a.bundle.targets.signers = {"release-1"}; }},
        Hostile{27, "no_signature", "E_THRESHOLD", [](Attempt& a) { a.bundle.targets.signers = {}; }},
        Hostile{27, "signed_by_root_keys", "E_THRESHOLD",
                [](Attempt& a) { a.bundle.targets.signers = {"root-1", "root-2", "root-3"}; }},
        Hostile{28, "same_sig_twice", "E_SIG_DUP",
                [](Attempt& a) {
                  a.bundle.targets.signers = {"release-1"};
                  a.bundle.targets.after_signing = as_json([](Json& j) { j["signatures"].push_back(j["signatures"][0]); });
                }},
        Hostile{28, "same_sig_twice_besides_enough", "E_SIG_DUP",
                [](Attempt& a) {
                  a.bundle.targets.after_signing = as_json([](Json& j) {
                    j["signatures"].insert(j["signatures"].begin(), j["signatures"][0]);
                  });
                }},
        Hostile{28, "signatures_unsorted", "E_CANON",
                [](Attempt& a) {
                  a.bundle.targets.after_signing =
                      as_json([](Json& j) { std::swap(j["signatures"][0], j["signatures"][1]); });
                }},
        Hostile{29, "same_key_two_ids", "E_KEY",
                in_last_root([](Json& root) {
                  rekey(root, "release-2", [](Json& key) {
                    key["keyval"]["public"] = simulated_key("release-1").key.public_hex;
                    key["scheme"] = "ed25519-again";
                  });
                })},
        Hostile{29, "same_key_listed_twice", "E_KEY",
                in_last_root([](Json& root) { root["roles"]["targets"]["keyids"][1] = root["roles"]["targets"]["keyids"][0]; })},
        Hostile{30, "keyid_case", "E_SCHEMA",
                [](Attempt& a) {
                  a.bundle.targets.signers = {"release-1"};
                  a.bundle.targets.after_signing = [](const std::string& text) {
                    const Json first = Json::parse(text)["signatures"][0];
                    return add_signature(upper(first["keyid"]), first["sig"])(text);
                  };
                }},
        Hostile{30, "keyid_case_in_role", "E_SCHEMA",
                in_last_root([](Json& root) {
                  root["roles"]["targets"]["keyids"].push_back(upper(root["roles"]["targets"]["keyids"][0]));
                })},
        Hostile{31, "threshold_zero", "E_KEY",
                [](Attempt& a) {
                  a.bundle.roots[1].release.threshold = 0;
                  a.bundle.set_release_signers({});
                }},
        Hostile{32, "threshold_too_high", "E_KEY", [](Attempt& a) { a.bundle.roots[1].release.threshold = 4; }},
        Hostile{33, "keyid_mismatch", "E_KEY",
                in_last_root([](Json& root) {
                  rekey(root, "release-1", [](Json&) {}, [](const Json&) { return std::string(64, '0'); });
                })},
        Hostile{33, "key_unknown", "E_KEY",
                in_last_root([](Json& root) { root["roles"]["targets"]["keyids"][0] = std::string(64, '0'); })},
        Hostile{34, "extra_key_field", "E_SCHEMA",
                in_last_root([](Json& root) {
                  rekey(root, "release-1", [](Json& key) { key["x-owner"] = "somebody"; }, hash_of_text);
                })},
        Hostile{35, "short_key", "E_KEY",
                in_last_root([](Json& root) {
                  rekey(root, "release-1", [](Json& key) {
                    key["keyval"]["public"] = key["keyval"]["public"].get<std::string>().substr(2);
                  });
                })},
        Hostile{35, "key_in_upper_case", "E_KEY",
                in_last_root([](Json& root) {
                  rekey(root, "release-1",
                        [](Json& key) { key["keyval"]["public"] = upper(key["keyval"]["public"]); });
                })},
        Hostile{36, "small_order_key_identity", "E_KEY",
                in_last_root([](Json& root) {
                  rekey(root, "release-1", [](Json& key) { key["keyval"]["public"] = "01" + std::string(62, '0'); });
                })},
        Hostile{36, "small_order_key_zero", "E_KEY",
                in_last_root([](Json& root) {
                  rekey(root, "release-1", [](Json& key) { key["keyval"]["public"] = std::string(64, '0'); });
                })},
        Hostile{37, "malleable_sig", "E_THRESHOLD",
                [](Attempt& a) {
                  a.bundle.targets.after_signing = as_json([](Json& j) {
                    j["signatures"][0]["sig"] = plus_order(j["signatures"][0]["sig"]);
                  });
                }},
        Hostile{38, "unknown_scheme_of_release", "E_ALG",
                in_last_root([](Json& root) {
                  for (const char* const name : {"release-1", "release-2", "release-3"})
                    rekey(root, name, [](Json& key) { key["scheme"] = "foo"; });
                })},
        Hostile{38, "unknown_scheme_of_root", "E_ALG",
                in_last_root([](Json& root) {
                  for (const char* const name : {"root-1", "root-2", "root-3", "root-4", "root-5"})
                    rekey(root, name, [](Json& key) { key["scheme"] = "foo"; });
                })},
        Hostile{38, "unknown_scheme_besides_enough", "ok",
                in_last_root([](Json& root) {
                  rekey(root, "release-3", [](Json& key) {
                    key["keytype"] = "mldsa87";
                    key["scheme"] = "mldsa87";
                    key["keyval"]["public"] = std::string(5184, 'a');
                  });
                })},
        Hostile{38, "scheme_of_another_keytype", "E_KEY",
                in_last_root([](Json& root) {
                  rekey(root, "release-3", [](Json& key) { key["keytype"] = "ecdsa"; });
                })},
        Hostile{39, "bad_plus_enough", "ok",
                [](Attempt& a) {
                  a.bundle.targets.after_signing =
                      add_signature(simulated_key("release-3").key.id, std::string(128, 'a'));
                }},
        Hostile{39, "empty_plus_enough", "ok",
                [](Attempt& a) {
                  a.bundle.targets.after_signing = add_signature(simulated_key("release-3").key.id, "");
                }},
        Hostile{39, "stranger_plus_enough", "ok",
                [](Attempt& a) {
                  a.bundle.targets.signers = {"release-1", "release-3", "stranger"};
                }}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Roots, HostileBundle,
    ::testing::ValuesIn(std::vector<Hostile>{
        Hostile{40, "unsigned_root", "E_THRESHOLD",
                [](Attempt& a) {
                  set_role(a.bundle.roots[1].root, {"new-1", "new-2", "new-3"}, 2);
                  a.bundle.roots[1].document.signers = {"new-1", "new-2", "new-3"};
                }},
        Hostile{40, "root_short_of_old_keys", "E_THRESHOLD",
                [](Attempt& a) {
                  set_role(a.bundle.roots[1].root, {"new-1", "new-2", "root-1", "root-2"}, 2);
                  a.bundle.roots[1].document.signers = {"new-1", "new-2", "root-1", "root-2"};
                }},
        Hostile{40, "root_weakens_its_threshold", "E_THRESHOLD",
                [](Attempt& a) {
                  a.bundle.roots[1].root.threshold = 1;
                  a.bundle.roots[1].document.signers = {"root-1"};
                }},
        Hostile{41, "self_unsigned_root", "E_THRESHOLD",
                [](Attempt& a) {
                  set_role(a.bundle.roots[1].root, {"new-1", "new-2", "new-3"}, 2);
                }},
        Hostile{41, "root_raises_its_threshold", "E_THRESHOLD",
                [](Attempt& a) { a.bundle.roots[1].root.threshold = 4; }},
        Hostile{41, "control_root_signed_by_both", "ok",
                [](Attempt& a) {
                  set_role(a.bundle.roots[1].root, {"new-1", "new-2", "new-3"}, 2);
                  a.bundle.roots[1].document.signers = {"new-1", "new-2", "root-1", "root-2", "root-3"};
                }},
        Hostile{41, "control_root_of_other_combination", "ok",
                [](Attempt& a) {
                  a.bundle.roots[1].document.signers = {"root-2", "root-4", "root-5"};
                }},
        Hostile{42, "root_gap", "E_ROOT_CHAIN", [](Attempt& a) { a.bundle.roots[1].document.version = 3; }},
        Hostile{43, "root_version_lie", "E_ROOT_CHAIN", [](Attempt& a) { a.bundle.roots[1].document.version = 4; }},
        Hostile{43, "root_version_twice", "E_ROOT_CHAIN", [](Attempt& a) { a.bundle.roots[1].document.version = 1; }},
        Hostile{44, "root_fork", "E_ROOT_CHAIN",
                [](Attempt& a) {
                  a.has_seen(1);
                  a.bundle.roots[1].document.expires += std::chrono::hours(1);
                }},
        Hostile{45, "foreign_root", "E_ROOT_CHAIN",
                [](Attempt& a) {
                  for (SimulatedRoot& root : a.bundle.roots) {
                    set_role(root.root, {"foreign-1"}, 1);
                    root.document.signers = {"foreign-1"};
                  }
                }},
        Hostile{45, "root_of_trust_not_carried", "E_ROOT_CHAIN",
                [](Attempt& a) {
                  a.floor = {};
                  a.bundle.roots.erase(a.bundle.roots.begin());
                }},
        Hostile{46, "old_root_signers", "E_THRESHOLD",
                [](Attempt& a) {
                  a.bundle.roots[1].release.keys = {"new-1", "new-2", "new-3"};
                }},
        Hostile{46, "control_new_root_signers", "ok",
                [](Attempt& a) {
                  a.bundle.roots[1].release.keys = {"new-1", "new-2", "new-3"};
                  a.bundle.set_release_signers({"new-1", "new-3"});
                }},
        Hostile{47, "root_shorter_than_seen", "E_ROOT_CHAIN",
                [](Attempt& a) {
                  a.has_seen(1);
                  a.bundle.roots.pop_back();
                }},
        Hostile{48, "last_root_expired", "E_EXPIRED",
                [](Attempt& a) { a.bundle.roots[1].document.expires = a.options.now; }},
        Hostile{48, "control_last_root_expires_in_a_second", "ok",
                [](Attempt& a) { a.bundle.roots[1].document.expires = a.options.now + std::chrono::seconds(1); }},
        Hostile{49, "middle_root_expired", "ok",
                [](Attempt& a) {
                  a.bundle.add_root();
                  a.bundle.roots[1].document.expires = time_of("2026-01-01");
                }},
        Hostile{49, "middle_root_unsigned", "E_THRESHOLD",
                [](Attempt& a) {
                  a.bundle.add_root();
                  a.bundle.roots[1].document.signers = {"root-1"};
                }},
        Hostile{49, "control_root_before_our_own_unsigned", "ok",
                [](Attempt& a) {
                  a.trust = a.bundle.root_of_trust(1);
                  a.bundle.roots[0].document.signers = {"root-1"};
                  a.floor = {};
                }}}),
    name_of);

/// release_of_version makes a case of one document that is genuine, but of version 6.
Hostile of_version_6(std::string name, SimulatedDocument BundleSimulator::*document) {
  return {54, std::move(name), "E_LINK", [document](Attempt& attempt) {
            BundleSimulator earlier = attempt.bundle;
            earlier.set_version(6);
            const std::string envelope = earlier.release_envelope(earlier.*document);
            (attempt.bundle.*document).after_signing = [envelope](const std::string&) { return envelope; };
          }};
}

INSTANTIATE_TEST_SUITE_P(
    Links, HostileBundle,
    ::testing::ValuesIn(std::vector<Hostile>{
        Hostile{50, "snapshot_as_timestamp", "E_ROLE", [](Attempt& a) { a.bundle.timestamp = a.bundle.snapshot; }},
        Hostile{50, "timestamp_as_snapshot", "E_ROLE", [](Attempt& a) { a.bundle.snapshot = a.bundle.timestamp; }},
        Hostile{50, "targets_as_root", "E_ROLE",
                [](Attempt& a) {
                  const std::string targets = a.bundle.release_envelope(a.bundle.targets);
                  a.bundle.roots[1].document.after_signing = [targets](const std::string&) { return targets; };
                }},
        Hostile{50, "invented_type", "E_ROLE", in_targets([](Json& j) { j["_type"] = "mirrors"; })},
        Hostile{51, "targets_delegation", "E_ROLE", in_targets([](Json& j) {
                  j["delegations"] = {{"keys", Json::object()}, {"roles", Json::array()}};
                })},
        Hostile{52, "two_targets", "E_SCHEMA",
                in_targets([](Json& j) { j["targets"]["more.json"] = j["targets"]["trust-store.json"]; })},
        Hostile{52, "no_target", "E_SCHEMA", in_targets([](Json& j) { j["targets"] = Json::object(); })},
        Hostile{53, "traversal_target", "E_SCHEMA", in_targets([](Json& j) {
                  j["targets"] = {{"../../etc/x", j["targets"]["trust-store.json"]}};
                })},
        Hostile{53, "absolute_target", "E_SCHEMA", in_targets([](Json& j) {
                  j["targets"] = {{"/etc/x", j["targets"]["trust-store.json"]}};
                })},
        of_version_6("mix_timestamp", &BundleSimulator::timestamp),
        of_version_6("mix_snapshot", &BundleSimulator::snapshot),
        of_version_6("mix_targets", &BundleSimulator::targets),
        Hostile{55, "mix_store", "E_LINK",
                [](Attempt& a) {
                  BundleSimulator earlier = a.bundle;
                  earlier.set_version(6);
                  a.bundle.after_packing =
                      as_json([store = Json::parse(earlier.store)](Json& j) { j["store"] = store; });
                }},
        Hostile{55, "store_of_another_version_signed", "E_LINK",
                [](Attempt& a) { a.edit_store([](Json& j) { j["version"] = 8; }); }},
        Hostile{56, "store_length_lie", "E_LINK", in_targets([](Json& j) {
                  Json& length = j["targets"]["trust-store.json"]["length"];
                  length = length.get<std::uint64_t>() + 1;
                })},
        Hostile{57, "unknown_hash_only", "E_SCHEMA", in_targets([](Json& j) {
                  j["targets"]["trust-store.json"]["hashes"] = {{"md5", std::string(32, '0')}};
                })},
        Hostile{57, "unknown_hash_besides", "E_SCHEMA",
                in_targets([](Json& j) { j["targets"]["trust-store.json"]["hashes"]["foo"] = std::string(64, '0'); })},
        Hostile{57, "links_by_hash", "E_SCHEMA",
                [](Attempt& a) {
                  a.bundle.timestamp.before_signing =
                      as_json([](Json& j) { j["meta"]["snapshot.json"]["length"] = 100; });
                }}}),
    name_of);

}  // namespace
}  // namespace odca::bundle
