package io.lepton.training.neural;

/** How steps follow from gradients. */
public enum Optimizer {
    /** Kingma and Ba (2015); weight decay is a part of the gradient (an L2 penalty). */
    ADAM,
    /** Loshchilov and Hutter (2019): Adam with weight decay apart from the gradient. */
    ADAMW
}
