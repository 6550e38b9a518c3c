# Lifetimes and fleets.
sunrack_program_test(lifetime_answer EXIT 0 COMMAND lifetime reference-2026 --points 15 --out out
                     EXPECT "hotter or longer" gb300 ai-inference "pays" "burn-in" "replaced at an age" electromigration
                            FILE:out/lifetime.json FILE:out/lifetime.csv "Assumed, not measured" FILE:out/hotter_or_longer.svg FILE:out/sensitivity.svg)
sunrack_program_test(lifetime_json EXIT 0
                     COMMAND lifetime --chips h100,tpu --points 9 --draws 2 --fleet 10 --years 3 --runs 10 --json
                     EXPECT least_mass_per_compute mass_per_compute_ratio prices failure_shares ranges closed_form_years)
sunrack_program_test(lifetime_of_a_replaced_fleet EXIT 0
                     COMMAND lifetime --chips gb300 --points 5 --fleet 10 --years 4 --runs 10 --replace-years 2 --replace-lost
                             --uncertain --progress-percent 20 --out out EXPECT "Monte Carlo" FILE:out/fleet.csv)
sunrack_program_test(an_unknown_chip_is_bad_input EXIT 2 COMMAND lifetime --chips gb301 EXPECT "gb301" "known: gb300")
sunrack_program_test(a_fleet_of_no_years_is_bad_input EXIT 2 COMMAND lifetime --fleet 5 --years 0 EXPECT "--years = 0")
sunrack_program_test(replacement_needs_a_fleet EXIT 2 COMMAND lifetime --replace-lost EXPECT "--fleet = 0")
sunrack_program_test(an_infant_shape_above_one_is_bad_input EXIT 2 COMMAND lifetime --set lifetime.infant_shape=1.5
                     EXPECT "lifetime.infant_shape")
sunrack_program_test(a_satellite_that_runs_away_has_no_lifetime EXIT 3
                     COMMAND lifetime --chips gb300 --points 5 --set compute.leakage_share=0.6 --set
                             compute.junction_temperature=130 --set compute.memory_limit=170 EXPECT "no answer")
# Orbit or ground.
sunrack_program_test(orbit_or_ground_answers EXIT 0 COMMAND orbit-or-ground --samples 40 --out out
                     EXPECT "break-even launch price" "accelerator-hour" "aggressive-2030-cool" "not even a free launch"
                            FILE:out/orbit_or_ground.json FILE:out/orbit_or_ground.svg FILE:out/tornado_reference-2026_2026.svg
                            FILE:out/break_even_aggressive-2030_2030.svg FILE:out/draws_reference-2026_2026.csv)
sunrack_program_test(orbit_or_ground_of_one EXIT 0
                     COMMAND orbit-or-ground reference-2026 --prices 2026 --samples 20 --set launch_price=100 --set orbit.altitude=700 --json
                     EXPECT break_even_usd_per_kg p90 rank_correlation "set by hand" provenance)
sunrack_program_test(a_misspelt_price_is_bad_input EXIT 2 COMMAND orbit-or-ground --set lunch_price=1 EXPECT "the nearest is launch_price")
sunrack_program_test(prices_of_no_year_are_bad_input EXIT 2 COMMAND orbit-or-ground reference-2026 --prices 2050 EXPECT "--prices")
sunrack_program_test(a_site_beyond_the_sites_has_no_answer EXIT 3
                     COMMAND orbit-or-ground reference-2026 --samples 20 --set capacity_factor=60 EXPECT "capacity factor")
