#include <cmath>

#include "fleet/published_peers.h"
#include "physics/constants.h"

namespace sunrack {

using namespace peers;

const std::vector<PublishedSatellite>& published_satellites() {
  static const std::vector<PublishedSatellite> all = [] {
    const double ageing = (1 - std::pow(1 - 0.025, 5)) / (5 * 0.025);
    PublishedSatellite mccalip{
        .name = "McCalip",
        .published = 29.4 * kg_per_kW,
        .per = "satellite without computers per delivered mean kW",
        .items = {{"whole satellite per W of array", 740.0 / 27e3, MassGroup::bus}},
        .factor = 1 / (0.98 * ageing),
        .overrides = {"solar_array.specific_power=36.5"},
        .explanation =
            "All of a communications satellite over its array's power: no computers, radiator, loop or "
            "battery. Taken as our array alone it makes a heavy wing.",
        .source = "andrewmccalip/thoughts e59571e2, run"};
    return std::vector<PublishedSatellite>{
        divided("Starcloud white paper", 2.5, 100e3, 40e6, "compute module per kW",
                {"solar_array.specific_power=1000", "radiator.areal_mass=3"},
                "Counts the computers' container; arrays and radiators fly on launches that are not counted.",
                "white paper of 2024, read"),
        divided("Gaalema panels", 9.4, 150e3, 16e6, "integrated panel per kW",
                {"solar_array.specific_power=500", "radiator.areal_mass=3", "compute.server_mass=2"},
                "Array, vapour chamber and chips are one panel: structure is counted once, no bus.",
                "arXiv 2604.07760, read in part"),
        divided("Musk, FCC filing", 10, 1e3, 100e3, "satellite per kW",
                {"solar_array.specific_power=350", "radiator.areal_mass=2", "compute.server_mass=1.5"},
                "A target without technology; the optimistic ends of 2030 stand in.",
                "interview and filing, read"),
        divided("Mach33 StarThink V2", 9.8, 1398, 143e3, "dry satellite per kW of computers",
                {"solar_array.specific_power=350", "radiator.areal_mass=2", "compute.server_mass=1.5"},
                "A model whose items are not published.", "research.33fg.com, read in part"),
        divided("SpaceX AI1, peak", 14.3, 150e3 / 70, 150e3, "satellite per peak kW",
                {"solar_array.bol_flux=250", "solar_array.specific_power=200", "compute.server_mass=3",
                 "compute.junction_temperature=105", "compute.memory_limit=105"},
                "70 kW/t, taken per peak power. Our reconstruction is the preset spacex-ai1.",
                "press on the presentation, read in part"),
        divided("SpaceX AI1, average", 17.9, 150e3 / 70, 120e3, "satellite per average kW",
                {"solar_array.bol_flux=250", "solar_array.specific_power=200", "compute.server_mass=3",
                 "compute.junction_temperature=105", "compute.memory_limit=105"},
                "The same mass over 120 kW.", "press on the presentation, read in part"),
        literature("research-viewer v1, low", 12.5, 300, 250, 2.5, 0, 1.25,
                   "Cooling at 250 W/kg is a panel's figure; ours carries loop, armour and sink."),
        literature(
            "research-viewer v1, centre", 24.6, 150, 130, 5, 0, 1.25,
            "No conversion, margin or ageing of the array; 130 W/kg of cooling against about 90 here."),
        literature("research-viewer v1, high", 51.4, 80, 50, 8, 0, 1.25,
                   "Cooling at 50 W/kg is half of ours."),
        literature("research-viewer v3, low", 13.3, 300, 250, 4, 0, 1.15, "As v1; less structure."),
        literature("research-viewer v3, centre", 33.3, 150, 77, 6, 0, 1.25,
                   "Battery of the centre is not told; without it 4 % are missing."),
        literature("research-viewer v3, high", 68.1, 80, 50, 9, 6.7, 1.40,
                   "Battery for a whole eclipse; structure of 40 %."),
        space_datacentre("space-datacentre MATURE", 22.6, 350, 1.40, 2.5, 8, 0.10,
                         "Overcounted: this case's own structure and battery must be lighter.",
                         "Structure (18 %) and battery (35 minutes at 160 Wh/kg) of the TODAY case."),
        space_datacentre("space-datacentre EARLY", 37.8, 180, 1.62, 4, 11, 0.15,
                         "IT mass is a whole system's, and is added again.",
                         "Area between the published 1.40 and 1.84 m2/kW, spare of 15 % between 10 and 20."),
        space_datacentre(
            "space-datacentre TODAY", 56.8, 110, 1.84, 6, 13, 0.20,
            "13 kg/kW of computers and a battery for a whole eclipse; spares of 20 % that we count "
            "as availability. Ageing of its array was not read.",
            ""),
        orbit_collisions("Orbit Collisions, dawn-dusk", 37.8, 22.7 * 60, 1,
                         "No computers and no bus are counted; 12 kg/kW of conversion is six times ours.",
                         "Depth of discharge 80 %."),
        orbit_collisions(
            "Orbit Collisions, beta 0", 53.8, 35.5 * 60, 1 - 35.5 / 96.7,
            "A third of each orbit is dark: array and conversion carry half as much again.",
            "Depth of discharge 80 %; 35.5 of 96.7 minutes dark (600 km); conversion carries the "
            "array's power."),
        space_datacentre(
            "space-datacentre SKEPTIC", 137, 75, 2.51, 14, 40, 0.20,
            "Radiators of 14 kg/m2 at 305 K and 40 kg/kW of computers: three and six times ours.",
            "Spare, structure and battery of the TODAY case."),
        untold("space-datacentre, SemiAnalysis", 39.7, "satellite per sellable kW", {},
               "That calculator with another's inputs.", "the inputs that reproduce the closed model",
               "its preset's array, radiator, battery and IT mass", "space-datacentre-model e6609a2d, run"),
        mccalip,
        // 42.4 kW of heat from 40 kW of computers; zenith faces of 370 W/m2 at 10 kg/m2; array 150 W/kg.
        {.name = "rMcDonald17, thermal and power",
         .published = 35.4 * kg_per_kW,
         .per = "radiator and array per kW at 30 deg (34.0 to 36.8)",
         .items = {{"radiator", 42.4 / 40 / 370 * 10, MassGroup::radiator},
                   {"solar array", 42.4 / 40 * at(150), MassGroup::power}},
         .overrides = {"solar_array.specific_power=150", "radiator.areal_mass=10"},
         .explanation = "One face that sees no Earth sheds 370 W/m2, half of ours with two; no loop, no "
                        "computers, no bus.",
         .assumed = "Neither the 25 % margin on area nor a battery is in it: with both it would be 49 kg/kW.",
         .not_told = "which of its masses the range counts",
         .needed = "the document's mass table by case",
         .source = "Orbital-Datacenters, read"},
        divided("rMcDonald17, whole vehicle", 59, 2359, 40e3, "vehicle per kW at 800 km",
                {"solar_array.specific_power=150", "radiator.areal_mass=10", "orbit.altitude=800",
                 "battery.specific_energy=150", "battery.depth_of_discharge=0.7",
                 "battery.strategy=ride-through"},
                "10 kg/m2 of radiator that sees the Earth with one face.", "Orbital-Datacenters, read"),
        {.name = "angadh.com",
         .published = 55 * kg_per_kW,
         .per = "22 launches of 100 t for 40 MW",
         .items = {{"solar array, 4 launches", 4 * 100e3 / 40e6, MassGroup::power},
                   {"radiator, 13 launches", 13 * 100e3 / 40e6, MassGroup::radiator},
                   {"racks, 5 launches", 5 * 100e3 / 40e6, MassGroup::computers}},
         .overrides = {"solar_array.specific_power=28", "radiator.areal_mass=16"},
         .explanation = "The space station's arrays and radiators; no bus, no battery, no margin.",
         .source = "angadh.com, read in part"},
        divided("Starcloud-1 (flown)", 60, 60, 1e3,
                "satellite with one accelerator, taken as 1 kW with its host", {},
                "A demonstrator: bus and structure are shared by one chip.", "second-hand"),
        jedgar("007jedgar, low", 16.6, 1.5),
        jedgar("007jedgar, high", 29.0, 10),
        // 2 kg/m2 at 20 % of 1361 W/m2, sized for 0.6 of sunlight, 0.68 of the platform's power for
        // computing.
        {.name = "TheEnergyNerd 2026",
         .published = 35.6 * kg_per_kW,
         .per = "per kW of computing",
         .items = {{"solar array", 2 / (constants::solar_irradiance * 0.2) / 0.6 / 0.68, MassGroup::power},
                   {"radiator", 0.067 * 35.6 * kg_per_kW, MassGroup::radiator}},
         .partial = true,
         .overrides = {"solar_array.specific_power=136", "radiator.areal_mass=3"},
         .explanation = "An eclipse of 40 % of the orbit is built in: array and battery of a low equatorial "
                        "orbit, where ours hibernates through 21 minutes in one season.",
         .not_told = "battery, computers, structure, bus and shield one by one; the radiator as a share only",
         .needed = "its seven items of a run",
         .source = "orbital-compute-finance 3f528690, run"},
        untold("TheEnergyNerd 2035", 27.5, "per kW of computing", {},
               "The same after nine years of assumed learning.", "all items: learning curves act on each",
               "its seven items and their curves in 2035", "orbital-compute-finance 3f528690, run"),
        turyshev(),
        spacedc("spacedc-mdao, as shipped", 78.2, 20.4, 11.1, 0,
                "Its default is not the dawn-dusk orbit it names: 64 % of sunlight, batteries for the rest. "
                "Thermal margins of 1.45, then 1.2 x 1.2 upon all."),
        [] {
          // What the other run leaves for all else: the same chips, loop and bus.
          const double rest = 78.2 * 1.008 / 1.44 - 20.4 - 11.1 - 14.0;
          PublishedSatellite peer =
              spacedc("spacedc-mdao, beta 90", 51.0, 12.5, 0, rest,
                      "Margins are applied twice (1.45, then 1.2 x 1.2), where ours are "
                      "15 % of structure and 15 % of margin.");
          peer.assumed = "Chips, loop and bus are what the run as shipped leaves for them: 9.2 t.";
          return peer;
        }(),
    };
  }();
  return all;
}

}  // namespace sunrack
