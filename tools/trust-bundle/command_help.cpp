// trust-bundle --help and --version.
#include "base/text.h"
#include "commands.h"
#include "odca/verifier.h"

namespace odca::bundle_tool {
namespace {

constexpr std::string_view kHelp =
    R"(trust-bundle carries trust material for Intel AMT devices in signed bundles.

for operators:
  trust-bundle install FILE [--dry-run] [--yes] [--no-expansion] [--accept-jump]
                                    verify a bundle and put it in use; '-' is standard input
  trust-bundle status               what is in use, from where, and how fresh it is
  trust-bundle rollback             back to the bundle before; the version floor stays
  trust-bundle recover [--accept-floor-loss] [--accept-new-publisher] [--reset-clock]
                                    put the best bundle on the disk in use again
  trust-bundle log verify           check the record of installations
  trust-bundle verify FILE [--at TIME]
                                    every check from the root of trust, nothing installed
  trust-bundle inspect FILE [--keys] [--at TIME]
                                    what a bundle or root document holds, who signed it
  trust-bundle diff OLD NEW         what changes for trust; also 'embedded', 'installed'

  --root FILE         root of trust in place of /etc/odca-trust/root.json or the
                      compiled-in one
  --state DIR         state directory; default /var/lib/amt-trust
  --user              the state directory of this user
  --lock-timeout SECONDS
                      how long to wait for another installer; default 10

for publishers:
  trust-bundle key new FILE
  trust-bundle key show FILE
  trust-bundle key passwd FILE [--new-passphrase-fd N] [--out FILE]
  trust-bundle root init --root-key KEY... --release-key KEY... --out FILE
      [--root-threshold N] [--release-threshold N] [--expires TIME] [--force-threshold]
  trust-bundle root rotate FILE --out FILE [--root-key KEY...] [--release-key KEY...]
      [--drop KEYID...] [--root-threshold N] [--release-threshold N] [--expires TIME]
      [--force-threshold]
  trust-bundle build MANIFEST --out FILE [--previous FILE] [--root FILE] [--check]
  trust-bundle sign FILE --key KEYFILE... [--previous FILE] [--root FILE] [--out FILE]
      [--yes]
  trust-bundle payload FILE --document NAME --out FILE [--previous FILE]
                                    the exact bytes to sign elsewhere, and their digest
  trust-bundle add-signature FILE --document NAME --key-id ID --signature HEX|FILE
      [--previous FILE] [--out FILE]
  trust-bundle merge FILE FILE... --out FILE [--previous FILE]
  trust-bundle export FILE --tuf DIR | --pem FILE | --p11-kit FILE | --json FILE
      [--at TIME]                   a verified bundle for other software; --state or --user
                                    leaves out of --pem and --p11-kit what that machine denies
  trust-bundle minisign key FILE
  trust-bundle minisign sign FILE --key KEYFILE [--comment TEXT] [--out FILE]
  trust-bundle minisign verify FILE --public-key KEY [--signature FILE]

  KEY                 a key file, or a public key of 64 hexadecimal digits
  --passphrase-fd N   read the passphrase from this file descriptor, one line for each key
  --new-passphrase-fd N
                      the same for the new passphrase of 'key passwd'
  --cost COST         of guessing a passphrase: sensitive (default), moderate, interactive
  --unencrypted       a key file without passphrase, for tests only
  --force-threshold   let every key have to sign; one that is lost is the end

for both:
  --json              the answer as one JSON object
  -h, --help          this text
  --version           the version

exit status:
  0  done; for status: what was installed is in use, be it stale or rolled back
  1  nothing was installed, or signed, since the answer to the question was no
  every other status is a class of failure (docs/bundles.md, section 8)

examples:
  trust-bundle install signed.bundle --dry-run
  trust-bundle status --json | jq -r .use
)";

}  // namespace

Answer show_help() { return {.text = std::string(kHelp), .status = 0}; }

Answer show_version() {
  Answer answer{
      .text = cat("trust-bundle ", ODCA_VERSION, "\ntrust facts of ", format_time(build_date()).substr(0, 10), '\n'),
      .status = 0};
  answer.document.add("schema", "trust-bundle-version/1").add("version", ODCA_VERSION);
  answer.document.add("trust_facts", format_time(build_date()).substr(0, 10));
  return answer;
}

}  // namespace odca::bundle_tool
