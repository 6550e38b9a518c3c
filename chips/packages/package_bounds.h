#pragma once

#include <string>

namespace sunrack {

/// What a number of a package file may be: wide enough for every package that can be made, narrow enough that
/// a slip of units or of a finger is refused on its line, before it becomes an infinity in a solver.
/// docs/models/packages.md lists them.
struct PackageBound {
  const char* unit;  ///< of low and high, as shown
  double low = 0, high = 0;
  bool zero = false;  ///< 0 is accepted too
};

namespace package_bounds {
inline constexpr PackageBound length{"m", 1e-10, 10};  ///< an atom is 1e-10 m thick
inline constexpr PackageBound side{"m", 1e-18, 10};    ///< of a block, which is also held against its package
inline constexpr PackageBound position{"m", 0, 10};
inline constexpr PackageBound power{"W", 0, 1e9};
inline constexpr PackageBound flux{"W/m2", 0, 1e9};
inline constexpr PackageBound conductivity{"W/(m K)", 1e-9, 1e7};
inline constexpr PackageBound conductivity_or_none{"W/(m K)", 1e-9, 1e7, true};
inline constexpr PackageBound resistivity{"(m K)/W", 1e-7, 1e9};
inline constexpr PackageBound heat_capacity{"J/(m3 K)", 1e-3, 1e9};
inline constexpr PackageBound factor{"", 1e-6, 1e6};
inline constexpr PackageBound contact{"m2 K/W", 0, 1e3};
inline constexpr PackageBound convection{"W/(m2 K)", 1e-6, 1e12};
inline constexpr PackageBound convection_or_none{"W/(m2 K)", 1e-6, 1e12, true};
inline constexpr PackageBound resistance{"K/W", 1e-9, 1e9};
inline constexpr PackageBound temperature{"K", 1e-3, 1e4};
inline constexpr PackageBound temperature_or_zero{"K", 1e-3, 1e4, true};
inline constexpr PackageBound interval{"K", 1e-2, 1e4};  ///< of temperature, over which leakage doubles
inline constexpr PackageBound time{"s", 1e-15, 1e12};
inline constexpr PackageBound mass_flow{"kg/s", 1e-12, 1e4};
inline constexpr PackageBound share{"", 0, 1};
}  // namespace package_bounds

/// "" within; else the rule: "must be positive", "must be 1e-06 to 1e+05 W/(m K)".
std::string beyond(const PackageBound& bound, double value);

}  // namespace sunrack
