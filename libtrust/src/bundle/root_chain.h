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

/// check_descent: consecutive versions, among them `trusted` with the same `signed` bytes, and the highest root that
/// was ever seen, unchanged (E_ROOT_CHAIN). A root seen that is older than all of the bundle's is older than `trusted`
/// too, and then says nothing that our root of trust does not say better.
Status check_descent(const std::vector<RootDocument>& roots, const RootDocument& trusted, const Floor& floor);

/// check_root_signatures: every link from our root of trust onwards; no root's expiry matters here (E_THRESHOLD, E_ALG,
/// E_KEY). The documents before it are there for machines with an older root of trust. They decide nothing here and are
/// not verified: signatures are not themselves signed, so anybody can put documents before ours that fit.
Status check_root_signatures(const std::vector<RootDocument>& roots, std::uint64_t trusted_version,
                             std::vector<SignatureVerdict>& verdicts);

/// targets_keys_of is every key of role targets in any of these, sorted.
std::vector<KeyId> targets_keys_of(const std::vector<RootDocument>& roots);

/// rotation_frees_from_floor: whether the floor was set by release keys that the last root has since replaced. Thieves
/// of release keys can sign a version that no honest bundle ever reaches; the way out is to rotate the keys.
/// The way out must not let old bundles back in: it is open only when fewer of the earlier targets keys are left than
/// the threshold, for then no targets document from before the rotation can be valid under the last root. Earlier are
/// the keys of the chain up to the root that set the floor, and all that this machine ever saw: whoever makes the file
/// chooses where its chain begins. When the root that set the floor is not in the chain, the floor holds.
bool rotation_frees_from_floor(const std::vector<RootDocument>& roots, const Floor& floor);

}  // namespace odca::bundle
