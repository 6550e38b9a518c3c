#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

namespace sunrack {

/// [m] reference radius of the models of the field and of McIlwain's L.
inline constexpr double geomagnetic_radius = 6371200.0;

/// Main field of the Earth: internal sources only, B = -grad V with
///   V = a sum (a/r)^(n+1) (g_nm cos m lambda + h_nm sin m lambda) P_nm(sin phi),  Schmidt semi-normalised.
/// No field of currents above the ground: below some 4 Earth radii on quiet days an error under 1 %.
struct GeomagneticField {
  enum class Model { jensen_cain_1960, gsfc_12_66_1970, igrf_14 };
  Model model = Model::igrf_14;
  std::string name;
  double epoch = 0;  ///< decimal year
  int degree = 0;
  std::vector<double> gauss_g;  ///< [T] at n (n + 1) / 2 + m; n from 0
  std::vector<double> gauss_h;  ///< [T] likewise
  std::vector<double>
      gradient;  ///< derived: coefficients of the field's three components, see geomagnetic.cpp
  std::vector<double> degree_amplitude;  ///< [T] derived: root mean square field of each degree on r = a
};

/// Jensen & Cain (1962), epoch 1960: the field of AP8 MIN, AE8 MIN and AE8 MAX. Degree 6.
const GeomagneticField& jensen_cain_1960();
/// GSFC(12/66), Cain et al. (1967), taken to 1970: the field of AP8 MAX. Degree 10.
const GeomagneticField& gsfc_12_66_1970();
/// IGRF-14 to degree 10 (surface error below 30 nT), linear in time between 1980, 2000, 2015, 2020 and 2025
/// and with its secular variation to 2030. The model itself has an epoch each five years; leaving out those
/// between 1980 and 2015 costs up to some 30 nT.
/// @throws std::invalid_argument outside 1980..2030
GeomagneticField igrf_14(double year);
/// From Gauss coefficients in the order of `gauss_g`. @throws std::invalid_argument unless they fit the
/// degree
GeomagneticField geomagnetic_field(GeomagneticField::Model model, std::string name, double epoch,
                                   std::vector<double> gauss_g, std::vector<double> gauss_h);

/// [T] at an Earth-fixed position [m] (x to longitude 0, z north).
/// @throws std::invalid_argument for a position within half an Earth radius of the centre
Eigen::Vector3d magnetic_field(const GeomagneticField& field, const Eigen::Vector3d& position);
/// The same from the terms up to a degree only.
Eigen::Vector3d magnetic_field(const GeomagneticField& field, const Eigen::Vector3d& position, int degree);
/// The lowest degree that leaves out less than `tolerance` [-] of the dipole's field at a distance [m].
int sufficient_degree(const GeomagneticField& field, double distance, double tolerance);
/// [T] of the dipole on its equator at r = a: sqrt(g10^2 + g11^2 + h11^2); times a^3 the moment M of L.
double dipole_field(const GeomagneticField& field);

/// [m] Earth-fixed position of geodetic (WGS 84) latitude and longitude [rad] and altitude [m].
Eigen::Vector3d geodetic_position(double latitude, double longitude, double altitude);

}  // namespace sunrack
