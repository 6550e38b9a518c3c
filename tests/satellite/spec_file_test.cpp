#include "satellite/spec_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "chips/catalogue.h"
#include "physics/power/solar_cell.h"
#include "satellite/quantity.h"
#include "satellite/spec_fields.h"

namespace sunrack {
namespace {

std::string everything(const SatelliteSpec& spec) { return write_spec(spec, WrittenFields::all); }

TEST(SpecFile, BareNumbersAreInTheFieldsUnitAndTextsMayNameAnother) {
  const SatelliteSpec bare = read_spec_text("[orbit]\naltitude = 550\n", "a.toml");
  const SatelliteSpec text = read_spec_text("[orbit]\naltitude = \"550 km\"\n", "a.toml");
  const SatelliteSpec other = read_spec_text("orbit.altitude = \"550e3 m\"\n", "a.toml");
  EXPECT_EQ(bare.orbit.altitude, 550e3);
  EXPECT_EQ(everything(bare), everything(text));
  EXPECT_EQ(everything(bare), everything(other));
}

TEST(SpecFile, StartsFromTheReferenceUnlessItNamesAPreset) {
  SatelliteSpec expected = preset("reference-2026");
  expected.name = "mine";
  EXPECT_EQ(everything(read_spec_text("name = \"mine\"\n", "a.toml")), everything(expected));
  expected = preset("aggressive-2030");
  expected.name = "a";
  EXPECT_EQ(everything(read_spec_text("preset = \"aggressive-2030\"\n", "dir/a.toml")), everything(expected));
  expected = SatelliteSpec();
  expected.name = "a";
  EXPECT_EQ(everything(read_spec_text("preset = \"defaults\"\n", "a.toml")), everything(expected));
}

TEST(SpecFile, ARangeSetsTheNominalValueAndAPlainValueDropsIt) {
  const SatelliteSpec ranged = read_spec_text(
      "[radiator]\nareal_mass = { low = \"3000 g/m2\", nominal = 5, high = 8, distribution = \"lognormal\" "
      "}\n",
      "a.toml");
  EXPECT_EQ(ranged.radiator.areal_mass, 5);
  const Distribution& range = ranged.uncertainty.at("radiator.areal_mass");
  EXPECT_EQ(range.kind, DistributionKind::lognormal);
  EXPECT_EQ(range.low, 3);
  EXPECT_EQ(range.nominal, 5);
  EXPECT_EQ(range.high, 8);
  const SatelliteSpec plain = read_spec_text("[bus]\nmargin = 0.2\n", "a.toml");
  EXPECT_EQ(preset("reference-2026").uncertainty.count("bus.margin"), 1u);
  EXPECT_EQ(plain.uncertainty.count("bus.margin"), 0u);
}

TEST(SpecFile, ARangeIsTriangularIfNotSaid) {
  const auto spec = read_spec_text("[bus.margin]\nlow = 0\nnominal = 0.1\nhigh = 0.2\n", "a.toml");
  EXPECT_EQ(spec.uncertainty.at("bus.margin").kind, DistributionKind::triangular);
}

TEST(SpecFile, AnotherChipDropsThePresetsFiguresButNotTheFilesOwn) {
  const SatelliteSpec spec = read_spec_text("[compute]\njunction_temperature = 80\nchip = \"h100\"\n",
                                            "a.toml");  // the file's, though before the chip
  EXPECT_EQ(spec.compute.junction_temperature, 353.15);
  EXPECT_FALSE(spec.compute.leakage_share);
  EXPECT_EQ(spec.uncertainty.count("compute.leakage_share"), 0u);
}

TEST(SpecFile, ByteOrderMarkAndCarriageReturnsAreRead) {
  EXPECT_EQ(read_spec_text("\xEF\xBB\xBF[orbit]\r\naltitude = 700\r\n", "a.toml").orbit.altitude, 700e3);
}

TEST(SpecFile, WrittenSpecificationsReadBackToTheLastBit) {
  for (const std::string& name : preset_names()) {
    const SatelliteSpec spec = preset(name);
    for (const auto fields : {WrittenFields::changed, WrittenFields::all}) {
      const SatelliteSpec again = read_spec_text(write_spec(spec, fields), "again.toml");
      EXPECT_EQ(again.name, name);
      for (const SpecField& field : spec_fields()) {
        EXPECT_EQ(get_number(again, field), get_number(spec, field)) << field.key;
        EXPECT_EQ(get_text(again, field), get_text(spec, field)) << field.key;
      }
      ASSERT_EQ(again.uncertainty.size(), spec.uncertainty.size());
      for (const auto& [key, range] : spec.uncertainty) {
        EXPECT_EQ(again.uncertainty.at(key).kind, range.kind) << key;
        EXPECT_EQ(again.uncertainty.at(key).low, range.low) << key;
        EXPECT_EQ(again.uncertainty.at(key).nominal, range.nominal) << key;
        EXPECT_EQ(again.uncertainty.at(key).high, range.high) << key;
      }
    }
  }
}

TEST(SpecFile, AnyNumberReadsBackToTheLastBit) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> part(0, 1);
  for (int round = 0; round < 20; ++round) {
    SatelliteSpec spec;
    spec.name = "quote \" and backslash \\ and caf\xC3\xA9";
    for (const SpecField& field : spec_fields())
      if (!field.choices && !std::holds_alternative<SpecField::Integer>(field.access)) {
        const double low = to_si(field.minimum, field.unit), high = to_si(field.maximum, field.unit);
        if (field.key.starts_with("orbit.") && field.key != "orbit.altitude") continue;
        if (field.key.starts_with("radiator.tube_")) continue;  // these are related
        set_number(spec, field, low + (high - low) * part(random));
      }
    const SatelliteSpec again = read_spec_text(write_spec(spec), "a.toml");
    EXPECT_EQ(again.name, spec.name);
    for (const SpecField& field : spec_fields())
      EXPECT_EQ(get_number(again, field), get_number(spec, field)) << field.key;
  }
}

TEST(SpecFile, LargeWholeNumbersAreRead) {
  // Above 2^53 an integer has no exact double.
  const SatelliteSpec spec =
      read_spec_text("name = \"a\"\n[radiation]\nmemory_bits = 123456789012345679\n", "a.toml");
  EXPECT_DOUBLE_EQ(spec.radiation.memory_bits, 123456789012345679.0);
}

TEST(SpecFile, OverridesAreReadAsInAFile) {
  SatelliteSpec spec = preset("reference-2026");
  apply_overrides(spec, {"orbit.altitude=550", " bus.margin = 20 % ", "coolant.fluid=\"water\"", "name=mine",
                         "compute.junction_temperature=95 degC", "compute.chip=h100"});
  EXPECT_EQ(spec.orbit.altitude, 550e3);
  EXPECT_EQ(spec.bus.margin, 0.2);
  EXPECT_EQ(spec.uncertainty.count("bus.margin"), 0u);
  EXPECT_EQ(spec.coolant.fluid, "water");
  EXPECT_EQ(spec.name, "mine");
  EXPECT_EQ(spec.compute.chip, "h100");
  EXPECT_EQ(spec.compute.junction_temperature, 368.15);  // asked for besides the chip, so it stays
}

TEST(Presets, AreAllThereAndHold) {
  const auto names = preset_names();
  for (const char* name : {"reference-2026", "aggressive-2030", "spacex-ai1", "hand-calculation-2026",
                           "hand-calculation-2030"}) {
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
    EXPECT_EQ(preset(name).name, name);
    EXPECT_EQ(read_spec_text(preset_text(name), name).orbit.altitude, 600e3);
  }
  EXPECT_THROW(preset("reference"), SpecError);
  EXPECT_THROW(preset_text("reference"), SpecError);
}

// The file writes out what the code says, so that a reader of either knows the reference satellite.
TEST(Presets, TheReferenceIsTheDefaultsWithTheChipsAndCellsOwnFigures) {
  const SatelliteSpec reference = preset("reference-2026");
  const SatelliteSpec defaults;
  for (const SpecField& field : spec_fields())
    if (get_text(defaults, field) != "computed") {
      EXPECT_EQ(get_text(reference, field), get_text(defaults, field)) << field.key;
    }
  const ChipSpec& own = chip(reference.compute.chip);
  EXPECT_EQ(reference.compute.junction_temperature, own.maximum_junction_temperature);
  EXPECT_EQ(reference.compute.leakage_share, own.leakage_share);
  EXPECT_EQ(reference.compute.leakage_doubling_interval, own.leakage_doubling_interval);
  EXPECT_FALSE(reference.solar_array.degradation_per_year);  // computed from the orbit's radiation
}

TEST(Presets, TheReferenceForcesNothingThatCanBeComputed) {
  const SatelliteSpec reference = preset("reference-2026");
  EXPECT_FALSE(reference.radiator.areal_mass || reference.radiator.sink_temperature ||
               reference.radiator.fin_efficiency || reference.radiator.coolant_to_root_drop ||
               reference.solar_array.specific_power || reference.solar_array.bol_flux ||
               reference.solar_array.degradation_per_year || reference.coolant.pump_fraction ||
               reference.propulsion.total_mass);
  EXPECT_GE(reference.uncertainty.size(), 15u);
}

// A mutated specification is read, or refused by the one kind of error; it never crashes, hangs or throws
// another.
TEST(SpecFile, TwoThousandMutationsAreReadOrRefused) {
  std::mt19937 random(2026);
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const std::string_view pieces[] = {"[",       "]",    "{",   "}",    "=",          "\"",   ".",   ",",
                                     "\n",      "#",    "nan", "inf",  "-",          "e999", "'''", "\"\"\"",
                                     "\\u0000", "\xFF", "[[",  "true", "1979-05-27", "0x",   "km"};
  int read = 0, refused = 0;
  for (int round = 0; round < 2000; ++round) {
    const auto names = preset_names();
    std::string text(preset_text(names[below(names.size())]));
    for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
      const std::size_t at = below(text.size());
      switch (below(5)) {
        case 0:
          text[at] = static_cast<char>(below(256));
          break;
        case 1:
          text.erase(at, 1 + below(20));
          break;
        case 2:
          text.insert(at, pieces[below(std::size(pieces))]);
          break;
        case 3:
          text.insert(at, text.substr(below(text.size()), 1 + below(60)));
          break;
        default:
          text.resize(at + 1);
          break;
      }
    }
    try {
      const SatelliteSpec spec = read_spec_text(text, "mutated.toml");
      ASSERT_NO_THROW(check_spec(spec)) << text;
      ++read;
    } catch (const SpecError& error) {
      const std::string message = error.what();
      ASSERT_EQ(message.rfind("mutated.toml:", 0), 0u) << message;
      ASSERT_EQ(message.find('\n'), std::string::npos) << message;
      ++refused;
    }
  }
  EXPECT_GT(read, 100);  // many edits fall into comments
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace sunrack
