package io.lepton.privacy.noise;

import io.lepton.error.LeptonException;
import org.apache.commons.math3.special.Erf;

/**
 * Discrete Gaussian noise: (ε, δ)-differentially private for an integer that one person changes by at most {@code sensitivity}.
 *
 * <p>σ starts at that of continuous noise (Balle and Wang, 2018), rounded up to an integer, and grows until an upper bound of the δ of
 * the discrete distribution itself is within δ: what continuous noise would promise is not enough of a proof for noise on integers. With
 * σ of a thousand or more that costs less than 0.1 %.
 *
 * @param sigma parameter of the distribution, in integers
 */
public record GaussianNoise(long sigma) implements IntegerNoise {
    private static final long LARGEST_SIGMA = 1L << 27;

    /**
     * @param sensitivity 1 or more, and best some thousands
     * @throws LeptonException configuration, if ε or δ is out of range
     */
    public static GaussianNoise of(long sensitivity, double epsilon, double delta) {
        PrivacyParameters.requireEpsilon(epsilon);
        PrivacyParameters.requireDelta(delta);
        if (sensitivity < 1) {
            throw new IllegalArgumentException("Cannot add noise: the sensitivity is " + sensitivity + ".");
        }
        double needed = Math.ceil(GaussianCalibration.sigma(epsilon, delta) * sensitivity);
        long sigma = (long) Math.max(2, needed);
        while (sigma <= LARGEST_SIGMA && GaussianCalibration.discreteDelta(sigma, sensitivity, epsilon) > delta) {
            sigma += 1 + (sigma >> 13);
        }
        if (sigma > LARGEST_SIGMA) {
            throw LeptonException.configuration("Cannot add Gaussian noise: epsilon " + epsilon + " with delta " + delta
                    + " takes more noise than can be drawn. Raise one of them, or use Laplace noise.");
        }
        return new GaussianNoise(sigma);
    }

    @Override
    public long drawn(RandomBits bits) {
        return ExactSamplers.discreteGaussian(sigma, bits);
    }

    /** σ, which the discrete distribution does not exceed (Canonne, Kamath, Steinke, 2020). */
    @Override
    public double standardDeviation() {
        return sigma;
    }

    /** That of continuous noise, and half a step. */
    @Override
    public double margin(double confidence) {
        return Math.ceil(sigma * Math.sqrt(2) * Erf.erfInv(confidence) + 0.5);
    }
}
