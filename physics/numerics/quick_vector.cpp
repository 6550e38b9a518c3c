#include "physics/numerics/quick_vector.h"

#include <nvector/nvector_serial.h>
#include <sunmatrix/sunmatrix_sparse.h>

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <new>

namespace sunrack::integration {

namespace {

using Values = Eigen::Map<Eigen::ArrayXd>;

Values of(N_Vector v) { return {NV_DATA_S(v), Eigen::Index(NV_LENGTH_S(v))}; }

// The names and the order of arguments are those of SUNDIALS' N_Vector.
void linear_sum(double a, N_Vector x, double b, N_Vector y, N_Vector z) { of(z) = a * of(x) + b * of(y); }
void constant(double c, N_Vector z) { of(z).setConstant(c); }
void product(N_Vector x, N_Vector y, N_Vector z) { of(z) = of(x) * of(y); }
void quotient(N_Vector x, N_Vector y, N_Vector z) { of(z) = of(x) / of(y); }
void scale(double c, N_Vector x, N_Vector z) { of(z) = c * of(x); }
void absolute(N_Vector x, N_Vector z) { of(z) = of(x).abs(); }
void inverse(N_Vector x, N_Vector z) { of(z) = of(x).inverse(); }
void add_constant(N_Vector x, double b, N_Vector z) { of(z) = of(x) + b; }
double dot(N_Vector x, N_Vector y) { return (of(x) * of(y)).sum(); }
double largest(N_Vector x) { return of(x).abs().maxCoeff(); }
double smallest(N_Vector x) { return of(x).minCoeff(); }
double weighted_norm(N_Vector x, N_Vector w) {
  return std::sqrt((of(x) * of(w)).square().sum() / double(NV_LENGTH_S(x)));
}
int combination(int count, double* c, N_Vector* x, N_Vector z) {
  // z may be the first of x, and no other.
  of(z) = c[0] * of(x[0]);
  for (int i = 1; i < count; ++i) of(z) += c[i] * of(x[i]);
  return 0;
}
int scale_add_each(int count, double* a, N_Vector x, N_Vector* y, N_Vector* z) {
  for (int i = 0; i < count; ++i) of(z[i]) = a[i] * of(x) + of(y[i]);
  return 0;
}

SUNMatrix clone(SUNMatrix a) {
  return quick_sparse_matrix(std::size_t(SM_NP_S(a)), std::size_t(SM_NNZ_S(a)), a->sunctx);
}
int leave(SUNMatrix) { return SUNMAT_SUCCESS; }
int copy(SUNMatrix from, SUNMatrix to) {
  const auto columns = SM_NP_S(from);
  std::copy_n(SM_INDEXPTRS_S(from), columns + 1, SM_INDEXPTRS_S(to));
  const auto used = SM_INDEXPTRS_S(from)[columns];
  std::copy_n(SM_INDEXVALS_S(from), used, SM_INDEXVALS_S(to));
  std::copy_n(SM_DATA_S(from), used, SM_DATA_S(to));
  return SUNMAT_SUCCESS;
}
int scale_add_identity(double c, SUNMatrix a) {
  for (sunindextype column = 0; column < SM_NP_S(a); ++column)
    for (auto k = SM_INDEXPTRS_S(a)[column]; k < SM_INDEXPTRS_S(a)[column + 1]; ++k)
      SM_DATA_S(a)[k] = c * SM_DATA_S(a)[k] + (SM_INDEXVALS_S(a)[k] == column ? 1 : 0);
  return SUNMAT_SUCCESS;
}

}  // namespace

N_Vector quick_vector(std::size_t size, SUNContext context) {
  N_Vector v = N_VNew_Serial(sunindextype(size), context);
  if (v == nullptr) throw std::bad_alloc();
  N_Vector_Ops o = v->ops;
  o->nvlinearsum = linear_sum;
  o->nvconst = constant;
  o->nvprod = product;
  o->nvdiv = quotient;
  o->nvscale = scale;
  o->nvabs = absolute;
  o->nvinv = inverse;
  o->nvaddconst = add_constant;
  o->nvdotprod = dot;
  o->nvmaxnorm = largest;
  o->nvmin = smallest;
  o->nvwrmsnorm = weighted_norm;
  o->nvlinearcombination = combination;
  o->nvscaleaddmulti = scale_add_each;
  return v;
}

SUNMatrix quick_sparse_matrix(std::size_t size, std::size_t capacity, SUNContext context) {
  const auto n = sunindextype(size);
  SUNMatrix a = SUNSparseMatrix(n, n, sunindextype(capacity), CSC_MAT, context);
  if (a == nullptr) throw std::bad_alloc();
  a->ops->clone = clone;
  a->ops->zero = leave;
  a->ops->copy = copy;
  a->ops->scaleaddi = scale_add_identity;
  return a;
}

}  // namespace sunrack::integration
