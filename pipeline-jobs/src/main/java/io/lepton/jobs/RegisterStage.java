package io.lepton.jobs;

import io.lepton.config.Register;
import io.lepton.error.LeptonException;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.registry.Lineage;
import io.lepton.registry.ModelFile;
import io.lepton.registry.ModelVersion;
import io.lepton.registry.NewVersion;
import io.lepton.training.compression.Compression;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The model that training chose → a version in the registry. No alias moves: that is the audit's to decide. */
final class RegisterStage implements Stage {

    /** What the ledger keeps. */
    record Detail(String model, int version) {}

    @Override
    public StageName name() {
        return StageName.REGISTER;
    }

    @Override
    public StageOutcome run(RunContext context) {
        StageRun trained = context.completed(StageName.TRAIN)
                .orElseThrow(() -> LeptonException.configuration(
                        "Cannot register a model: no finished train stage. Run 'lepton train' first."));
        TrainStage.Detail training = Json.read(trained.detailJson(), TrainStage.Detail.class);
        context.requireWork(training.bundle(), "register the model of run '" + trained.runId() + "'");
        Register register = context.pipeline().register();
        TableVersion features = context.versionOf(StageName.FEATURES, context.featureTable());

        Trained model = register.compress()
                .flatMap(asked -> smaller(context, training, features, asked.maxAucLoss()))
                .orElseGet(() -> new Trained(
                        training.bundle(),
                        parameters(training),
                        training.testMetrics().get(training.chosen())));
        ModelVersion registered = context.registry()
                .register(new NewVersion(
                        register.model(),
                        context.runId(),
                        register.description(),
                        ModelBundle.PARTS.stream()
                                .map(part -> ModelFile.of(part, new Path(model.folder(), part)))
                                .toList(),
                        training.inputSchemaJson(),
                        training.outputSchemaJson(),
                        model.parameters(),
                        model.metrics(),
                        "",
                        new Lineage(
                                features.table(),
                                features.version(),
                                context.pipeline().hash(),
                                context.codeVersion(),
                                trained.runId())));
        return StageOutcome.done(
                0, 0, 0, List.of(features), List.of(), new Detail(registered.name(), registered.version()));
    }

    /** A model to be registered, and what is said of it. */
    private record Trained(String folder, Map<String, String> parameters, Map<String, Double> metrics) {}

    /** The trained model made smaller; absent where it would lose too much. */
    private static Optional<Trained> smaller(
            RunContext context, TrainStage.Detail training, TableVersion features, double mostLoss) {
        ModelBundle bundle = ModelBundle.load(context.spark(), training.bundle());
        Dataset<Row> rows = context.read(features);
        Compression.Outcome outcome;
        try {
            outcome = new BundleCompression(mostLoss).of(bundle, rows);
        } catch (LeptonException e) {
            // What was asked for whatever model is chosen is nothing that the run could fail of.
            context.progress().step("not compressed. " + e.getMessage());
            return Optional.empty();
        }
        context.progress()
                .step(outcome.after()
                        .map(after -> String.format(
                                Locale.ROOT,
                                "compressed to %.0f %% of its size",
                                100.0
                                        * after.size().bytes()
                                        / outcome.before().size().bytes()))
                        .orElse("not compressed: no smaller model is good enough"));
        return outcome.after().map(after -> {
            ModelBundle smaller = bundle.with(after.model());
            String folder = context.workPath(context.runId(), "smaller");
            smaller.save(context.spark(), folder);
            Map<String, String> parameters = new HashMap<>(parameters(training));
            parameters.putAll(ModelCompression.parameters(after));
            return new Trained(folder, parameters, BundleCompression.metrics(smaller, rows));
        });
    }

    /** The version that this very run registered, if it did. */
    static Optional<ModelVersion> registeredBy(RunContext context) {
        return context.ledger()
                .completed(context.runId(), StageName.REGISTER.id())
                .map(run -> version(context, run));
    }

    private static ModelVersion version(RunContext context, StageRun registered) {
        Detail detail = Json.read(registered.detailJson(), Detail.class);
        return context.registry().version(detail.model(), detail.version());
    }

    /** The version that this run registered, or else the newest one of the pipeline's model. */
    static ModelVersion registered(RunContext context) {
        return context.completed(StageName.REGISTER)
                .map(run -> version(context, run))
                .orElseGet(() ->
                        context.registry().resolve(context.pipeline().register().model()));
    }

    private static Map<String, String> parameters(TrainStage.Detail training) {
        Map<String, String> parameters = new HashMap<>(training.settings());
        parameters.put("chosen", training.chosen());
        return parameters;
    }
}
