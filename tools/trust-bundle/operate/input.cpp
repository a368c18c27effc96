// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "operate/input.h"

#include "bundle/reason.h"
#include "os/file.h"
#include "state/state_directory.h"

namespace odca::bundle_tool {

Result<std::string> read_bundle(const std::string& file) {
  const auto content = file == kStandardInput ? OpenFile::standard_input().read(state::kMaxBundleBytes)
                                              : read_file(file, state::kMaxBundleBytes, Pipes::refuse);
  if (content) return std::string(as_text(*content));
  const Error& error = content.error();
  return bundle::failure(error.code == Errc::limit ? ReasonId("E_LIMIT") : "E_IO", error.message,
                         error.code == Errc::limit ? "" : error.hint);
}

}  // namespace odca::bundle_tool
