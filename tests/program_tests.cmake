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
  sunrack_program_test(size_writes_its_files EXIT 0 COMMAND size reference-2026 --out out
                       EXPECT "kg/kW" FILE:out/design.json FILE:out/design.txt FILE:out/mass_budget.csv FILE:out/spec.toml)
  sunrack_program_test(size_json_has_units_in_its_keys EXIT 0 COMMAND size --json
                       EXPECT it_power_kW specific_mass_kg_per_kW energy_balance_residual net_flux_W_per_m2 power_bol_kW
                              cell_temperature_degC sunlit_fraction mass_budget resolved_spec)
  sunrack_program_test(size_of_every_preset EXIT 0 COMMAND sweep reference-2026 compute.chip=gb300,h100,tpu,reticle-1kw,ai-inference
                       EXPECT ",ok,")
  sunrack_program_test(train_writes_a_model EXIT 0 COMMAND train digits --steps 300 --out digits.safetensors --json
                       EXPECT test_loss_nat test_accuracy processor_s FILE:digits.safetensors)
  sunrack_program_test(an_unknown_task_is_bad_input EXIT 2 COMMAND train chess --out x.safetensors EXPECT "digits, language, arithmetic")
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
  sunrack_program_test(radiation_answers EXIT 0
                       COMMAND radiation --altitude-km 800 --inclination-deg 98.6 --shield-mm 3 --years 5 --solar max --json
                       EXPECT dose_krad dose_by_component_krad trapped_protons trapped_electrons bremsstrahlung
                              solar_protons cosmic_rays trapped_proton_integral_flux trapped_electron_integral_flux
                              energy_MeV flux_per_cm2_s let_spectrum upset_rate_per_bit_day heavy_ions "\"protons\""
                              worst_day bits_per_upset event_rate_per_device_day latch-up "functional interrupt"
                              dose_limits first_irregularities_krad)
  sunrack_program_test(radiation_of_a_spec_writes_its_files EXIT 0
                       COMMAND radiation reference-2026 --dose-limit-krad 1 --out out
                       EXPECT "Lightest shields" "polyethylene" FILE:out/radiation.json FILE:out/spectra.csv
                              FILE:out/dose_depth.csv FILE:out/let.csv FILE:out/orbit_flux.csv)
  sunrack_program_test(radiation_about_the_sun_has_no_belts EXIT 0
                       COMMAND radiation --heliocentric-au 1 --solar-particles king-1972 --modulation-year 2009.5 EXPECT "solar_protons")
  sunrack_program_test(radiation_on_an_ellipse EXIT 0
                       COMMAND radiation --altitude-km 250 --apogee-km 35786 --inclination-deg 7 --confidence 0.8 --json
                       EXPECT apogee_altitude_km)
  sunrack_program_test(a_negative_shield_is_bad_input EXIT 2 COMMAND radiation --shield-mm -1 EXPECT "--shield-mm = -1")
  sunrack_program_test(an_orbit_in_the_atmosphere_is_bad_input EXIT 2 COMMAND radiation --altitude-km 100 EXPECT "atmosphere")
  sunrack_program_test(a_modern_field_for_the_belts_is_refused EXIT 2 COMMAND radiation --belt-field-year 2025
                       EXPECT "Jensen & Cain 1960")
  sunrack_program_test(an_unknown_solar_cycle_is_bad_input EXIT 2 COMMAND radiation --solar mid EXPECT "min and max")
  sunrack_program_test(an_unknown_event_is_bad_input EXIT 2 COMMAND radiation --solar-particles noah EXPECT "king-1972")
  sunrack_program_test(a_shield_beyond_the_kernels_has_no_answer EXIT 3 COMMAND radiation --shield-mm 100
                       EXPECT "no answer" "50 mm")
  sunrack_program_test(a_confidence_beyond_the_law_has_no_answer EXIT 3 COMMAND radiation --confidence 0.999 EXPECT "no answer")
  sunrack_program_test(bitflips_answer EXIT 0
                       COMMAND bitflips --parameters 2e12 --format bf16 --rate-per-bit-day 1e-10 --ecc none --scrub-h 24 --json
                       EXPECT flips_per_day fatal_flips_per_day mean_time_to_fatal_h uncorrected_words_per_day silent_words_per_day
                              "not measured at this scale" protections_cheapest_first "training does not advance")
  sunrack_program_test(bitflips_of_an_orbit_write_their_files EXIT 0 COMMAND bitflips reference-2026 --out out
                       EXPECT "chipkill" FILE:out/bitflips.csv FILE:out/bitflips.json)
  sunrack_program_test(bitflips_without_a_rate_are_bad_input EXIT 2 COMMAND bitflips EXPECT "--rate-per-bit-day")
  sunrack_program_test(an_unknown_format_is_bad_input EXIT 2 COMMAND bitflips --rate-per-bit-day 1e-12 --format bf17 EXPECT "nvfp4")
  sunrack_program_test(words_that_nothing_mends_have_no_answer EXIT 3
                       COMMAND bitflips --rate-per-bit-day 1e-12 --ecc secded --scrub-h 0 EXPECT "no answer")
  sunrack_program_test(inject_counts_all_faults_of_a_classifier EXIT 0 COMMAND inject digits --format int8 --count 100 --out out
                       EXPECT FILE:out/inject.csv FILE:out/inject.json)
  sunrack_program_test(inject_samples_a_language_model EXIT 0
                       COMMAND inject language-24 --format bf16 --count 256 --half-width 0.03 --json EXPECT failing non_finite "bit 14")
  sunrack_program_test(inject_hits_keys_and_values EXIT 0
                       COMMAND inject language-24 --count 256 --place key_value_cache --half-width 0.05 --json EXPECT failing)
  sunrack_program_test(inject_at_error_rates EXIT 0 COMMAND inject language-24 --count 256 --rates 1e-5 --trials 20 --json
                       EXPECT collapses rate_per_bit)
  sunrack_program_test(inject_into_no_model_is_bad_input EXIT 2 COMMAND inject nowhere.safetensors EXPECT "nowhere.safetensors" "language-48")
  sunrack_program_test(margins_answer EXIT 0 COMMAND margins EXPECT "coating ageing" "fin efficiency" "pump heat")
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
