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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Ensembles beside their members on small sets of real data: by AUC, or R² for numbers. Which ensemble, and which member is the best, is
 * decided by cross-fitting on seven tenths of the rows, as the train stage does: an ensemble that is no better there than its best member is
 * that member. The others are looked at once, at the end. Each set is split several times, since
 * what a model gains or loses on one split of so few rows is chance for the greater part.
 *
 * @param data folder with a folder a set
 */
public record EnsembleQuality(SparkSession spark, Path data) {
    private static final int SPLITS = 5;
    private static final int FOLDS = 3;
    private static final long SEED = 42;

    /** An ensemble may be worse than its best member by so much. */
    private static final double TOLERANCE = 0.001;

    /** What came of one split, on its rows held out. */
    private record Trial(String rule, String member, double ensemble, double ofMember, double ofBestInHindsight) {
        double gain() {
            return ensemble - ofMember;
        }
    }

    /** Sets that the folder lacks are named and left out. */
    public void measure(Findings findings) {
        SparkSession session = interpreting();
        for (ShippedData set : ShippedData.values()) {
            if (Files.exists(set.in(data))) {
                measure(session, set, findings);
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

    private void measure(SparkSession session, ShippedData set, Findings findings) {
        String metric = set.task().classifies() ? "auc" : "r2";
        String name = set.folder() + ", " + metric;
        List<Trial> trials = new ArrayList<>();
        for (int split = 1; split <= SPLITS; split++) {
            Trial trial = trial(set.split(session, data, split), set.task(), metric);
            findings.note(String.format(
                    Locale.ROOT,
                    "%s, split %d: ensemble (%s) %.4f, its best member (%s) %.4f",
                    name,
                    split,
                    trial.rule(),
                    trial.ensemble(),
                    trial.member(),
                    trial.ofMember()));
            trials.add(trial);
        }
        Spread gain = Spread.of(trials, Trial::gain);
        findings.note(String.format(
                Locale.ROOT,
                "%s: what ensembles gain over %d splits is %.4f, its standard deviation %.4f, the mean's standard error"
                        + " %.4f",
                name,
                SPLITS,
                gain.mean(),
                gain.deviation(),
                gain.standardErrorOfSplits(ShippedData.HELD_OUT)));
        double ensemble = Spread.of(trials, Trial::ensemble).mean();
        double member = Spread.of(trials, Trial::ofMember).mean();
        findings.measured(Measurement.atLeast(
                name + " of the ensemble : its best member, mean of " + SPLITS + " splits",
                ensemble,
                member,
                1 - TOLERANCE / member));
        findings.measured(Measurement.told(
                name + " of the ensemble : its best member in hindsight, mean of " + SPLITS + " splits",
                ensemble,
                Spread.of(trials, Trial::ofBestInHindsight).mean()));
    }

    private static Trial trial(ShippedData.Split split, TaskType task, String metric) {
        Dataset<Row> training = split.training().cache();
        Dataset<Row> heldOut = split.heldOut().cache();
        Map<String, Estimator<?>> models = models(task);
        try (CrossFitted outOfFold = CrossFitting.fit(models, task, training, FOLDS, SEED)) {
            Map<String, Transformer> members = CrossFitting.refit(models, training);
            Map<String, Double> ofMembers = new LinkedHashMap<>();
            members.keySet().forEach(name -> ofMembers.put(name, quality(outOfFold.predictions(name), task, metric)));
            Map<String, Function<CrossFitted, EnsembleModel>> rules = rules(members, metric);
            Map<String, Double> ofRules = new LinkedHashMap<>();
            rules.forEach((name, rule) -> ofRules.put(name, quality(outOfFold.predictions(rule), task, metric)));
            String member = best(ofMembers);
            ofRules.put(member, ofMembers.get(member));
            String rule = best(ofRules);
            Map<String, Double> onHeldOut = new LinkedHashMap<>();
            members.forEach((name, model) -> onHeldOut.put(name, quality(model, heldOut, task, metric)));
            return new Trial(
                    rule,
                    member,
                    rules.containsKey(rule)
                            ? quality(rules.get(rule).apply(outOfFold), heldOut, task, metric)
                            : onHeldOut.get(rule),
                    onHeldOut.get(member),
                    onHeldOut.get(best(onHeldOut)));
        } finally {
            training.unpersist();
            heldOut.unpersist();
        }
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

    private static double quality(Transformer model, Dataset<Row> rows, TaskType task, String metric) {
        return quality(model.transform(rows), task, metric);
    }

    private static double quality(Dataset<Row> predictions, TaskType task, String metric) {
        return Evaluation.of(predictions, task).primary(metric);
    }
}
