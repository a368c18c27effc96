# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Finds what we build on and gives each package one target name. Headers of others count as system headers.
find_package(PkgConfig REQUIRED)

# Botan 3 where it is, Botan 2.19 otherwise (Debian 13, Debian 12).
pkg_check_modules(BOTAN QUIET IMPORTED_TARGET GLOBAL botan-3)
if(BOTAN_FOUND)
  set(ODCA_BOTAN_PACKAGE botan-3)
else()
  pkg_check_modules(BOTAN REQUIRED IMPORTED_TARGET GLOBAL botan-2)
  set(ODCA_BOTAN_PACKAGE botan-2)
endif()
add_library(odca::botan ALIAS PkgConfig::BOTAN)

# Loading the shared Botan costs a program more than verifying a chain: some ten thousand symbols are looked up, and five
# libraries come along. A target with the property ODCA_STATIC_BOTAN takes the archive in its place. Such a program has
# to be built again when Botan is mended.
option(ODCA_STATIC_BOTAN "Link Botan's archive into odca-verify, which then starts faster" OFF)
if(ODCA_STATIC_BOTAN)
  find_library(ODCA_BOTAN_ARCHIVE "lib${ODCA_BOTAN_PACKAGE}.a" HINTS ${BOTAN_LIBRARY_DIRS} REQUIRED)
  get_target_property(shared PkgConfig::BOTAN INTERFACE_LINK_LIBRARIES)
  set_target_properties(PkgConfig::BOTAN PROPERTIES INTERFACE_LINK_LIBRARIES
    "$<IF:$<BOOL:$<TARGET_PROPERTY:ODCA_STATIC_BOTAN>>,${ODCA_BOTAN_ARCHIVE},${shared}>")
endif()

pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET GLOBAL libsodium)
add_library(odca::sodium ALIAS PkgConfig::SODIUM)

# Nettle's public-key half (hogweed), whose numbers are GMP's.
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET GLOBAL hogweed nettle gmp)
add_library(odca::nettle ALIAS PkgConfig::NETTLE)

find_package(yaml-cpp REQUIRED)
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
find_package(pugixml REQUIRED)
find_package(CLI11 REQUIRED)

if(ODCA_BUILD_AMT)
  find_package(OpenSSL 3.0 REQUIRED)
  find_package(Boost 1.75 REQUIRED)  # Beast, which is headers alone
  pkg_check_modules(FUSE REQUIRED IMPORTED_TARGET GLOBAL fuse3)
  add_library(odca::fuse ALIAS PkgConfig::FUSE)
endif()

if(ODCA_BUILD_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  find_package(nlohmann_json REQUIRED)
  include(GoogleTest)
endif()
