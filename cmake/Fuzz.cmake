# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# odca_fuzz(<name> DEPENDS modules… [LIBRARIES third-party…]): tests/fuzz/<name>.cpp as a libFuzzer program (with
# ODCA_FUZZ) and, always, as a test that replays tests/fuzz/corpus/<name>.
function(odca_fuzz name)
  cmake_parse_arguments(F "" "" "DEPENDS;LIBRARIES" ${ARGN})
  list(TRANSFORM F_DEPENDS PREPEND odca_)
  if(NOT TARGET replay_main)
    add_library(replay_main OBJECT replay_main.cpp)
    odca_warnings(replay_main)
  endif()
  add_library(fuzz_target_${name} OBJECT ${name}.cpp)
  odca_warnings(fuzz_target_${name})
  target_link_libraries(fuzz_target_${name} PUBLIC ${F_DEPENDS} ${F_LIBRARIES})
  add_executable(replay_${name})
  target_link_libraries(replay_${name} PRIVATE fuzz_target_${name} replay_main)
  add_test(NAME fuzz_replay.${name} COMMAND replay_${name} "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
  set_tests_properties(fuzz_replay.${name} PROPERTIES TIMEOUT 300)
  if(ODCA_FUZZ)
    add_executable(fuzz_${name})
    target_link_libraries(fuzz_${name} PRIVATE fuzz_target_${name})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  endif()
endfunction()
