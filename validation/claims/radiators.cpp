#include <fmt/format.h>

#include <array>
#include <cmath>

#include "physics/orbit/irradiance.h"
#include "physics/orbit/orbit_irradiance.h"
#include "physics/thermal/blackbody.h"
#include "physics/thermal/fin.h"
#include "physics/thermal/radiator_panel.h"
#include "physics/units.h"
#include "satellite/radiator_technology.h"
#include "satellite/sizing.h"
#include "satellite/spec_file.h"
#include "validation/claim_areas.h"
#include "validation/published.h"

namespace sunrack {

using namespace units;

namespace {

const RadiatorPanelGeometry any_geometry{.tube_spacing = 0.1_m,
                                         .tube_inner_diameter = 6_mm,
                                         .tube_wall = 1_mm,
                                         .tube_length = 8_m,
                                         .fin_thickness = 0.5_mm,
                                         .conductivity = 170};
/// The whole panel at the coolant's temperature.
constexpr RadiatorPanelOverrides isothermal{.fin_efficiency = 1, .coolant_to_root_drop = 0};

/// [W/m^2] of an isothermal panel.
double net_flux(double temperature, const RadiatorFace& a, const RadiatorFace& b) {
  return panel_point(temperature, Coolant::named("toluene"), 0.01, any_geometry, a, b, isothermal).net_flux;
}

void closed_forms(Published& figures) {
  const RadiatorFace edge_on{.emissivity = 0.92,
                             .infrared_irradiance = earth_view_factor(550_km, 90_deg) * 237};
  for (const double temperature : {260.0, 280.0, 293.15, 300.0, 320.0, 340.0, 360.0, 400.0})
    figures.computed(fmt::format("RAD-01 {:g} K", temperature), net_flux(temperature, edge_on, edge_on));
  figures.computed("RAD-01 sink", panel_sink_temperature(edge_on, edge_on));

  // The white paper: panel at 20 degC, one face lit by 1366 W/m2, a quarter of the view filled by an Earth of
  // -20 degC that reflects 0.3 of the sunlight.
  const double infrared = 0.25 * grey_body_flux(1, 253.15_K), reflected = 0.25 * 0.3 * 1366;
  const RadiatorFace dark{.emissivity = 0.92, .absorptance = 0.09};
  RadiatorFace as_published = dark, corrected = dark;
  as_published.solar_irradiance = 1366 + reflected + infrared;
  corrected.solar_irradiance = 1366 + reflected;
  corrected.infrared_irradiance = infrared;
  figures.computed("RAD-02 as published", net_flux(20_degC, as_published, dark));
  figures.computed("RAD-02 corrected", net_flux(20_degC, corrected, dark));
  figures.computed("RAD-02 claim", net_flux(20_degC, corrected, dark));

  const double linear_107 = std::tanh(1.07) / 1.07, linear_43 = std::tanh(4.3) / 4.3, sink_ratio = 0.67;
  const double exact_107 = fin_efficiency_exact(1.07 * 1.07 / 4, sink_ratio);
  const double exact_43 = fin_efficiency_exact(4.3 * 4.3 / 4, sink_ratio);
  figures.computed("FIN efficiency", exact_107);
  figures.computed("FIN linear 1.07", (1 - linear_107 / exact_107) / 1_percent);
  figures.computed("FIN linear 4.3", (1 - linear_43 / exact_43) / 1_percent);
}

/// A coolant of 9400 W/K along 100 m2 of emissivity 0.9: outlet [K].
double marched_outlet(double sink, double expected_outlet) {
  const Coolant& water = Coolant::named("water");
  const double flow = 9400 * (330_K - expected_outlet) / water.enthalpy_rise(expected_outlet, 330_K);
  const RadiatorFace face{.emissivity = 0.9, .infrared_irradiance = grey_body_flux(1, sink)};
  return march_radiator_panel(flow, 330_K, 100_m2, 2, water, any_geometry, face, face, isothermal)
      .back()
      .coolant_temperature;
}

void pumped_loop(Published& figures) {
  for (const auto& [name, sink] : {std::pair{"330 nosink", 0_K}, {"330 sink200", 200_K}}) {
    const double outlet = marched_outlet(sink, figures.published(fmt::format("LOOP-01 Tout {}", name)));
    figures.computed(fmt::format("LOOP-01 Tout {}", name), outlet);
    figures.computed(fmt::format("LOOP-01 Q {}", name), 9400 * (330_K - outlet));
  }
  const Coolant& ammonia = Coolant::named("ammonia");
  const RadiatorFace face{.emissivity = 0.9, .infrared_irradiance = 50};
  const auto area = [&](double flow) {
    return size_radiator_panel(flow, 320_K, 310_K, ammonia, any_geometry, face, face,
                               {.fin_efficiency = 0.9, .coolant_to_root_drop = 5})
        .area;
  };
  figures.computed("SENS-01 area", area(4) / area(2));
  figures.computed("SENS-01 claim", area(4) / area(2));
  figures.computed("SENS-01 temperature", grey_body_temperature(0.9, 800) / grey_body_temperature(0.9, 400));
}

void published_satellite(Published& figures) {
  figures.computed("RAD-03 load over area", 150_kW / 110_m2);
  figures.computed("RAD-03 temperature, no sink", grey_body_temperature(0.9, 1400.0 / 2));
  const double earth = 0.9 * earth_view_factor(600_km, 90_deg) * 237;
  figures.computed("RAD-03 temperature, Earth", grey_body_temperature(0.9, 1400.0 / 2 + earth));
  const SatelliteDesign design = size_satellite(preset("spacex-ai1"));
  figures.computed("AI1 flux", design.radiator.panel.mean_net_flux);
  figures.computed("AI1 area", design.radiator.area);
  figures.computed("AI1 surface", design.radiator.panel.mean_surface_temperature);
}

/// Both faces of a station radiator, turned edge-on to the Sun at 420 km, orbit mean.
std::array<RadiatorFace, 2> station_faces(EnvironmentCase which) {
  const Coating& paint = coating("z93");
  const bool hot = which == EnvironmentCase::hot;
  const double absorptance = hot ? paint.absorptance_end : paint.absorptance_beginning;
  const double emissivity = hot ? paint.emissivity_end : paint.emissivity_beginning;
  const auto mean =
      orbit_irradiance(420_km, 0, PlateAttitude::edge_on_velocity, design_environment(which, 51.6_deg),
                       {.solar_absorptance = absorptance, .infrared_emittance = emissivity})
          .mean;
  const auto face = [&](const PlateIrradiance& load) {
    return RadiatorFace{.emissivity = emissivity,
                        .absorptance = absorptance,
                        .solar_irradiance = load.sun + load.albedo,
                        .infrared_irradiance = load.earth_infrared};
  };
  return {face(mean.front), face(mean.back)};
}

/// Eight panels of 2.9 m along the radiator, 11 tubes of each loop across 3.4 m; two sheets of 0.254 mm.
constexpr RadiatorPanelGeometry station_geometry{.tube_spacing = 0.13_m,
                                                 .tube_inner_diameter = 3_mm,
                                                 .tube_wall = 0.5_mm,
                                                 .tube_length = 3.4_m,
                                                 .fin_thickness = 0.508_mm,
                                                 .conductivity = 167,
                                                 .bond_resistance = 0.02};
constexpr double station_supply = 2.8_degC, station_load = 35_kW, station_flow = 1.03318;
constexpr double station_radiator = 23.3_m * 3.4_m;

/// [K] return of the loop: where the supply has taken up the load.
double station_return(const Coolant& ammonia) {
  double low = station_supply, high = station_supply + 20_K;
  while (high - low > 1e-9) {
    const double middle = (low + high) / 2;
    (station_flow * ammonia.enthalpy_rise(station_supply, middle) < station_load ? low : high) = middle;
  }
  return low;
}

/// [K] coldest coolant when three radiators shed the load with just the flow that does it, the rest bypassing
/// them.
double station_outlet(const Coolant& ammonia, double inlet, const std::array<RadiatorFace, 2>& faces) {
  const auto outlet_at = [&](double flow) {
    return march_radiator_panel(flow, inlet, 3 * station_radiator, 2, ammonia, station_geometry, faces[0],
                                faces[1])
        .back()
        .coolant_temperature;
  };
  double low = 0.1, high = station_flow;  // [kg/s]; heat grows with the flow
  while (high - low > 1e-9) {
    const double middle = (low + high) / 2;
    const double heat = middle * ammonia.enthalpy_rise(outlet_at(middle), inlet);
    (heat < station_load ? low : high) = middle;
  }
  return outlet_at(low);
}

void station(Published& figures) {
  figures.computed("RAD-04 planform", station_radiator);
  figures.computed("RAD-04 areal mass", 1122.64_kg / station_radiator);
  figures.computed("RAD-04 flux", 70_kW / (6 * station_radiator));
  figures.computed("RAD-04 mass per heat", 6 * 1122.64_kg / 70);
  const Coolant& ammonia = Coolant::named("ammonia");
  const double back = station_return(ammonia);
  figures.computed("RAD-04 loop rise", back - station_supply);
  const auto hot = station_faces(EnvironmentCase::hot), cold = station_faces(EnvironmentCase::cold);
  figures.computed("RAD-04 panel, full flow", size_radiator_panel(station_flow, back, station_supply, ammonia,
                                                                  station_geometry, hot[0], hot[1])
                                                  .mean_net_flux);
  figures.computed("RAD-04 panel outlet", station_outlet(ammonia, back, cold) - 0_degC);

  const double planform = 13.6_m * 3.12_m, flux = 14_kW / planform;
  figures.computed("RAD-05 planform", planform);
  figures.computed("RAD-05 areal mass", 740.7_kg / planform);
  figures.computed("RAD-05 flux", flux);
  figures.computed("RAD-05 face", grey_body_temperature(0.92, flux / 2));
  figures.computed("RAD-05 mass per heat", 740.7_kg / 14);
  const double sink = panel_sink_temperature(hot[0], hot[1]), emissivity = hot[0].emissivity;
  figures.computed("RAD-05 panel",
                   grey_body_temperature(emissivity, flux / 2 + grey_body_flux(emissivity, sink)));
  figures.computed("areal mass, HRS", size_satellite(preset("reference-2026")).radiator.areal_mass.total);
}

}  // namespace

std::vector<Claim> radiator_claims() {
  Published figures("radiators.csv");
  closed_forms(figures);
  pumped_loop(figures);
  published_satellite(figures);
  station(figures);
  return figures.claims();
}

}  // namespace sunrack
