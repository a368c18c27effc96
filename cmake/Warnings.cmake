# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# odca_warnings(<target>): the warnings that every target of ours is compiled with.
function(odca_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  # In a batch (Unity.cmake) a local name would hide one of a neighbour's, and a type that only its file knows would be in an
  # included file.
  if(ODCA_UNITY)
    target_compile_options(${target} PRIVATE -Wno-shadow "$<$<CXX_COMPILER_ID:GNU>:-Wshadow=local;-Wno-subobject-linkage>")
  endif()
  if(ODCA_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
