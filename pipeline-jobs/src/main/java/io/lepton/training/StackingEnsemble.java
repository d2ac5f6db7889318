package io.lepton.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.lepton.training.stages.Combination;
import io.lepton.training.stages.EnsembleModel;
import io.lepton.training.stages.LeastSquares;
import io.lepton.training.stages.NonNegativeLogistic;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/**
 * A small model over the members' out-of-fold predictions (Wolpert, 1992): logistic regression on their log odds or log probabilities
 * for classes, linear regression for numbers. For two classes and for numbers the members' coefficients are 0 or more (Breiman, 1996,
 * 'Stacked regressions'), so that alike members don't cancel each other.
 */
public final class StackingEnsemble extends Ensemble {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A light L2 penalty: enough to keep the coefficients of nearly equal members apart from infinity. */
    private static final double REGULARIZATION = 1e-4;

    private static final int ITERATIONS = 30;

    /** @param members by name, over features, label and weight */
    public StackingEnsemble(Map<String, Estimator<?>> members, TaskType task) {
        this(Identifiable$.MODULE$.randomUID("stackingEnsemble"), members, task);
    }

    private StackingEnsemble(String uid, Map<String, Estimator<?>> members, TaskType task) {
        super(uid, members, task);
    }

    public StackingEnsemble setFolds(int value) {
        set(folds(), value);
        return this;
    }

    public StackingEnsemble setSeed(long value) {
        set(seed(), value);
        return this;
    }

    public static MLReader<StackingEnsemble> read() {
        return new Reader<>(StackingEnsemble.class, new StackingEnsemble(Map.of(), TaskType.BINARY));
    }

    public static StackingEnsemble load(String path) {
        return read().load(path);
    }

    /** Joins models that are fitted already, by what is known of them out of fold; {@code fitted} in the order of the folds' models. */
    public static EnsembleModel of(CrossFitted outOfFold, Map<String, ? extends Transformer> fitted) {
        return new EnsembleModel(fitted, outOfFold.task().classifies() ? logistic(outOfFold) : linear(outOfFold));
    }

    private static Combination linear(CrossFitted outOfFold) {
        LeastSquares squares = LeastSquares.of(outOfFold.numbers());
        double[] coefficients = squares.nonNegativeCoefficients();
        return new Combination(
                Combination.Kind.LINEAR, 0, new double[] {squares.intercept(coefficients)}, new double[][] {coefficients
                });
    }

    private static Combination logistic(CrossFitted outOfFold) {
        return outOfFold.classes() == 2 ? binary(outOfFold) : multinomial(outOfFold);
    }

    private static Combination binary(CrossFitted outOfFold) {
        List<double[]> rows =
                outOfFold.sampledScores().map(StackingEnsemble::logOdds).collect();
        NonNegativeLogistic model = NonNegativeLogistic.fit(rows, REGULARIZATION);
        double[] coefficients =
                model.coefficients().stream().mapToDouble(Double::doubleValue).toArray();
        return new Combination(
                Combination.Kind.LOGISTIC, 2, new double[] {model.intercept()}, new double[][] {coefficients});
    }

    /** Weight, label, and the members' log odds. */
    private static double[] logOdds(Row row) {
        double[] odds = Combination.logits(CrossFitted.outputs(row.getStruct(2)), 2);
        double[] values = new double[odds.length + 2];
        values[0] = row.getDouble(1);
        values[1] = row.getDouble(0);
        System.arraycopy(odds, 0, values, 2, odds.length);
        return values;
    }

    private static Combination multinomial(CrossFitted outOfFold) {
        int classes = outOfFold.classes();
        UDF1<Row, Vector> logits = scores -> Vectors.dense(Combination.logits(CrossFitted.outputs(scores), classes));
        Dataset<Row> inputs = outOfFold
                .scores()
                .withColumn("features", udf(logits, SQLDataTypes.VectorType()).apply(col("scores")))
                .select("features", "label", "weight");
        LogisticRegressionModel model = new LogisticRegression()
                .setFamily("multinomial")
                .setWeightCol("weight")
                .setRegParam(REGULARIZATION)
                .setMaxIter(ITERATIONS)
                .fit(inputs);
        return new Combination(
                Combination.Kind.LOGISTIC, classes, model.interceptVector().toArray(), rows(model.coefficientMatrix()));
    }

    private static double[][] rows(Matrix matrix) {
        double[][] rows = new double[matrix.numRows()][matrix.numCols()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = matrix.apply(i, j);
            }
        }
        return rows;
    }

    @Override
    EnsembleModel joined(CrossFitted outOfFold, Map<String, ? extends Transformer> fitted) {
        return of(outOfFold, fitted);
    }

    @Override
    StackingEnsemble with(String uid, Map<String, Estimator<?>> members, TaskType task) {
        return new StackingEnsemble(uid, members, task);
    }
}
