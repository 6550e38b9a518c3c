#include "satellite/power_conversion.h"

#include <cmath>

#include "physics/require.h"

namespace sunrack {

namespace {

void require_positive(const char* name, double value, const char* rule) {
  require(std::isfinite(value) && value > 0, name, value, rule);
}

void require_feeder(const Feeder& feeder) {
  require_positive("Feeder: length", feeder.length, "must be positive [m]");
  require_positive("Feeder: voltage", feeder.voltage, "must be positive [V]");
  require(feeder.loss_fraction > 0 && feeder.loss_fraction < 1, "Feeder: loss_fraction", feeder.loss_fraction,
          "must be between 0 and 1 [-]: a feeder without loss has no mass limit");
  require_positive("Feeder: resistivity", feeder.resistivity, "must be positive [ohm m]");
  require_positive("Feeder: density", feeder.density, "must be positive [kg/m^3]");
  require(std::isfinite(feeder.mass_factor) && feeder.mass_factor >= 1, "Feeder: mass_factor",
          feeder.mass_factor, "must be at least 1 [-]");
}

void require_power(const char* name, double value) {
  require(std::isfinite(value) && value >= 0, name, value, "must not be negative [W]");
}

void require_efficiency(const char* name, double value) {
  require(value > 0 && value <= 1, name, value, "must be above 0 and at most 1 [-]");
}

void require_mass_per_power(const char* name, double value) {
  require(std::isfinite(value) && value >= 0, name, value, "must not be negative [kg/W]");
}

}  // namespace

double feeder_cross_section(double power, const Feeder& feeder) {
  require_power("feeder_cross_section: power", power);
  require_feeder(feeder);
  return 2 * feeder.resistivity * feeder.length * power /
         (feeder.loss_fraction * feeder.voltage * feeder.voltage);
}

double feeder_mass(double power, const Feeder& feeder) {
  return feeder.density * 2 * feeder.length * feeder_cross_section(power, feeder) * feeder.mass_factor;
}

PowerConversion size_power_conversion(double output_power, const PowerConversionTechnology& technology) {
  require_power("size_power_conversion: output_power", output_power);
  require_efficiency("PowerConversionTechnology: efficiency", technology.efficiency);
  require_efficiency("PowerConversionTechnology: cabling_efficiency", technology.cabling_efficiency);
  require_mass_per_power("PowerConversionTechnology: mass_per_power", technology.mass_per_power);
  require_mass_per_power("PowerConversionTechnology: cabling_mass_per_power",
                         technology.cabling_mass_per_power);
  if (technology.feeder) require_feeder(*technology.feeder);
  const double cabling_efficiency =
      technology.feeder ? 1 - technology.feeder->loss_fraction : technology.cabling_efficiency;

  PowerConversion conversion;
  conversion.output_power = output_power;
  const double converter_input = output_power / technology.efficiency;
  conversion.input_power = converter_input / cabling_efficiency;
  conversion.converter_loss = converter_input - output_power;
  conversion.cabling_loss = conversion.input_power - converter_input;
  conversion.loss = conversion.input_power - output_power;
  conversion.converter_mass = technology.mass_per_power * conversion.input_power;
  conversion.cabling_mass = technology.feeder ? feeder_mass(conversion.input_power, *technology.feeder)
                                              : technology.cabling_mass_per_power * conversion.input_power;
  conversion.mass = conversion.converter_mass + conversion.cabling_mass;
  return conversion;
}

}  // namespace sunrack
