package io.lepton.jobs;

import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.features.FittedFeatures;
import io.lepton.jobs.mitigation.ChosenModel;
import io.lepton.jobs.mitigation.MitigationDetail;
import io.lepton.jobs.mitigation.MitigationSearch;
import io.lepton.training.CrossFitted;
import io.lepton.training.CrossFitting;
import io.lepton.training.Evaluation;
import io.lepton.training.GreedyEnsemble;
import io.lepton.training.ModelComparison;
import io.lepton.training.ModelComparison.Candidate;
import io.lepton.training.Quality;
import io.lepton.training.StackingEnsemble;
import io.lepton.training.TaskType;
import io.lepton.training.VotingEnsemble;
import io.lepton.training.calibration.CalibratedModel;
import io.lepton.training.calibration.CalibrationMethod;
import io.lepton.training.calibration.Calibrator;
import io.lepton.training.curves.CurveListener;
import io.lepton.training.curves.ReportsCurves;
import io.lepton.training.device.DeviceChoice;
import io.lepton.training.stages.EnsembleModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits the models of the pipeline file, and their ensemble, and tells the best by predictions of rows that a model never saw.
 *
 * @param curves who listens, by model, while they are fitted on all training rows
 * @param checkpoints folder for what long trainings need to go on after a failure; absent: they begin anew
 * @param mitigation makes the model that is best fairer; absent: it stays as it is
 */
record ModelSearch(
        Train settings,
        long seed,
        Consumer<String> progress,
        Function<String, CurveListener> curves,
        Optional<String> checkpoints,
        Optional<MitigationSearch> mitigation) {
    private static final String ENSEMBLE = "ensemble";

    /**
     * Every model, and the one to keep, which is one of them.
     *
     * @param uncalibrated the one to keep as it was before its probabilities were mended; absent if they were not
     * @param decisionTree the single tree among the models, by MLlib; absent if there is none
     * @param mitigation what was done to make the one to keep fairer; absent where nobody asked
     */
    record Found(
            List<Candidate> candidates,
            Candidate chosen,
            Optional<Transformer> uncalibrated,
            Optional<Transformer> decisionTree,
            Optional<MitigationDetail> mitigation) {

        /** The same with a model more, which is the one to keep. */
        private Found mitigated(MitigationSearch.Mitigated found) {
            List<Candidate> all = new ArrayList<>(candidates);
            Candidate kept = found.model()
                    .map(model -> new Candidate(found.name(), model, Map.of()))
                    .orElse(chosen);
            if (found.model().isPresent()) {
                all.add(kept);
            }
            return new Found(List.copyOf(all), kept, uncalibrated, decisionTree, Optional.of(found.detail()));
        }
    }

    /** The metric that models are compared by. */
    String metric(TaskType task) {
        return settings.metric().orElse(Quality.defaultMetric(task));
    }

    /**
     * @param training features (vector), label, and weight where rows count differently; one model alone isn't cross-fitted
     * @param features that the vectors hold
     */
    Found search(Dataset<Row> training, TaskType task, FittedFeatures features) {
        if (settings.calibration().isPresent() && !task.classifies()) {
            throw LeptonException.configuration(
                    "Cannot calibrate: the label holds numbers, and numbers have no probabilities. Take calibration out of train.");
        }
        if (mitigation.isPresent() && task != TaskType.BINARY) {
            throw LeptonException.configuration("Cannot mitigate: only decisions between two classes can be, and the"
                    + " label holds " + (task.classifies() ? "several" : "numbers") + ". Take mitigate out of train.");
        }
        TrainingDevices devices = TrainingDevices.choose(
                settings, DeviceChoice.of(training.sparkSession().sparkContext()));
        devices.inWords().forEach(progress);
        Map<String, Estimator<?>> models = Models.estimators(settings, devices, task, seed, features);
        checkpoints.ifPresent(folder -> Models.leaveCheckpoints(models.values(), folder));
        if (models.size() == 1
                && settings.ensemble().isEmpty()
                && settings.calibration().isEmpty()
                && mitigation.filter(MitigationSearch::needsOutOfFold).isEmpty()) {
            Found found = alone(models, training, task);
            return mitigated(found, models, training, features, Optional.empty());
        }
        progress.accept("cross-fitting " + String.join(", ", models.keySet()) + " on " + settings.folds() + " folds");
        try (CrossFitted crossFitted = CrossFitting.fit(models, task, training, settings.folds(), seed)) {
            progress.accept("fitting them on all training rows");
            Map<String, Transformer> members = CrossFitting.refit(reporting(models), training);
            List<Candidate> candidates = candidates(crossFitted, members);
            Candidate best = new ModelComparison(candidates, metric(task)).best();
            Found found = settings.calibration()
                    .map(method -> calibrated(crossFitted, members, candidates, best, method))
                    .orElse(new Found(candidates, best, Optional.empty(), decisionTree(members), Optional.empty()));
            return mitigated(
                    found, models, training, features, Optional.of(outOfFold(crossFitted, members, found.chosen())));
        }
    }

    private Found mitigated(
            Found found,
            Map<String, Estimator<?>> models,
            Dataset<Row> training,
            FittedFeatures features,
            Optional<Dataset<Row>> outOfFold) {
        if (mitigation.isEmpty()) {
            return found;
        }
        Candidate best = found.chosen();
        boolean trainedAlone = found.uncalibrated().isEmpty() && models.containsKey(best.name());
        return found.mitigated(mitigation
                .get()
                .of(new ChosenModel(
                        best.name(),
                        best.model(),
                        trainedAlone ? Optional.of(models.get(best.name())) : Optional.empty(),
                        training,
                        features,
                        outOfFold)));
    }

    /** What a model says of the training rows without having seen them, with its probabilities mended where its own are. */
    private Dataset<Row> outOfFold(CrossFitted crossFitted, Map<String, Transformer> members, Candidate candidate) {
        Dataset<Row> predictions = candidate.name().equals(ENSEMBLE)
                ? crossFitted.predictions(rule(members))
                : crossFitted.predictions(candidate.name());
        return candidate.model() instanceof CalibratedModel calibrated ? calibrated.mended(predictions) : predictions;
    }

    /** Nothing to compare, join or mend, hence nothing to cross-fit for. */
    private Found alone(Map<String, Estimator<?>> models, Dataset<Row> training, TaskType task) {
        progress.accept("fitting " + models.keySet().iterator().next() + " on all training rows");
        CrossFitting.requireLearnable(training, task);
        Map<String, Transformer> members = CrossFitting.refit(reporting(models), training);
        List<Candidate> candidates = members.entrySet().stream()
                .map(member -> new Candidate(member.getKey(), member.getValue(), Map.of()))
                .toList();
        return new Found(candidates, candidates.get(0), Optional.empty(), decisionTree(members), Optional.empty());
    }

    private Map<String, Estimator<?>> reporting(Map<String, Estimator<?>> models) {
        Map<String, Estimator<?>> reporting = new LinkedHashMap<>();
        models.forEach((name, model) -> reporting.put(
                name, model instanceof ReportsCurves reports ? reports.reporting(curves.apply(name)) : model));
        return reporting;
    }

    private List<Candidate> candidates(CrossFitted crossFitted, Map<String, Transformer> members) {
        List<Candidate> candidates = new ArrayList<>();
        crossFitted
                .qualities()
                .forEach((name, quality) -> candidates.add(new Candidate(name, members.get(name), quality.metrics())));
        if (settings.ensemble().isPresent()) {
            candidates.add(new Candidate(
                    ENSEMBLE,
                    rule(members).apply(crossFitted),
                    Evaluation.of(crossFitted.predictions(rule(members)), crossFitted.task())
                            .metrics()));
        }
        return candidates;
    }

    private Function<CrossFitted, EnsembleModel> rule(Map<String, Transformer> members) {
        return outOfFold -> switch (settings.ensemble().orElseThrow().method()) {
            case VOTING -> VotingEnsemble.of(outOfFold, members);
            case STACKING -> StackingEnsemble.of(outOfFold, members);
            case GREEDY -> GreedyEnsemble.of(outOfFold, members, metric(outOfFold.task()));
        };
    }

    /** With the best one's probabilities mended, by predictions of rows that nothing of it was fitted on. */
    private Found calibrated(
            CrossFitted crossFitted,
            Map<String, Transformer> members,
            List<Candidate> candidates,
            Candidate best,
            Train.CalibrationMethod method) {
        progress.accept("calibrating " + best.name());
        Dataset<Row> outOfFold = outOfFold(crossFitted, members, best);
        CalibratedModel model = new CalibratedModel(
                best.model(),
                Calibrator.fit(outOfFold, crossFitted.classes(), CalibrationMethod.valueOf(method.name())));
        Candidate mended = new Candidate(
                best.name(),
                model,
                Evaluation.of(model.mended(outOfFold), crossFitted.task()).metrics());
        return new Found(
                candidates.stream()
                        .map(candidate -> candidate == best ? mended : candidate)
                        .toList(),
                mended,
                Optional.of(best.model()),
                decisionTree(members),
                Optional.empty());
    }

    private static Optional<Transformer> decisionTree(Map<String, Transformer> members) {
        return Optional.ofNullable(members.get(Models.id(Train.ModelKind.DECISION_TREE)))
                .map(pipeline -> ((PipelineModel) pipeline).stages()[1]);
    }
}
