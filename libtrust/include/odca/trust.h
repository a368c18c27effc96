// Everything that a program needs to judge a chain; see the example in README.md.
#pragma once

#include "odca/evidence.h"
#include "odca/policy.h"
#include "odca/report.h"
#include "odca/rule_catalog.h"
#include "odca/trust_store.h"
#include "odca/verdict.h"
#include "odca/verifier.h"
