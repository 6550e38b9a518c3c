# Dose, belts and single events.
sunrack_program_test(radiation_answers EXIT 0
                     COMMAND radiation --altitude-km 800 --inclination-deg 98.6 --shield-mm 3 --years 5 --solar max --json
                     EXPECT dose_krad dose_by_component_krad trapped_protons trapped_electrons bremsstrahlung
                            solar_protons cosmic_rays trapped_proton_integral_flux trapped_electron_integral_flux
                            energy_MeV flux_per_cm2_s let_spectrum upset_rate_per_bit_day heavy_ions "\"protons\""
                            worst_day bits_per_upset event_rate_per_device_day latch-up "functional interrupt"
                            dose_limits first_irregularities_krad solar_cells remaining_power)
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
sunrack_program_test(an_inclination_beyond_half_a_turn_is_bad_input EXIT 2 COMMAND radiation --inclination-deg 200
                     EXPECT "--inclination-deg = 200")
sunrack_program_test(an_apogee_below_the_perigee_is_bad_input EXIT 2
                     COMMAND radiation --altitude-km 500 --apogee-km 400 --inclination-deg 30 EXPECT "--apogee-km = 400")
sunrack_program_test(a_longitude_about_the_sun_is_bad_input EXIT 2 COMMAND radiation --heliocentric-au 1 --longitude-deg 5
                     EXPECT "--heliocentric-au takes no")
sunrack_program_test(a_confidence_of_one_event_is_bad_input EXIT 2
                     COMMAND radiation --solar-particles king-1972 --confidence 0.8 EXPECT "--confidence is that of esp-psychic")
sunrack_program_test(a_geostationary_satellite_at_its_longitude EXIT 0
                     COMMAND radiation --geostationary --longitude-deg -70 --shield-mm 5 --json EXPECT "\"longitude_deg\": -70")
sunrack_program_test(a_part_of_ones_own_has_rates EXIT 0
                     COMMAND radiation --part-heavy-ions 0.5,18,1.2,2e-8 --part-depth-um 2 --part-bendel 8,6 EXPECT "own-part")
sunrack_program_test(a_weibull_width_of_zero_is_bad_input EXIT 2 COMMAND radiation --part-heavy-ions 0.5,0,1.2,2e-8
                     EXPECT "--part-heavy-ions: Weibull width = 0")
sunrack_program_test(a_negative_cross_section_is_bad_input EXIT 2 COMMAND radiation --part-protons 10,20,1,-1e-13
                     EXPECT "--part-protons: saturated cross-section = -1e-13")
sunrack_program_test(a_negative_coverglass_is_bad_input EXIT 2 COMMAND radiation --coverglass-um -1 EXPECT "--coverglass-um = -1")
