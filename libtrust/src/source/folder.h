// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificates that an operator keeps in a file or folder, with the trust file beside them. Source "custom" is one of
// these, and source "system" has one for the machine.
#pragma once

#include <filesystem>
#include <string_view>

#include "odca/trust_store.h"
#include "os/path_walk.h"
#include "source/os_store.h"

namespace odca {

/// load_operator_file and load_operator_folder read everything or return an error that names the file. A folder is not
/// searched below itself, save for the nested items of a Kubernetes mount, and is read in the order of its file names;
/// names that begin with a dot are no material. Without a trust file every certificate is an anchor for all roles; a
/// trust file counts beside every name of a file (trust_rows.h). `source` goes into each Origin. A file was read before
/// (read_trust_content), since a pipe can be read only once.
Result<SourceContents> load_operator_file(const TrustedFile& file, OriginKind source, const OsRoots& os);
Result<SourceContents> load_operator_folder(const std::filesystem::path& folder, OriginKind source, const OsRoots& os);

}  // namespace odca
