#pragma once

#include <string>
#include <vector>

#include "fleet/everyone.h"

/// How calculators and papers add up their kilograms per kilowatt, for the list in published_satellites().
/// Masses here are in the kg/kW of the sources.
namespace sunrack::peers {

inline constexpr double kg_per_kW = 1e-3;
/// [kg/W] of 1 W at a specific power [W/kg].
inline double at(double watts_per_kilogram) { return 1 / watts_per_kilogram; }

PublishedSatellite divided(std::string name, double published, double kilograms, double watts,
                           std::string per, std::vector<std::string> overrides, std::string explanation,
                           std::string source);
PublishedSatellite literature(std::string name, double published, double solar, double cooling,
                              double compute, double battery, double structure, std::string explanation);
PublishedSatellite space_datacentre(std::string name, double published, double array, double area_per_kW,
                                    double areal_mass, double it, double spare, std::string explanation,
                                    std::string assumed);
/// All loads 1.3 times the IT power, 330 K, sink 200 K, emissivity 0.9, fins 0.85.
PublishedSatellite orbit_collisions(std::string name, double published, double eclipse, double sunlit,
                                    std::string explanation, std::string assumed);
/// 5 kg/kW of array over 0.6 of sunlight, radiators at 1.5 or 10 kg/kW.
PublishedSatellite jedgar(std::string name, double published, double radiator);
/// Two runs of one calculator: 1.008 MW, structure and margin of 20 % each upon all items.
PublishedSatellite spacedc(std::string name, double published, double array, double battery, double rest,
                           std::string explanation);
/// Areas of the abstract with the weights of our own technology.
PublishedSatellite turyshev();
/// Nothing but the total is known.
PublishedSatellite untold(std::string name, double published, std::string per,
                          std::vector<std::string> overrides, std::string explanation, std::string not_told,
                          std::string needed, std::string source);

}  // namespace sunrack::peers
