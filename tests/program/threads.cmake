# The same seed gives the same bytes on one thread and on three.
file(REMOVE_RECURSE ${work})
file(MAKE_DIRECTORY ${work})
foreach(threads 1 3)
  execute_process(COMMAND ${program} monte-carlo --samples 300 --seed 5 --quiet --threads ${threads} --out out${threads}
                  WORKING_DIRECTORY ${work} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
foreach(name monte_carlo.csv monte_carlo.json)
  execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${work}/out1/${name} ${work}/out3/${name} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
