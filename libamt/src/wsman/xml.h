// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// XmlElement: XML as SOAP allows it, with the name spaces resolved: a tree that owns its texts. What a sender of WSMAN
// has no use for is refused, since two readers may understand it in two ways.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "odca/result.h"

namespace odca::amt {

struct XmlAttribute {
  std::string name_space{};  ///< empty for an attribute without a prefix (Namespaces in XML 1.0, 6.2)
  std::string name{};
  std::string value{};
};

/// XmlElement holds elements or text, never both.
struct XmlElement {
  std::string name_space{};
  std::string name{};                      ///< local name
  std::vector<XmlAttribute> attributes{};  ///< declarations of name spaces are not among them
  std::vector<XmlElement> children{};
  std::string text{};

  bool is(std::string_view space, std::string_view local) const { return name_space == space && name == local; }
};

/// XmlLimits are far above what firmware sends: some 4 KiB, 60 elements, a depth of 8.
struct XmlLimits {
  std::size_t bytes = 1024 * 1024;
  std::size_t tags = 20000;     ///< keeps the tree, which is larger than its text, small
  std::size_t attributes = 64;  ///< of one element
  unsigned depth = 32;
};

/// parse_xml returns the only element of the document. Fails with Errc::protocol ("wsman-syntax") for what is not XML
/// in UTF-8, and for document types, processing instructions, entities that XML does not define itself, prefixes that
/// are not declared, and text beside elements.
Result<XmlElement> parse_xml(std::string_view text, const XmlLimits& limits = {});

/// append_escaped writes a value into XML so that it is read as it was, in an element or in a quoted attribute.
void append_escaped(std::string& out, std::string_view value);

/// printable is a text of a peer as it may stand in a message: at most `most` characters, of printable ASCII; what is
/// left out shows as '?' and "...".
std::string printable(std::string_view text, std::size_t most);

}  // namespace odca::amt
