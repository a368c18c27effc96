// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/wsman_service.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "ports/classes.h"
#include "ports/wsman_answer.h"
#include "wire/wsman.h"

namespace odca::amtsim {
namespace {

using namespace amt::wire;

// ---- Methods.

std::uint32_t setup(Firmware& firmware, const std::vector<Field>& input) {
  return firmware.setup(value_of(input, "NetAdminPassEncryptionType"), value_of(input, "NetworkAdminPassword"));
}

std::uint32_t commit(Firmware& firmware, const std::vector<Field>&) { return firmware.commit(); }

std::uint32_t unprovision(Firmware& firmware, const std::vector<Field>& input) {
  constexpr std::uint32_t kInvalidParameter = 36;
  return value_of(input, "ProvisioningMode") == "1" ? firmware.unprovision() : kInvalidParameter;
}

/// Who may call a method. The local account has the realms of local management, the administrator all.
enum class Caller { administrator, anyone };

struct MethodRow {
  std::string_view schema;
  std::string_view class_name;
  std::string_view name;
  Caller caller;
  std::span<const std::string_view> parameters;  ///< all that may be given, in their order
  std::uint32_t (*call)(Firmware&, const std::vector<Field>&);
  // Whether the connection ends without an answer, before anything is done or after it; nothing where no knob says so.
  bool Knobs::*dropped_before;
  bool Knobs::*dropped_after;
};
constexpr std::string_view kSetupInput[] = {
    "NetAdminPassEncryptionType", "NetworkAdminPassword", "McNonce", "Certificate",
    "SigningAlgorithm",           "DigitalSignature"};
constexpr std::string_view kUnprovisionInput[] = {"ProvisioningMode"};
constexpr MethodRow kMethods[] = {
    {kIpsSchema, "IPS_HostBasedSetupService", "Setup", Caller::anyone, kSetupInput, setup, &Knobs::drop_before_setup,
     &Knobs::drop_after_setup},
    {kAmtSchema,
     "AMT_SetupAndConfigurationService",
     "CommitChanges",
     Caller::administrator,
     {},
     commit,
     nullptr,
     &Knobs::drop_after_commit},
    {kAmtSchema, "AMT_SetupAndConfigurationService", "Unprovision", Caller::administrator, kUnprovisionInput,
     unprovision, nullptr, nullptr},
};

// ---- Looking things up.

const MethodRow* method_of(const WsmanRequest& request) {
  const auto found = std::ranges::find_if(kMethods, [&](const MethodRow& row) {
    return request.class_name == row.class_name && request.method == row.name &&
           request.resource_uri.starts_with(row.schema);
  });
  return found == std::end(kMethods) ? nullptr : &*found;
}

/// fits tells whether the body is the method's input, with each parameter at most once and in its order.
bool fits(const WsmanRequest& request, const MethodRow& row) {
  if (request.element != request.method + "_INPUT" || request.element_space != request.resource_uri) return false;
  auto next = row.parameters.begin();
  for (const Field& given : request.parameters) {
    next = std::find(next, row.parameters.end(), given.name);
    if (next == row.parameters.end()) return false;
    ++next;
  }
  return true;
}

WsmanOutcome answered(std::string envelope) { return {WsmanOutcome::Kind::answer, std::move(envelope)}; }
WsmanOutcome refused(const WsmanRequest& request, std::uint64_t number, const Fault& fault) {
  return {WsmanOutcome::Kind::fault, fault_answer(request, number, fault)};
}

}  // namespace

std::string effect_of(const WsmanRequest& request) {
  return request.operation == Operation::invoke ? request.method : std::string{};
}

std::uint64_t WsmanService::next_number() {
  const std::lock_guard hold(lock_);
  return ++number_;
}

WsmanOutcome WsmanService::answer(const WsmanRequest& request, std::string_view user) {
  if (request.message_id.empty() || request.action.empty()) return refused(request, next_number(), kHeaderRequired);
  switch (request.operation) {
    case Operation::get:
      return get(request);
    case Operation::enumerate:
      return enumerate(request);
    case Operation::pull:
      return pull(request);
    case Operation::invoke:
      return invoke(request, user);
    case Operation::unknown:
      break;
  }
  return refused(request, next_number(), kActionNotSupported);
}

WsmanOutcome WsmanService::get(const WsmanRequest& request) {
  const ReadableClass* row = readable_class(request);
  if (row == nullptr) return refused(request, next_number(), kDestinationUnreachable);
  Instances instances = row->instances({.firmware = firmware_, .own = own_});
  std::erase_if(instances, [&](const Instance& each) { return !matches(*row, each, request.selectors); });
  if (instances.size() != 1) return refused(request, next_number(), kDestinationUnreachable);
  return answered(instance_answer(request, next_number(), instance_uri(*row), instances.front()));
}

WsmanOutcome WsmanService::enumerate(const WsmanRequest& request) {
  if (readable_class(request) == nullptr) return refused(request, next_number(), kDestinationUnreachable);
  if (request.element != "Enumerate" || request.element_space != kEnumeration)
    return refused(request, next_number(), kSchemaValidation);
  std::string context;
  {
    const std::lock_guard hold(lock_);
    ++enumerations_;
    for (int shift = 28; shift >= 0; shift -= 4) context += "0123456789ABCDEF"[(enumerations_ >> shift) & 15];
    context += "-0000-0000-0000-000000000000";
    constexpr std::size_t kMost = 64;  // those whom nobody pulls are forgotten
    if (contexts_.size() == kMost) contexts_.erase(contexts_.begin());
    contexts_[context] = request.resource_uri;
  }
  return answered(enumerate_answer(request, next_number(), context));
}

WsmanOutcome WsmanService::pull(const WsmanRequest& request) {
  {
    const std::lock_guard hold(lock_);
    const auto found = contexts_.find(std::string(value_of(request.parameters, "EnumerationContext")));
    const bool valid = found != contexts_.end() && found->second == request.resource_uri;
    if (!valid) return refused(request, ++number_, kInvalidContext);
    contexts_.erase(found);
  }
  const ReadableClass& row = *readable_class(request);  // the context was made for it
  const Instances items = row.instances({.firmware = firmware_, .own = own_});
  return answered(pull_answer(request, next_number(), instance_uri(row), items));
}

WsmanOutcome WsmanService::invoke(const WsmanRequest& request, std::string_view user) {
  const MethodRow* row = method_of(request);
  if (row == nullptr)
    return refused(request, next_number(),
                   readable_class(request) == nullptr ? kDestinationUnreachable : kActionNotSupported);
  if (row->caller == Caller::administrator && user != kAdmin) return refused(request, next_number(), kAccessDenied);
  if (!fits(request, *row)) return refused(request, next_number(), kSchemaValidation);
  const Knobs knobs = firmware_.knobs();
  const auto is_dropped = [&knobs](bool Knobs::*knob) { return knob != nullptr && knobs.*knob; };
  if (is_dropped(row->dropped_before)) return {WsmanOutcome::Kind::silence, {}};
  const std::uint32_t return_value = row->call(firmware_, request.parameters);
  if (return_value == 0 && is_dropped(row->dropped_after)) return {WsmanOutcome::Kind::silence, {}};
  return answered(method_answer(request, next_number(), return_value));
}

}  // namespace odca::amtsim
