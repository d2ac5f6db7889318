package io.lepton.inference;

/** Numbers that comparisons get wrong if they get any wrong. */
public final class TrickyNumbers {
    public static final double[] VALUES = {
        0.0,
        -0.0,
        1,
        2,
        2.5,
        3,
        -1,
        7,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        1e-300,
        1e300,
        Math.nextUp(1.0),
        Math.nextDown(1.0),
        0x1p52,
        1e17
    };

    private TrickyNumbers() {}
}
