// odca-verify --help and --version.
#include "base/text.h"
#include "commands.h"
#include "odca/verifier.h"

namespace odca::cli {
namespace {

constexpr std::string_view kHelp =
    R"(odca-verify decides whether a certificate chain proves a genuine Intel AMT device.

usage:
  odca-verify --chain FILE... [options]          give a verdict
  odca-verify batch INPUT... [options]           give a verdict on each device of a fleet
  odca-verify inspect FILE [--policy FILE] [--format text|json]
                                                 show certificates and CRLs, no verdict
  odca-verify anchors [options of the trust] [--format text|json]
                                                 show what is trusted, why, from where
  odca-verify rules [ID] [--format text|md|json] list every rule, or explain one
  odca-verify policy show [--policy FILE]        print the policy as it is applied

the evidence:
  --chain FILE...       PEM in any text, DER, a TLS Certificate message or record
                        stream, or an AMT response; repeatable; '-' is standard input
  --crl FILE...         revocation lists besides those in the dump; repeatable
  --leaf-hash [sha256:|sha384:]HEX
                        hash of the leaf as the firmware returned it (raw or ASCII field)
  --upid HEX            CSME id from GET_UPID, 20 or 32 bytes, or OEM and CSME id, 64
  --pin [cert:]SHA256   hash of the public key (SPKI) that the leaf must have, or behind
                        cert: of the leaf as a whole; hexadecimal, base64 or sha256//...
  --amt-version N       version of AMT, 19 or 19.0.5

the question:
  --purpose PURPOSE     amt-activation (default), amt-wsman, amt-auditlog, odca, rfc5280
  --phase PHASE         pre-provisioning (default), in-provisioning, transition, provisioned
  --at TIME             judge at this time (RFC 3339) and not now
  --target SHA256       the certificate asked about, by the hash of its DER
  --name NAME           DNS name or IP address that the target must carry: for rfc5280, and
                        for what an activated device presents instead of its chain
  --eku EKU             rfc5280: extended key usage, an OID or for example serverAuth
  --max-depth N         rfc5280: intermediates allowed

the trust:
  --trust SOURCE        system, embedded (default), combined, or a file or folder; a signed
                        bundle of trust is a file too
  --state DIR           where bundles are installed; default /var/lib/amt-trust, else the
                        place of this user
  --root FILE           root of trust of bundles, in place of /etc/odca-trust/root.json or
                        the compiled-in one
  --policy FILE         policy in place of the built-in one
  --strict              every warning refuses

the answer:
  --format FORMAT       text (default) or json (schema odca-verdict/1)
  --explain             also every rule's answer, every path tried, and the work done
  --color WHEN          auto (default), always, never; NO_COLOR is respected
  -h, --help            this text
  --version             the version

a fleet (odca-verify batch):
  INPUT...              folders, files, patterns, tar archives, JSON Lines; '-' is standard
                        input; takes the options of question, trust and --crl, and:
  --format FORMAT       jsonl (default), summary, json, html
  --jobs N              judge N devices at a time; default: every core
  --output FILE         write there instead of standard output
  --resume              continue FILE where an earlier run of the same inputs stopped
  --link-cache FILE     remember proved signatures of CA certificates between runs

exit status:
  0  trusted, perhaps with warnings (or: the other commands are done)
  1  rejected
  2  no verdict: usage, unreadable input, bad policy, bad trust source

examples:
  openssl s_client -connect HOST:16993 -showcerts </dev/null | odca-verify --chain -
  odca-verify --chain dump.pem --at 2026-03-01T00:00:00Z --explain
  odca-verify --chain dump.pem --format json | jq -r .verdict
  odca-verify batch dumps/ --format html --output report.html
)";

}  // namespace

std::string program_name() { return cat("odca-verify ", ODCA_VERSION); }

Answer show_help() { return {.text = std::string(kHelp), .status = kAccepted}; }

Answer show_version() {
  return {.text = cat(program_name(), "\ntrust facts of ", format_time(build_date()).substr(0, 10), '\n'),
          .status = kAccepted};
}

}  // namespace odca::cli
