package io.lepton.jobs.mitigation.repaired;

import io.lepton.fairness.preprocessing.FairFeatures;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.Identifiable$;

/**
 * A model and the repair of the features that it sees.
 *
 * @param model of repaired features
 */
public record RepairedModel(FairFeatures repair, Transformer model) {

    /** Absent where a model sees features as they are. */
    public static Optional<RepairedModel> of(Transformer fitted) {
        if (!(fitted instanceof PipelineModel pipeline)) {
            return Optional.empty();
        }
        Transformer[] stages = pipeline.stages();
        if (stages.length == 1) {
            return of(stages[0]);
        }
        return stages.length == 2 && stages[0] instanceof FairFeatures repair
                ? Optional.of(new RepairedModel(repair, stages[1]))
                : Optional.empty();
    }

    /** Both as stages of Spark ML, one after the other. */
    public PipelineModel stages() {
        return new PipelineModel(Identifiable$.MODULE$.randomUID("repairedModel"), new Transformer[] {repair, model});
    }
}
