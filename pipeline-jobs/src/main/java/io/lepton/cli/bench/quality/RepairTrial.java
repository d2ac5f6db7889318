package io.lepton.cli.bench.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.lepton.cli.bench.quality.RepairFigure.Treatment;
import io.lepton.config.Mitigate;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.postprocessing.RejectOptionClassifier;
import io.lepton.fairness.postprocessing.ThresholdOptimizer;
import io.lepton.fairness.preprocessing.FairFeatures;
import io.lepton.fairness.preprocessing.Reweighing;
import io.lepton.features.FittedFeatures;
import io.lepton.jobs.mitigation.Attempt;
import io.lepton.jobs.mitigation.FeatureRepairs;
import io.lepton.training.CrossFitted;
import io.lepton.training.CrossFitting;
import io.lepton.training.TaskType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Repairs models on one split. Repairs of scores are fitted on out-of-fold scores, which are as unsure as those of unseen rows. */
final class RepairTrial implements AutoCloseable {
    static final String EQUALIZED_ODDS = "thresholds for equalized odds";
    static final String SIMILAR_ODDS = "thresholds for equalized odds within 0.01";
    static final String DEMOGRAPHIC_PARITY = "thresholds for demographic parity";
    static final String REWEIGHING = "reweighing";
    static final String DISPARATE_IMPACT = "disparate impact remover";
    static final String CORRELATION = "correlation remover";
    static final String REJECT_OPTION = "reject option for equalized odds within 0.025";

    /** In the order in which they are told. */
    static final List<String> METHODS = List.of(
            SIMILAR_ODDS, EQUALIZED_ODDS, DEMOGRAPHIC_PARITY, REWEIGHING, REJECT_OPTION, DISPARATE_IMPACT, CORRELATION);

    private static final int FOLDS = 3;

    private final Dataset<Row> fitted;
    private final Dataset<Row> heldOut;
    private final FeatureRepairs repairs;
    private final long seed;

    /**
     * Repairs on one split.
     *
     * @param fitted id, sex, features, label and weight; {@code heldOut} too
     * @param features what stands at each place of theirs
     */
    RepairTrial(Dataset<Row> fitted, Dataset<Row> heldOut, FittedFeatures features, long seed) {
        this.repairs = new FeatureRepairs(new GroupNaming("sex", List.of()), features);
        this.fitted = fitted.persist(StorageLevel.MEMORY_AND_DISK());
        this.heldOut = heldOut.persist(StorageLevel.MEMORY_AND_DISK());
        this.seed = seed;
    }

    @Override
    public void close() {
        fitted.unpersist();
        heldOut.unpersist();
    }

    List<RepairFigure> figures(String base, Estimator<?> model) {
        Dataset<Row> scored = ((Transformer) model.fit(fitted))
                .transform(heldOut)
                .drop("features", "rawPrediction")
                .cache();
        List<RepairFigure> figures = new ArrayList<>();
        Treatment before = treatment(scored, "prediction");
        try (CrossFitted outOfFold = CrossFitting.fit(Map.of(base, model), TaskType.BINARY, fitted, FOLDS, seed)) {
            Dataset<Row> unsure = outOfFold.predictions(base).drop("prediction");
            Dataset<Row> toDecide = scored.drop("prediction");
            figures.add(figure(EQUALIZED_ODDS, base, before, optimized("equalized_odds", 0, unsure, toDecide)));
            figures.add(figure(SIMILAR_ODDS, base, before, optimized("equalized_odds", 0.01, unsure, toDecide)));
            figures.add(figure(DEMOGRAPHIC_PARITY, base, before, optimized("demographic_parity", 0, unsure, toDecide)));
            Dataset<Row> rejected = new RejectOptionClassifier()
                    .setProtectedCols("sex")
                    .setConstraint("equalized_odds")
                    .setObjective("accuracy")
                    .setBound(0.025)
                    .fit(unsure)
                    .transform(toDecide);
            figures.add(figure(REJECT_OPTION, base, before, treatment(rejected, "fairPrediction")));
        }
        Dataset<Row> reweighed = new Reweighing()
                .setProtectedCols("sex")
                .fit(fitted)
                .transform(fitted)
                .withColumn("weight", col("fairWeight"))
                .drop("fairWeight");
        Dataset<Row> ofReweighed = ((Transformer) model.fit(reweighed)).transform(heldOut);
        figures.add(figure(REWEIGHING, base, before, treatment(ofReweighed, "prediction")));
        scored.unpersist();
        figures.addAll(ofRepairedFeatures(base, model, before));
        return figures;
    }

    /** @param before how the model treats people that sees their features as they are */
    List<RepairFigure> ofRepairedFeatures(String base, Estimator<?> model, Treatment before) {
        return List.of(
                figure(DISPARATE_IMPACT, base, before, ofRepaired(Mitigate.Method.DISPARATE_IMPACT_REMOVER, model)),
                figure(CORRELATION, base, before, ofRepaired(Mitigate.Method.CORRELATION_REMOVER, model)));
    }

    /** As the pipeline file's methods do it, all that can be repaired. */
    private Treatment ofRepaired(Mitigate.Method method, Estimator<?> model) {
        FairFeatures repair = repairs.fit(new Attempt(method, Mitigate.Constraint.DEMOGRAPHIC_PARITY, 1), fitted);
        Transformer fair = (Transformer) model.fit(repair.transform(fitted));
        return treatment(fair.transform(repair.transform(heldOut)), "prediction");
    }

    private static Treatment optimized(
            String constraint, double tolerance, Dataset<Row> fittedOn, Dataset<Row> toDecide) {
        Dataset<Row> decided = new ThresholdOptimizer()
                .setProtectedCols("sex")
                .setConstraint(constraint)
                .setTolerance(tolerance)
                .setPredictionCol("")
                .fit(fittedOn)
                .transform(toDecide);
        return treatment(decided, "selectionProbability");
    }

    private RepairFigure figure(String method, String base, Treatment before, Treatment after) {
        return new RepairFigure(method, base, seed, before, after);
    }

    /** @param selected column of how likely a row is selected: 0 or 1 where no lots are drawn */
    static Treatment treatment(Dataset<Row> decided, String selected) {
        List<Row> groups = decided.groupBy("sex")
                .agg(
                        expr("sum(" + selected + " * label)"),
                        expr("sum(" + selected + " * (1 - label))"),
                        expr("sum(label)"),
                        expr("sum(1 - label)"))
                .collectAsList();
        double truePositives = sum(groups, 1);
        double falsePositives = sum(groups, 2);
        double positives = sum(groups, 3);
        double negatives = sum(groups, 4);
        double[] selection = rates(groups, new int[] {1, 2}, new int[] {3, 4});
        return new Treatment(
                (truePositives + negatives - falsePositives) / (positives + negatives),
                (truePositives / positives + 1 - falsePositives / negatives) / 2,
                spread(selection),
                Math.max(
                        spread(rates(groups, new int[] {1}, new int[] {3})),
                        spread(rates(groups, new int[] {2}, new int[] {4}))));
    }

    private static double sum(List<Row> groups, int column) {
        return groups.stream().mapToDouble(row -> row.getDouble(column)).sum();
    }

    private static double[] rates(List<Row> groups, int[] above, int[] below) {
        return groups.stream()
                .mapToDouble(row -> Arrays.stream(above)
                                .mapToDouble(row::getDouble)
                                .sum()
                        / Arrays.stream(below).mapToDouble(row::getDouble).sum())
                .toArray();
    }

    private static double spread(double[] rates) {
        return Arrays.stream(rates).max().orElse(0) - Arrays.stream(rates).min().orElse(0);
    }
}
