# Chip packages resolved.
sunrack_program_test(package_answers EXIT 0 COMMAND package gb300-class --json
                     EXPECT power_W leakage_gain hottest_degC energy_residual margin_K hottest_K_per_W
                            compute.die_resistance_K_per_W)
sunrack_program_test(package_heats_up_and_writes_its_files EXIT 0
                     COMMAND package ${CMAKE_CURRENT_LIST_DIR}/package.toml --out out
                     EXPECT "runaway at 1" "heating to" FILE:out/package.json FILE:out/blocks.csv FILE:out/layers.csv
                            FILE:out/layer_map.txt FILE:out/probes.csv FILE:out/heating.csv)
sunrack_program_test(a_heating_alone_writes_its_files EXIT 0
                     COMMAND package ${CMAKE_CURRENT_LIST_DIR}/package.toml --no-steady --out out
                     EXPECT "no steady state asked for" "heating to" FILE:out/package.json FILE:out/blocks.csv
                            FILE:out/layers.csv FILE:out/layer_map.txt FILE:out/probes.csv FILE:out/heating.csv)
sunrack_program_test(a_heating_alone_of_nothing_is_bad_input EXIT 2 COMMAND package gb300-class --no-steady
                     EXPECT "asks for no heating")
sunrack_program_test(package_of_another_program EXIT 0
                     COMMAND package ${CMAKE_CURRENT_LIST_DIR}/package.stk --3d-ice-rule
                     EXPECT "3D-ICE" "closes to" "outer face of the lowest layer")
sunrack_program_test(a_package_of_unknown_kind_is_bad_input EXIT 2 COMMAND package die.txt EXPECT ".stk (3D-ICE)")
sunrack_program_test(a_package_that_is_not_there_is_bad_input EXIT 2 COMMAND package none.toml EXPECT "none.toml")
sunrack_program_test(an_unknown_layer_is_bad_input EXIT 2 COMMAND package gb300-class --map-layer roof EXPECT "cold plate")
sunrack_program_test(size_takes_resistances_of_a_resolved_package EXIT 0
                     COMMAND size --set compute.package=gb300-class EXPECT "kg/kW")
sunrack_program_test(package_in_words_of_hotspot EXIT 0
                     COMMAND package ${PROJECT_SOURCE_DIR}/examples/packages/two_cores.config --no-heating --out out
                     EXPECT "layer 0/core_west" "28.36 W" FILE:out/blocks.csv)
sunrack_program_test(a_floorplan_beside_layers_is_bad_input EXIT 2
                     COMMAND package ${PROJECT_SOURCE_DIR}/examples/packages/two_cores.config --floorplan zz
                     EXPECT "does nothing beside" "two_cores.lcf")
sunrack_program_test(an_option_of_another_format_is_bad_input EXIT 2 COMMAND package gb300-class --3d-ice-rule
                     EXPECT "goes with a .stk file")
sunrack_program_test(a_floorplan_for_own_toml_is_bad_input EXIT 2
                     COMMAND package ${CMAKE_CURRENT_LIST_DIR}/package.toml --floorplan zz EXPECT "goes with a .config file")
