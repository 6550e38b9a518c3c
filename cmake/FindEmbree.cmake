# Debian's own embree-config.cmake asks for the development files of TBB, which no header of ours needs.
find_path(EMBREE_INCLUDE_DIR embree3/rtcore.h)
find_library(EMBREE_LIBRARY embree3)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Embree DEFAULT_MSG EMBREE_LIBRARY EMBREE_INCLUDE_DIR)
if(EMBREE_FOUND AND NOT TARGET Embree::embree)
  add_library(Embree::embree UNKNOWN IMPORTED)
  set_target_properties(Embree::embree PROPERTIES IMPORTED_LOCATION ${EMBREE_LIBRARY}
                                                  INTERFACE_INCLUDE_DIRECTORIES ${EMBREE_INCLUDE_DIR})
endif()
