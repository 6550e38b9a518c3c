# Debian's libsuitesparse-dev has neither a CMake nor a pkg-config file for CHOLMOD.
find_path(CHOLMOD_INCLUDE_DIR cholmod.h PATH_SUFFIXES suitesparse)
find_library(CHOLMOD_LIBRARY cholmod)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CHOLMOD DEFAULT_MSG CHOLMOD_LIBRARY CHOLMOD_INCLUDE_DIR)
if(CHOLMOD_FOUND AND NOT TARGET CHOLMOD::cholmod)
  add_library(CHOLMOD::cholmod UNKNOWN IMPORTED)
  set_target_properties(CHOLMOD::cholmod PROPERTIES IMPORTED_LOCATION ${CHOLMOD_LIBRARY}
                                                    INTERFACE_INCLUDE_DIRECTORIES ${CHOLMOD_INCLUDE_DIR})
endif()
