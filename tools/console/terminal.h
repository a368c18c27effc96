// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The outside world of the program: standard streams and the environment. Nothing else here touches them.
#pragma once

#include <atomic>
#include <string_view>

#include "odca/result.h"

namespace odca::cli {

/// prepare_streams makes a closed pipe, and a file that reaches the limit on its size (ulimit -f), an error of the
/// write instead of the silent end of the program.
void prepare_streams();
/// stop_at_signals sets `stop`, which must live as long as the program, when SIGINT or SIGTERM comes for the first
/// time; the second one ends the program at once.
void stop_at_signals(std::atomic<bool>& stop);
/// keep_memory_private lets nothing of this program's memory onto the disk by a core dump, and lets no other program of
/// this user look into it. For programs that handle keys; to be called before anything else. Fails with
/// Errc::permission.
Status keep_memory_private();
/// prepare_memory tells Botan not to lock memory for secrets, unless the environment says otherwise: this program has
/// none in Botan's hands, and a pool of locked pages takes longer than the verdict on a chain. To be called first.
void prepare_memory();

/// write_out writes to standard output and makes sure that it arrived. Fails with Errc::io.
Status write_out(std::string_view text);
/// write_error writes to standard error; there is nobody to tell when that fails.
void write_error(std::string_view text);

/// input_is_terminal tells whether somebody may answer on standard input.
bool input_is_terminal();
/// ask writes a question to standard error and reads one line from the terminal on standard input: only "y", "Y" and
/// "yes" mean yes. What was typed before the question is thrown away; where that cannot be done, the answer is no.
bool ask(std::string_view question);

/// wants_colour tells whether standard output, or standard error, is a terminal whose user does not object (NO_COLOR,
/// TERM=dumb).
enum class Stream { output, error };
bool wants_colour(Stream stream);

/// output_is_terminal tells whether somebody may be watching standard output.
bool output_is_terminal();
/// error_is_terminal tells whether somebody may be watching standard error.
bool error_is_terminal();
/// terminal_width is the number of columns of the terminal behind standard error; 80 when it does not say.
std::size_t terminal_width();

}  // namespace odca::cli
