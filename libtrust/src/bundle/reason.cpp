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
    {"E_IO", 10, Errc::io, "unreadable input, or a file that must not be replaced",
     "check the path and its permissions"},
    {"E_LIMIT", 11, Errc::limit, "a size, depth or count is above its bound",
     "get the file again from its publisher; no release is that large",
     "lower the count or size; docs/bundles.md 2 has all bounds"},
    {"E_FORMAT", 12, Errc::unsupported, "not a bundle, or of a format that this program does not know",
     "check that it is the bundle, or upgrade this program",
     "name a bundle, or a root document, as trust-bundle build and root init write them"},
    {"E_CANON", 13, Errc::syntax, "not in the one canonical form",
     "get it again from its publisher; it was changed after it was signed",
     "build it again from the manifest, or take the signed copy; something else than trust-bundle changed it"},
    {"E_SCHEMA", 14, Errc::syntax, "a field is missing, unknown or of the wrong type",
     "ask its publisher; faulty or newer software made it", "correct what the message names, or make the file again"},
    {"E_THRESHOLD", 20, Errc::signature, "too few valid signatures of distinct keys",
     "let more of the keyholders sign, or get the bundle again from its publisher",
     "let more of the keyholders sign: trust-bundle sign, then merge"},
    {"E_SIG_DUP", 21, Errc::signature, "duplicate signature of one key", "get the bundle from its publisher",
     "merge the signed copies again with trust-bundle merge"},
    {"E_KEY", 22, Errc::signature, "a key, its id or a threshold is wrong",
     "get a correct root document from its publisher", "correct the key or threshold that the message names"},
    {"E_ALG", 23, Errc::unsupported, "no key has a known signature scheme", "upgrade this program"},
    {"E_ROOT_CHAIN", 24, Errc::signature, "no chain of root documents from our root of trust",
     "see trust-bundle status for your root of trust; the bundle is signed by others",
     "name every root document since the oldest installation in 'roots', oldest first, and with --root one of them"},
    {"E_ROLE", 25, Errc::signature, "a document of another role, or one that delegates", "get the bundle again",
     "build the bundle again from its manifest"},
    {"E_ROLLBACK", 30, Errc::rollback, "the bundle is older than what was accepted before",
     "install the newest bundle; to go back, use trust-bundle rollback", "give the manifest a higher 'version'"},
    {"E_EQUIVOCATION", 31, Errc::rollback, "two bundles of one version: another was accepted before, or is compiled in",
     "tell the publisher of both, and install neither",
     "give the manifest a higher 'version': of one version there is one bundle"},
    {"E_EXPIRED", 32, Errc::expired, "a document has expired", "get a newer bundle from its publisher",
     "give the manifest a later 'expires'; an expired root document is rotated with trust-bundle root rotate"},
    {"E_CLOCK", 33, Errc::expired, "the clock is wrong",
     "set the clock; if it was ahead at the last install, trust-bundle recover --reset-clock"},
    {"E_JUMP", 34, Errc::rollback, "the version is implausibly higher", "ask the publisher; --accept-jump takes it"},
    {"E_LINK", 40, Errc::signature, "parts of the bundle do not belong together", "get the bundle again",
     "build the bundle again from its manifest, and sign that"},
    {"E_CONTENT", 41, Errc::syntax, "an anchor or deny entry is invalid or contradicts another", "ask the publisher",
     "correct the entry of the manifest that the message names, and build again"},
    {"E_DENY_SHRINK", 42, Errc::rollback, "a deny entry that was accepted before is missing",
     "ask the publisher; a deny entry ends only by being lifted by name",
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
    {"E_STATE_SYMLINK", 52, Errc::permission, "a symbolic link in the state directory", "remove the link"},
    {"E_STATE_CORRUPT", 53, Errc::io, "the state is unreadable", "trust-bundle recover rebuilds it"},
    {"E_NOSPACE", 54, Errc::io, "no space left", "make room and run again; nothing was changed"},
    {"E_DURABILITY", 55, Errc::io, "a write may not have reached the disk", "check the disk and run again"},
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
