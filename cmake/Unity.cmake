# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Several sources of a target compiled as one: headers cost more than what we write, and are then read once for all of them.
# A batch is small, so that who edits one file does not wait for many. `-DODCA_UNITY=OFF` compiles file by file, and so does
# .ci/each-file, which shows that each file includes what it uses.
option(ODCA_UNITY "Compile the sources of a target in batches: a faster build from nothing" OFF)
set(CMAKE_UNITY_BUILD ${ODCA_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)

# odca_alone(<files>): what has names that others of its target have too, on purpose: each judge's `ask`.
function(odca_alone)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
