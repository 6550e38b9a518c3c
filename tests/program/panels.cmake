# Radiator panels resolved.
sunrack_program_test(panel_answers EXIT 0
                     COMMAND panel ${PROJECT_SOURCE_DIR}/examples/panels/ammonia_loop.toml --json
                     EXPECT heat_W net_flux_W_per_m2 provenance)
sunrack_program_test(panel_with_a_dead_tube_writes_its_files EXIT 0
                     COMMAND panel ${PROJECT_SOURCE_DIR}/examples/panels/dead_tube.toml --out out
                     EXPECT "dead" FILE:out/panel.json FILE:out/panel.txt FILE:out/tubes.csv FILE:out/paths.csv
                            FILE:out/surface.csv)
sunrack_program_test(a_misspelt_key_of_a_panel_is_bad_input EXIT 2
                     COMMAND panel ${CMAKE_CURRENT_LIST_DIR}/misspelt_panel.toml EXPECT "misspelt_panel.toml:4" "spacing")
sunrack_program_test(a_panel_that_is_not_there_is_bad_input EXIT 2 COMMAND panel none.toml EXPECT "none.toml")
sunrack_program_test(panel_of_heat_pipes_says_what_they_carry EXIT 0
                     COMMAND panel ${PROJECT_SOURCE_DIR}/examples/panels/heat_pipes.toml --out pipes
                     EXPECT "share of limit" "capillary" FILE:pipes/panel.json FILE:pipes/paths.csv FILE:pipes/tubes.csv)
foreach(sample IN ITEMS serpentine held water_heat_pipes)
  sunrack_program_test(panel_sample_${sample}_answers EXIT 0
                       COMMAND panel ${PROJECT_SOURCE_DIR}/examples/panels/${sample}.toml
                       EXPECT "panel efficiency" "closes to")
endforeach()
