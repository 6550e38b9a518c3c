#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sunrack {

/// What a cell is made of. Its conductivity along x is kx times factor(T), and so on; the factor is linear
/// between its points.
struct SolidMaterial {
  std::string name;
  double kx = 0, ky = 0, kz = 0;  ///< [W/(m K)] where the factor is 1; 0: none that way (all three: a void)
  double heat_capacity = 0;       ///< [J/(m^3 K)] density times specific heat; only transients use it
  std::vector<double> factor_temperature = {};  ///< [K] increasing; both empty: the factor is 1
  std::vector<double> factor = {};              ///< [-] positive, one for each temperature
};
SolidMaterial isotropic_solid(std::string name, double conductivity, double heat_capacity);

/// Heat leaving the outer surface per area: convection (T - fluid_temperature) + emissivity sigma (T^4 -
/// sink_temperature^4) - absorbed, with T the temperature of the surface, not of the cell behind it. All
/// zero: adiabatic.
struct SurfaceCondition {
  double convection = 0;         ///< [W/(m^2 K)]
  double fluid_temperature = 0;  ///< [K]
  double emissivity = 0;         ///< [-]
  double sink_temperature = 0;   ///< [K] 0 with the loads in `absorbed`
  double absorbed = 0;           ///< [W/m^2] what comes in whatever the temperature
  std::optional<double> fixed;   ///< [K] the surface is held at this; then all others must be zero
};

enum class Axis { x, y, z };
enum class BoxFace { x_low, x_high, y_low, y_high, z_low, z_high };
inline constexpr std::array box_faces = {BoxFace::x_low,  BoxFace::x_high, BoxFace::y_low,
                                         BoxFace::y_high, BoxFace::z_low,  BoxFace::z_high};
inline constexpr Axis axis_of(BoxFace face) { return Axis(int(face) / 2); }
inline constexpr bool is_high(BoxFace face) { return int(face) % 2 == 1; }
const char* name_of(BoxFace face);  ///< "x low" ...

/// The conditions of one outer face: patches and maps of flux are lists of several.
struct FaceBoundary {
  std::vector<SurfaceCondition> conditions = {};  ///< empty: adiabatic
  /// Which of `conditions`, for each cell of the face in the order of ConductionProblem::boundary_index;
  /// empty: the first one everywhere.
  std::vector<std::uint16_t> of_cell = {};
};

/// A resistance between cells, in the plane of an inner face of the grid.
struct Contact {
  Axis axis = Axis::z;
  int plane = 1;          ///< index into x, y or z of the problem; not the first and not the last
  double resistance = 0;  ///< [m^2 K/W]; those at one place add
  /// Cells [first, end) along the two other axes, in the order x, y, z; empty: the whole plane.
  struct Window {
    int first_a = 0, end_a = 0, first_b = 0, end_b = 0;
  };
  std::optional<Window> window = {};
};

/// A block of cells with everything that conducts, heats and cools it. Cells are stored x fastest, then z,
/// then y, as in BoxOperator.
struct ConductionProblem {
  std::vector<double> x = {}, y = {}, z = {};  ///< [m] of the cells' faces, increasing
  std::vector<SolidMaterial> materials = {};
  std::vector<std::uint16_t> material = {};       ///< of each cell
  std::vector<double> power = {};                 ///< [W] of each cell; empty: none
  std::vector<double> exchange = {};              ///< [W/K] of each cell to a fluid within; empty: none
  std::vector<double> exchange_temperature = {};  ///< [K] of that fluid, for each cell
  std::vector<Contact> contacts = {};
  std::array<FaceBoundary, 6> boundary = {};  ///< by BoxFace
  /// The lowest layer's node lies on its lower face, so that dz/k and not dz/(2 k) stands above it: the
  /// convention of 3D-ICE, for comparing with it only.
  bool bottom_node_on_face = false;

  int nx() const { return int(x.size()) - 1; }
  int ny() const { return int(y.size()) - 1; }
  int nz() const { return int(z.size()) - 1; }
  std::size_t cells() const { return std::size_t(nx()) * std::size_t(ny()) * std::size_t(nz()); }
  std::size_t index(int i, int j, int k) const {
    return (std::size_t(j) * std::size_t(nz()) + std::size_t(k)) * std::size_t(nx()) + std::size_t(i);
  }
  FaceBoundary& at(BoxFace face) { return boundary[std::size_t(face)]; }
  const FaceBoundary& at(BoxFace face) const { return boundary[std::size_t(face)]; }
  /// Number of cells on a face, and the place of cell (i, j, k) among them: the storage order without the
  /// face's own axis (x faces: j nz + k; y faces: k nx + i; z faces: j nx + i).
  std::size_t boundary_cells(BoxFace face) const;
  std::size_t boundary_index(BoxFace face, int i, int j, int k) const;
  /// The cell behind that place.
  std::size_t cell_behind(BoxFace face, std::size_t boundary_index) const;
  /// [m^2] of the face there.
  double boundary_area(BoxFace face, std::size_t boundary_index) const;
};

/// A box with its faces at these coordinates [m], all of material 0, insulated and without heat.
ConductionProblem conduction_box(std::vector<double> x, std::vector<double> y, std::vector<double> z,
                                 std::vector<SolidMaterial> materials);
/// `cells` equal parts of [low, high]: their cells + 1 faces.
std::vector<double> even_faces(double low, double high, int cells);
/// Adds `watts` to the cells within [low, high] of each axis [m], by the share of their volume that lies in
/// it. @throws std::invalid_argument when part of it lies outside the box
void add_power(ConductionProblem& problem, std::array<double, 3> low, std::array<double, 3> high,
               double watts);
/// Material for the cells whose centres lie within [low, high] [m].
void fill(ConductionProblem& problem, std::array<double, 3> low, std::array<double, 3> high,
          std::uint16_t material);
/// "cell (3, 4, 0) of silicon at x = 1.75 mm, y = ..., z = ...".
std::string describe_cell(const ConductionProblem& problem, std::size_t cell);
/// @throws std::invalid_argument that names what is wrong, and where
void require_conduction_problem(const ConductionProblem& problem);

/// Heat that depends on temperature, such as leakage: fills the power [W] and its derivative [W/K] of each
/// cell; both come in with the size of `temperature` [K]. It is added to ConductionProblem::power.
using PowerLaw = std::function<void(const std::vector<double>& temperature, std::vector<double>& power,
                                    std::vector<double>& derivative)>;

}  // namespace sunrack
