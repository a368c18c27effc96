// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The summary of a fleet as one HTML file: no script, no font, no picture from elsewhere, readable offline and
// printable.
#pragma once

#include <string>

#include "batch/summary.h"

namespace odca::batch {

/// summary_html prints the numbers of summary_text, and what was asked.
std::string summary_html(const Summary& summary, const ReportFrame& frame);

}  // namespace odca::batch
