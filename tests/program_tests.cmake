# Tests that run whole programs.

# Each example is run in a folder of its own, so that the files it writes are not left about.
file(GLOB examples CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/examples/*.cpp)
foreach(source IN LISTS examples)
  get_filename_component(name ${source} NAME_WE)
  if(TARGET example_${name})
    set(folder ${PROJECT_BINARY_DIR}/tests/examples/${name})
    file(MAKE_DIRECTORY ${folder})
    add_test(NAME example.${name} COMMAND example_${name} WORKING_DIRECTORY ${folder})
    set_tests_properties(example.${name} PROPERTIES LABELS example TIMEOUT 300)
  endif()
endforeach()

if(TARGET sunrack_program)
  add_test(NAME program.version COMMAND sunrack_program --version)
  set_tests_properties(program.version PROPERTIES PASS_REGULAR_EXPRESSION "${PROJECT_VERSION}")
endif()

# The installed package, used by a project outside. It needs everything built, as a run of all tests has it.
add_test(NAME install.consumer
         COMMAND ${CMAKE_COMMAND} -Dbuild=${PROJECT_BINARY_DIR} -Droot=${PROJECT_SOURCE_DIR}
                 -Dsource=${CMAKE_CURRENT_SOURCE_DIR}/consumer -Dwork=${PROJECT_BINARY_DIR}/tests/consumer
                 -Dgenerator=${CMAKE_GENERATOR} -Dcompiler=${CMAKE_CXX_COMPILER} -Dconfig=$<CONFIG>
                 "-Dflags=${CMAKE_CXX_FLAGS}" -P ${CMAKE_CURRENT_SOURCE_DIR}/consumer/install_and_use.cmake)
set_tests_properties(install.consumer PROPERTIES LABELS slow TIMEOUT 300)
