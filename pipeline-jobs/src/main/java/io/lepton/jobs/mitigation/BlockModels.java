package io.lepton.jobs.mitigation;

import io.lepton.fairness.reductions.RandomizedModel;
import io.lepton.inference.ScoringModel;
import io.lepton.training.scoring.CompiledModel;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;

/** Turns fitted models into what scores blocks: those that learners fit, and those that mitigations make of them. */
public final class BlockModels {
    private BlockModels() {}

    /** As {@link CompiledModel#of}. */
    public static Optional<ScoringModel> of(Transformer model) {
        return randomized(model).map(found -> VotingScores.of(found, false)).orElseGet(() -> CompiledModel.of(model));
    }

    /** As {@link CompiledModel#besideRaw}; behind a randomized model's scores, which nobody calibrates, stands its expected decision. */
    public static Optional<ScoringModel> besideRaw(Transformer model) {
        return randomized(model)
                .map(found -> VotingScores.of(found, true))
                .orElseGet(() -> CompiledModel.besideRaw(model));
    }

    private static Optional<RandomizedModel> randomized(Transformer model) {
        Transformer inner =
                model instanceof PipelineModel pipeline && pipeline.stages().length == 1 ? pipeline.stages()[0] : model;
        return inner instanceof RandomizedModel randomized ? Optional.of(randomized) : Optional.empty();
    }
}
