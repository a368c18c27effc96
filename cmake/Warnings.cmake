# odca_warnings(<target>): the warnings that every target of ours is compiled with.
function(odca_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  if(ODCA_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
