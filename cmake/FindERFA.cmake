# Debian's liberfa-dev has a pkg-config file only; a plain search needs no pkg-config on the machine.
find_path(ERFA_INCLUDE_DIR erfa.h)
find_library(ERFA_LIBRARY erfa)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ERFA DEFAULT_MSG ERFA_LIBRARY ERFA_INCLUDE_DIR)
if(ERFA_FOUND AND NOT TARGET ERFA::erfa)
  add_library(ERFA::erfa UNKNOWN IMPORTED)
  set_target_properties(ERFA::erfa PROPERTIES IMPORTED_LOCATION ${ERFA_LIBRARY}
                                              INTERFACE_INCLUDE_DIRECTORIES ${ERFA_INCLUDE_DIR})
endif()
