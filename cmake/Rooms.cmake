# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# odca_room(<tree> <name> SOURCES … [ROOMS rooms…] [LIBRARIES …] [TESTS …] [TEST_LIBRARIES …]): one folder of libamt/src or libamtsim/src, as
# an archive <tree>_<name>, and its tests as one program. It sees the public headers of libtrust and of libamt, and its own tree.
function(odca_room tree name)
  cmake_parse_arguments(R "" "" "SOURCES;ROOMS;LIBRARIES;TESTS;TEST_LIBRARIES" ${ARGN})
  set(target ${tree}_${name})
  add_library(${target} STATIC ${R_SOURCES})
  odca_warnings(${target})
  odca_precompiled(${target})
  target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/libamt/include" "${PROJECT_SOURCE_DIR}/libtrust/include"
    "${CMAKE_CURRENT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/libamt/src")
  list(TRANSFORM R_ROOMS PREPEND ${tree}_)
  target_link_libraries(${target} PUBLIC ${R_ROOMS} PRIVATE ${R_LIBRARIES})
  if(R_TESTS)
    odca_test(${target}_test SOURCES ${R_TESTS} LIBRARIES ${target} ${R_LIBRARIES} ${R_TEST_LIBRARIES})
  endif()
endfunction()
