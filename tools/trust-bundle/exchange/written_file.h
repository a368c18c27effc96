// Files and folders that a command writes for other software: whole or not at all, never through a link.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/export.h"
#include "odca/result.h"

namespace odca::bundle_tool {

/// write_file puts a file of mode 0644 in place, durably, also of an older one of that name. E_IO and E_NOSPACE.
Status write_file(const std::string& path, std::string_view content);
/// write_repository fills a folder that is not there yet or is empty (E_IO when it is not).
Status write_repository(const std::string& path, const std::vector<TufFile>& files);

}  // namespace odca::bundle_tool
