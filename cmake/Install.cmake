# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Installs the library, its headers, the CMake package "odca", the pkg-config file "odca-trust", tools, policies, docs.
include(CMakePackageConfigHelpers)

set(libraries odca-trust)
if(NOT BUILD_SHARED_LIBS)  # the core is an archive, which does not bring what it needs
  list(APPEND libraries odca-core)
endif()
install(TARGETS ${libraries} EXPORT odca-targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
set(programs odca-verify trust-bundle)
set(manuals odca-verify.1 odca-policy.5 trust-bundle.1)
if(ODCA_BUILD_AMT)
  list(APPEND programs amtctl)  # amt-sim is of tests
  list(APPEND manuals amtctl.1)
endif()
install(TARGETS ${programs} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY libtrust/include/odca DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY policy/ DESTINATION "${CMAKE_INSTALL_DATADIR}/odca-trust/policy" FILES_MATCHING PATTERN "*.yaml")
install(FILES docs/verdict.schema.json docs/trust-bundle.schema.json DESTINATION "${CMAKE_INSTALL_DATADIR}/odca-trust" OPTIONAL)

# Man pages are written in Markdown; pandoc, where it is, turns them into roff.
find_program(PANDOC pandoc)
if(PANDOC)
  set(pages)
  foreach(page IN LISTS manuals)
    string(REGEX REPLACE ".*\\." "" section "${page}")
    add_custom_command(OUTPUT "${PROJECT_BINARY_DIR}/${page}"
      COMMAND "${PANDOC}" --standalone --from markdown-smart --to man -o "${PROJECT_BINARY_DIR}/${page}"
        "${PROJECT_SOURCE_DIR}/docs/man/${page}.md"
      DEPENDS docs/man/${page}.md VERBATIM)
    list(APPEND pages "${PROJECT_BINARY_DIR}/${page}")
    install(FILES "${PROJECT_BINARY_DIR}/${page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man${section}")
  endforeach()
  add_custom_target(man_pages ALL DEPENDS ${pages})
endif()

install(EXPORT odca-targets NAMESPACE odca:: DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/odca")
configure_package_config_file(cmake/package/odca-config.cmake.in odca-config.cmake
  INSTALL_DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/odca")
write_basic_package_version_file(odca-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/odca-config.cmake" "${PROJECT_BINARY_DIR}/odca-config-version.cmake"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/odca")
# Relative to where the file lies, so that the tree can be installed or moved anywhere.
file(RELATIVE_PATH ODCA_PC_TO_PREFIX "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
if(NOT BUILD_SHARED_LIBS)  # an archive does not bring what it needs
  set(ODCA_PC_LIBRARIES " -lyaml-cpp -lpugixml")
  set(ODCA_PC_PACKAGES " ${ODCA_BOTAN_PACKAGE} libsodium hogweed nettle gmp")
endif()
configure_file(cmake/package/odca-trust.pc.in odca-trust.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/odca-trust.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
