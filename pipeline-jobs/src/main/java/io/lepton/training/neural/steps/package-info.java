/**
 * What a step of a network's training computes, forth and back, on flat arrays: matrix products are OpenBLAS's, everything else is plain
 * loops. Says the same as DeepLearning4J's layers (tested value by value), which take most of a small network's step for making arrays,
 * views and native calls.
 */
package io.lepton.training.neural.steps;
