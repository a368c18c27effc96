// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Signals that ask a program to end. A program that changes a device does not die in the middle: it looks here between
// steps, and says what holds.
#pragma once

namespace odca::cli {

/// hear_requests_to_end makes SIGINT, SIGTERM and SIGHUP a note, and lets waiting calls return (EINTR). A second one
/// of them still does not end the program: what has begun is finished or named. One that was ignored at the start, as
/// nohup does, stays ignored.
void hear_requests_to_end();
/// asked_to_end tells whether one came.
bool asked_to_end();
/// wait_for_request_to_end returns when one came; hear_requests_to_end must have been called.
void wait_for_request_to_end();

}  // namespace odca::cli
