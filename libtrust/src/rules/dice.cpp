// Rules about the DICE hierarchy that AMT 22 and later present (docs/hierarchy.md 4).
#include "base/text.h"
#include "profile/dice_names.h"
#include "rules/applies.h"
#include "rules/themes.h"

namespace odca {
namespace {

/// The versions of AMT whose devices carry an ODCA chain.
constexpr unsigned kFirstOdcaVersion = 15;
constexpr unsigned kLastOdcaVersion = 21;

void check_algorithm(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    const Certificate& certificate = in.path.steps[i].certificate;
    if (certificate->key.kind != KeyKind::ec_p384)
      out.report(cat("the key is ", to_string(certificate->key.kind), ", expected P-384"), i, "algorithm");
    if (certificate->signature_algorithm.kind != SignatureKind::ecdsa_sha384)
      out.report(
          cat("the signature is ", to_string(certificate->signature_algorithm.kind), ", expected ECDSA with SHA-384"),
          i, "algorithm");
  }
  if (in.path.anchor->key.kind != KeyKind::ec_p384)
    out.report(cat("the anchor's key is ", to_string(in.path.anchor->key.kind), ", expected P-384"), {}, "algorithm");
}

void check_subca(const RuleInput& in, Answer& out) {
  // The industry root above it certifies other vendors too: only this name says that the device is Intel's.
  if (bears_dice_subca_name(in.path)) return;
  out.report("no Intel DICE SubCA is on the path, and none is its anchor", {}, "missing-subca").params = {
      {"expected", "O=Intel Corporation, organizationIdentifier=PEN:343, CN=Intel DICE SubCA CAID:343_…"}};
}

void check_layout(const RuleInput&, Answer& out) {
  out.report(
      "the layout of DICE chains is not published: what lies between the SubCA and the leaf was not judged by "
      "name",
      {}, "unverified-layout");
}

void check_generation(const RuleInput& in, Answer& out) {
  const std::optional<unsigned> version = in.evidence.device.amt_version;
  if (!version) {
    const bool bound = in.path.anchor && (in.path.anchor->constraints.min_amt || in.path.anchor->constraints.max_amt);
    if (!bound) return out.not_applicable();
    out.report(cat("the anchor ", quote(in.path.anchor->label),
                   " serves certain versions of AMT only, and the version was not given"),
               {}, "amt-version-unknown")
        .hint = "give the major version with --amt-version";
    return;
  }
  if (*version < kFirstOdcaVersion) {
    Finding& finding =
        out.report(cat("AMT ", *version, " has no on-die chain: a machine of that version did not make this"), {},
                   "amt-version-before-odca");
    finding.params = {{"expected", "no on-die chain"}, {"found", std::string(to_string(in.profile.kind))}};
    finding.hint = "read the version again on the machine; on-die chains begin with AMT 15";
    return;
  }
  const bool expects_dice = *version > kLastOdcaVersion;
  if (expects_dice == for_dice(in)) return;
  Finding& finding =
      out.report(cat("AMT ", *version, " should present a chain of the ", expects_dice ? "DICE" : "ODCA", " hierarchy"),
                 {}, "amt-version");
  finding.params = {{"expected", expects_dice ? "dice" : "odca"}, {"found", std::string(to_string(in.profile.kind))}};
}

/// check_version: the layout of DICE chains is not public, so any device below Intel's SubCA could be the one that
/// answers. That it is one of AMT is known of AMT 22 and later, and only by its version.
void check_version(const RuleInput& in, Answer& out) {
  const std::optional<unsigned> version = in.evidence.device.amt_version;
  if (version && *version > kLastOdcaVersion) return;
  Finding& finding = version ? out.report(cat("a DICE chain, but AMT ", *version, " has none; expected AMT ",
                                              kLastOdcaVersion + 1, " or later"),
                                          {}, "amt-version")
                             : out.report(cat("a DICE chain is known to be of AMT ", kLastOdcaVersion + 1,
                                              " and later only, and the version was not given"),
                                          {}, "amt-version-unknown");
  finding.params = {{"expected", cat("AMT ", kLastOdcaVersion + 1, " or later")},
                    {"found", version ? cat("AMT ", *version) : std::string("not given")}};
  finding.hint = version ? "read the version again on the machine that presented the chain"
                         : "give the major version, as read on the machine, with --amt-version";
}

constexpr Rule kRules[] = {
    {{"dice.algorithm", "Every key of a DICE chain is P-384 and every signature ECDSA with SHA-384.",
      "docs/hierarchy.md 4", Severity::fail, Severity::fail},
     for_dice,
     check_algorithm},
    {{"dice.subca", "An Intel DICE SubCA is on a DICE path or is its anchor.", "docs/hierarchy.md 4", Severity::fail,
      Severity::fail},
     for_dice,
     check_subca},
    {{"dice.layout", "Every level of a DICE chain was judged by its name.", "docs/hierarchy.md 4", Severity::warn,
      Severity::note},
     for_dice,
     check_layout},
    {{"dice.version", "A DICE chain is of a machine whose AMT version is known to be 22 or later.",
      "docs/hierarchy.md 4; docs/threat-model.md", Severity::fail, Severity::warn},
     for_dice,
     check_version},
    {{"chain.generation", "The hierarchy is the one that this version of AMT uses.", "docs/hierarchy.md 4",
      Severity::warn, Severity::note},
     [](const RuleInput& in) { return for_odca(in) || for_dice(in); },
     check_generation},
};

}  // namespace

std::span<const Rule> dice_rules() { return kRules; }

}  // namespace odca
