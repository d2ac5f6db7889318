package io.lepton.jobs;

import io.lepton.config.Train;
import io.lepton.training.CrossFitted;
import io.lepton.training.CrossFitting;
import io.lepton.training.ModelComparison;
import io.lepton.training.ModelComparison.Candidate;
import io.lepton.training.Quality;
import io.lepton.training.StackingEnsemble;
import io.lepton.training.TaskType;
import io.lepton.training.VotingEnsemble;
import io.lepton.training.stages.EnsembleModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Fits the models of the pipeline file, and their ensemble, and tells the best by predictions of rows that a model never saw. */
record ModelSearch(Train settings, long seed, Consumer<String> progress) {

    /** Every model, and the one to keep. */
    record Found(List<Candidate> candidates, Candidate chosen) {}

    /** The metric that models are compared by. */
    String metric(TaskType task) {
        return settings.metric().orElse(Quality.defaultMetric(task));
    }

    /** @param training features (vector), label, and weight where rows count differently */
    Found search(Dataset<Row> training, TaskType task) {
        List<Candidate> candidates = candidates(training, task);
        return new Found(candidates, new ModelComparison(candidates, metric(task)).best());
    }

    private List<Candidate> candidates(Dataset<Row> training, TaskType task) {
        Map<String, Estimator<?>> models = Models.estimators(settings, task, seed);
        progress.accept("cross-fitting " + String.join(", ", models.keySet()) + " on " + settings.folds() + " folds");
        try (CrossFitted crossFitted = CrossFitting.fit(models, task, training, settings.folds(), seed)) {
            progress.accept("fitting them on all training rows");
            Map<String, Transformer> members = CrossFitting.refit(models, training);
            List<Candidate> candidates = new ArrayList<>();
            crossFitted
                    .qualities()
                    .forEach((name, quality) ->
                            candidates.add(new Candidate(name, members.get(name), quality.metrics())));
            settings.ensemble().ifPresent(ensemble -> {
                EnsembleModel joined =
                        switch (ensemble.method()) {
                            case VOTING -> VotingEnsemble.of(crossFitted, members);
                            case STACKING -> StackingEnsemble.of(crossFitted, members);
                        };
                candidates.add(new Candidate(
                        "ensemble", joined, crossFitted.quality(joined).metrics()));
            });
            return candidates;
        }
    }
}
