/* The updates that `train` makes, compiled: as fast as a plain loop over the samples can be.
 *
 * `order` holds the samples' places for each epoch, row after row; `neuron` holds the weight and
 * the bias, before and after.
 */
#include <math.h>

void learn(const double *x, const double *y, const long long *order, long long updates,
           double learning_rate, double *neuron) {
  double weight = neuron[0], bias = neuron[1];
  for (long long update = 0; update < updates; update++) {
    const double x_i = x[order[update]], y_i = y[order[update]];
    const double z = weight * x_i + bias;
    const double e = exp(-fabs(z));
    const double y_hat = z >= 0 ? 1 / (1 + e) : e / (1 + e);
    const double step = learning_rate * (y_hat - y_i);
    weight -= step * x_i;
    bias -= step;
  }
  neuron[0] = weight;
  neuron[1] = bias;
}
