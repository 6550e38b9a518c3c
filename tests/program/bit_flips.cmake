# Training, bit flips and their injection.
sunrack_program_test(train_writes_a_model EXIT 0 COMMAND train digits --steps 300 --out digits.safetensors --json
                     EXPECT test_loss_nat test_accuracy processor_s FILE:digits.safetensors)
sunrack_program_test(an_unknown_task_is_bad_input EXIT 2 COMMAND train chess --out x.safetensors EXPECT "digits, language, arithmetic")
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
