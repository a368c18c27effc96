# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# What makes an error in memory harder to use. Our presets that are run outside of tests ask for it (dev, release); a
# distribution has flags of its own and leaves it off. tests/meta/hardened.sh looks at the programs.
option(ODCA_HARDENED "Compile and link with the compiler's protections" OFF)
if(ODCA_HARDENED)
  include(CheckCXXCompilerFlag)
  include(CheckPIESupported)
  check_pie_supported(LANGUAGES CXX)  # from here on programs are linked position-independent
  # One word for both, so that the -U of unoptimised tests (Modules.cmake) is not taken for a repetition.
  add_compile_options("SHELL:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2")
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection)  # not every processor has each
    string(MAKE_C_IDENTIFIER "ODCA_HAS${flag}" has)
    check_cxx_compiler_flag(${flag} ${has})
    if(${has})
      add_compile_options(${flag})
    endif()
  endforeach()
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()
