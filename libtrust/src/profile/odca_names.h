// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The grammar of names in the ODCA hierarchy (docs/hierarchy.md 2), one parser per level.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/name.h"

namespace odca {

/// IntermediateName: "OnDie CA CSME Intermediate CA" (generation 1) or "ODCA CA2 CSME Intermediate CA" (2).
struct IntermediateName {
  unsigned generation = 0;
  std::string engine{};
};
/// IssuingName: the three forms of the product issuing CA. `device_class` is empty in the earliest form.
struct IssuingName {
  unsigned generation = 0;     ///< 0 earliest form, 1 "On Die", 2 "ODCA 2"
  std::string engine{};        ///< "CSME"
  std::string device_class{};  ///< "P", "E", "T", "D"
  std::string platform{};      ///< "LNL"
  std::string component{};     ///< "SOC", "PCH", "DGX" or empty
  std::string number{};        ///< "00003648", "DEBUG000", "DBG00001"
  std::string suffix{};        ///< "NZ", "ZE" or empty
};
/// DeviceCaName: ROM, Kernel and App CA names. `debug` for the "DE" forms; `svn` empty for ROM; `app` only for App CAs.
struct DeviceCaName {
  enum class Level { rom, kernel, app };
  Level level = Level::rom;
  unsigned generation = 1;  ///< 1 "CSME TGL ROM CA", 2 "ODCA 2 CSME LNL SOC ROM CA"
  std::string engine{};
  std::string platform{};
  std::string component{};
  std::string svn{};
  std::string app{};  ///< "AMT", "PTT", "DAL_I", …
  bool debug = false;
};

/// is_odca_root_name tells whether a name is that of the production or the debug root, by its organizational unit.
bool is_odca_root_name(const Name& subject);
/// is_debug_number tells the numbers of debug parts ("DEBUG000", "DBG00001") from those of all others.
bool is_debug_number(std::string_view number);

/// has_hierarchy_string_type: UTF8String, as in genuine names, or PrintableString.
bool has_hierarchy_string_type(const NameAttribute& attribute);

/// Each returns nothing unless the whole name is exactly of the form: OU + CN=www.intel.com for the first two, a single
/// CN for device CAs.
std::optional<IntermediateName> parse_intermediate_name(const Name& subject);
std::optional<IssuingName> parse_issuing_name(const Name& subject);
std::optional<DeviceCaName> parse_device_ca_name(const Name& subject);

}  // namespace odca
