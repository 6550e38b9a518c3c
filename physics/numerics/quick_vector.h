#pragma once

// Vectors and sparse matrices for SUNDIALS whose arithmetic is compiled here; for the .cpp files of this
// folder.

#include <sundials/sundials_context.h>
#include <sundials/sundials_matrix.h>
#include <sundials/sundials_nvector.h>

#include <cstddef>

namespace sunrack::integration {

/// A serial vector with operations of our own. Debian 12 ships SUNDIALS without optimisation: with a few tens
/// of unknowns its loops over vectors took 40 % of a flight. Clones inherit the operations.
/// @throws std::bad_alloc
N_Vector quick_vector(std::size_t size, SUNContext context);

/// A square sparse matrix by columns, for a Jacobian that the caller fills whole, diagonal included: zeroing
/// does nothing, copy and c A + I touch what is in use only. @throws std::bad_alloc
SUNMatrix quick_sparse_matrix(std::size_t size, std::size_t capacity, SUNContext context);

}  // namespace sunrack::integration
