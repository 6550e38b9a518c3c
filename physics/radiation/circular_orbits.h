#pragma once

#include <vector>

#include "physics/radiation/environment.h"

namespace sunrack {

/// What a circular orbit gets on average of the belts and through the Earth's field.
struct CircularOrbitRadiation {
  std::vector<double> protons;       ///< [m^-2 s^-1] above each native energy of AP8
  std::vector<double> electrons;     ///< likewise of AE8
  std::vector<double> transmission;  ///< [-] at `transmission_rigidities`
};
/// [V] at which the carried transmission stands.
const std::vector<double>& transmission_rigidities();

/// Traced and averaged: about a second.
/// @throws as radiation_environment does
CircularOrbitRadiation traced_circular_orbit(double altitude, double inclination, SolarCycle solar,
                                             int revolutions = 0, int points_per_revolution = 0);

/// From the carried table of orbits of 200 to 1500 km and all inclinations (an orbit and its retrograde twin
/// see the same on average): log flux and the transmission itself linear in altitude and inclination between
/// its nodes: every 25 km below 650 km, 50 km below 1000 km, 100 km above; every 2.5 degrees below 60, 5
/// below 80, then 90. Microseconds. Against 158 orbits in the middle of its cells, traced anew at both solar
/// extremes, the dose behind 1 to 20 mm is within 5 % where a year brings more than 100 rad, 12 % where it
/// brings more than 3 rad, 30 % below (the rim of the belts and of the Sun's protons passes between two nodes
/// there).
/// @throws ModelError outside 200 to 1500 km; std::invalid_argument for an inclination outside 0..pi
CircularOrbitRadiation tabulated_circular_orbit(double altitude, double inclination, SolarCycle solar);

/// The environment made of it: cosmic rays and solar protons go through its transmission. Only `solar`,
/// `duration`, `solar_particles`, `solar_particle_confidence` and `modulation` of the options are used.
RadiationEnvironment circular_orbit_environment(const CircularOrbitRadiation& orbit,
                                                const RadiationOptions& options);

/// Nodes of the carried table: altitudes [m], inclinations [rad].
const std::vector<double>& tabulated_altitudes();
const std::vector<double>& tabulated_inclinations();

}  // namespace sunrack
