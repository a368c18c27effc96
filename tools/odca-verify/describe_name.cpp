// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the names of the ODCA hierarchy mean.
#include "base/text.h"
#include "describe.h"
#include "profile/dice_names.h"
#include "profile/odca_names.h"
#include "rules/leaf_names.h"

namespace odca::cli {
namespace {

std::string class_meaning(const std::string& letter) {
  if (letter == "P") return "P (production)";
  if (letter == "E") return "E (engineering)";
  if (letter == "T") return "T (test)";
  if (letter == "D") return "D (debug)";
  if (letter.empty()) return "none (names before class letters)";
  return letter;
}

std::string level_meaning(DeviceCaName::Level level) {
  switch (level) {
    case DeviceCaName::Level::rom:
      return "ROM CA";
    case DeviceCaName::Level::kernel:
      return "Kernel CA";
    case DeviceCaName::Level::app:
      return "App CA";
  }
  return "device CA";
}

std::string service_of(const Name& name) {
  const auto common_name = name.first(kCommonName);
  return common_name ? service_named(*common_name) : std::string();
}

void add_given(Document& document, std::string name, const std::string& value) {
  if (!value.empty()) document.add(std::move(name), value);
}

}  // namespace

Document describe_name_meaning(const Name& name) {
  Document meaning = Document::members();
  if (const auto intermediate = parse_intermediate_name(name)) {
    meaning.add("level", "intermediate").add("generation", Document::number(intermediate->generation));
    return meaning.add("engine", intermediate->engine);
  }
  if (const auto issuing = parse_issuing_name(name)) {
    meaning.add("level", "product issuing CA").add("generation", Document::number(issuing->generation));
    meaning.add("engine", issuing->engine).add("class", class_meaning(issuing->device_class));
    meaning.add("platform", issuing->platform);
    add_given(meaning, "component", issuing->component);
    meaning.add("number", issuing->number);
    add_given(meaning, "suffix", issuing->suffix);
    return meaning;
  }
  if (const auto device = parse_device_ca_name(name)) {
    meaning.add("level", level_meaning(device->level)).add("generation", Document::number(device->generation));
    meaning.add("engine", device->engine).add("platform", device->platform);
    add_given(meaning, "component", device->component);
    add_given(meaning, "security_version", device->svn);
    add_given(meaning, "application", device->app);
    return meaning.add("debug", Document::truth(device->debug));
  }
  if (is_odca_root_name(name)) return meaning.add("level", "ODCA root");
  if (is_dice_subca_name(name)) return meaning.add("level", "Intel DICE SubCA");
  if (is_dice_root_name(name)) return meaning.add("level", "DICE root");
  const std::string service = name.attributes().size() == 1 ? service_of(name) : std::string();
  if (!service.empty()) return meaning.add("level", "leaf").add("service", service);
  return Document::nothing();
}

}  // namespace odca::cli
