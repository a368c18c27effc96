# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# odca_module(<name> SOURCES … [DEPENDS modules…] [LIBRARIES third-party…]): one folder of libtrust/src. Its objects go
# into the installed library; tests may link the module alone, with the modules it needs.
function(odca_module name)
  cmake_parse_arguments(M "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  add_library(odca_${name}_objects OBJECT ${M_SOURCES})
  odca_warnings(odca_${name}_objects)
  odca_precompiled(odca_${name}_objects)
  target_include_directories(odca_${name}_objects
    PUBLIC "${PROJECT_SOURCE_DIR}/libtrust/include" PRIVATE "${PROJECT_SOURCE_DIR}/libtrust/src")
  target_link_libraries(odca_${name}_objects PRIVATE ${M_LIBRARIES})

  # A program with the property ODCA_SHARED has the module from the shared library; the others (tests, and what the library
  # itself is made with) from an archive.
  set(archive odca_${name})
  if(BUILD_SHARED_LIBS)
    set(archive odca_${name}_archive)
    add_library(odca_${name} INTERFACE)
    target_link_libraries(odca_${name} INTERFACE $<IF:$<BOOL:$<TARGET_PROPERTY:ODCA_SHARED>>,odca-trust,${archive}>)
    target_include_directories(odca_${name} INTERFACE "${PROJECT_SOURCE_DIR}/libtrust/src")
  endif()
  add_library(${archive} STATIC $<TARGET_OBJECTS:odca_${name}_objects>)
  set_target_properties(${archive} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(${archive} PUBLIC
    "${PROJECT_SOURCE_DIR}/libtrust/include" "${PROJECT_SOURCE_DIR}/libtrust/src")
  list(TRANSFORM M_DEPENDS PREPEND odca_)
  target_link_libraries(${archive} PUBLIC ${M_DEPENDS} ${M_LIBRARIES})

  set_target_properties(odca_${name}_objects PROPERTIES ODCA_LIBRARIES "${M_LIBRARIES}")
endfunction()

# odca_program(<target>): a program that is installed; it takes the shared library where that is built.
function(odca_program target)
  odca_warnings(${target})
  if(BUILD_SHARED_LIBS)
    set_target_properties(${target} PROPERTIES ODCA_SHARED ON
      INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")  # relative: the tree can be moved
  endif()
endfunction()

# Under the sanitizers a program takes a tenth of a second to start: three thousand tests would wait for that, and for each
# other's reading of the vectors.
option(ODCA_TESTS_BY_PROGRAM "One CTest for each test program, not for each of its tests" OFF)

# odca_test(<name> SOURCES … [DEPENDS modules…] [LIBRARIES …]): one GoogleTest program; each of its tests is a CTest.
# Tests run far from UTC, since the subject is dates. They are compiled without the optimiser, which would work on them far
# longer than they run: the time of a test goes into the library, which is optimised. OPTIMIZED is for those that work
# themselves: a simulated disk, random inputs by the thousand.
function(odca_test name)
  if(NOT ODCA_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(T "OPTIMIZED" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  odca_warnings(${name})
  if(T_OPTIMIZED)
    odca_precompiled(${name} test_optimized)
  else()
    target_compile_options(${name} PRIVATE -O0 -U_FORTIFY_SOURCE)  # which wants the optimiser
    odca_precompiled(${name} test)
  endif()
  target_compile_definitions(${name} PRIVATE ODCA_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  list(TRANSFORM T_DEPENDS PREPEND odca_)
  target_link_libraries(${name} PRIVATE ${T_DEPENDS} ${T_LIBRARIES} GTest::gtest GTest::gtest_main)
  if(ODCA_TESTS_BY_PROGRAM)
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "TZ=Pacific/Chatham" TIMEOUT 1800)
    if(T_OPTIMIZED)
      set_tests_properties(${name} PROPERTIES COST 10)  # the long ones first
    endif()
    return()
  endif()
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES ENVIRONMENT "TZ=Pacific/Chatham" TIMEOUT 600)
endfunction()
