#include "question.h"

#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "choice.h"
#include "clock.h"
#include "oid_names.h"
#include "pin.h"
#include "report/facts.h"

namespace odca::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::array kPurposes{"amt-activation"sv, "amt-wsman"sv, "amt-auditlog"sv, "odca"sv, "rfc5280"sv};
constexpr std::array kPhases{"pre-provisioning"sv, "in-provisioning"sv, "transition"sv, "provisioned"sv};

// GET_UPID returns 32 bytes of CSME id, of which the first 20 are compared (docs/hierarchy.md 7).
constexpr std::size_t kShortestUpid = 20;

Result<Purpose> read_purpose(const Options& options) {
  ODCA_TRY_ASSIGN(const std::size_t index, read_choice("--purpose", options.purpose, kPurposes));
  const std::optional<Purpose> purpose = purpose_from(kPurposes[index]);
  if (!purpose) return usage_error(cat("--purpose: '", kPurposes[index], "' is not supported"), "");
  return *purpose;
}

Result<Phase> read_phase(const Options& options) {
  ODCA_TRY_ASSIGN(const std::size_t index, read_choice("--phase", options.phase, kPhases));
  const std::optional<Phase> phase = phase_from(kPhases[index]);
  if (!phase) return usage_error(cat("--phase: '", kPhases[index], "' is not supported"), "");
  return *phase;
}

/// check_place refuses options that the purpose would leave unheard.
Status check_place(const Options& options, Purpose purpose, Phase phase) {
  const std::pair<std::string_view, const std::optional<std::string>&> plain[] = {{"--eku", options.eku},
                                                                                  {"--max-depth", options.max_depth}};
  const std::pair<std::string_view, const std::optional<std::string>&> device[] = {
      {"--phase", options.phase},
      {"--amt-version", options.amt_version},
      {"--leaf-hash", options.leaf_hash},
      {"--upid", options.upid},
      {"--pin", options.pin}};
  if (purpose == Purpose::rfc5280) {
    for (const auto& [name, value] : device)
      if (value)
        return usage_error(cat(name, " has no meaning for --purpose rfc5280"),
                           "it belongs to the purposes amt-activation, amt-wsman, amt-auditlog and odca");
    return {};
  }
  for (const auto& [name, value] : plain)
    if (value)
      return usage_error(cat(name, " has no meaning for --purpose ", to_string(purpose)),
                         "it belongs to --purpose rfc5280");
  const bool activated = phase == Phase::transition || phase == Phase::provisioned;
  if (options.name && (!activated || purpose == Purpose::odca))
    return usage_error(
        cat("--name has no meaning for --purpose ", to_string(purpose), " in phase ", to_string(phase)),
        "an on-die chain names no host; it belongs to --purpose rfc5280, and to what an activated device "
        "presents instead (--phase transition or provisioned)");
  return {};
}

}  // namespace

Result<Time> read_now(const Options& options) {
  if (!options.at) return host_clock();
  Result<Time> time = parse_time(*options.at);
  if (!time) return std::move(time).error().in("--at");
  return time;
}

Result<Question> read_question(const Options& options) {
  Question question{.at = {}};
  ODCA_TRY_ASSIGN(question.purpose, read_purpose(options));
  ODCA_TRY_ASSIGN(question.phase, read_phase(options));
  ODCA_TRY(check_place(options, question.purpose, question.phase));
  ODCA_TRY_ASSIGN(question.at, read_now(options));
  question.at_is_host_clock = !options.at;
  if (options.target) {
    ODCA_TRY_ASSIGN(question.target, read_sha256("--target", *options.target));
  }
  if (options.name && options.name->empty())
    return usage_error("--name: expected a DNS name or an IP address, found ''", "");
  question.host = options.name;
  if (options.eku) {
    question.eku = oid_called(*options.eku);
    if (!question.eku)
      return usage_error(cat("--eku: expected an object identifier or a known name, found '", *options.eku, "'"),
                         "for example serverAuth or 1.3.6.1.5.5.7.3.1");
  }
  if (options.max_depth) {
    ODCA_TRY_ASSIGN(question.max_depth, read_number("--max-depth", *options.max_depth, 255));
  }
  return question;
}

Result<DeviceFacts> read_device_facts(const Options& options) {
  DeviceFacts device;
  if (options.leaf_hash) {
    ODCA_TRY_ASSIGN(device.leaf_hash, read_leaf_hash("--leaf-hash", *options.leaf_hash));
  }
  if (options.upid) {
    ODCA_TRY_ASSIGN(device.upid, read_upid("--upid", *options.upid));
  }
  if (options.pin) {
    ODCA_TRY(read_pin("--pin", *options.pin, device));
  }
  if (options.amt_version) {
    ODCA_TRY_ASSIGN(device.amt_version, read_number("--amt-version", *options.amt_version, 255));
  }
  return device;
}

Result<LeafHash> read_leaf_hash(std::string_view where, std::string_view text) {
  LeafHash hash;
  const std::size_t colon = text.find(':');
  const std::string_view prefix = text.substr(0, colon == std::string_view::npos ? 0 : colon);
  if (prefix == "sha256") hash.algorithm = LeafHash::Algorithm::sha256;
  if (prefix == "sha384") hash.algorithm = LeafHash::Algorithm::sha384;
  if (hash.algorithm != LeafHash::Algorithm::by_length) text.remove_prefix(colon + 1);
  ODCA_TRY_ASSIGN(hash.field, read_hex(where, text));
  return hash;
}

Result<Bytes> read_upid(std::string_view where, std::string_view text) {
  ODCA_TRY_ASSIGN(Bytes upid, read_hex(where, text));
  if (upid.size() < kShortestUpid)
    return usage_error(cat(where, ": expected at least ", kShortestUpid, " bytes, found ", upid.size()),
                       "give the CSME id that GET_UPID returns, without the OEM id before it");
  return upid;
}

Status check_heard(const Verdict& verdict, const Question& question, const DeviceFacts& device) {
  struct Fact {
    std::string_view option;
    std::string_view rule;
    bool given;
  };
  const bool is_device = question.purpose != Purpose::rfc5280;
  const Fact facts[] = {{"--leaf-hash", "device.leaf_hash", device.leaf_hash.has_value()},
                        {"--upid", "device.upid", device.upid.has_value()},
                        {"--pin", "phase.pin", device.pin_spki || device.pin_certificate},
                        {"--name", "enterprise.name", is_device && question.host.has_value()}};
  if (!accepted(verdict)) return {};
  for (const Fact& fact : facts)
    if (fact.given && device_check(verdict, fact.rule) == "not-checked")
      return usage_error(cat(fact.option, " was given, but nothing in this chain can be compared with it"),
                         "leave the option out, or ask for the purpose and phase in which it has a meaning");
  return {};
}

}  // namespace odca::cli
