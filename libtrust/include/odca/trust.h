// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// All headers that a program needs to judge a chain by the trust of its machine; see the example in README.md.
#pragma once

#include "odca/evidence.h"
#include "odca/open.h"
#include "odca/policy_file.h"
#include "odca/report.h"
#include "odca/rule_catalog.h"
#include "odca/trust_store.h"
#include "odca/verdict.h"
#include "odca/verifier.h"
