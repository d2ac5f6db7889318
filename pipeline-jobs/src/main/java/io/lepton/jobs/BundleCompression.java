package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.xxhash64;

import io.lepton.error.LeptonException;
import io.lepton.jobs.mitigation.repaired.RepairedModel;
import io.lepton.training.Evaluation;
import io.lepton.training.compression.Compression;
import io.lepton.training.compression.HeldOutRows;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Makes a trained model smaller, measured on the held-out rows of the feature table that it was trained on. */
record BundleCompression(double mostLoss) {
    /** More rows tell hardly more about a loss of a thousandth, and are kept in memory. */
    private static final int MOST_ROWS = 50_000;
    /** Of wide rows fewer are kept. */
    private static final int MOST_NUMBERS = 10_000_000;

    /** @param features the feature table, in the version that the model was trained on */
    Compression.Outcome of(ModelBundle bundle, Dataset<Row> features) {
        if (RepairedModel.of(bundle.model()).isPresent()) {
            throw LeptonException.configuration("Cannot compress the model: it was mitigated and sees features that are"
                    + " repaired by the group of each row; only models of features as they are can be measured while they are"
                    + " cut back. Choose another method in train.mitigate, or leave the model as it is.");
        }
        Dataset<Row> heldOut = heldOut(features);
        int width = heldOut.select(size(col("features"))).takeAsList(1).stream()
                .map(row -> row.getInt(0))
                .findFirst()
                .orElseThrow(
                        () -> LeptonException.data(
                                "Cannot compress the model: no row was held out from its training, and only on such rows is seen what it loses."));
        List<Row> rows = heldOut.orderBy(xxhash64(col("features")))
                .limit(Math.min(MOST_ROWS, MOST_NUMBERS / Math.max(1, width)))
                .collectAsList();
        float[] values = new float[rows.size() * width];
        double[] labels = new double[rows.size()];
        double[] weights = new double[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            Row row = rows.get(i);
            List<Float> ofRow = row.getList(0);
            for (int f = 0; f < width; f++) {
                values[i * width + f] = ofRow.get(f);
            }
            labels[i] = row.getDouble(1);
            weights[i] = row.getDouble(2);
        }
        return new Compression(mostLoss)
                .of(
                        bundle.model(),
                        new HeldOutRows(bundle.label().task(), values, labels, weights),
                        ModelBundle.withVectors(ofSplit(features, "train")));
    }

    /** Its metrics on all held-out rows. */
    static Map<String, Double> metrics(ModelBundle bundle, Dataset<Row> features) {
        Dataset<Row> rows = ModelBundle.withVectors(heldOut(features));
        return Evaluation.of(bundle.model().transform(rows), bundle.label().task())
                .metrics();
    }

    private static Dataset<Row> heldOut(Dataset<Row> features) {
        return ofSplit(features, "test");
    }

    private static Dataset<Row> ofSplit(Dataset<Row> features, String split) {
        return features.where(col("split").equalTo(split))
                .select(
                        col("features"),
                        col("label").cast("double").as("label"),
                        col("weight").cast("double").as("weight"));
    }
}
