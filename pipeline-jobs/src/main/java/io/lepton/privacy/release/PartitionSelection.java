package io.lepton.privacy.release;

import io.lepton.error.LeptonException;
import io.lepton.privacy.aggregate.Share;
import io.lepton.privacy.noise.RandomBits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Whether a group that was found in the data may be named: with the largest probabilities that (ε, δ) allows for the number of people in
 * it (Desfontaines, Voss, Gipson, Mandayam, 2022, "Differentially private partition selection", definition of π_opt).
 *
 * <p>Their recursion, π(n) = min(e^ε π(n-1) + δ, 1 - e^-ε (1 - π(n-1) - δ), 1) from π(0) = 0, is worked out in integers of 2^-62, rounded
 * to the private side in each step, and the coin is tossed with just that probability: the promise holds with no rounding left out.
 */
public final class PartitionSelection {
    private static final int BITS = 62;
    private static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);
    private static final int FACTOR_BITS = 80;
    private static final double SMALLEST_EPSILON = 1e-5;

    /** Of groups of 0, 1, 2, … people, in units of 2^-62; larger groups are always kept. */
    private final long[] probabilities;

    private PartitionSelection(long[] probabilities) {
        this.probabilities = probabilities;
    }

    /**
     * For people who are in several groups, which share the budget (sequential composition).
     *
     * @param groups in how many groups a person is at most
     * @throws LeptonException configuration, if too little is left for each of them, or δ is 0
     */
    public static PartitionSelection of(Share share, int groups) {
        double epsilon = Math.nextDown(share.epsilon() / groups);
        double delta = Math.nextDown(share.delta() / groups);
        if (!(epsilon >= SMALLEST_EPSILON && epsilon <= 100)) {
            throw LeptonException.configuration("Cannot select groups: each of the " + groups
                    + " groups of a person has an epsilon of " + epsilon + ", and " + SMALLEST_EPSILON
                    + " to 100 can be used. Ask with another epsilon, list the groups, or count each person in fewer.");
        }
        if (!(delta >= 1e-15 && delta < 1)) {
            throw LeptonException.configuration("Cannot select groups: each of the " + groups
                    + " groups of a person has a delta of " + delta + ", and 1e-15 or more is needed. Ask with a larger"
                    + " delta, such as 1e-6, or list the groups.");
        }
        return new PartitionSelection(table(epsilon, delta));
    }

    private static long[] table(double epsilon, double delta) {
        // Below e^ε, of which Math.exp may be one unit in the last place off.
        BigInteger factor = new BigDecimal(Math.nextDown(Math.nextDown(Math.exp(epsilon))))
                .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(FACTOR_BITS)))
                .toBigInteger();
        BigInteger leap = new BigDecimal(delta).multiply(new BigDecimal(ONE)).toBigInteger();
        long[] table = new long[64];
        BigInteger pi = BigInteger.ZERO;
        int n = 0;
        while (pi.compareTo(ONE) < 0) {
            if (n == table.length) {
                table = Arrays.copyOf(table, 2 * n);
            }
            table[n++] = pi.longValueExact();
            pi = next(pi, factor, leap);
        }
        return Arrays.copyOf(table, n);
    }

    private static BigInteger next(BigInteger pi, BigInteger factor, BigInteger leap) {
        BigInteger rest = ONE.subtract(pi).subtract(leap);
        if (rest.signum() <= 0) {
            return ONE;
        }
        BigInteger up = factor.multiply(pi).shiftRight(FACTOR_BITS).add(leap);
        BigInteger[] divided = rest.shiftLeft(FACTOR_BITS).divideAndRemainder(factor);
        BigInteger atLeast = divided[1].signum() == 0 ? divided[0] : divided[0].add(BigInteger.ONE);
        return up.min(ONE.subtract(atLeast));
    }

    /** Decides about a group; the same group asked about twice is decided twice. */
    public boolean keeps(long people, RandomBits bits) {
        if (people <= 0) {
            return false;
        }
        return people >= probabilities.length || bits.next(BITS) < probabilities[(int) people];
    }

    /** The probability that a group of so many people is kept. */
    public double probability(long people) {
        if (people <= 0) {
            return 0;
        }
        return people >= probabilities.length ? 1 : Math.scalb((double) probabilities[(int) people], -BITS);
    }

    /** With how many people a group is kept for certain. */
    public long certain() {
        return probabilities.length;
    }
}
