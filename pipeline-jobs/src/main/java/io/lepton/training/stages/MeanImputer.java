package io.lepton.training.stages;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Learns each feature's mean over the rows where it is known, in one pass; the {@link DenseFeatures} it fits fills missing values with
 * them (0 for a feature that is never known).
 */
public final class MeanImputer extends Estimator<DenseFeatures> implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;

    public MeanImputer() {
        this(Identifiable$.MODULE$.randomUID("meanImputer"));
    }

    /** Made by Spark when it loads a saved stage. */
    public MeanImputer(String uid) {
        this.uid = uid;
        this.inputCol = new Param<>(this, "inputCol", "vector column to read");
        this.outputCol = new Param<>(this, "outputCol", "dense vector column to add");
        setDefault(inputCol, "features");
        setDefault(outputCol, LearnerPipeline.DENSE_FEATURES);
    }

    public static MLReader<MeanImputer> read() {
        return new DefaultParamsReader<>();
    }

    public static MeanImputer load(String path) {
        return read().load(path);
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> inputCol() {
        return inputCol;
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    @Override
    public DenseFeatures fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        JavaRDD<Vector> vectors = dataset.select(functions.col(Columns.quoted(getOrDefault(inputCol))))
                .toJavaRDD()
                .map(row -> row.getAs(0));
        Sums sums = vectors.treeAggregate(new Sums(), Sums::add, Sums::merge);
        return new DenseFeatures()
                .setInputCol(getOrDefault(inputCol))
                .setOutputCol(getOrDefault(outputCol))
                .setReplacements(sums.means());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return Columns.withVector(schema, getOrDefault(inputCol), getOrDefault(outputCol));
    }

    @Override
    public MeanImputer copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Sums and counts of known values, a pair a feature; mutable, as Spark's aggregates want it. */
    private static final class Sums implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private double[] sum = new double[0];
        private long[] count = new long[0];

        Sums add(Vector vector) {
            double[] values = vector.toArray();
            grow(values.length);
            for (int i = 0; i < values.length; i++) {
                if (!Double.isNaN(values[i])) {
                    sum[i] += values[i];
                    count[i]++;
                }
            }
            return this;
        }

        Sums merge(Sums other) {
            grow(other.sum.length);
            for (int i = 0; i < other.sum.length; i++) {
                sum[i] += other.sum[i];
                count[i] += other.count[i];
            }
            return this;
        }

        double[] means() {
            double[] means = new double[sum.length];
            for (int i = 0; i < means.length; i++) {
                means[i] = count[i] == 0 ? 0.0 : sum[i] / count[i];
            }
            return means;
        }

        private void grow(int size) {
            if (sum.length < size) {
                sum = java.util.Arrays.copyOf(sum, size);
                count = java.util.Arrays.copyOf(count, size);
            }
        }
    }
}
