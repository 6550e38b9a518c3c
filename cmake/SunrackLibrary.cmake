# sunrack_library(name [LINK public...] [PRIVATE private...]): one static library per folder, made of all its
# .cpp files, known as Sunrack::name. The only include root is the repository.
function(sunrack_library name)
  cmake_parse_arguments(arg "" "" "LINK;PRIVATE;SOURCES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
  set(target sunrack_${name})
  if(NOT sources AND NOT arg_SOURCES)
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
    file(WRITE ${sources} "")
  endif()
  add_library(${target} STATIC ${sources} ${arg_SOURCES})
  add_library(Sunrack::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/sunrack>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  # Eigen aligns, and frees, by the instruction set of whoever compiles. One fixed alignment lets a program built for
  # any machine share vectors with a library built for this one.
  target_compile_definitions(${target} PUBLIC EIGEN_MAX_ALIGN_BYTES=64)
  target_link_libraries(${target} PUBLIC ${arg_LINK} PRIVATE ${arg_PRIVATE})
  sunrack_compile_options(${target})
  install(TARGETS ${target} EXPORT SunrackTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/sunrack/${folder})
endfunction()

function(sunrack_compile_options target)
  # Leaving fields to their defaults in a designated initialiser is the house style, not an oversight.
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                           -Wno-missing-field-initializers)
  # g++ 12 sees an overlap in "text" + std::string at -O3 where there is none (GCC bug 105651).
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  # g++ 12 calls its own AVX-512 intrinsics uninitialised (GCC bug 105593): on machines that have them, -march=native
  # would fail there.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(SUNRACK_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(NOT SUNRACK_PORTABLE)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-march=native>)
  endif()
  # Contracting a*b+c to one rounding would make the last digit depend on the machine.
  target_compile_options(${target} PRIVATE -ffp-contract=off)
endfunction()
