package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.explain.Importance;
import io.lepton.fairness.data.DataAuditReport;
import io.lepton.features.FittedFeatures;
import io.lepton.jobs.curves.CurveTable;
import io.lepton.jobs.curves.TrainingCurves;
import io.lepton.jobs.mitigation.MitigationDetail;
import io.lepton.jobs.mitigation.MitigationSearch;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.training.ModelComparison.Candidate;
import io.lepton.training.TaskType;
import io.lepton.training.calibration.Reliability;
import io.lepton.training.rules.TreeRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
     * @param data what the data says of groups of people; absent without protected attributes
     * @param mitigation what was done to make the chosen model fairer; absent where nobody asked
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
            String outputSchemaJson,
            Optional<DataAuditReport> data,
            Optional<MitigationDetail> mitigation) {
        Detail {
            // Older ledgers tell nothing of them.
            data = data == null ? Optional.empty() : data;
            mitigation = mitigation == null ? Optional.empty() : mitigation;
        }
    }

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
        Optional<MitigationSearch> mitigation =
                MitigationSearch.of(context.pipeline(), context.keys(), context.progress()::step);
        ModelSearch search = new ModelSearch(
                settings,
                context.pipeline().seed(),
                context.progress()::step,
                curves::of,
                Optional.of(checkpoints),
                mitigation);
        String metric = search.metric(label.task());

        TableVersion trusted = context.versionOf(StageName.ANONYMIZE, context.trustedTable());
        DataAuditing auditing = new DataAuditing(context);
        Optional<DataAuditReport> data = auditing.of(trusted, label, fitted.inputColumns());

        Dataset<Row> table = context.read(features);
        ProtectedGroup.of(context.pipeline()).ifPresent(group -> group.requireIn(table));
        Dataset<Row> training = ModelBundle.withVectors(table.where(col("split").equalTo("train")));
        mitigation.ifPresent(asked -> asked.require(training));
        ModelSearch.Found found;
        try (curves) {
            found = search.search(training, label.task(), fitted);
        }
        Candidate chosen = found.chosen();
        context.progress().step("measuring on held-out rows");
        // The models of all candidates, then the chosen one as it was before calibration.
        List<Transformer> models = new ArrayList<>(
                found.candidates().stream().map(Candidate::model).toList());
        found.uncalibrated().ifPresent(models::add);
        long all = preparation.trainingRows() + preparation.testRows();
        ModelMeasurement measurement =
                new ModelMeasurement(table, context.keys(), all, preparation.testRows(), label.task());
        ModelMeasurement.Found measured =
                measurement.of(models, fitted.featureNames().size());
        Map<String, Map<String, Double>> outOfFold = new LinkedHashMap<>();
        Map<String, Map<String, Double>> onTest = new LinkedHashMap<>();
        for (int i = 0; i < found.candidates().size(); i++) {
            Candidate candidate = found.candidates().get(i);
            outOfFold.put(candidate.name(), candidate.outOfFold());
            onTest.put(candidate.name(), measured.models().get(i).quality().metrics());
        }
        Optional<MitigationDetail> mitigated = found.mitigation().map(detail -> mitigation
                .orElseThrow()
                .measured(
                        detail,
                        candidate(found, detail.model()).model(),
                        chosen.model(),
                        ModelBundle.withVectors(table.where(col("split").equalTo("test")))));
        ModelBundle bundle = new ModelBundle(fitted, preparation.inputs(), pipeline(context, chosen.model()), label);
        String path = context.workPath(context.runId(), "model");
        bundle.save(context.spark(), path);
        context.progress().step("explaining what drives the scores");
        List<Importance> drivers = measurement.drivers(
                chosen.model(),
                measured.sample(),
                fitted,
                metric,
                context.pipeline().seed());
        List<TableVersion> outputs = new ArrayList<>(save(curves, context));
        data.map(auditing::save).ifPresent(outputs::add);
        StageOutcome outcome = StageOutcome.done(
                all,
                all,
                0,
                List.of(features),
                outputs,
                new Detail(
                        path,
                        chosen.name(),
                        metric,
                        label.task(),
                        outOfFold,
                        onTest,
                        settings(settings, mitigated),
                        drivers,
                        measured.models()
                                .get(found.candidates().indexOf(chosen))
                                .reliability(),
                        found.uncalibrated()
                                .flatMap(model ->
                                        measured.models().get(models.size() - 1).reliability()),
                        rules(found, fitted, label),
                        preparation.trainingRows(),
                        preparation.testRows(),
                        inputSchema(context.read(trusted), bundle),
                        context.read(features).schema().json(),
                        data,
                        mitigated));
        delete(context, checkpoints);
        return outcome;
    }

    private static Candidate candidate(ModelSearch.Found found, String name) {
        return found.candidates().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> settings(Train train, Optional<MitigationDetail> mitigated) {
        Map<String, String> settings = new LinkedHashMap<>(Models.inWords(train));
        mitigated.ifPresent(detail -> {
            settings.put("mitigation.method", detail.chosen());
            settings.put("mitigation.attribute", detail.attribute());
            detail.settings().forEach((name, value) -> settings.put("mitigation." + name, value));
        });
        return settings;
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

    private static PipelineModel pipeline(RunContext context, Transformer model) {
        return new PipelineModel("lepton-" + context.pipeline().register().model(), List.of(model));
    }

    private static String inputSchema(Dataset<Row> trusted, ModelBundle bundle) {
        return trusted.select(
                        bundle.inputColumns().stream().map(Columns::of).toArray(org.apache.spark.sql.Column[]::new))
                .schema()
                .json();
    }
}
