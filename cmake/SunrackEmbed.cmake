# sunrack_embed(out_variable symbol file...): makes a .cpp that holds the files as text, so that programs run
# from anywhere. It defines `std::span<const EmbeddedFile> sunrack::embedded::symbol()` (physics/embedded.h).
function(sunrack_embed out symbol)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cpp)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -Dsymbol=${symbol} -Doutput=${generated} "-Dfiles=${ARGN}" -P
            ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake
    VERBATIM)
  set(${out} ${generated} PARENT_SCOPE)
endfunction()

# sunrack_embed_binary(out_variable symbol file...): the same for files that are no text. It defines
# `std::span<const EmbeddedBinary> sunrack::embedded::symbol()`. The assembler takes the bytes as they are, which
# costs no compile time; a table of numbers of a megabyte would cost many seconds.
function(sunrack_embed_binary out symbol)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cpp)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -Dsymbol=${symbol} -Doutput=${generated} "-Dfiles=${ARGN}" -P
            ${PROJECT_SOURCE_DIR}/cmake/embed_binary_script.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/embed_binary_script.cmake
    VERBATIM)
  # The compiler's list of dependencies does not know what the assembler reads.
  set_source_files_properties(${generated} PROPERTIES OBJECT_DEPENDS "${ARGN}")
  set(${out} ${generated} PARENT_SCOPE)
endfunction()
