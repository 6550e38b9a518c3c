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
