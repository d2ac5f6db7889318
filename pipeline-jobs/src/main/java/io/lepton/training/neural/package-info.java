/**
 * Neural networks as learners: {@link io.lepton.training.neural.NeuralNetworkClassifier} and
 * {@link io.lepton.training.neural.NeuralNetworkRegressor} fit them, {@link io.lepton.training.neural.NeuralNetworkModel} scores with them.
 *
 * <p>DeepLearning4J computes gradients and steps: ReLU, inverted dropout (Srivastava et al., 2014), batch normalization (Ioffe and Szegedy,
 * 2015), Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019). What goes around it is ours: numeric features
 * are encoded piecewise-linearly, rows lie in flat arrays, and workers of one barrier stage exchange gradients or parameters by a tree. The
 * same rows, settings, seed and number of workers give the same network, however the rows were partitioned.
 *
 * <p>Layers too wide for one worker are divided among several ({@code LayerSplit}): {@code PeerVertex} stands
 * around them in the graph, {@code NetworkParts} tells what a worker has, and {@link io.lepton.training.neural.DividedNetworkModel} scores
 * with what they left.
 *
 * <p>Scoring is plain Java over arrays, so that it needs no native library, no lock and no batch.
 */
package io.lepton.training.neural;
