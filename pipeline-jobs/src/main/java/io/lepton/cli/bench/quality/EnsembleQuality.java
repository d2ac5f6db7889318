package io.lepton.cli.bench.quality;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.training.CrossFitted;
import io.lepton.training.CrossFitting;
import io.lepton.training.Evaluation;
import io.lepton.training.GreedyEnsemble;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.StackingEnsemble;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.VotingEnsemble;
import io.lepton.training.XgBoostSettings;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import io.lepton.training.stages.EnsembleModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Ensembles beside their members on small sets of real data: by AUC, or R² for numbers. Which ensemble, and which member is the best, is
 * decided by cross-fitting on seven tenths of the rows; the others are looked at once, at the end.
 *
 * @param data folder with a folder a set
 */
public record EnsembleQuality(SparkSession spark, Path data) {
    private static final int FOLDS = 3;
    private static final long SEED = 42;

    /** An ensemble may be worse than its best member by so much. */
    private static final double TOLERANCE = 0.001;

    /** Sets that the folder lacks are named and left out. */
    public void measure(Findings findings) {
        SparkSession session = interpreting();
        for (ShippedData set : ShippedData.values()) {
            if (Files.exists(set.in(data))) {
                measure(set, set.split(session, data), findings);
            } else {
                findings.note("Not measured: " + set.folder() + ". There is no " + set.in(data) + ".");
            }
        }
    }

    /** To compile plans takes longer than to run them on so few rows. */
    private SparkSession interpreting() {
        SparkSession session = spark.newSession();
        session.conf().set("spark.sql.codegen.wholeStage", false);
        session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        session.conf().set("spark.sql.adaptive.enabled", false);
        return session;
    }

    private static void measure(ShippedData set, ShippedData.Split split, Findings findings) {
        Dataset<Row> training = split.training().cache();
        // One partition, so that all models' predictions come in the same order.
        Dataset<Row> heldOut = split.heldOut().coalesce(1).cache();
        Map<String, Estimator<?>> models = models(set.task());
        try (CrossFitted outOfFold = CrossFitting.fit(models, set.task(), training, FOLDS, SEED)) {
            compare(set, outOfFold, CrossFitting.refit(models, training), heldOut, findings);
        } finally {
            training.unpersist();
            heldOut.unpersist();
        }
    }

    private static void compare(
            ShippedData set,
            CrossFitted outOfFold,
            Map<String, Transformer> members,
            Dataset<Row> heldOut,
            Findings findings) {
        Difference difference = new Difference(set.task(), set.task().classifies() ? "auc" : "r2");
        Map<String, Function<CrossFitted, EnsembleModel>> rules = rules(members, difference.metric());
        Map<String, Double> ofMembers = new LinkedHashMap<>();
        members.keySet().forEach(name -> ofMembers.put(name, quality(outOfFold.predictions(name), difference)));
        Map<String, Double> ofRules = new LinkedHashMap<>();
        rules.forEach((name, rule) -> ofRules.put(name, quality(outOfFold.predictions(rule), difference)));

        Map<String, List<Row>> predictions = new LinkedHashMap<>();
        members.forEach((name, model) -> predictions.put(name, predictions(model, heldOut, set.task())));
        Map<String, Double> onHeldOut = new LinkedHashMap<>();
        predictions.forEach((name, rows) -> onHeldOut.put(name, difference.quality(rows)));
        String rule = best(ofRules);
        String member = best(ofMembers);
        String inHindsight = best(onHeldOut);
        List<Row> ofEnsemble = predictions(rules.get(rule).apply(outOfFold), heldOut, set.task());
        double ensemble = difference.quality(ofEnsemble);

        String name = set.folder() + ", " + difference.metric();
        findings.note(name + " out of fold: " + inWords(ofMembers) + "; " + inWords(ofRules));
        findings.note(name + " on " + ofEnsemble.size() + " rows held out: " + inWords(onHeldOut)
                + "; standard error of the ensemble's difference from " + member + " "
                + shortened(difference.standardError(ofEnsemble, predictions.get(member))));
        findings.measured(Measurement.atLeast(
                name + " of the ensemble (" + rule + ") : its best member, " + member,
                ensemble,
                onHeldOut.get(member),
                1 - TOLERANCE / onHeldOut.get(member)));
        findings.measured(Measurement.told(
                name + " of the ensemble (" + rule + ") : its best member in hindsight, " + inHindsight,
                ensemble,
                onHeldOut.get(inHindsight)));
    }

    /** Small ones, of every kind. */
    static Map<String, Estimator<?>> models(TaskType task) {
        Map<String, Estimator<?>> models = new LinkedHashMap<>();
        models.put("xgboost", Trees.xgboost(task, new XgBoostSettings(80, 3, 0.1, 0.8, 0.8, 1, 1)));
        models.put("random forest", Trees.randomForest(task, new Trees.RandomForestSettings(50, 6, 1)));
        models.put("linear", Linear.of(task, new LinearSettings(50, 0.01, 0)));
        models.put(
                "network",
                NeuralNetwork.of(task, new NeuralNetworkSettings(List.of(32), 20, 128, 0.005, 0.1, 0.0001, SEED)));
        return models;
    }

    private static Map<String, Function<CrossFitted, EnsembleModel>> rules(
            Map<String, Transformer> members, String metric) {
        Map<String, Function<CrossFitted, EnsembleModel>> rules = new LinkedHashMap<>();
        rules.put("voting", outOfFold -> VotingEnsemble.of(outOfFold, members));
        rules.put("stacking", outOfFold -> StackingEnsemble.of(outOfFold, members));
        rules.put("greedy", outOfFold -> GreedyEnsemble.of(outOfFold, members, metric));
        return rules;
    }

    private static String best(Map<String, Double> qualities) {
        return Collections.max(qualities.entrySet(), Map.Entry.comparingByValue())
                .getKey();
    }

    private static String inWords(Map<String, Double> qualities) {
        return qualities.entrySet().stream()
                .map(quality -> quality.getKey() + " " + shortened(quality.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static double quality(Dataset<Row> predictions, Difference difference) {
        return Evaluation.of(predictions, difference.task()).primary(difference.metric());
    }

    private static List<Row> predictions(Transformer model, Dataset<Row> rows, TaskType task) {
        return Evaluation.measured(model.transform(rows), task).collectAsList();
    }
}
