# Lifetimes and fleets.
sunrack_program_test(lifetime_answer EXIT 0 COMMAND lifetime reference-2026 --points 15 --out out
                     EXPECT "hotter or longer" gb300 ai-inference "pays" "burn-in" "replaced at an age" electromigration
                            FILE:out/lifetime.json FILE:out/lifetime.csv FILE:out/hotter_or_longer.svg)
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
