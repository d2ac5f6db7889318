package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.explain.Importance;
import io.lepton.explain.PermutationImportance;
import io.lepton.features.FittedFeatures;
import io.lepton.jobs.curves.CurveTable;
import io.lepton.jobs.curves.TrainingCurves;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.training.Evaluation;
import io.lepton.training.ModelComparison.Candidate;
import io.lepton.training.Quality;
import io.lepton.training.TaskType;
import io.lepton.training.calibration.Reliability;
import io.lepton.training.rules.TreeRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code features/TABLE} → fitted models; the one that is best on out-of-fold predictions is kept, and measured once on the test rows. */
final class TrainStage implements Stage {
    /** Rows of the sample that tells what drives the scores. */
    private static final int EXPLAINED_ROWS = 2000;

    /**
     * What the ledger keeps of a training.
     *
     * @param bundle path of the chosen model with its transformations
     * @param outOfFold metrics by model on out-of-fold predictions of the training rows: what the choice was made by; none for one model
     *     alone
     * @param testMetrics metrics by model on the test rows
     * @param reliability of the chosen model on the test rows; absent for numbers
     * @param rules of the decision tree, if there is one, as sentences
     * @param uncalibrated the same before its probabilities were mended; absent if they were not
     */
    record Detail(
            String bundle,
            String chosen,
            String metric,
            TaskType task,
            Map<String, Map<String, Double>> outOfFold,
            Map<String, Map<String, Double>> testMetrics,
            Map<String, String> settings,
            List<Importance> drivers,
            Optional<Reliability> reliability,
            Optional<Reliability> uncalibrated,
            List<String> rules,
            long trainingRows,
            long testRows,
            String inputSchemaJson,
            String outputSchemaJson) {}

    @Override
    public StageName name() {
        return StageName.TRAIN;
    }

    @Override
    public StageOutcome run(RunContext context) {
        Train settings = context.pipeline().train();
        StageRun prepared = context.completed(StageName.FEATURES)
                .orElseThrow(() -> LeptonException.configuration(
                        "Cannot train: no finished features stage. Run 'lepton features' first."));
        FeaturesStage.Detail preparation = Json.read(prepared.detailJson(), FeaturesStage.Detail.class);
        TableVersion features = context.versionOf(StageName.FEATURES, context.featureTable());
        context.requireWork(preparation.fitted(), "train on the features of run '" + prepared.runId() + "'");
        FittedFeatures fitted = FittedFeatures.load(context.spark(), preparation.fitted());
        LabelCodec label = preparation.label();
        TrainingCurves curves = new TrainingCurves(
                context.spark().sparkContext().hadoopConfiguration(),
                context.workPath(context.runId(), "curves"),
                context.progress());
        String checkpoints = context.workPath(context.runId(), "checkpoints");
        ModelSearch search = new ModelSearch(
                settings, context.pipeline().seed(), context.progress()::step, curves::of, Optional.of(checkpoints));
        String metric = search.metric(label.task());

        Dataset<Row> rows = ModelBundle.withVectors(context.read(features));
        Dataset<Row> training = rows.where(col("split").equalTo("train")).persist();
        Dataset<Row> test = rows.where(col("split").equalTo("test")).persist();
        try {
            ModelSearch.Found found;
            try (curves) {
                found = search.search(training, label.task(), fitted);
            }
            Candidate chosen = found.chosen();
            Map<String, Map<String, Double>> outOfFold = new LinkedHashMap<>();
            Map<String, Map<String, Double>> onTest = new LinkedHashMap<>();
            context.progress().step("measuring on held-out rows");
            for (Candidate candidate : found.candidates()) {
                outOfFold.put(candidate.name(), candidate.outOfFold());
                onTest.put(
                        candidate.name(),
                        Evaluation.of(candidate.model().transform(test), label.task())
                                .metrics());
            }
            ModelBundle bundle =
                    new ModelBundle(fitted, preparation.inputs(), pipeline(context, chosen.model()), label);
            String path = context.workPath(context.runId(), "model");
            bundle.save(context.spark(), path);
            Optional<Reliability> reliability = reliability(chosen.model(), test, label.task());
            Optional<Reliability> uncalibrated =
                    found.uncalibrated().flatMap(model -> reliability(model, test, label.task()));
            context.progress().step("explaining what drives the scores");
            TableVersion trusted = context.versionOf(StageName.ANONYMIZE, context.trustedTable());
            long all = preparation.trainingRows() + preparation.testRows();
            StageOutcome outcome = StageOutcome.done(
                    all,
                    all,
                    0,
                    List.of(features),
                    save(curves, context),
                    new Detail(
                            path,
                            chosen.name(),
                            metric,
                            label.task(),
                            outOfFold,
                            onTest,
                            Models.inWords(settings),
                            drivers(context, bundle, metric, trusted),
                            reliability,
                            uncalibrated,
                            rules(found, fitted, label),
                            preparation.trainingRows(),
                            preparation.testRows(),
                            inputSchema(context.read(trusted), fitted),
                            context.read(features).schema().json()));
            delete(context, checkpoints);
            return outcome;
        } finally {
            training.unpersist();
            test.unpersist();
        }
    }

    /** Nothing where no model tells how its training goes. */
    private static List<TableVersion> save(TrainingCurves curves, RunContext context) {
        if (curves.points().isEmpty()) {
            return List.of();
        }
        return List.of(context.lake()
                .append(
                        new CurveTable(context.runId()).rows(context.spark(), curves.points()),
                        CurveTable.NAME,
                        context.writeId(StageName.TRAIN)));
    }

    private static void delete(RunContext context, String folder) {
        Path path = new Path(folder);
        try {
            path.getFileSystem(context.spark().sparkContext().hadoopConfiguration())
                    .delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the checkpoints in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static List<String> rules(ModelSearch.Found found, FittedFeatures fitted, LabelCodec label) {
        return found.decisionTree()
                .map(tree -> new TreeRules(fitted::comparison, label.column(), label.classes()).of(tree))
                .orElse(List.of());
    }

    private static Optional<Reliability> reliability(Transformer model, Dataset<Row> test, TaskType task) {
        return task.classifies()
                ? Optional.of(Reliability.of(Evaluation.measured(model.transform(test), task), task))
                : Optional.empty();
    }

    private static PipelineModel pipeline(RunContext context, Transformer model) {
        return new PipelineModel("lepton-" + context.pipeline().register().model(), List.of(model));
    }

    private static String inputSchema(Dataset<Row> trusted, FittedFeatures fitted) {
        return trusted.select(
                        fitted.inputColumns().stream().map(Columns::of).toArray(org.apache.spark.sql.Column[]::new))
                .schema()
                .json();
    }

    /** How much worse the model gets on training rows when a column's values are shuffled. */
    private static List<Importance> drivers(
            RunContext context, ModelBundle bundle, String metric, TableVersion trusted) {
        Dataset<Row> sample = bundle.label()
                .encode(context.read(trusted))
                .orderBy(org.apache.spark.sql.functions.xxhash64(
                        context.keys().stream().map(Columns::of).toArray(org.apache.spark.sql.Column[]::new)))
                .limit(EXPLAINED_ROWS);
        double sign = Quality.higherIsBetter(metric) ? 1 : -1;
        TaskType task = bundle.label().task();
        return new PermutationImportance()
                .of(
                        rows -> Evaluation.measured(bundle.predictNumbers(rows), task, PermutationImportance.COPY),
                        sample,
                        bundle.features().inputColumns(),
                        predictions -> sign * Evaluation.of(predictions, task).primary(metric),
                        context.pipeline().seed());
    }
}
