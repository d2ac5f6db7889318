package io.lepton.training.neural;

import java.io.Serializable;

/** A trained network: all that scoring needs. */
record Network(NetworkShape shape, Encoding encoding, float[] parameters) implements Serializable {}
