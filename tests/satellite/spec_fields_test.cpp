#include "satellite/spec_fields.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>

#include "satellite/quantity.h"

namespace sunrack {
namespace {

TEST(SpecFields, EveryFieldHasAKeyUnitRangeMeaningAndSource) {
  std::set<std::string_view> keys;
  for (const SpecField& field : spec_fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_NE(field.key.find('.'), std::string_view::npos) << field.key;
    EXPECT_NE(find_unit(field.unit), nullptr) << field.key;
    EXPECT_FALSE(field.description.empty()) << field.key;
    EXPECT_FALSE(field.source.empty()) << field.key;
    const bool text = std::holds_alternative<SpecField::Text>(field.access);
    EXPECT_EQ(text, field.choices != nullptr) << field.key;
    EXPECT_TRUE(text || field.minimum < field.maximum) << field.key;
  }
}

TEST(SpecFields, NoTwoFieldsAreTheSameMemory) {
  SatelliteSpec spec;
  std::set<const void*> places;
  for (const SpecField& field : spec_fields()) {
    const void* place = std::visit([&](auto access) -> const void* { return &access(spec); }, field.access);
    EXPECT_TRUE(places.insert(place).second) << field.key;
  }
}

TEST(SpecFields, EveryFieldCanBeSetToBothEndsAndReadsBack) {
  for (const SpecField& field : spec_fields()) {
    SatelliteSpec spec;
    if (field.choices) {
      for (const std::string& name : field.choices()) {
        set_text(spec, field, name);
        EXPECT_EQ(get_text(spec, field), name) << field.key;
        EXPECT_FALSE(get_number(spec, field)) << field.key;
      }
      continue;
    }
    for (const double end : {field.minimum, field.maximum}) {
      set_number(spec, field, to_si(end, field.unit));
      EXPECT_EQ(get_number(spec, field), to_si(end, field.unit)) << field.key;
      SatelliteSpec typed;
      set_text(typed, field, get_text(spec, field));
      EXPECT_EQ(get_number(typed, field), get_number(spec, field)) << field.key;
    }
  }
}

TEST(SpecFields, BeyondEitherEndIsRefusedAndNothingChanges) {
  for (const SpecField& field : spec_fields()) {
    if (field.choices) continue;
    const double width = field.maximum - field.minimum;
    for (const double outside : {field.minimum - 0.01 * width, field.maximum + 0.01 * width}) {
      SatelliteSpec spec;
      EXPECT_THROW(set_number(spec, field, to_si(outside, field.unit)), FieldError) << field.key;
      EXPECT_EQ(get_text(spec, field), get_text(SatelliteSpec(), field)) << field.key;
    }
    SatelliteSpec spec;
    EXPECT_THROW(set_number(spec, field, std::numeric_limits<double>::quiet_NaN()), FieldError) << field.key;
    EXPECT_THROW(set_number(spec, field, std::numeric_limits<double>::infinity()), FieldError) << field.key;
  }
}

TEST(SpecFields, DefaultsAreASpecificationThatHolds) { EXPECT_NO_THROW(check_spec(SatelliteSpec())); }

TEST(SpecFields, AnErrorTellsKeyValueAndRule) {
  SatelliteSpec spec;
  try {
    set_field(spec, "orbit.altitude", "1 m");
    ADD_FAILURE();
  } catch (const FieldError& error) {
    EXPECT_STREQ(error.what(), "orbit.altitude = \"1 m\": accepted are 200 km to 1500 km");
    EXPECT_EQ(error.key(), "orbit.altitude");
    EXPECT_EQ(error.rule(), "accepted are 200 km to 1500 km");
  }
}

TEST(SpecFields, ValuesThatAProgramSetAreCheckedToo) {
  SatelliteSpec spec;
  spec.compute.it_power = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(check_spec(spec), FieldError);
  spec = {};
  spec.radiator.areal_mass = -1;
  EXPECT_THROW(check_spec(spec), FieldError);
  spec = {};
  spec.coolant.fluid = "lava";
  EXPECT_THROW(check_spec(spec), FieldError);
  spec = {};
  spec.uncertainty["radiator.areal_mass"] = {DistributionKind::uniform, 1, 5, 1e6};
  EXPECT_THROW(check_spec(spec), FieldError);
  spec = {};
  spec.uncertainty["radiator.areal_mas"] = {DistributionKind::uniform, 1, 2, 3};
  EXPECT_THROW(check_spec(spec), std::invalid_argument);
}

TEST(SpecFields, ComputedUnsetsAnOptionalFieldAndNoOther) {
  SatelliteSpec spec;
  set_field(spec, "radiator.areal_mass", "5");
  EXPECT_EQ(spec.radiator.areal_mass, 5);
  set_field(spec, "radiator.areal_mass", "computed");
  EXPECT_FALSE(spec.radiator.areal_mass);
  EXPECT_THROW(set_field(spec, "radiator.tube_spacing", "computed"), FieldError);
}

TEST(SpecFields, AnotherChipCellOrCoatingBringsItsOwnFigures) {
  SatelliteSpec spec;
  spec.compute.junction_temperature = 368;
  spec.uncertainty["compute.leakage_share"] = {DistributionKind::uniform, 0.1, 0.2, 0.3};
  set_field(spec, "compute.chip", spec.compute.chip);  // the same chip: nothing to drop
  EXPECT_TRUE(spec.compute.junction_temperature);
  set_field(spec, "compute.chip", "h100");
  EXPECT_FALSE(spec.compute.junction_temperature);
  EXPECT_TRUE(spec.uncertainty.empty());
  spec.solar_array.degradation_per_year = 0.01;
  spec.radiator.emissivity = 0.8;
  set_field(spec, "solar_array.cell", "triple-junction");
  set_field(spec, "radiator.coating", "osr");
  EXPECT_FALSE(spec.solar_array.degradation_per_year);
  EXPECT_FALSE(spec.radiator.emissivity);
}

TEST(SpecFields, TheNearestKeyIsFewestEditsAwayAndItsTableCountsLittle) {
  EXPECT_EQ(nearest_spec_key("radiator.tube_spcing"), "radiator.tube_spacing");
  EXPECT_EQ(nearest_spec_key("coolant.tube_spacing"), "radiator.tube_spacing");
  EXPECT_EQ(nearest_spec_key("altitude"), "orbit.altitude");
  for (const SpecField& field : spec_fields()) EXPECT_EQ(nearest_spec_key(field.key), field.key);
  EXPECT_EQ(nearest_word("watre", {"ammonia", "water"}), "water");
  EXPECT_THROW(nearest_word("water", {}), std::invalid_argument);
}

TEST(SpecFields, TheReferencePageHasEveryField) {
  const std::string page = spec_reference_page();
  for (const SpecField& field : spec_fields()) {
    const std::string key(field.key.substr(field.key.find('.') + 1));
    EXPECT_NE(page.find("| `" + key + "` |"), std::string::npos) << field.key;
  }
  EXPECT_EQ(page.find("delta_K"), std::string::npos);
}

}  // namespace
}  // namespace sunrack
