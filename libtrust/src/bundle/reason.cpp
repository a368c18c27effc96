// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/reason.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"

namespace odca::bundle {
namespace {

constexpr FailureClass kClasses[] = {
    {"E_USAGE", 2, Errc::usage, "an option is wrong or given twice",
     "'trust-bundle help COMMAND' shows what each command takes"},
    {"E_IO", 10, Errc::io, "the input cannot be read, or a file must not be replaced",
     "check the path and its permissions"},
    {"E_LIMIT", 11, Errc::limit, "a size, depth or count is above its bound",
     "the file is not one that a release manager makes; get it again from its publisher",
     "lower the count or size; docs/bundles.md 2 has all bounds"},
    {"E_FORMAT", 12, Errc::unsupported, "not a bundle, or of a format that this program does not know",
     "check that it is the bundle, or upgrade this program",
     "name a bundle, or a root document, as trust-bundle build and root init write them"},
    {"E_CANON", 13, Errc::syntax, "not in the one canonical form",
     "the file was changed after it was signed; get it again from its publisher",
     "the file was changed by something else than trust-bundle: build it again from the manifest, or take the copy "
     "that was signed"},
    {"E_SCHEMA", 14, Errc::syntax, "a field lacks, is unknown, or of the wrong type",
     "the bundle was made by faulty or newer software; ask its publisher",
     "correct what the message names, or make the file again"},
    {"E_THRESHOLD", 20, Errc::signature, "too few valid signatures of distinct keys",
     "let more of the keyholders sign, or get the bundle again from its publisher",
     "let more of the keyholders sign: trust-bundle sign, then merge"},
    {"E_SIG_DUP", 21, Errc::signature, "one key id signs a document twice", "get the bundle from its publisher",
     "merge the signed copies again with trust-bundle merge"},
    {"E_KEY", 22, Errc::signature, "a key, its id or a threshold is wrong", "the root document was made wrongly"},
    {"E_ALG", 23, Errc::unsupported, "no key has a signature scheme that is known here", "upgrade this program"},
    {"E_ROOT_CHAIN", 24, Errc::signature, "the root documents do not lead from our root of trust",
     "the bundle is signed by others than you trust; see trust-bundle status for your root",
     "name every root document since the oldest installation in 'roots', oldest first, and with --root one of them"},
    {"E_ROLE", 25, Errc::signature, "a document stands in another's place, or delegates", "get the bundle again",
     "build the bundle again from its manifest"},
    {"E_ROLLBACK", 30, Errc::rollback, "the bundle is older than what was accepted before",
     "install the newest bundle; an old one is no way back, trust-bundle rollback is",
     "give the manifest a higher 'version'"},
    {"E_EQUIVOCATION", 31, Errc::rollback,
     "another bundle of the same version was accepted before, or another store of it is compiled in",
     "two bundles of one version exist: tell the publisher, and install neither",
     "give the manifest a higher 'version': of one version there is one bundle"},
    {"E_EXPIRED", 32, Errc::expired, "a document has expired", "get a newer bundle from its publisher",
     "give the manifest a later 'expires'; an expired root document is rotated with trust-bundle root rotate"},
    {"E_CLOCK", 33, Errc::expired, "the clock is wrong", "set the clock; trust-bundle recover --reset-clock if it was"},
    {"E_JUMP", 34, Errc::rollback, "the version is implausibly higher", "ask the publisher; --accept-jump takes it"},
    {"E_LINK", 40, Errc::signature, "parts of the bundle do not belong together", "get the bundle again",
     "build the bundle again from its manifest, and sign that"},
    {"E_CONTENT", 41, Errc::syntax, "an anchor or deny entry is invalid or contradicts another", "ask the publisher",
     "correct the entry of the manifest that the message names, and build again"},
    {"E_DENY_SHRINK", 42, Errc::rollback, "a deny entry that was accepted before is missing",
     "a deny entry ends only by being lifted by name; ask the publisher",
     "keep the deny entry in the manifest, or lift it by name with 'lifted: true'"},
    {"E_SCOPE", 43, Errc::unsupported, "the bundle is for another product", "check that it is the right bundle"},
    {"E_TOOL_TOO_OLD", 44, Errc::unsupported, "the bundle needs a newer program", "upgrade this program"},
    {"E_EMPTY", 45, Errc::syntax, "the bundle has no active anchor", "ask the publisher",
     "the manifest needs an anchor whose 'status' is active"},
    {"E_EXPANSION", 46, Errc::permission, "the bundle would add trust, which was forbidden",
     "read the changes (--dry-run), then install without --no-expansion"},
    {"E_STATE_LOCKED", 50, Errc::timeout, "another program works on the state directory", "wait and try again"},
    {"E_STATE_PERM", 51, Errc::permission, "the state directory cannot be used, or others may change it",
     "run as its owner; no one else may have write access"},
    {"E_STATE_SYMLINK", 52, Errc::permission, "a symbolic link stands in the state directory",
     "remove the link; nothing of ours is one"},
    {"E_STATE_CORRUPT", 53, Errc::io, "the state cannot be read", "trust-bundle recover rebuilds it"},
    {"E_NOSPACE", 54, Errc::io, "no space is left", "make room and run again; nothing was changed"},
    {"E_DURABILITY", 55, Errc::io, "it is not sure that what was written is on the disk",
     "check the disk and run again"},
    {"E_KEYFILE", 60, Errc::syntax, "the key file cannot be used", "give the key file that trust-bundle key new made"},
    {"E_PASSPHRASE", 61, Errc::permission, "the passphrase is wrong", "try again"},
    {"E_INTERNAL", 70, Errc::io, "a fault of this program, or of memory", "report it; nothing was accepted"},
};

}  // namespace

std::span<const FailureClass> failure_classes() { return kClasses; }

const FailureClass* find_failure_class(ReasonId name) {
  const auto* const row = std::find_if(std::begin(kClasses), std::end(kClasses),
                                       [name](const FailureClass& each) { return each.name == name; });
  return row == std::end(kClasses) ? nullptr : row;
}

Error for_publisher(Error error) {
  const FailureClass* const row = find_failure_class(error.reason);
  if (row != nullptr && !row->publisher_remedy.empty() && error.hint == row->remedy) error.hint = row->publisher_remedy;
  return error;
}

Error failure(ReasonId name, std::string message, std::string hint) {
  const FailureClass* const row = find_failure_class(name);
  ODCA_CHECK(row != nullptr);
  return {.code = row->code,
          .message = std::move(message),
          .hint = hint.empty() ? std::string(row->remedy) : std::move(hint),
          .reason = row->name};
}

}  // namespace odca::bundle
