// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "profile/odca_names.h"

#include <algorithm>
#include <array>

namespace odca {
namespace {

/// Cursor reads a text from the left; every step either consumes what it names or leaves the text alone.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool eat(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }
  /// eat_one_of consumes the first choice that comes next and returns it.
  template <std::size_t N>
  std::string_view eat_one_of(const std::array<std::string_view, N>& choices) {
    for (const std::string_view choice : choices)
      if (eat(choice)) return choice;
    return {};
  }
  /// take consumes exactly `size` characters; nothing when there are fewer.
  std::string_view take(std::size_t size) {
    if (rest_.size() < size) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  /// word consumes capital letters and digits as far as they go.
  std::string_view word() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_word);
    return take(static_cast<std::size_t>(end - rest_.begin()));
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_word(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }

 private:
  std::string_view rest_;
};

constexpr std::array<std::string_view, 7> kEngines{"CSME", "OSSE", "DGFX", "CSCP", "CSEP", "ESEP", "GSCP"};
constexpr std::array<std::string_view, 4> kClasses{"P_", "E_", "T_", "D_"};
constexpr std::array<std::string_view, 3> kComponents{" SOC", " PCH", " DGX"};
constexpr std::array<std::string_view, 2> kSuffixes{" NZ", " ZE"};

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), Cursor::is_digit); }

/// is_platform: "TGL", "DG1"; every token seen has three characters, four leave room for the next generation.
bool is_platform(std::string_view token) { return token.size() >= 3 && token.size() <= 4; }

/// is_number: eight digits, or a debug part's "DEBUG000" or "DBG0000n".
bool is_number(std::string_view token) {
  if (token.size() != 8) return false;
  if (all_digits(token) || token == "DEBUG000") return true;
  return token.starts_with("DBG0000") && Cursor::is_digit(token.back());
}

/// without_space cuts the separator that the tables above keep with their words.
std::string without_space(std::string_view word) {
  if (word.starts_with(' ')) word.remove_prefix(1);
  return std::string(word);
}

/// intel_unit returns the OU of a name that is exactly OU=…, CN=www.intel.com.
std::optional<std::string_view> intel_unit(const Name& subject) {
  const std::vector<NameAttribute>& parts = subject.attributes();
  if (parts.size() != 2 || parts[0].rdn == parts[1].rdn) return {};
  if (parts[0].type != kOrganizationalUnit || parts[1].type != kCommonName) return {};
  if (!has_hierarchy_string_type(parts[0]) || !has_hierarchy_string_type(parts[1]) || parts[1].value != "www.intel.com")
    return {};
  return parts[0].value;
}

std::optional<std::string_view> only_common_name(const Name& subject) {
  const std::vector<NameAttribute>& parts = subject.attributes();
  if (parts.size() != 1 || parts[0].type != kCommonName || !has_hierarchy_string_type(parts[0])) return {};
  return parts[0].value;
}

/// read_earliest reads the rest of "OnDie CA <ENG> <PLAT> <number> Issuing CA". No debug part has this form.
std::optional<IssuingName> read_earliest(Cursor in) {
  IssuingName name;
  name.engine = in.eat_one_of(kEngines);
  if (name.engine.empty() || !in.eat(" ")) return {};
  name.platform = in.word();
  if (!is_platform(name.platform) || !in.eat(" ")) return {};
  name.number = in.word();
  if (name.number.size() != 8 || !all_digits(name.number)) return {};
  if (!in.eat(" Issuing CA") || !in.at_end()) return {};
  return name;
}

/// read_classed reads the rest of the two forms with a class: "<ENG> <C>_<PLAT>…<number>… Issuing CA". Component and
/// suffix exist in generation 2 only.
std::optional<IssuingName> read_classed(Cursor in, unsigned generation) {
  IssuingName name;
  name.generation = generation;
  name.engine = in.eat_one_of(kEngines);
  if (name.engine.empty() || !in.eat(" ")) return {};
  name.device_class = in.eat_one_of(kClasses).substr(0, 1);
  if (name.device_class.empty()) return {};
  name.platform = in.word();
  if (!is_platform(name.platform)) return {};
  if (generation == 2) name.component = without_space(in.eat_one_of(kComponents));
  if (!in.eat(" ")) return {};
  name.number = in.word();
  if (!is_number(name.number)) return {};
  if (generation == 2) name.suffix = without_space(in.eat_one_of(kSuffixes));
  if (!in.eat(" Issuing CA") || !in.at_end()) return {};
  return name;
}

/// read_app reads the five columns of an application name: "AMT  ", "DAL_I".
std::string read_app(Cursor& in) {
  const std::string_view field = in.take(5);
  const std::size_t end = field.find_last_not_of(' ');
  if (end == std::string_view::npos) return {};
  const std::string_view app = field.substr(0, end + 1);
  const auto fits = [](char c) { return Cursor::is_word(c) || c == '_'; };
  return std::all_of(app.begin(), app.end(), fits) ? std::string(app) : std::string();
}

std::string read_svn(Cursor& in) {
  const std::string_view digits = in.take(2);
  return all_digits(digits) ? std::string(digits) : std::string();
}

/// read_ending reads what tells a production part ("CA") from a debug part ("DE"), up to the end of the name.
bool read_ending(Cursor& in, DeviceCaName& name) {
  if (in.eat("DE")) {
    name.debug = true;
  } else if (!in.eat("CA")) {
    return false;
  }
  return in.at_end();
}

/// read_first_generation reads "ROM CA", "SVN01 Kernel CA", "AMT  01SVN" or their debug forms "ROM DE", …, "AMT 01SDE".
std::optional<DeviceCaName> read_first_generation(Cursor in, DeviceCaName name) {
  using Level = DeviceCaName::Level;
  if (Cursor rom = in; rom.eat("ROM ")) {
    name.level = Level::rom;
    if (read_ending(rom, name)) return name;
    return {};
  }
  if (Cursor kernel = in; kernel.eat("SVN")) {
    name.level = Level::kernel;
    name.svn = read_svn(kernel);
    if (!name.svn.empty() && kernel.eat(" Kernel ") && read_ending(kernel, name)) return name;
    return {};
  }
  name.level = Level::app;
  name.app = read_app(in);
  name.svn = read_svn(in);
  if (name.app.empty() || name.svn.empty()) return {};
  name.debug = in.eat("SDE");
  if (!name.debug && !in.eat("SVN")) return {};
  if (!in.at_end()) return {};
  return name;
}

/// read_second_generation reads "ROM CA", "SVN 01 Kernel CA", "SVN 01 AMT   CA" or their debug forms.
std::optional<DeviceCaName> read_second_generation(Cursor in, DeviceCaName name) {
  using Level = DeviceCaName::Level;
  if (Cursor rom = in; rom.eat("ROM ")) {
    name.level = Level::rom;
    if (read_ending(rom, name)) return name;
    return {};
  }
  if (!in.eat("SVN ")) return {};
  name.svn = read_svn(in);
  if (name.svn.empty() || !in.eat(" ")) return {};
  if (Cursor kernel = in; kernel.eat("Kernel ")) {
    name.level = Level::kernel;
    if (read_ending(kernel, name)) return name;
    return {};
  }
  name.level = Level::app;
  name.app = read_app(in);
  if (name.app.empty() || !in.eat(" ") || !read_ending(in, name)) return {};
  return name;
}

}  // namespace

bool has_hierarchy_string_type(const NameAttribute& attribute) {
  constexpr std::uint8_t kUtf8String = 12;
  constexpr std::uint8_t kPrintableString = 19;
  return attribute.string_tag == kUtf8String || attribute.string_tag == kPrintableString;
}

bool is_odca_root_name(const Name& subject) {
  const std::optional<std::string_view> unit = subject.first(kOrganizationalUnit);
  return subject.first(kOrganization) == "Intel Corporation" && subject.count(kOrganizationalUnit) == 1 &&
         (unit == "OnDie CA Root Cert Signing" || unit == "OnDie CA DEBUG Root Cert Signing CA");
}

bool is_debug_number(std::string_view number) { return number.starts_with('D'); }

std::optional<IntermediateName> parse_intermediate_name(const Name& subject) {
  const std::optional<std::string_view> unit = intel_unit(subject);
  if (!unit) return {};
  Cursor in(*unit);
  IntermediateName name;
  if (in.eat("OnDie CA ")) {
    name.generation = 1;
  } else if (in.eat("ODCA CA2 ")) {
    name.generation = 2;
  } else {
    return {};
  }
  name.engine = in.eat_one_of(kEngines);
  if (name.engine.empty() || !in.eat(" Intermediate CA") || !in.at_end()) return {};
  return name;
}

std::optional<IssuingName> parse_issuing_name(const Name& subject) {
  const std::optional<std::string_view> unit = intel_unit(subject);
  if (!unit) return {};
  Cursor in(*unit);
  if (in.eat("OnDie CA ")) return read_earliest(in);
  if (in.eat("On Die ")) return read_classed(in, 1);
  if (in.eat("ODCA 2 ")) return read_classed(in, 2);
  return {};
}

std::optional<DeviceCaName> parse_device_ca_name(const Name& subject) {
  const std::optional<std::string_view> common_name = only_common_name(subject);
  if (!common_name) return {};
  Cursor in(*common_name);
  DeviceCaName name;
  name.generation = in.eat("ODCA 2 ") ? 2 : 1;
  name.engine = in.eat_one_of(kEngines);
  if (name.engine.empty() || !in.eat(" ")) return {};
  name.platform = in.word();
  if (!is_platform(name.platform)) return {};
  if (name.generation == 2) name.component = without_space(in.eat_one_of(kComponents));
  if (!in.eat(" ")) return {};
  return name.generation == 2 ? read_second_generation(in, name) : read_first_generation(in, name);
}

}  // namespace odca
