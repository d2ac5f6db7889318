package io.lepton.jobs;

import io.lepton.config.Register;
import io.lepton.error.LeptonException;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.registry.Lineage;
import io.lepton.registry.ModelFile;
import io.lepton.registry.ModelVersion;
import io.lepton.registry.NewVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

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

        ModelVersion registered = context.registry()
                .register(new NewVersion(
                        register.model(),
                        context.runId(),
                        register.description(),
                        ModelBundle.PARTS.stream()
                                .map(part -> ModelFile.of(part, new Path(training.bundle(), part)))
                                .toList(),
                        training.inputSchemaJson(),
                        training.outputSchemaJson(),
                        parameters(training),
                        training.testMetrics().get(training.chosen()),
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
