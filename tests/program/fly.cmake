# Flights.
sunrack_program_test(fly_answers EXIT 0 COMMAND fly --days 0.2 --start longest-eclipse --json
                     EXPECT delivered_share lost_to_eclipse_h maximum_K freeze_margin_K energy_residual rainflow_cycles
                            warm_up_h remaining_capacity resolved_spec)
sunrack_program_test(fly_writes_its_files EXIT 0 COMMAND fly --days 0.2 --start longest-eclipse --out out --frames 3
                     EXPECT "computing" FILE:out/flight.json FILE:out/flight.txt FILE:out/nodes.csv FILE:out/orbits.csv
                            FILE:out/trace.csv FILE:out/cycles.csv)
sunrack_program_test(fly_throttles EXIT 0 COMMAND fly --days 0.2 --environment hot --panel-scale 0.7 --no-safe-mode
                     --start 2026-03-21 EXPECT "throttling" "above its limit")
sunrack_program_test(fly_without_a_sky_is_bad_input EXIT 2 COMMAND fly --set radiator.sink_temperature=200
                     EXPECT "sink_temperature")
sunrack_program_test(fly_on_no_such_day_is_bad_input EXIT 2 COMMAND fly --start 2026-13-45 EXPECT "2026-13-45")
sunrack_program_test(fly_to_nowhen_is_bad_input EXIT 2 COMMAND fly --days -3 EXPECT "--days")
sunrack_program_test(fly_with_a_missing_trace_is_bad_input EXIT 2 COMMAND fly --load-trace nowhere.csv EXPECT "nowhere.csv")
sunrack_program_test(fly_resumed_from_nothing_is_bad_input EXIT 2 COMMAND fly --resume EXPECT "--checkpoint")
add_test(NAME program.fly_goes_on_after_a_kill
         COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/program/fly_kill.sh $<TARGET_FILE:sunrack_program>
                 ${PROJECT_BINARY_DIR}/tests/program/fly_kill)
set_tests_properties(program.fly_goes_on_after_a_kill PROPERTIES TIMEOUT 300 LABELS slow)
sunrack_program_test(fly_by_sizings_factor EXIT 0 COMMAND fly --days 0.1 --views sizing --no-safe-mode --json
                     EXPECT view_factors panel_to_array)
sunrack_program_test(fly_by_unknown_views_is_bad_input EXIT 2 COMMAND fly --views guessed EXPECT "traced, strips and sizing")
sunrack_program_test(fly_cuts_out_without_its_pump EXIT 0 COMMAND fly --days 0.2 --start 2026-03-21 --pump-stops-min 10
                     --no-safe-mode EXPECT "cut out 1 times because they were too hot")
sunrack_program_test(fly_on_an_unknown_orbit_is_bad_input EXIT 2 COMMAND fly --orbit guessed EXPECT "closed or integrated")
sunrack_program_test(fly_on_an_integrated_orbit_through_its_safe_mode EXIT 0 COMMAND fly --days 0.1 --orbit integrated --json
                     EXPECT freeze_margin_K delivered_share)
