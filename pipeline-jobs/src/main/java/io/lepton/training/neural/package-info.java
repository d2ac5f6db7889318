/**
 * The multi-layer perceptron as a learner: {@link io.lepton.training.neural.NeuralNetwork} fits it,
 * {@link io.lepton.training.neural.NeuralNetworkModel} scores with it.
 *
 * <p>DeepLearning4J trains: He initialization (He et al., 2015), ReLU, inverted dropout (Srivastava et al., 2014), Adam (Kingma and Ba,
 * 2015) with decoupled weight decay (Loshchilov and Hutter, 2019) and a learning rate that falls along half a cosine. Small data is
 * trained on in one Spark task; large data by synchronous parameter averaging: every partition trains for a while from the same
 * parameters, the driver averages what they arrive at, weighted by their rows, and sends it out again. Either way the same rows, settings
 * and seed give the same network, however the rows were partitioned.
 *
 * <p>Scoring is plain Java over arrays, so that it needs no native library, no lock and no batch.
 */
package io.lepton.training.neural;
