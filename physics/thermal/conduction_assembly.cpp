#include "physics/thermal/conduction_assembly.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/numerics/large_pages.h"
#include "physics/numerics/shares.h"
#include "physics/require.h"

namespace sunrack::conduction {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

std::vector<double> widths(const std::vector<double>& faces) {
  std::vector<double> result(faces.size() - 1);
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = faces[i + 1] - faces[i];
  return result;
}

double total(const std::vector<double>& parts) {
  double sum = 0;
  for (const double part : parts) sum += part;
  return sum;
}

}  // namespace

System::System(const ConductionProblem& problem, unsigned threads)
    : problem_(problem), threads_(threads_for_cells(problem.cells(), threads)) {
  spread_threads(threads_);
  width_ = {widths(problem.x), widths(problem.y), widths(problem.z)};
  reach_up_ = width_[2];
  if (problem.bottom_node_on_face) reach_up_.front() *= 2;
  for (const SolidMaterial& material : problem.materials) {
    factors_.emplace_back(material);
    resistivity_[0].push_back(1 / (2 * material.kx));  // infinite for a void
    resistivity_[1].push_back(1 / (2 * material.ky));
    resistivity_[2].push_back(1 / (2 * material.kz));
  }
  for (const std::uint16_t m : problem.material) linear_cells_ = linear_cells_ && factors_[m].constant();
  add_contacts();
  operator_ = empty_box(problem.nx(), problem.ny(), problem.nz(), this->threads());
  if (linear_cells_) assemble_linear_cells();
  surroundings_changed();
}

void System::surroundings_changed() {
  linearised_ = false;
  linear_surfaces_ = true;
  for (const FaceBoundary& face : problem_.boundary)
    for (const SurfaceCondition& condition : face.conditions)
      linear_surfaces_ = linear_surfaces_ && condition.emissivity == 0;
}

void System::add_contacts() {
  const int n[3] = {problem_.nx(), problem_.ny(), problem_.nz()};
  for (const Contact& one : problem_.contacts) {
    const int axis = int(one.axis), a = axis == 0 ? 1 : 0, b = axis == 2 ? 1 : 2;
    auto& resistances = contact_[std::size_t(axis)];
    resistances.resize(problem_.cells(), 0.0);
    const Contact::Window all{0, n[a], 0, n[b]};
    const Contact::Window& window = one.window ? *one.window : all;
    for (int q = window.first_b; q < window.end_b; ++q)
      for (int p = window.first_a; p < window.end_a; ++p) {
        int at[3];
        at[axis] = one.plane - 1, at[a] = p, at[b] = q;
        resistances[problem_.index(at[0], at[1], at[2])] += one.resistance;
      }
  }
}

/// use(axis, cell, next, area, first, second) for each inner face of plane j and towards the next plane;
/// `first` and `second` [m^2 K/W] are the resistances of the half cells where the factor is 1.
template <class Use>
void System::for_faces_of_plane(int j, Use use) const {
  const int nx = problem_.nx(), ny = problem_.ny(), nz = problem_.nz();
  const std::size_t row = std::size_t(nx), plane = row * std::size_t(nz), y = std::size_t(j);
  const auto& dx = width_[0];
  const double dy = width_[1][y];
  const std::uint16_t* const material = problem_.material.data();
  for (int k = 0; k < nz; ++k) {
    const auto z = std::size_t(k);
    const double dz = width_[2][z], reach = reach_up_[z];
    const std::size_t first = problem_.index(0, j, k);
    for (int i = 0; i < nx; ++i) {
      const auto x = std::size_t(i), c = first + x;
      const std::uint16_t m = material[c];
      if (i + 1 < nx)
        use(0u, c, c + 1, dy * dz, dx[x] * resistivity_[0][m], dx[x + 1] * resistivity_[0][material[c + 1]]);
      if (k + 1 < nz)
        use(2u, c, c + row, dx[x] * dy, reach * resistivity_[2][m],
            width_[2][z + 1] * resistivity_[2][material[c + row]]);
      if (j + 1 < ny)
        use(1u, c, c + plane, dx[x] * dz, dy * resistivity_[1][m],
            width_[1][y + 1] * resistivity_[1][material[c + plane]]);
    }
  }
}

/// Sum of use(face, place, cell, condition, area, half) over the outer surfaces that are not adiabatic;
/// `half` [W/K] conducts from the centre to it where the factor is 1. Surfaces of one face are used side by
/// side.
template <class Sum, class Use>
Sum System::sum_over_boundary(Use use) const {
  Sum sum{};
  const std::size_t nx = width_[0].size(), nz = width_[2].size();
  for (const BoxFace face : box_faces) {
    const FaceBoundary& boundary = problem_.at(face);
    if (std::all_of(boundary.conditions.begin(), boundary.conditions.end(), adiabatic)) continue;
    const Axis axis = axis_of(face);
    const bool on_face = problem_.bottom_node_on_face && face == BoxFace::z_low;
    const auto& depths = width_[std::size_t(axis)];
    const double depth = is_high(face) ? depths.back() : depths.front();
    const std::size_t count = problem_.boundary_cells(face);
    const std::size_t row = axis == Axis::x ? nz : nx;
    const auto& slow = width_[axis == Axis::y ? 2 : 1];
    const auto& fast = width_[axis == Axis::x ? 2 : 0];
    const auto part = [&, face = face](std::size_t first, std::size_t end) {
      Sum own{};
      for (std::size_t place = first; place < end; ++place) {
        const SurfaceCondition& condition =
            boundary.conditions[boundary.of_cell.empty() ? 0 : boundary.of_cell[place]];
        const std::size_t cell = problem_.cell_behind(face, place);
        const double area = slow[place / row] * fast[place % row];
        const double resistance = depth * resistivity(axis, cell);
        own += use(face, place, cell, condition, area,
                   on_face && std::isfinite(resistance) ? infinite : area / resistance);
      }
      return own;
    };
    for (const Sum& one : parts_of_shares(count, threads(), part)) sum += one;
  }
  return sum;
}

void System::assemble_linear_cells() {
#pragma omp parallel for num_threads(threads()) schedule(static)
  for (int j = 0; j < problem_.ny(); ++j)
    for_faces_of_plane(
        j, [&](unsigned axis, std::size_t c, std::size_t, double area, double first, double second) {
          auto& g = axis == 0 ? operator_.gx : axis == 1 ? operator_.gy : operator_.gz;
          g[c] = area / (first + second + contact(axis, c));
        });
}

/// Heat leaving each cell of plane j to its neighbours, where conductivity does not follow temperature.
void System::flows_of_plane(int j, const std::vector<double>& t, double* f) const {
  const std::size_t row = std::size_t(operator_.nx), plane = row * std::size_t(operator_.nz);
  const std::size_t first = std::size_t(j) * plane;
  const double* __restrict u = t.data() + first;
  double* __restrict out = f + first;
  const double* __restrict gx = operator_.gx.data() + first;
  const double* __restrict gy = operator_.gy.data() + first;
  const double* __restrict gz = operator_.gz.data() + first;
  std::fill_n(out, plane, 0.0);
  if (j + 1 < operator_.ny)
    for (std::size_t c = 0; c < plane; ++c) out[c] += gy[c] * (u[c] - u[c + plane]);
  if (j > 0) {
    const double* __restrict before = gy - plane;
    const double* __restrict south = u - plane;
    for (std::size_t c = 0; c < plane; ++c) out[c] += before[c] * (u[c] - south[c]);
  }
  for (std::size_t c = 0; c + row < plane; ++c) out[c] += gz[c] * (u[c] - u[c + row]);
  for (std::size_t c = row; c < plane; ++c) out[c] += gz[c - row] * (u[c] - u[c - row]);
  // gx is 0 at the end of each row, so running over the rows' ends adds nothing.
  for (std::size_t c = 0; c + 1 < plane; ++c) out[c] += gx[c] * (u[c] - u[c + 1]);
  for (std::size_t c = 1; c < plane; ++c) out[c] += gx[c - 1] * (u[c] - u[c - 1]);
}

BalanceSums System::balance(const std::vector<double>& t, const std::vector<double>& leakage,
                            std::vector<double>& f) const {
  const std::size_t plane = std::size_t(operator_.nx) * std::size_t(operator_.nz);
  const int ny = operator_.ny;
  reserve_in_large_pages(f, problem_.cells(), threads());
  f.resize(problem_.cells());
  if (linear_cells_) {
#pragma omp parallel for num_threads(threads()) schedule(static)
    for (int j = 0; j < ny; ++j) flows_of_plane(j, t, f.data());
  } else {
    flow_y_.assign(problem_.cells(), 0.0);
#pragma omp parallel for num_threads(threads()) schedule(static)
    for (int j = 0; j < ny; ++j) {
      std::fill_n(f.data() + std::size_t(j) * plane, plane, 0.0);
      for_faces_of_plane(
          j, [&](unsigned axis, std::size_t c, std::size_t next, double area, double first, double second) {
            const double q = flow_between(factor(c), area / first, t[c], factor(next), area / second, t[next],
                                          contact(axis, c) / area)
                                 .heat;
            if (axis == 1) {
              flow_y_[c] = q;
            } else {
              f[c] += q, f[next] -= q;
            }
          });
    }
    for (std::size_t c = 0; c < f.size(); ++c) f[c] += flow_y_[c];
    for (std::size_t c = plane; c < f.size(); ++c) f[c] -= flow_y_[c - plane];
  }
  BalanceSums sums;
  const double loads = sum_over_boundary<double>(
      [&](BoxFace, std::size_t, std::size_t c, const SurfaceCondition& condition, double area, double half) {
        const double heat = surface_flow(condition, area, factor(c), half, t[c]).heat;
        f[c] += heat;
        return heat * heat;
      });
  const std::vector<double> zeros(std::size_t(ny), 0.0);
  std::vector<double> load_parts = zeros, norm_parts = zeros, total_parts = zeros;
#pragma omp parallel for num_threads(threads()) schedule(static)
  for (int j = 0; j < ny; ++j) {
    const std::size_t first = std::size_t(j) * plane;
    double own_loads = 0, squares = 0, sum = 0;
    const auto add = [&](const std::vector<double>& heat) {
      if (heat.empty()) return;
      for (std::size_t c = first; c < first + plane; ++c) f[c] -= heat[c], own_loads += heat[c] * heat[c];
    };
    add(problem_.power), add(leakage);
    if (!problem_.exchange.empty())
      for (std::size_t c = first; c < first + plane; ++c) {
        const double heat = problem_.exchange[c] * (t[c] - problem_.exchange_temperature[c]);
        f[c] += heat, own_loads += heat * heat;
      }
    for (std::size_t c = first; c < first + plane; ++c) squares += f[c] * f[c], sum += f[c];
    load_parts[std::size_t(j)] = own_loads, norm_parts[std::size_t(j)] = squares;
    total_parts[std::size_t(j)] = sum;
  }
  return {.norm = std::sqrt(total(norm_parts)),
          .loads = std::sqrt(loads + total(load_parts)),
          .total = total(total_parts)};
}

void System::linearise_cells(const std::vector<double>& t) {
  for (auto* terms : {&up_, &down_})
    for (auto& term : *terms) term.resize(problem_.cells(), 0.0);
#pragma omp parallel for num_threads(threads()) schedule(static)
  for (int j = 0; j < problem_.ny(); ++j)
    for_faces_of_plane(
        j, [&](unsigned axis, std::size_t c, std::size_t next, double area, double first, double second) {
          const Flow flow = flow_between(factor(c), area / first, t[c], factor(next), area / second, t[next],
                                         contact(axis, c) / area);
          up_[axis][c] = flow.up, down_[axis][c] = flow.down;
          auto& g = axis == 0 ? operator_.gx : axis == 1 ? operator_.gy : operator_.gz;
          g[c] = std::sqrt(flow.up * flow.down);
        });
}

void System::linearise(const std::vector<double>& t) {
  if (linearised_ && linear()) return;
  linearised_ = true;
  if (!linear_cells_) linearise_cells(t);
  auto& diagonal = operator_.diagonal;
  for_shares(diagonal.size(), threads(), [&](std::size_t first, std::size_t end) {
    for (std::size_t c = first; c < end; ++c)
      diagonal[c] = problem_.exchange.empty() ? 0 : problem_.exchange[c];
  });
  sum_over_boundary<double>(
      [&](BoxFace, std::size_t, std::size_t c, const SurfaceCondition& condition, double area, double half) {
        return diagonal[c] += surface_flow(condition, area, factor(c), half, t[c]).slope;
      });
}

void System::apply_derivative(const std::vector<double>& v, std::vector<double>& result) const {
  if (symmetric()) return apply(operator_, v, result);
  result.resize(v.size());
  for (std::size_t c = 0; c < v.size(); ++c) result[c] = operator_.diagonal[c] * v[c];
  const std::size_t row = std::size_t(operator_.nx), plane = row * std::size_t(operator_.nz);
  const std::size_t steps[3] = {1, plane, row};
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (std::size_t c = 0; c + steps[axis] < v.size(); ++c) {
      const double flow = up_[axis][c] * v[c] - down_[axis][c] * v[c + steps[axis]];
      result[c] += flow, result[c + steps[axis]] -= flow;
    }
}

double System::rounding_noise(const std::vector<double>& t) const {
  const std::size_t row = std::size_t(operator_.nx), plane = row * std::size_t(operator_.nz);
  const double squares = sum_of_shares(t.size(), threads(), [&](std::size_t first, std::size_t end) {
    double part = 0;
    for (std::size_t c = first; c < end; ++c) {
      double sum = operator_.diagonal[c] + operator_.gx[c] + operator_.gy[c] + operator_.gz[c];
      if (c >= 1) sum += operator_.gx[c - 1];
      if (c >= row) sum += operator_.gz[c - row];  // 0 at the last layer, so planes do not mix
      if (c >= plane) sum += operator_.gy[c - plane];
      part += sum * t[c] * sum * t[c];
    }
    return part;
  });
  return std::numeric_limits<double>::epsilon() * std::sqrt(squares);
}

std::array<FaceAnswer, 6> System::faces(const std::vector<double>& t) const {
  std::array<FaceAnswer, 6> result;
  for (const BoxFace face : box_faces) {
    FaceAnswer& answer = result[std::size_t(face)];
    const std::size_t count = problem_.boundary_cells(face);
    answer.heat.assign(count, 0.0), answer.moved.assign(count, 0.0);
    answer.temperature.resize(count);
    // Without heat through it a surface is as warm as its cell.
    for_shares(count, threads(), [&](std::size_t first, std::size_t end) {
      for (std::size_t place = first; place < end; ++place)
        answer.temperature[place] = t[problem_.cell_behind(face, place)];
    });
  }
  sum_over_boundary<double>([&](BoxFace face, std::size_t place, std::size_t c,
                                const SurfaceCondition& condition, double area, double half) {
    const SurfaceFlow flow = surface_flow(condition, area, factor(c), half, t[c]);
    FaceAnswer& answer = result[std::size_t(face)];
    answer.temperature[place] = flow.temperature;
    answer.moved[place] = half > 0 ? surface_traffic(condition, area, flow) : 0;  // none at a void
    return answer.heat[place] = flow.heat;
  });
  return result;
}

Flow System::uniform(double t) const {
  Flow sum = sum_over_boundary<Flow>(
      [&](BoxFace, std::size_t, std::size_t c, const SurfaceCondition& condition, double area, double half) {
        const SurfaceFlow flow = surface_flow(condition, area, factor(c), half, t);
        return Flow{.heat = flow.heat, .up = flow.slope};
      });
  sum.heat -= sum_of_shares(problem_.power.size(), threads(), [&](std::size_t first, std::size_t end) {
    double power = 0;
    for (std::size_t c = first; c < end; ++c) power += problem_.power[c];
    return power;
  });
  for (std::size_t c = 0; c < problem_.exchange.size(); ++c) {
    sum.heat += problem_.exchange[c] * (t - problem_.exchange_temperature[c]);
    sum.up += problem_.exchange[c];
  }
  return sum;
}

void System::require_within_tables(const std::vector<double>& t) const {
  // Rises over a fluid at 0 K are a lawful use: what is zero may come out as minus a rounding.
  const auto within = [&](std::size_t c) {
    const auto& f = factor(c);
    return f.constant() ? t[c] > -1e-6 : t[c] >= f.lowest() && t[c] <= f.highest();
  };
  const auto outside = parts_of_shares(t.size(), threads(), [&](std::size_t first, std::size_t end) {
    while (first < end && within(first)) ++first;
    return first < end ? double(first) : -1.0;
  });
  const auto found = std::find_if(outside.begin(), outside.end(), [](double cell) { return cell >= 0; });
  if (found == outside.end()) return;
  auto c = std::size_t(*found);
  const auto beyond = [&](std::size_t cell) {
    return std::max(factor(cell).lowest() - t[cell], t[cell] - factor(cell).highest());
  };
  for (std::size_t cell = c + 1; cell < t.size(); ++cell)  // the farthest one tells most
    if (!within(cell) && !factor(cell).constant() && !factor(c).constant() && beyond(cell) > beyond(c))
      c = cell;
  const auto& f = factor(c);
  const std::string range =
      f.constant() ? "no temperature"
                   : fmt::format("beyond its table of conductivity, {:g} to {:g} K", f.lowest(), f.highest());
  throw ModelError(
      fmt::format("conduction: {} would be at {:.6g} K, {}", describe_cell(problem_, c), t[c], range));
}

}  // namespace sunrack::conduction
