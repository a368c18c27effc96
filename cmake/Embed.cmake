# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# What is compiled in is checked and written by odca-embed, on the machine that builds. When the rest is built for another
# machine, ODCA_EMBED names the program of a build for this one.
set(ODCA_EMBED "" CACHE FILEPATH "odca-embed of a build for this machine, for cross-building; empty: build it")
if(CMAKE_CROSSCOMPILING AND NOT ODCA_EMBED)
  message(FATAL_ERROR "cross-building needs odca-embed of a build for this machine: build the target odca-embed natively, "
    "then give -DODCA_EMBED=<its path>")
endif()

# odca_embed(<kind> <input> <output> DEPENDS files…): kind is store, date or root; `input` is a folder or a file.
function(odca_embed kind input output)
  cmake_parse_arguments(E "" "" "DEPENDS" ${ARGN})
  set(program odca-embed)
  if(ODCA_EMBED)
    set(program "${ODCA_EMBED}")
  endif()
  add_custom_command(OUTPUT "${output}"
    COMMAND "${program}" ${kind} "${input}" "${output}"
    DEPENDS "${program}" ${E_DEPENDS}
    COMMENT "Checking and embedding ${input}" VERBATIM)
endfunction()

# odca_embed_reviewed(<kind> <output>): of the reviewed folder bundles/intel-odca.
function(odca_embed_reviewed kind output)
  set(folder "${PROJECT_SOURCE_DIR}/bundles/intel-odca")
  set(files anchors.yaml intermediates.yaml issuing.yaml deny.yaml version.yaml)
  list(TRANSFORM files PREPEND "${folder}/")
  odca_embed(${kind} "${folder}" "${output}" DEPENDS ${files})
endfunction()
