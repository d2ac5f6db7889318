package io.lepton.jobs;

import io.lepton.config.Audit;
import io.lepton.jobs.curves.CurveTable;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.report.Fairness;
import io.lepton.report.RunReport;
import io.lepton.training.TaskType;
import io.lepton.training.calibration.Reliability;
import io.lepton.training.curves.CurvePoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gathers what the report shows from what the stages of a run recorded. */
record ReportFacts(RunContext context, List<StageRun> stages) {

    RunReport report() {
        Optional<TrainStage.Detail> training = detail(StageName.TRAIN, TrainStage.Detail.class);
        return new RunReport(
                context.pipeline().pipeline(),
                context.runId(),
                stages.isEmpty() ? Instant.EPOCH : stages.get(stages.size() - 1).startedAt(),
                context.pipeline().register().description(),
                training.map(found -> found.task().name().toLowerCase(Locale.ROOT))
                        .orElse("unknown"),
                training.map(TrainStage.Detail::metric).orElse("auc").replace('-', '_'),
                stages.stream()
                        .map(stage -> new RunReport.Stage(
                                stage.stage(),
                                stage.status(),
                                stage.rowsIn(),
                                stage.rowsOut(),
                                stage.rowsQuarantined(),
                                stage.durationSeconds()))
                        .toList(),
                detail(StageName.INGEST, IngestStage.Detail.class)
                        .map(ReportFacts::expectations)
                        .orElse(List.of()),
                detail(StageName.ANONYMIZE, AnonymizeStage.Detail.class).map(PrivacyFacts::of),
                training.map(ReportFacts::models).orElse(List.of()),
                curves(),
                training.flatMap(ReportFacts::calibration),
                training.map(TrainStage.Detail::rules).orElse(List.of()),
                detail(StageName.AUDIT, AuditStage.Detail.class).map(this::fairness),
                training.map(found -> found.drivers().stream()
                                .map(driver -> new RunReport.Driver(driver.column(), driver.drop()))
                                .toList())
                        .orElse(List.of()),
                lineage(),
                List.of(),
                training.flatMap(TrainStage.Detail::data).map(DataFacts::of),
                training.flatMap(TrainStage.Detail::mitigation).map(MitigationFacts::of),
                detail(StageName.REGISTER, RegisterStage.Detail.class)
                        .flatMap(RegisterStage.Detail::compression)
                        .map(CompressionFacts::of)
                        .orElse(List.of()));
    }

    private static List<RunReport.Expectation> expectations(IngestStage.Detail detail) {
        return detail.expectations().stream()
                .map(result -> new RunReport.Expectation(
                        result.name(),
                        result.check(),
                        result.severity().name().toLowerCase(Locale.ROOT),
                        result.failed(),
                        result.fraction(),
                        result.allowedFraction(),
                        result.held()))
                .toList();
    }

    private static List<RunReport.Model> models(TrainStage.Detail detail) {
        List<RunReport.Model> models = new ArrayList<>();
        detail.testMetrics()
                .forEach((name, test) -> models.add(new RunReport.Model(
                        name, name.equals(detail.chosen()), detail.outOfFold().getOrDefault(name, Map.of()), test)));
        return models;
    }

    /** From the table, where the training stage wrote to it. */
    private List<RunReport.Curve> curves() {
        Optional<TableVersion> table = stages.stream()
                .filter(stage -> stage.stage().equals(StageName.TRAIN.id()))
                .flatMap(stage -> Arrays.stream(Json.read(stage.outputs(), TableVersion[].class)))
                .filter(output -> output.table().equals(CurveTable.NAME))
                .findFirst();
        Map<List<String>, List<RunReport.CurveStep>> curves = new LinkedHashMap<>();
        table.map(version -> new CurveTable(context.runId()).points(context.read(version)))
                .orElse(List.of())
                .forEach(step -> curves.computeIfAbsent(
                                List.of(step.model(), step.point().curve()), name -> new ArrayList<>())
                        .add(curveStep(step.point())));
        return curves.entrySet().stream()
                .map(curve -> new RunReport.Curve(
                        curve.getKey().get(0), curve.getKey().get(1), curve.getValue()))
                .toList();
    }

    private static RunReport.CurveStep curveStep(CurvePoint point) {
        return new RunReport.CurveStep(
                point.step(),
                point.values().getOrDefault("loss/training", Double.NaN),
                point.values().getOrDefault("loss/validation", Double.NaN));
    }

    private static Optional<RunReport.Calibration> calibration(TrainStage.Detail detail) {
        return detail.reliability()
                .map(found -> new RunReport.Calibration(
                        detail.task() == TaskType.BINARY,
                        found.bins().stream()
                                .map(bin -> new RunReport.ReliabilityBin(bin.weight(), bin.predicted(), bin.observed()))
                                .toList(),
                        found.expectedCalibrationError(),
                        detail.uncalibrated()
                                .map(Reliability::expectedCalibrationError)
                                .orElse(Double.NaN)));
    }

    private Fairness fairness(AuditStage.Detail detail) {
        Audit audit = context.pipeline().audit();
        Optional<LabelCodec> label =
                detail(StageName.FEATURES, FeaturesStage.Detail.class).map(FeaturesStage.Detail::label);
        return new FairnessFacts(
                        detail.fairness(),
                        detail.gates(),
                        new Fairness.Judgement(
                                audit.minimumCount(),
                                detail.withoutLabels() ? 0 : audit.minimumOutcomes(),
                                audit.privacyThreshold()),
                        new Fairness.Unlabelled(detail.unlabelled(), detail.undecided()),
                        label.map(FairnessFacts::outcome).orElse(""),
                        label.map(FairnessFacts::classes).orElse(List.of()))
                .fairness(detail.challenge(), detail.slices(), detail.override());
    }

    private RunReport.Lineage lineage() {
        List<RunReport.Table> tables = new ArrayList<>();
        for (StageRun stage : stages) {
            for (TableVersion input : lasting(stage.inputs())) {
                tables.add(new RunReport.Table(input.table(), input.version(), "read by " + stage.stage()));
            }
            for (TableVersion output : lasting(stage.outputs())) {
                tables.add(new RunReport.Table(output.table(), output.version(), "written by " + stage.stage()));
            }
        }
        return new RunReport.Lineage(
                detail(StageName.REGISTER, RegisterStage.Detail.class)
                        .map(registered -> registered.model() + "/" + registered.version())
                        .orElse(""),
                tables,
                context.pipeline().hash(),
                context.codeVersion(),
                context.pipeline().seed(),
                context.pipeline()
                        .file()
                        .map(file -> new java.io.File(file).getName())
                        .orElse(""));
    }

    /** Those that a reader of the report can look up. */
    private List<TableVersion> lasting(String tables) {
        return Arrays.stream(Json.read(tables, TableVersion[].class))
                .filter(table -> !table.table().equals(context.unpublishedScores()))
                .toList();
    }

    private <T> Optional<T> detail(StageName name, Class<T> type) {
        return stages.stream()
                .filter(stage ->
                        stage.stage().equals(name.id()) && !stage.detailJson().startsWith("{\"reason\""))
                .findFirst()
                .map(stage -> Json.read(stage.detailJson(), type));
    }
}
