package io.lepton.jobs.mitigation;

import io.lepton.fairness.reductions.RandomizedModel;
import io.lepton.inference.ScoringModel;
import io.lepton.jobs.mitigation.repaired.RepairedBlocks;
import io.lepton.jobs.mitigation.repaired.RepairedModel;
import io.lepton.training.scoring.CompiledModel;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;

/** Turns fitted models into what scores blocks: those that learners fit, and those that mitigations make of them. */
public final class BlockModels {
    private BlockModels() {}

    /** As {@link CompiledModel#of}; a model of repaired features asks for one column more ({@link RepairedBlocks}). */
    public static Optional<ScoringModel> of(Transformer model) {
        return compiled(model, inner -> randomized(inner)
                .map(found -> VotingScores.of(found, false))
                .orElseGet(() -> CompiledModel.of(inner)));
    }

    /** As {@link CompiledModel#besideRaw}; behind a randomized model's scores, which nobody calibrates, stands its expected decision. */
    public static Optional<ScoringModel> besideRaw(Transformer model) {
        return compiled(model, inner -> randomized(inner)
                .map(found -> VotingScores.of(found, true))
                .orElseGet(() -> CompiledModel.besideRaw(inner)));
    }

    private static Optional<ScoringModel> compiled(
            Transformer model, Function<Transformer, Optional<ScoringModel>> compiling) {
        Optional<RepairedModel> repaired = RepairedModel.of(model);
        return repaired.isEmpty()
                ? compiling.apply(model)
                : compiling
                        .apply(repaired.get().model())
                        .map(inner -> new RepairedBlocks(
                                inner, repaired.get().repair().repair()));
    }

    private static Optional<RandomizedModel> randomized(Transformer model) {
        Transformer inner =
                model instanceof PipelineModel pipeline && pipeline.stages().length == 1 ? pipeline.stages()[0] : model;
        return inner instanceof RandomizedModel randomized ? Optional.of(randomized) : Optional.empty();
    }
}
