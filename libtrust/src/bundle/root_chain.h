// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Steps 4 and 5 of a verification: the root documents of a bundle descend from our root of trust, and each is signed by
// the one before and by itself. And what a rotation of the release keys does to the floor.
#pragma once

#include <string>
#include <vector>

#include "bundle/verify.h"

namespace odca::bundle {

/// root_name is "root 2".
std::string root_name(const RootDocument& root);
/// signed_sha256 is hex, over the `signed` bytes.
std::string signed_sha256(const Envelope& envelope);

/// check_descent: consecutive versions, among them `trusted` with the same `signed` bytes (E_ROOT_CHAIN).
Status check_descent(const std::vector<RootDocument>& roots, const RootDocument& trusted);
/// drop_before takes away the documents before our root of trust. They are there for machines with an older one and
/// decide nothing here: signatures are not themselves signed, so anybody can put documents before ours that fit.
void drop_before(std::uint64_t trusted_version, std::vector<RootDocument>& roots);

/// check_root_seen: the highest root that was ever seen is among these, unchanged (E_ROOT_CHAIN). One that is older
/// than all of these is older than our root of trust, and says nothing that this does not say better.
Status check_root_seen(const std::vector<RootDocument>& roots, const Floor& floor);
/// ends_before_root_seen tells a chain that ends before it: the bundle is older.
bool ends_before_root_seen(const std::vector<RootDocument>& roots, const Floor& floor);

/// check_root_signatures: every link, the first by its own keys alone; no root's expiry matters here (E_THRESHOLD,
/// E_ALG, E_KEY).
Status check_root_signatures(const std::vector<RootDocument>& roots, std::vector<SignatureVerdict>& verdicts);

/// targets_keys_of is every key of role targets in any of these, sorted.
std::vector<KeyId> targets_keys_of(const std::vector<RootDocument>& roots);

/// rotation_frees_from_floor: whether the floor was set by release keys that the last root has since replaced. Thieves
/// of release keys can sign a version that no honest bundle ever reaches; the way out is to rotate the keys.
/// The way out must not let old bundles back in: it is open only when fewer of the earlier targets keys are left than
/// the threshold, for then no targets document from before the rotation can be valid under the last root. Earlier are
/// the keys of all these roots up to the newest that was seen, and all that this machine ever saw, which those that set
/// the floor are among: the maker of the file chooses where its chain begins. `roots` are verified ones.
bool rotation_frees_from_floor(const std::vector<RootDocument>& roots, const Floor& floor);

}  // namespace odca::bundle
