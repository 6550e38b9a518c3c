# Sizing, its studies, orbits and irradiance.
sunrack_program_test(size_writes_its_files EXIT 0 COMMAND size reference-2026 --out out
                     EXPECT "kg/kW" FILE:out/design.json FILE:out/design.txt FILE:out/mass_budget.csv FILE:out/spec.toml)
sunrack_program_test(size_json_has_units_in_its_keys EXIT 0 COMMAND size --json
                     EXPECT it_power_kW specific_mass_kg_per_kW energy_balance_residual net_flux_W_per_m2 power_bol_kW
                            cell_temperature_degC sunlit_fraction mass_budget resolved_spec)
sunrack_program_test(size_of_every_preset EXIT 0 COMMAND sweep reference-2026 compute.chip=gb300,h100,tpu,reticle-1kw,ai-inference
                     EXPECT ",ok,")
sunrack_program_test(a_misspelt_key_is_bad_input EXIT 2 COMMAND size --set radiator.tube_spcing=80
                     EXPECT "nearest known key is radiator.tube_spacing")
sunrack_program_test(a_misspelt_preset_is_bad_input EXIT 2 COMMAND size referense-2026 EXPECT "reference-2026")
sunrack_program_test(a_missing_file_is_bad_input EXIT 2 COMMAND size ./nowhere.toml EXPECT "nowhere.toml")
sunrack_program_test(an_unknown_option_is_bad_input EXIT 2 COMMAND size --jsn EXPECT "--jsn")
sunrack_program_test(a_warm_sink_has_no_answer EXIT 3 COMMAND size --set radiator.sink_temperature=330
                     EXPECT "no answer" "no area is enough")
sunrack_program_test(runaway_has_no_answer EXIT 3
                     COMMAND size --set compute.leakage_share=0.5 --set compute.leakage_doubling_interval=10 --set
                             compute.junction_temperature=110 --set compute.memory_limit=150
                     EXPECT "thermal runaway")
sunrack_program_test(no_battery_in_eclipses_is_bad_input EXIT 2 COMMAND size --set battery.strategy=none EXPECT "battery")
sunrack_program_test(orbit_answers EXIT 0 COMMAND orbit --altitude-km 550 --ltan-h 18 --year 2026 --json
                     EXPECT inclination_deg period_s beta_min_deg beta_max_deg longest_eclipse_s season_days sunlit_fraction)
sunrack_program_test(orbit_writes_its_year EXIT 0 COMMAND orbit --events --out out EXPECT FILE:out/orbit_year.csv)
sunrack_program_test(no_sun_synchronous_orbit_up_there EXIT 3 COMMAND orbit --altitude-km 7000 EXPECT "no answer")
sunrack_program_test(irradiance_answers EXIT 0
                     COMMAND irradiance --altitude-km 550 --tilt-deg 90 --azimuth-deg 0 --solar-zenith-deg 90 --albedo 0.3
                             --earth-infrared-W-per-m2 237 --json
                     EXPECT view_factor "0.2578" albedo_W_per_m2 "10.79" earth_infrared_W_per_m2 "61.11")
sunrack_program_test(a_tilt_beyond_a_half_turn_is_bad_input EXIT 2 COMMAND irradiance --tilt-deg 200 EXPECT "0 to 180 deg")
sunrack_program_test(sweep_keeps_points_without_an_answer EXIT 0
                     COMMAND sweep reference-2026 radiator.sink_temperature=200:340:8 --out out
                     EXPECT "no-answer" FILE:out/sweep.csv FILE:out/sweep.json)
sunrack_program_test(monte_carlo_answers EXIT 0 COMMAND monte-carlo --samples 200 --seed 3 --out out --quiet
                     EXPECT FILE:out/monte_carlo.csv FILE:out/monte_carlo.json)
sunrack_program_test(optimise_answers EXIT 0 COMMAND optimise --out out EXPECT "least specific mass" FILE:out/optimum.toml)
sunrack_program_test(margins_answer EXIT 0 COMMAND margins EXPECT "coating ageing" "fin efficiency" "pump heat")
