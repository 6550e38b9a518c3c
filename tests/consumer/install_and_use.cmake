# Installs the build into a fresh folder, then configures, builds and runs an outside project against it.
# cmake -Dbuild= -Dsource= -Dwork= -Dgenerator= -Dcompiler= -Dflags= -Dconfig= -P install_and_use.cmake
file(REMOVE_RECURSE "${work}")
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed (${result}): ${ARGN}")
  endif()
endfunction()
run(${CMAKE_COMMAND} --install "${build}" --prefix "${work}/prefix" --config ${config})
# A package that names the tree it was built in works on this machine only.
file(GLOB_RECURSE package "${work}/prefix/*.cmake")
foreach(file IN LISTS package)
  file(STRINGS "${file}" lines REGEX "${root}/")
  if(lines)
    message(FATAL_ERROR "${file} names the source tree: ${lines}")
  endif()
endforeach()
run(${CMAKE_COMMAND} -S "${source}" -B "${work}/build" -G "${generator}" -DCMAKE_PREFIX_PATH=${work}/prefix
    -DCMAKE_BUILD_TYPE=${config} -DCMAKE_CXX_COMPILER=${compiler} -DCMAKE_CXX_FLAGS=${flags})
run(${CMAKE_COMMAND} --build "${work}/build")
run("${work}/build/consumer")
