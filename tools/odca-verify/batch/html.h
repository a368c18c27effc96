// The summary of a fleet as one HTML file: no script, no font, no picture from elsewhere, readable offline and
// printable.
#pragma once

#include <string>

#include "batch/summary.h"

namespace odca::batch {

/// ReportFrame is what the report says about the run itself.
struct ReportFrame {
  Time judged_at{};
  std::string purpose{};
  std::string policy{};
  std::string trust{};
  std::string program{};  ///< "odca-verify 0.1.0"
};

std::string summary_html(const Summary& summary, const ReportFrame& frame);

}  // namespace odca::batch
