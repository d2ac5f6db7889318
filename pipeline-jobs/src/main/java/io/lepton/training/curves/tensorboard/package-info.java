/**
 * Learning curves as event files that TensorBoard reads: records in TensorFlow's framing, each a message {@code Event} of
 * {@code tensorflow/core/util/event.proto} in the encoding of Protocol Buffers. The few fields that a curve has are encoded here.
 */
package io.lepton.training.curves.tensorboard;
