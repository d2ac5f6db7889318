package io.lepton.training.neural;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * What one pass tells of all training rows before any is trained on.
 *
 * @param sample of the rows, the first ones of each partition, which come in an order that has nothing to do with their meaning
 * @param content sum of the hashes of all rows: which rows they are, however they arrive
 */
record Survey(Moments moments, List<Vector> sample, long content) implements Serializable {

    /** @param rows features, label, weight, content */
    static Survey of(Iterator<Row> rows, int classes, int sampled) {
        Moments moments = new Moments(classes);
        List<Vector> sample = new ArrayList<>();
        long content = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            Vector features = row.getAs(0);
            moments.add(features, row.getDouble(1), row.getDouble(2));
            content += row.getLong(3);
            if (sample.size() < sampled) {
                sample.add(features);
            }
        }
        return new Survey(moments, sample, content);
    }

    /** In the order given: sums in another would differ in their last bits. */
    static Survey merged(List<Survey> parts, int classes) {
        Moments moments = new Moments(classes);
        List<Vector> sample = new ArrayList<>();
        long content = 0;
        for (Survey part : parts) {
            moments.merge(part.moments);
            sample.addAll(part.sample);
            content += part.content;
        }
        return new Survey(moments, sample, content);
    }

    /** @param bins of each feature at most; 0: all features are standardized */
    Encoding encoding(boolean ofNumbers, int bins) {
        Scaling scaling = moments.scaling(ofNumbers);
        double[][] edges = new double[scaling.features()][];
        double[] values = new double[sample.size()];
        for (int feature = 0; feature < edges.length; feature++) {
            for (int row = 0; row < values.length && bins > 0; row++) {
                values[row] = sample.get(row).apply(feature);
            }
            edges[feature] = Bins.edges(values, bins);
        }
        return new Encoding(scaling, edges);
    }
}
