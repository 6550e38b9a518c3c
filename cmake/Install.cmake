include(CMakePackageConfigHelpers)

# A static library passes what it was linked with on to its users; only VTK depends on how this build was configured.
set(SUNRACK_VTK_MODULES "")
if(TARGET sunrack_vtk)
  get_target_property(links sunrack_vtk INTERFACE_LINK_LIBRARIES)
  string(REGEX MATCHALL "VTK::[A-Za-z0-9]+" modules "${links}")
  list(REMOVE_DUPLICATES modules)
  list(TRANSFORM modules REPLACE "VTK::" "")
  string(REPLACE ";" " " SUNRACK_VTK_MODULES "${modules}")
endif()

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Sunrack)
install(EXPORT SunrackTargets NAMESPACE Sunrack:: DESTINATION ${package})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/SunrackConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/SunrackConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/SunrackConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/SunrackConfig.cmake ${PROJECT_BINARY_DIR}/SunrackConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindERFA.cmake ${PROJECT_SOURCE_DIR}/cmake/FindCHOLMOD.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindHYPRE.cmake ${PROJECT_SOURCE_DIR}/cmake/FindEmbree.cmake
        DESTINATION ${package})
file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/physics/*.h)
install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/sunrack/physics)
