# The revision that a result was made with: the git commit at build time, with a plus where the tree was edited.
add_custom_target(
  sunrack_revision_header
  COMMAND ${CMAKE_COMMAND} -Dsource=${PROJECT_SOURCE_DIR} -Dversion=${PROJECT_VERSION}
          -Doutput=${PROJECT_BINARY_DIR}/generated/sunrack_revision.h -P ${PROJECT_SOURCE_DIR}/cmake/revision_script.cmake
  BYPRODUCTS ${PROJECT_BINARY_DIR}/generated/sunrack_revision.h
  COMMENT "Reading the revision"
  VERBATIM)

# Lets the sources of a target include "sunrack_revision.h" (SUNRACK_VERSION, SUNRACK_REVISION).
function(sunrack_use_revision target)
  add_dependencies(${target} sunrack_revision_header)
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/generated)
endfunction()
