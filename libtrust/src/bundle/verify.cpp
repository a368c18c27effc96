// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/verify.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "bundle/kept.h"
#include "bundle/reason.h"
#include "bundle/root_chain.h"
#include "bundle/store_checks.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

using std::chrono::hours;
// Clocks of unattended machines are off by a time zone at most, or by everything.
constexpr hours kClockTolerance{24};

std::string document_name(const Header& header) { return cat(to_string(header.type), ' ', header.version); }

Status link(std::string_view from, std::uint64_t due, const Header& to) {
  if (due == to.version) return {};
  return failure("E_LINK", cat("expected version ", due, ", which ", from, " names, found ", to.version))
      .in(document_name(to));
}

/// Outcome of a step that did not fail.
struct Outcome {
  std::string detail{};
  bool stale = false;
};

/// Verifier holds what one step finds and a later one needs.
class Verifier {
 public:
  Verifier(std::string_view file, const RootOfTrust& trust, const Floor& floor, const VerifyOptions& options)
      : file_(file), trust_(trust), floor_(floor), options_(options) {}
  Verifier(const Verifier&) = delete;  // the documents refer into it
  Verifier& operator=(const Verifier&) = delete;

  Verification run();

 private:
  /// When a step is run. A bundle that is loaded was accepted before: how it compares with the past was looked at then.
  enum class Runs { always, at_install };
  struct Step {
    std::string_view name;
    Runs runs;
    Result<Outcome> (Verifier::*check)();
  };
  static const Step kSteps[];

  Result<Outcome> canonical();
  Result<Outcome> format();
  Result<Outcome> shape();
  Result<Outcome> root_chain();
  Result<Outcome> root_signatures();
  Result<Outcome> root_expiry();
  Result<Outcome> timestamp_signatures() { return threshold(view_.timestamp.header, view_.timestamp.envelope); }
  Result<Outcome> snapshot_signatures() { return threshold(view_.snapshot.header, view_.snapshot.envelope); }
  Result<Outcome> targets_signatures() { return threshold(view_.targets.header, view_.targets.envelope); }
  Result<Outcome> links();
  Result<Outcome> store_link();
  Result<Outcome> version_floor();
  Result<Outcome> release_expiry();
  Result<Outcome> clock();
  Result<Outcome> scope();
  Result<Outcome> reader_level();
  Result<Outcome> content();
  Result<Outcome> active_anchor();
  Result<Outcome> deny_list();

  Result<Outcome> threshold(const Header& header, const Envelope& envelope);
  Result<Outcome> expiry(std::initializer_list<Header> headers);
  Status older_root() const;
  Status not_the_embedded() const;
  /// asked_later: what was seen before is then compared where the signatures are known to be good.
  bool asked_later() const { return options_.moment == Moment::install && floor_.root_is_ours; }
  Value store_value() const { return *document_->root().find("store"); }
  const RootDocument& last_root() const { return view_.roots.back(); }
  std::uint64_t version() const { return view_.targets.header.version; }
  void fill_in();

  std::string_view file_;
  const RootOfTrust& trust_;
  const Floor& floor_;
  const VerifyOptions& options_;
  std::optional<Document> document_{};
  BundleView view_{};
  Preamble preamble_{};
  Status lint_{};
  VerifiedBundle bundle_{};
};

// In the order of docs/bundles.md 4: nothing is believed before the step that allows it.
const Verifier::Step Verifier::kSteps[] = {
    {"canonical", Runs::always, &Verifier::canonical},
    {"format", Runs::always, &Verifier::format},
    {"shape", Runs::always, &Verifier::shape},
    {"root chain", Runs::always, &Verifier::root_chain},
    {"root signatures", Runs::always, &Verifier::root_signatures},
    {"root expiry", Runs::always, &Verifier::root_expiry},
    {"threshold timestamp", Runs::always, &Verifier::timestamp_signatures},
    {"threshold snapshot", Runs::always, &Verifier::snapshot_signatures},
    {"threshold targets", Runs::always, &Verifier::targets_signatures},
    {"links", Runs::always, &Verifier::links},
    {"store link", Runs::always, &Verifier::store_link},
    {"floor", Runs::at_install, &Verifier::version_floor},
    {"expiry", Runs::always, &Verifier::release_expiry},
    {"clock", Runs::at_install, &Verifier::clock},
    {"scope", Runs::always, &Verifier::scope},
    {"reader level", Runs::always, &Verifier::reader_level},
    {"content", Runs::always, &Verifier::content},
    {"active anchor", Runs::always, &Verifier::active_anchor},
    {"deny list", Runs::at_install, &Verifier::deny_list},
};

Verification Verifier::run() {
  std::optional<Error> failed;
  for (const Step& step : kSteps) {
    Check check{.name = std::string(step.name), .result = "not run"};
    if (!failed && (step.runs == Runs::always || options_.moment == Moment::install)) {
      auto outcome = (this->*step.check)();
      check.result = !outcome ? "failed" : outcome->stale ? "stale" : "ok";
      check.detail = outcome ? outcome->detail : describe(outcome.error());
      if (!outcome) failed = std::move(outcome).error();
    }
    bundle_.checks.push_back(std::move(check));
  }
  std::vector<Check> checks = bundle_.checks;
  std::vector<SignatureVerdict> signatures = bundle_.signatures;
  if (failed) return {.bundle = *std::move(failed), .checks = std::move(checks), .signatures = std::move(signatures)};
  fill_in();
  return {.bundle = std::move(bundle_), .checks = std::move(checks), .signatures = std::move(signatures)};
}

Result<Outcome> Verifier::canonical() {
  ODCA_TRY_ASSIGN(document_, parse_bundle(file_));
  return Outcome{cat(file_.size(), " bytes")};
}

Result<Outcome> Verifier::format() {
  ODCA_TRY(check_format(*document_));
  return Outcome{std::string(kFormat)};
}

Result<Outcome> Verifier::shape() {
  ODCA_TRY_ASSIGN(view_, read_container(*document_));
  return Outcome{cat(view_.roots.size(), " root documents")};
}

/// Our own root of trust is read here. What is wrong with it is not the bundle's fault, and says where it came from.
Result<Outcome> Verifier::root_chain() {
  const std::string where = cat("our root of trust, ", trust_.origin);
  auto document = Document::parse(trust_.text);
  if (!document) return std::move(document).error().in(where);
  auto trusted = read_root(document->root(), "");
  if (!trusted) return std::move(trusted).error().in(where);
  std::vector<SignatureVerdict> unreported;
  if (auto self = check_role(trusted->envelope, *trusted, DocumentType::root, root_name(*trusted), unreported); !self)
    return std::move(self).error().in(where);
  ODCA_TRY(check_descent(view_.roots, *trusted));
  drop_before(trusted->header.version, view_.roots);
  if (!(asked_later() && ends_before_root_seen(view_.roots, floor_))) ODCA_TRY(check_root_seen(view_.roots, floor_));
  return Outcome{cat(root_name(view_.roots.front()), " to ", root_name(last_root()), ", from ", root_name(*trusted),
                     ", ", trust_.origin)};
}

Result<Outcome> Verifier::root_signatures() {
  ODCA_TRY(check_root_signatures(view_.roots, bundle_.signatures));
  return Outcome{};
}

Result<Outcome> Verifier::threshold(const Header& header, const Envelope& envelope) {
  ODCA_TRY(check_role(envelope, last_root(), header.type, document_name(header), bundle_.signatures));
  return Outcome{cat("by ", root_name(last_root()))};
}

/// TUF 5.3.10: expired is what does not lie after the fixed start time.
Result<Outcome> Verifier::expiry(std::initializer_list<Header> headers) {
  const auto earlier = [](const Header& a, const Header& b) { return a.expires < b.expires; };
  const Header first = *std::min_element(headers.begin(), headers.end(), earlier);
  std::string detail = cat(document_name(first), " expires ", format_expiry(first.expires));
  if (options_.now < first.expires) return Outcome{std::move(detail)};
  if (options_.moment == Moment::install)
    return failure("E_EXPIRED", cat("expired on ", quote(format_expiry(first.expires)), ", it is now ",
                                    quote(format_expiry(options_.now))))
        .in(document_name(first));
  bundle_.stale = true;
  return Outcome{.detail = std::move(detail), .stale = true};
}

/// An older bundle has an older root document, which may have expired; what it is told is that it is older.
Result<Outcome> Verifier::root_expiry() {
  if (asked_later() && ends_before_root_seen(view_.roots, floor_)) return Outcome{"skipped: a newer root was seen"};
  return expiry({last_root().header});
}

Result<Outcome> Verifier::release_expiry() {
  return expiry({view_.timestamp.header, view_.snapshot.header, view_.targets.header});
}

Result<Outcome> Verifier::links() {
  ODCA_TRY(check_links(view_));
  return Outcome{cat("version ", version())};
}

Result<Outcome> Verifier::store_link() {
  ODCA_TRY_ASSIGN(preamble_, check_store_link(view_, store_value()));
  return Outcome{cat(view_.store_text.size(), " bytes")};
}

/// older_root: the signers of this were entitled to it once, and were replaced since.
Status Verifier::older_root() const {
  if (!ends_before_root_seen(view_.roots, floor_)) return {};
  const std::string roots = cat("its last root document is ", root_name(last_root()), ", and root ",
                                floor_.root_version, " was accepted before");
  // Nobody who may sign makes a newer bundle under replaced keys: that is no old bundle, and has to be noticed.
  if (version() > floor_.version)
    return failure(
        "E_ROOT_CHAIN",
        cat("version ", version(), " is newer than all accepted before, and signed by replaced keys: ", roots),
        "tell the publisher: somebody signs with keys that were replaced");
  return failure("E_ROLLBACK", cat("it predates a rotation of keys: ", roots));
}

/// not_the_embedded: of one version there is one content.
Status Verifier::not_the_embedded() const {
  if (version() != floor_.embedded.version) return {};
  const std::string found = to_hex(sha256(as_bytes(view_.store_text)));
  if (found == floor_.embedded.sha256) return {};
  return failure("E_EQUIVOCATION",
                 cat("another store of version ", version(), " is compiled in: expected SHA-256 ",
                     quote(floor_.embedded.sha256), ", found ", quote(found)),
                 "tell the publisher of both, and do not install this one");
}

Result<Outcome> Verifier::version_floor() {
  ODCA_TRY(older_root());
  const bool freed = rotation_frees_from_floor(view_.roots, floor_);
  const std::uint64_t accepted = freed ? 0 : floor_.version;
  const std::uint64_t least = std::max(accepted, floor_.embedded_version);
  if (version() < least)
    return failure("E_ROLLBACK", cat("expected at least version ", least,
                                     accepted == least ? ", which was accepted before" : ", which is compiled in",
                                     ", found ", version()));
  if (accepted != 0 && version() == accepted && content_id_of(view_) != floor_.content_id)
    return failure("E_EQUIVOCATION", cat("another bundle of version ", version(), " was accepted before: expected ",
                                         quote(floor_.content_id), ", found ", quote(content_id_of(view_))));
  ODCA_TRY(not_the_embedded());
  // A floor that keys set which were replaced since still tells which versions are in use.
  const std::uint64_t highest = std::max(floor_.version, floor_.embedded_version);
  if (highest > 0 && version() > highest && version() - highest > kMaxJump && !options_.accept_jump)
    return failure("E_JUMP", cat("expected at most version ", highest, " + ", kMaxJump, ", found ", version()));
  return Outcome{cat("at least ", least, freed ? "; the release keys that set an earlier floor were replaced" : "")};
}

Result<Outcome> Verifier::clock() {
  const std::string now = quote(format_expiry(options_.now));
  const auto behind = [&now](std::string_view what, Time limit) {
    return failure("E_CLOCK", cat("the clock reads ", now, ", ", what, ' ', quote(format_expiry(limit))));
  };
  if (floor_.latest_time && options_.now < *floor_.latest_time - kClockTolerance)
    return behind("more than a day before the last install,", *floor_.latest_time);
  if (options_.build_date && options_.now < *options_.build_date)
    return behind("earlier than this program's build date", *options_.build_date);
  // A newer store may have no such member, or another form of it; the step that reads the schema will see.
  const std::optional<Value> member = store_value().find("created");
  const std::optional<Time> created = member && member->is_string() ? read_expiry(member->string()) : std::nullopt;
  if (created && options_.now < *created - kClockTolerance)
    return behind("more than a day before the bundle was made,", *created);
  return Outcome{cat("now ", now)};
}

Result<Outcome> Verifier::scope() {
  ODCA_TRY(check_scope(preamble_));
  return Outcome{preamble_.scope};
}

Result<Outcome> Verifier::reader_level() {
  ODCA_TRY(check_reader_level(preamble_, options_.tool_version));
  return Outcome{
      cat("level ", preamble_.reader_level, options_.tool_version.empty() ? "; min_tool was not looked at" : "")};
}

/// At load the ledger is not held against the anchors: the merge applies it, and a bundle of before a
/// distrust stays usable for all else.
Result<Outcome> Verifier::content() {
  ODCA_TRY_ASSIGN(bundle_.store, read_store(store_value()));
  bundle_.store.sha256 = view_.targets.sha256;  // which the step before compared
  ODCA_TRY(check_anchor_roles(bundle_.store, trust_));
  lint_ = lint(bundle_.store, options_.moment == Moment::install ? floor_.ledger : std::vector<DenyEntry>{});
  if (!lint_ && lint_.error().reason != "E_EMPTY") return lint_.error();
  return Outcome{cat(bundle_.store.anchors.size(), " anchors, ", bundle_.store.deny.size(), " deny entries")};
}

/// lint() looks at this last.
Result<Outcome> Verifier::active_anchor() {
  if (!lint_) return lint_.error();
  return Outcome{};
}

Result<Outcome> Verifier::deny_list() {
  ODCA_TRY(check_deny_list(bundle_.store, floor_.ledger));
  return Outcome{cat(floor_.ledger.size(), " earlier entries")};
}

void Verifier::fill_in() {
  bundle_.version = version();
  bundle_.content_id = content_id_of(view_);
  bundle_.file_sha256 = to_hex(sha256(as_bytes(file_)));
  bundle_.root_version = last_root().header.version;
  bundle_.root_sha256 = signed_sha256(last_root().envelope);
  bundle_.release_keys = release_keys_of(last_root());
  bundle_.targets_keys = targets_keys_of(view_.roots);
  if (options_.moment == Moment::install) bundle_.kept = kept_text(view_, bundle_.signatures);
  bundle_.expires = std::min({last_root().header.expires, view_.timestamp.header.expires, view_.snapshot.header.expires,
                              view_.targets.header.expires});
}

}  // namespace

/// All carry one version, so that a document of another release never fits, whatever its links say.
Status check_links(const BundleView& bundle) {
  const std::uint64_t version = bundle.targets.header.version;
  ODCA_TRY(link("timestamp", bundle.timestamp.snapshot_version, bundle.snapshot.header));
  ODCA_TRY(link("snapshot", bundle.snapshot.targets_version, bundle.targets.header));
  ODCA_TRY(link("targets", version, bundle.timestamp.header));
  return link("targets", version, bundle.snapshot.header);
}

Result<Preamble> check_store_link(const BundleView& bundle, const Value& store) {
  const TargetsDocument& targets = bundle.targets;
  const std::string_view text = bundle.store_text;
  if (text.size() != targets.length)
    return failure("E_LINK", cat("expected ", targets.length, " bytes, found ", text.size())).in("store");
  if (const Fingerprint found = sha256(as_bytes(text)); found != targets.sha256)
    return failure("E_LINK", cat("expected SHA-256 ", quote(to_hex(targets.sha256)), ", found ", quote(to_hex(found))))
        .in("store");
  ODCA_TRY_ASSIGN(Preamble preamble, read_preamble(store));
  if (preamble.version != targets.header.version)
    return failure("E_LINK",
                   cat("expected version ", targets.header.version, ", as targets has it, found ", preamble.version))
        .in("store");
  return preamble;
}

std::string content_id_of(const BundleView& bundle) {
  ODCA_CHECK(!bundle.roots.empty());
  // Objects end where they end, so that their texts one after another are one value only.
  return to_hex(sha256(as_bytes(cat(bundle.roots.back().envelope.signed_bytes, bundle.timestamp.envelope.signed_bytes,
                                    bundle.snapshot.envelope.signed_bytes, bundle.targets.envelope.signed_bytes))));
}

Verification examine_bundle(std::string_view file, const RootOfTrust& root, const Floor& floor,
                            const VerifyOptions& options) {
  return Verifier(file, root, floor, options).run();
}

Result<VerifiedBundle> verify_bundle(std::string_view file, const RootOfTrust& root, const Floor& floor,
                                     const VerifyOptions& options) {
  return examine_bundle(file, root, floor, options).bundle;
}

}  // namespace odca::bundle
