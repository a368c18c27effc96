# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Headers that nearly every file includes, compiled once. With ODCA_PRECOMPILED (the presets dev and asan) half the time of the
# tests and a third of the library's goes; without it (release) each file still shows that it includes what it uses.
option(ODCA_PRECOMPILED "Compile common headers once: a faster build, for who builds with the tests" OFF)

set(ODCA_STANDARD_HEADERS <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string> <string_view>
  <utility> <vector>)

# odca_precompiled(<target> [<kind>]): kind is library (by default), test or test_optimized. A carrier for each kind has the headers;
# its flags must be those of the targets that reuse them, position independence included, so those of tests are programs.
function(odca_precompiled target)
  if(NOT ODCA_PRECOMPILED)
    return()
  endif()
  set(kind library)
  if(ARGC GREATER 1)
    set(kind ${ARGV1})
  endif()
  set(carrier odca_precompiled_${kind})
  if(NOT TARGET ${carrier})
    set(source "${PROJECT_BINARY_DIR}/${carrier}.cpp")
    file(GENERATE OUTPUT "${source}" CONTENT "int main() {}\n")
    if(kind STREQUAL library)
      add_library(${carrier} OBJECT EXCLUDE_FROM_ALL "${source}")
    else()
      add_executable(${carrier} EXCLUDE_FROM_ALL "${source}")
    endif()
    set(headers ${ODCA_STANDARD_HEADERS})
    if(kind MATCHES "^test")
      list(APPEND headers <gtest/gtest.h>)
      target_link_libraries(${carrier} PRIVATE GTest::gtest)  # for its definitions
    endif()
    if(kind STREQUAL test)
      target_compile_options(${carrier} PRIVATE -O0 -U_FORTIFY_SOURCE)
    endif()
    odca_warnings(${carrier})
    odca_reproducible_precompiled(${carrier})
    target_precompile_headers(${carrier} PRIVATE ${headers})
  endif()
  odca_reproducible_precompiled(${target})
  target_precompile_headers(${target} REUSE_FROM ${carrier})
endfunction()

# What a compiler cache needs to understand precompiled headers, and what a compiler says of them without reason.
function(odca_reproducible_precompiled target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)
    # g++ 12 doubts sums of short strings (its bugs 105329 and 105651); in precompiled headers it no longer knows that the
    # place is in a system header, where it keeps that to itself.
    if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
      target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-restrict)
    endif()
  else()
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()

# A compiler cache is used where there is one.
find_program(ODCA_CCACHE ccache)
mark_as_advanced(ODCA_CCACHE)
if(ODCA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${ODCA_CCACHE}")
endif()
