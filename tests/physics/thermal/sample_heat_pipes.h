#pragma once

#include "physics/thermal/heat_pipe.h"

/// Pipes that the tests of heat pipes share.
namespace sunrack {

/// Extruded aluminium with ammonia, half an inch: the usual pipe of spacecraft panels.
inline HeatPipe grooved() {
  return {.outer_diameter = 12.7e-3,
          .wall = 0.9e-3,
          .wall_conductivity = 167,
          .wick = AxialGrooves{27, 0.6e-3, 1.2e-3},
          .evaporator = 0.15,
          .adiabatic = 0.1,
          .condenser = 1.0};
}
inline HeatPipe screened() {
  HeatPipe pipe = grooved();
  pipe.wall_conductivity = 390;
  pipe.wick = ScreenWick{7874, 64e-6, 0.5e-3};  // 200 mesh
  return pipe;
}
inline HeatPipe sintered() {
  HeatPipe pipe = screened();
  pipe.wick = SinteredWick{100e-6, 0.45, 0.7e-3};
  return pipe;
}

}  // namespace sunrack
