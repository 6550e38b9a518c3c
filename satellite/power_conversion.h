#pragma once

#include <optional>

namespace sunrack {

/// A two-wire feeder, sized by the loss that it may make.
struct Feeder {
  double length = 20;    ///< [m] one way; there and back are counted
  double voltage = 160;  ///< [V] at the source; the station's array voltage. Exposed strings above 200..300 V
                         ///< arc in low orbit (recalled)
  double loss_fraction = 0.02;   ///< [-] of the power put in
  double resistivity = 2.82e-8;  ///< [ohm m] aluminium at 20 degC (recalled); +0.4 % per kelvin
  double density = 2700;         ///< [kg/m^3] aluminium
  double mass_factor = 1;        ///< [-] with insulation, connectors and supports over bare metal
};

/// [m^2] cross-section of each of the two conductors that lose `loss_fraction` of the power [W] put in.
/// I = P/V and loss = I^2 * 2 resistivity L / A give A = 2 resistivity L P / (loss_fraction V^2).
double feeder_cross_section(double power, const Feeder& feeder);
/// [kg] of both conductors: 4 resistivity density L^2 P / (loss_fraction V^2) * mass_factor.
double feeder_mass(double power, const Feeder& feeder);

/// Regulators, converters and feeders between the array's output and the loads; each default with its source.
struct PowerConversionTechnology {
  double efficiency = 0.95;  ///< [-] of tracking converters and isolated step-down, 0.92..0.975 (derived)
  double mass_per_power =
      2.0e-3;  ///< [kg/W] of input; 2.0 [1..5] kg/kW (derived, between legacy and MW-class units)
  double cabling_efficiency = 0.99;  ///< [-] of the feeders in the body (assumption)
  double cabling_mass_per_power =
      0.5e-3;  ///< [kg/W] of input; 0.5 [0.3..1.5] kg/kW with connectors (recalled)
  /// in place of both cabling figures: an ohmic conductor of given loss
  std::optional<Feeder> feeder = std::nullopt;
};

struct PowerConversion {
  double output_power = 0;    ///< [W] to the loads
  double input_power = 0;     ///< [W] from array and battery
  double converter_loss = 0;  ///< [W] heat in the converters
  double cabling_loss = 0;    ///< [W] heat in the feeders
  double loss = 0;            ///< [W] both: input - output
  double converter_mass = 0;  ///< [kg]
  double cabling_mass = 0;    ///< [kg]
  double mass = 0;            ///< [kg]
};

/// The chain source -> feeder -> converter -> loads that gives `output_power` [W]. All losses are heat in the
/// satellite.
PowerConversion size_power_conversion(double output_power, const PowerConversionTechnology& technology);

}  // namespace sunrack
