# Claims with their verdicts, and everyone's kg/kW.
sunrack_program_test(claims_answer EXIT 0 COMMAND claims --samples 50 EXPECT "a-millionth" "does not hold, by a factor of" "claims:")
sunrack_program_test(claims_json EXIT 0 COMMAND claims solar-five-times --samples 50 --json
                     EXPECT words verdict conditions_text "capacity_factor" provenance)
sunrack_program_test(claims_write_their_page EXIT 0 COMMAND claims half-a-billionth a-millionth --samples 50 --out out --quiet
                     EXPECT FILE:out/claims.html FILE:out/claims.json FILE:out/claims.csv)
sunrack_program_test(a_changed_input_changes_the_verdict EXIT 0 COMMAND claims no-batteries --set no-batteries.altitude=1500 --samples 50
                     EXPECT "1 claims: 1 hold,")
sunrack_program_test(a_misspelt_claim_is_bad_input EXIT 2 COMMAND claims no-bateries EXPECT "the nearest is no-batteries")
sunrack_program_test(a_misspelt_claim_input_is_bad_input EXIT 2 COMMAND claims --set no-batteries.altitud=1500 EXPECT "the nearest is altitude")
# An option takes one value: what comes after it is the claim.
sunrack_program_test(a_set_before_the_claim EXIT 0 COMMAND claims --set no-batteries.altitude=1500 no-batteries --samples 50
                     EXPECT "1 claims: 1 hold,")
sunrack_program_test(two_sets EXIT 0 COMMAND claims --set solar-five-times.capacity_factor=35 --set solar-five-times.altitude=600
                             solar-five-times --samples 50 EXPECT "does not hold")
sunrack_program_test(too_few_draws_are_bad_input EXIT 2 COMMAND claims --samples 3 EXPECT "--samples")
sunrack_program_test(everyone_answers EXIT 0 COMMAND everyone --out out EXPECT "within 5 %" FILE:out/everyone.csv FILE:out/everyone.json)
