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

# The program as a user meets it: exit codes, messages, files.
if(TARGET sunrack_program)
  function(sunrack_program_test name)
    cmake_parse_arguments(arg "" "EXIT" "COMMAND;EXPECT" ${ARGN})
    add_test(NAME program.${name}
             COMMAND ${CMAKE_COMMAND} -Dprogram=$<TARGET_FILE:sunrack_program> "-Darguments=${arg_COMMAND}"
                     -Dexit_code=${arg_EXIT} "-Dexpected=${arg_EXPECT}" -Dwork=${PROJECT_BINARY_DIR}/tests/program/${name}
                     -P ${CMAKE_CURRENT_SOURCE_DIR}/program/run.cmake)
    set_tests_properties(program.${name} PROPERTIES TIMEOUT 120)
  endfunction()
  # One file per area, so that areas grow side by side.
  foreach(area IN ITEMS claims satellite radiation punctures bit_flips fly surfaces fleet packages panels networks)
    include(program/${area}.cmake)
  endforeach()
  add_test(NAME program.monte_carlo_does_not_depend_on_threads
           COMMAND ${CMAKE_COMMAND} -Dprogram=$<TARGET_FILE:sunrack_program>
                   -Dwork=${PROJECT_BINARY_DIR}/tests/program/threads -P ${CMAKE_CURRENT_SOURCE_DIR}/program/threads.cmake)
  add_test(NAME program.ledger_is_current COMMAND sunrack_program ledger --check --out
                                                  ${PROJECT_SOURCE_DIR}/validation/ledger.md)
  set_tests_properties(program.ledger_is_current PROPERTIES LABELS slow)
  add_test(NAME program.spec_reference_is_current
           COMMAND ${CMAKE_COMMAND} -Dprogram=$<TARGET_FILE:sunrack_program> -Dpage=${PROJECT_SOURCE_DIR}/docs/spec.md -P
                   ${CMAKE_CURRENT_SOURCE_DIR}/program/reference_is_current.cmake)
endif()
