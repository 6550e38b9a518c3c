# Meteoroids and debris.
sunrack_program_test(punctures_answer EXIT 0
                     COMMAND punctures --area-m2 110 --tube-fraction 0.1 --wall-mm 1 --altitude-km 600 --inclination-deg 97.8
                             --years 5 --json
                     EXPECT meteoroid_penetrations debris_penetrations_low debris_penetrations_high
                            probability_no_penetration segments_for_95_percent)
sunrack_program_test(punctures_of_a_spec EXIT 0 COMMAND punctures reference-2026 --out out
                     EXPECT meteoroid_penetrations FILE:out/punctures.csv FILE:out/punctures.json)
sunrack_program_test(a_negative_wall_is_bad_input EXIT 2 COMMAND punctures --wall-mm -1 EXPECT "--wall-mm = -1")
sunrack_program_test(punctures_of_a_loop_with_its_valves EXIT 0
                     COMMAND punctures --face-sheet-mm 0.25 --segments 60 --valve-reliability 0.999 --spurious-closure-years 1e5
                             --common-area-m2 0.2 --coolant-kg 20 --reserve-kg 5 --strings 200 --attitude zenith --json
                     EXPECT end_of_life_high area_at_confidence_m2 probability_coolant_suffices array_strings debris_factor
                            closed_form_total_kg_per_m2)
sunrack_program_test(punctures_of_heat_pipes EXIT 0 COMMAND punctures --heat-pipes 1000 --form triple --face-sheet-mm 0.25
                     EXPECT "SRL triple" "optimum_high.valves_kg_per_m2")
sunrack_program_test(no_number_is_bad_input EXIT 2 COMMAND punctures --years nan EXPECT "--years = nan")
sunrack_program_test(no_flux_table_is_bad_input EXIT 2 COMMAND punctures --flux-table none.csv EXPECT "none.csv: cannot be read")
sunrack_program_test(debris_below_its_model_has_no_answer EXIT 3 COMMAND punctures --altitude-km 250 EXPECT "no answer")
sunrack_program_test(meteoroids_alone_are_known_in_geostationary_orbit EXIT 0
                     COMMAND punctures --no-debris --altitude-km 35786 --inclination-deg 0 --json --out out
                     EXPECT "\"debris_penetrations_high\": 0.0" FILE:out/punctures.csv)
sunrack_program_test(a_triple_wall_without_its_sheet_is_bad_input EXIT 2 COMMAND punctures --form triple
                     EXPECT "--form triple: needs a --face-sheet-mm")
sunrack_program_test(no_years_are_bad_input EXIT 2 COMMAND punctures --years 0 EXPECT "--years = 0")
