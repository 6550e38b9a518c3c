# View factors of a sized satellite and what its array does to its radiator.
sunrack_program_test(surfaces_of_the_reference EXIT 0 COMMAND surfaces reference-2026 --rays 512 --strips 2 --out out
                     EXPECT "radiator Earth side 2" "array back" "both enforced" "temperature at the same heat"
                            FILE:out/surfaces.json FILE:out/surfaces.txt FILE:out/view_factors.csv)
sunrack_program_test(surfaces_json_has_units_in_its_keys EXIT 0 COMMAND surfaces --json --rays 256 --strips 1
                     EXPECT area_m2 coupling_to_space_m2 from_array_W_per_m2 temperature_in_sizing_K reciprocity_defect)
sunrack_program_test(surfaces_without_rays_is_bad_input EXIT 2 COMMAND surfaces --rays 1 EXPECT "--rays")
sunrack_program_test(surfaces_of_a_given_sink_has_no_answer EXIT 3
                     COMMAND surfaces --rays 64 --set radiator.sink_temperature=200 EXPECT "sink temperature")
