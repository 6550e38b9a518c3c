include(CMakePackageConfigHelpers)
install(EXPORT SunrackTargets NAMESPACE Sunrack:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Sunrack)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/SunrackConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/SunrackConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Sunrack)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/SunrackConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/SunrackConfig.cmake ${PROJECT_BINARY_DIR}/SunrackConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindERFA.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Sunrack)
file(GLOB headers ${PROJECT_SOURCE_DIR}/physics/*.h)
install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/sunrack/physics)
