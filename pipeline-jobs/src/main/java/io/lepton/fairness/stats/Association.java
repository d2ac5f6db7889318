package io.lepton.fairness.stats;

import org.apache.commons.math3.special.Gamma;

/**
 * How much one column tells of another, from their counts. Rows and columns without a count are left out.
 *
 * @param mutualInformation I = Σ p(x,y)·ln(p(x,y) ÷ (p(x)·p(y))), in nats, as counted
 * @param corrected I less the bias that independent columns would show, (r − 1)(c − 1) ÷ 2n (Miller and Madow 1955), at least 0
 * @param normalized corrected ÷ the entropy of y: the share of what there is to know of y that x tells, 0 to 1 (Theil's uncertainty
 *     coefficient); 0 where y is constant
 * @param pValue of the G-test of independence: 2·n·I has a χ² distribution of (r − 1)(c − 1) degrees of freedom; 1 where there are none
 */
public record Association(double mutualInformation, double corrected, double normalized, double pValue) {

    /** @param counts by x, then by y; rectangular */
    public static Association of(long[][] counts) {
        int width = counts.length == 0 ? 0 : counts[0].length;
        double[] ofX = new double[counts.length];
        double[] ofY = new double[width];
        double n = 0;
        for (int x = 0; x < counts.length; x++) {
            for (int y = 0; y < width; y++) {
                ofX[x] += counts[x][y];
                ofY[y] += counts[x][y];
                n += counts[x][y];
            }
        }
        if (n == 0) {
            return new Association(0, 0, 0, 1);
        }
        double information = 0;
        for (int x = 0; x < counts.length; x++) {
            for (int y = 0; y < width; y++) {
                double count = counts[x][y];
                information += count == 0 ? 0 : count / n * Math.log(count * n / (ofX[x] * ofY[y]));
            }
        }
        information = Math.max(0, information);
        double freedom = (double) (seen(ofX) - 1) * (seen(ofY) - 1);
        double corrected = Math.max(0, information - freedom / (2 * n));
        double entropy = entropy(n, ofY);
        return new Association(
                information,
                corrected,
                entropy == 0 ? 0 : Math.min(1, corrected / entropy),
                freedom == 0 ? 1 : Gamma.regularizedGammaQ(freedom / 2, n * information));
    }

    private static double entropy(double n, double... counts) {
        double entropy = 0;
        for (double count : counts) {
            entropy -= count == 0 ? 0 : count / n * Math.log(count / n);
        }
        return entropy;
    }

    private static int seen(double... counts) {
        int seen = 0;
        for (double count : counts) {
            seen += count > 0 ? 1 : 0;
        }
        return seen;
    }
}
