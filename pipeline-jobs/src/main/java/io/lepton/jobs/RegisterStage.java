package io.lepton.jobs;

import io.lepton.config.Register;
import io.lepton.error.LeptonException;
import io.lepton.jobs.ModelCompression.Figures;
import io.lepton.jobs.ModelCompression.Report;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.registry.Lineage;
import io.lepton.registry.ModelFile;
import io.lepton.registry.ModelVersion;
import io.lepton.registry.NewVersion;
import io.lepton.training.compression.Compression;
import io.lepton.training.compression.Compression.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The model that training chose → a version in the registry. No alias moves: that is the audit's to decide. */
final class RegisterStage implements Stage {

    /**
     * What the ledger keeps.
     *
     * @param compression absent where none was asked for, and in older ledgers
     */
    record Detail(String model, int version, Optional<CompressionOutcome> compression) {
        Detail {
            compression = compression == null ? Optional.empty() : compression;
        }
    }

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

        Trained asTrained = new Trained(
                training.bundle(),
                parameters(training),
                training.testMetrics().get(training.chosen()),
                Optional.empty());
        Trained model = register.compress()
                .map(asked -> smaller(context, asTrained, features, asked.maxAucLoss()))
                .orElse(asTrained);
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
                0,
                0,
                0,
                List.of(features),
                List.of(),
                new Detail(registered.name(), registered.version(), model.compression()));
    }

    /** A model to be registered, and what is said of it. */
    private record Trained(
            String folder,
            Map<String, String> parameters,
            Map<String, Double> metrics,
            Optional<CompressionOutcome> compression) {
        Trained with(CompressionOutcome outcome) {
            return new Trained(folder, parameters, metrics, Optional.of(outcome));
        }
    }

    /** The trained model made smaller, or as it is where that is not possible or loses too much. */
    private static Trained smaller(RunContext context, Trained trained, TableVersion features, double mostLoss) {
        ModelBundle bundle = ModelBundle.load(context.spark(), trained.folder());
        Dataset<Row> rows = context.read(features);
        Compression.Outcome outcome;
        try {
            outcome = new BundleCompression(mostLoss).of(bundle, rows);
        } catch (LeptonException e) {
            // What was asked for whatever model is chosen is nothing that the run could fail of; the ledger and the
            // report keep why.
            context.progress().step("not compressed. " + e.getMessage());
            return trained.with(CompressionOutcome.refused(mostLoss, e.getMessage()));
        }
        String metric = ModelCompression.metric(bundle);
        Figures before = Figures.of("as trained", outcome.before(), bytes(context, trained.folder()));
        if (outcome.after().isEmpty()) {
            context.progress().step("not compressed: no smaller model is good enough");
            return trained.with(CompressionOutcome.of(mostLoss, new Report(metric, before, Optional.empty())));
        }
        Measured after = outcome.after().get();
        ModelBundle smaller = bundle.with(after.model());
        String folder = context.workPath(context.runId(), "smaller");
        smaller.save(context.spark(), folder);
        Figures figures = Figures.of("as registered", after, bytes(context, folder));
        context.progress()
                .step(String.format(
                        Locale.ROOT, "compressed to %.0f %% of its size", 100.0 * figures.bytes() / before.bytes()));
        Map<String, String> parameters = new HashMap<>(trained.parameters());
        parameters.putAll(ModelCompression.parameters(after));
        return new Trained(
                folder,
                parameters,
                BundleCompression.metrics(smaller, rows),
                Optional.of(CompressionOutcome.of(mostLoss, new Report(metric, before, Optional.of(figures)))));
    }

    private static long bytes(RunContext context, String folder) {
        Configuration configuration = context.spark().sparkContext().hadoopConfiguration();
        long bytes = 0;
        try {
            for (String part : ModelBundle.PARTS) {
                Path path = new Path(folder, part);
                bytes += path.getFileSystem(configuration)
                        .getContentSummary(path)
                        .getLength();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot measure the files of the model in " + folder, e);
        }
        return bytes;
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
