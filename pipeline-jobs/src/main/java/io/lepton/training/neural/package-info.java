/**
 * Neural networks as learners: {@link io.lepton.training.neural.NeuralNetworkClassifier} and
 * {@link io.lepton.training.neural.NeuralNetworkRegressor} fit them, {@link io.lepton.training.neural.NeuralNetworkModel} scores with them.
 *
 * <p>Networks are DeepLearning4J's: dense layers and ReLU, inverted dropout (Srivastava et al., 2014), batch normalization (Ioffe and
 * Szegedy, 2015), Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019). It draws their weights, and on GPUs
 * it takes the steps ({@code GraphNetwork}). On processors the same steps are taken on flat arrays ({@code FlatNetwork}), in a fraction of
 * the time. Numeric features are encoded piecewise-linearly, rows lie in flat arrays, and workers of one barrier stage exchange gradients or
 * parameters by a tree. The same rows, settings, seed and number of workers give the same network, however the rows were partitioned.
 *
 * <p>Layers too wide for one worker are divided among several ({@code LayerSplit}): {@code PeerStep} stands
 * around them, {@code NetworkParts} tells what a worker has, and {@link io.lepton.training.neural.DividedNetworkModel} scores
 * with what they left.
 *
 * <p>Scoring is plain Java over arrays, so that it needs no native library, no lock and no batch.
 */
package io.lepton.training.neural;
