package io.lepton.training.calibration;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.error.LeptonException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Mends class probabilities: of two classes the second's, of several each against the rest, and then all are divided by their sum.
 *
 * @param maps one for two classes, else one a class
 */
public record Calibrator(List<ProbabilityMap> maps) implements Serializable {
    /** Enough for a curve; memory does not grow with more. */
    private static final long MOST_ROWS = 200_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    public Calibrator {
        maps = List.copyOf(maps);
    }

    /**
     * Learns the maps.
     *
     * @param predictions label (double), weight (double) and probability (vector) of rows that nothing of the model was fitted on; of more
     *     than 200,000 an even draw is used
     * @param classes 2 or more
     * @throws LeptonException data, if a class never happens in them
     */
    public static Calibrator fit(Dataset<Row> predictions, int classes, CalibrationMethod method) {
        Dataset<Row> needed = predictions.select(col("label"), col("weight"), col("probability"));
        long count = needed.count();
        List<Row> rows =
                (count <= MOST_ROWS ? needed : needed.sample(false, (double) MOST_ROWS / count, 42L)).collectAsList();
        List<ProbabilityMap> maps = new ArrayList<>();
        for (int k = classes == 2 ? 1 : 0; k < classes; k++) {
            Outcomes outcomes = outcomes(rows, k);
            if (outcomes.weight(true) == 0 || outcomes.weight(false) == 0) {
                throw LeptonException.data("Cannot calibrate: of " + rows.size() + " rows "
                        + (outcomes.weight(true) == 0 ? "none is" : "all are") + " of class " + k
                        + ". Gather more rows, or leave train: calibration out.");
            }
            maps.add(method.fit(outcomes));
        }
        return new Calibrator(maps);
    }

    private static Outcomes outcomes(List<Row> rows, int k) {
        double[] probabilities = new double[rows.size()];
        double[] happened = new double[rows.size()];
        double[] weights = new double[rows.size()];
        int used = 0;
        for (Row row : rows) {
            if (row.getDouble(1) > 0) {
                Vector probability = row.getAs(2);
                probabilities[used] = k < probability.size() ? probability.apply(k) : 0;
                happened[used] = row.getDouble(0) == k ? 1 : 0;
                weights[used++] = row.getDouble(1);
            }
        }
        return new Outcomes(
                Arrays.copyOf(probabilities, used), Arrays.copyOf(happened, used), Arrays.copyOf(weights, used));
    }

    /** @param probabilities of the classes, sum 1; so has the result */
    public double[] of(double[] probabilities) {
        double[] mended = Arrays.copyOf(probabilities, Math.max(2, maps.size()));
        mend(mended);
        return mended;
    }

    /** The same, in place. */
    public void mend(double[] probabilities) {
        if (maps.size() == 1) {
            probabilities[1] = maps.get(0).of(probabilities[1]);
            probabilities[0] = 1 - probabilities[1];
            return;
        }
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] = maps.get(k).of(probabilities[k]);
            sum += probabilities[k];
        }
        for (int k = 0; k < probabilities.length; k++) {
            // Nothing is left of a row that no class claims.
            probabilities[k] = sum > 0 ? probabilities[k] / sum : 1.0 / probabilities.length;
        }
    }

    /** As JSON, to be saved beside the model. */
    public ObjectNode toJson() {
        return JSON.valueToTree(this);
    }

    /** Reads what {@link #toJson} wrote. */
    public static Calibrator fromJson(JsonNode node) {
        return JSON.convertValue(node, Calibrator.class);
    }
}
