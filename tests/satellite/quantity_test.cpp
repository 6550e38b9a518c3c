#include "satellite/quantity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <stdexcept>
#include <string>

#include "physics/constants.h"

namespace sunrack {
namespace {

TEST(Quantity, DecimalUnitsAreExactToTheLastDigit) {
  EXPECT_EQ(to_si(0.254, "mm"), 0.254e-3);  // 0.254 * 1e-3 is another double
  EXPECT_EQ(from_si(0.254e-3, "mm"), 0.254);
  EXPECT_EQ(to_si(1.1, "kg/kW"), 1.1e-3);
  EXPECT_EQ(to_si(2.5, "%"), 0.025);
  EXPECT_EQ(to_si(0.7, "MW"), 0.7e6);
  EXPECT_EQ(to_si(1.013, "bar"), 1.013e5);
}

TEST(Quantity, OtherUnitsAreTheirDefinition) {
  EXPECT_EQ(to_si(85, "degC"), 358.15);
  EXPECT_EQ(to_si(150, "Wh/kg"), 540e3);
  EXPECT_EQ(to_si(5, "year"), 5 * 365.25 * 86400);
  EXPECT_DOUBLE_EQ(to_si(180, "deg"), constants::pi);
  EXPECT_EQ(to_si(70, "kW/t"), 70);  // kilowatts per tonne are watts per kilogram
}

TEST(Quantity, EveryUnitGoesToSiAndBack) {
  for (const Unit& unit : known_units())
    for (const double number : {0.0, 1.0, -7.25, 3.3e-5, 6.02e8})
      // Three roundings, and for degrees Celsius an offset of 273.15 to lose digits in.
      EXPECT_NEAR(from_si(to_si(number, unit.name), unit.name), number,
                  4e-16 * (std::abs(number) + unit.offset))
          << unit.name;
}

TEST(Quantity, UnitNamesAreUniqueAndEachDimensionHasItsSiUnit) {
  std::set<std::string_view> names, dimensions, with_si_unit;
  for (const Unit& unit : known_units()) {
    EXPECT_TRUE(names.insert(unit.name).second) << unit.name;
    dimensions.insert(unit.dimension);
    if (unit.scale == 1 && unit.offset == 0) with_si_unit.insert(unit.dimension);
  }
  EXPECT_EQ(dimensions, with_si_unit);
}

TEST(Quantity, ATextIsReadInItsUnitOrInThatOfTheField) {
  EXPECT_EQ(parse_quantity("600 km", "km"), 600e3);
  EXPECT_EQ(parse_quantity("600", "km"), 600e3);
  EXPECT_EQ(parse_quantity("600000 m", "km"), 600e3);
  EXPECT_EQ(parse_quantity("  +6e2km\t", "km"), 600e3);
  EXPECT_EQ(parse_quantity("358.15 K", "degC"), 358.15);
  EXPECT_EQ(parse_quantity("15 %", ""), 0.15);
  EXPECT_EQ(parse_quantity("0.02 K m/W", "K m/W"), 0.02);
}

TEST(Quantity, ADifferenceOfTemperaturesIsInKelvinAndNeverInCelsius) {
  EXPECT_EQ(parse_quantity("10 K", "delta_K"), 10);
  EXPECT_THROW(parse_quantity("10 degC", "delta_K"), std::invalid_argument);
  EXPECT_THROW(parse_quantity("10 delta_K", "delta_K"), std::invalid_argument);  // not for people
}

TEST(Quantity, WhatIsNoQuantityIsRefused) {
  for (const char* text : {"", " ", "km", "six km", "6 00 km", "0x10 km", "+-5 km", "nan", "inf km", "-inf",
                           "1e999", "600 kg", "600 Km", "600 km2", "600,5 km"})
    EXPECT_THROW(parse_quantity(text, "km"), std::invalid_argument) << text;
  EXPECT_THROW(parse_quantity("5", "furlong"), std::invalid_argument);
  EXPECT_THROW(to_si(5, "furlong"), std::invalid_argument);
  EXPECT_THROW(from_si(5, "furlong"), std::invalid_argument);
}

TEST(Quantity, IsWrittenWithTheFewestDigits) {
  EXPECT_EQ(format_quantity(600e3, "km"), "600 km");
  EXPECT_EQ(format_quantity(0.254e-3, "mm"), "0.254 mm");
  EXPECT_EQ(format_quantity(358.15, "degC"), "85 degC");
  EXPECT_EQ(format_quantity(10, "delta_K"), "10 K");
  EXPECT_EQ(format_quantity(0.15, ""), "0.15");
  EXPECT_EQ(format_quantity(-0.0, "W"), "-0 W");
}

TEST(Quantity, ReadsBackToTheSameDoubleWhateverItIs) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> exponent(-9, 9), mantissa(-1, 1);
  for (const Unit& unit : known_units())
    for (int i = 0; i < 300; ++i) {
      const double value = mantissa(random) * std::pow(10.0, exponent(random));
      EXPECT_EQ(parse_quantity(format_quantity(value, unit.name), unit.name), value) << unit.name;
    }
}

}  // namespace
}  // namespace sunrack
