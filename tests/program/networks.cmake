set(networks ${PROJECT_SOURCE_DIR}/examples/networks)
sunrack_program_test(network_steady_and_transient EXIT 0
  COMMAND network ${networks}/five_nodes.toml --out out
  EXPECT "306.565" "111.784" "308.38" "FILE:out/network.json" "FILE:out/steady.csv" "FILE:out/transient.csv"
         "FILE:out/network.txt")
sunrack_program_test(network_cycle EXIT 0 COMMAND network ${networks}/electronics_on_a_radiator.toml --out out
  EXPECT "limit cycle of 5700 s" "FILE:out/cycle.csv" "FILE:out/transient_sensitivities.csv")
sunrack_program_test(network_pump_failure EXIT 0 COMMAND network ${networks}/pump_failure.toml
  EXPECT "node 'wax' begins to melt" "below its highest")
sunrack_program_test(network_json EXIT 0 COMMAND network ${networks}/five_nodes.toml --json --quiet
  EXPECT "\"relative_residual\"" "\"temperature_K\": 306.565")
sunrack_program_test(network_missing EXIT 2 COMMAND network nowhere.toml EXPECT "nowhere.toml")
file(WRITE ${PROJECT_BINARY_DIR}/tests/program/island.toml "[[nodes]]\nname = \"a\"\ncapacity = 1\n")
sunrack_program_test(network_island EXIT 2 COMMAND network ${PROJECT_BINARY_DIR}/tests/program/island.toml
  EXPECT "'a' is an island without a path to a boundary")
file(WRITE ${PROJECT_BINARY_DIR}/tests/program/drained.toml
  "steady = false\n[transient]\nend = 10000\n[[nodes]]\nname = \"b\"\ncapacity = 100\n[[loads]]\nnode = \"b\"\npower = -50\n")
sunrack_program_test(network_drained EXIT 3 COMMAND network ${PROJECT_BINARY_DIR}/tests/program/drained.toml
  EXPECT "stopped at t = 58" "node 'b' would be at")
