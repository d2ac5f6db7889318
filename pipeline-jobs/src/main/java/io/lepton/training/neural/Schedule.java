package io.lepton.training.neural;

/** How the learning rate goes from its highest value to the end of training. */
public enum Schedule {
    CONSTANT {
        @Override
        double share(double passed) {
            return 1;
        }
    },
    LINEAR {
        @Override
        double share(double passed) {
            return 1 - passed;
        }
    },
    /** Half a cosine (Loshchilov and Hutter, 2017), without restarts. */
    COSINE {
        @Override
        double share(double passed) {
            return 0.5 * (1 + Math.cos(Math.PI * passed));
        }
    };

    /** @param passed share of training that is over, [0, 1] */
    abstract double share(double passed);
}
