#pragma once

#include <span>

#include "chips/networks/dense_network.h"

namespace sunrack {

/// The mean cross-entropy [nat] over the images, and in `gradient` its derivative with respect to every
/// weight and bias (sizes are set here). A rectifier at exactly zero passes nothing back. Summed in the order
/// of the images on the caller's thread.
/// @throws std::invalid_argument if images or labels do not fit the network
double dense_gradient(const DenseNetwork& network, const Matrix& images, std::span<const int> labels,
                      DenseNetwork& gradient);

}  // namespace sunrack
