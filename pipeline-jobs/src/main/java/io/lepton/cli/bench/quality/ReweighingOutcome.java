package io.lepton.cli.bench.quality;

import java.util.List;
import org.apache.spark.sql.Row;

/**
 * How a threshold treats women and men; differences are women less men, from −1 to 1, as AIF360 has them.
 *
 * @param averageOddsDifference mean of the differences of true and of false positive rates
 * @param equalOpportunityDifference of true positive rates
 */
record ReweighingOutcome(
        double balancedAccuracy,
        double statisticalParityDifference,
        double averageOddsDifference,
        double equalOpportunityDifference) {

    /**
     * @param counts rows of sex (1: male), label (0 or 1), score, and how many there are
     * @param threshold above which a row is selected
     */
    static ReweighingOutcome of(List<Row> counts, double threshold) {
        double[][] all = new double[2][2];
        double[][] selected = new double[2][2];
        for (Row row : counts) {
            int sex = (int) row.getDouble(0);
            int label = (int) row.getDouble(1);
            all[sex][label] += row.getLong(3);
            selected[sex][label] += row.getDouble(2) > threshold ? row.getLong(3) : 0;
        }
        double truePositives = (selected[0][1] + selected[1][1]) / (all[0][1] + all[1][1]);
        double falsePositives = (selected[0][0] + selected[1][0]) / (all[0][0] + all[1][0]);
        double opportunity = selected[0][1] / all[0][1] - selected[1][1] / all[1][1];
        double mistakes = selected[0][0] / all[0][0] - selected[1][0] / all[1][0];
        return new ReweighingOutcome(
                (truePositives + 1 - falsePositives) / 2,
                (selected[0][0] + selected[0][1]) / (all[0][0] + all[0][1])
                        - (selected[1][0] + selected[1][1]) / (all[1][0] + all[1][1]),
                (opportunity + mistakes) / 2,
                opportunity);
    }
}
