// Certificates that an operator keeps in a file or folder, with the trust file beside them. Source "custom" is one of
// these, and source "system" has one for the machine.
#pragma once

#include <filesystem>
#include <string_view>

#include "odca/trust_store.h"

namespace odca {

/// OsRoots says what certificates of an operating system's store may vouch for where an operator names them himself: no
/// more than the source "system" lets them, so that no web CA vouches for a device because its file was named.
struct OsRoots {
  std::filesystem::path root{"/"};  ///< below which the store is looked for
  Roles roles{};
};

/// load_operator_file and load_operator_folder read everything or return an error that names the file. A folder is not
/// searched below itself, and is read in the order of its file names. Without a trust file every certificate is an
/// anchor for all roles. `source` goes into each Origin. The `content` of a file was read before (read_trust_content),
/// since a pipe can be read only once.
Result<SourceContents> load_operator_file(const std::filesystem::path& file, ByteView content, std::string_view source,
                                          const OsRoots& os);
Result<SourceContents> load_operator_folder(const std::filesystem::path& folder, std::string_view source,
                                            const OsRoots& os);

}  // namespace odca
