package io.lepton.jobs;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;

import io.lepton.explain.Importance;
import io.lepton.explain.PermutationImportance;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.features.FittedFeatures;
import io.lepton.inference.ScoringModel;
import io.lepton.jobs.mitigation.BlockModels;
import io.lepton.jobs.mitigation.repaired.RepairedModel;
import io.lepton.training.Evaluation;
import io.lepton.training.Predictions;
import io.lepton.training.Quality;
import io.lepton.training.TaskType;
import io.lepton.training.calibration.Reliability;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures trained models on the held-out rows of the feature table, and samples its rows for their explanation, in one pass.
 *
 * @param table features (array), label, weight, split and the keys
 * @param rows of the table
 * @param heldOut of them
 */
record ModelMeasurement(Dataset<Row> table, List<String> keys, long rows, long heldOut, TaskType task) {
    /** Rows of the sample that tells what drives the scores. */
    private static final int EXPLAINED_ROWS = 2000;

    /** Up to so many numbers are brought to the driver; more are measured where they are, in several passes. */
    private static final long MOST_NUMBERS = 4_000_000;

    /**
     * How a model did on held-out rows.
     *
     * @param reliability of probabilities; absent for quantities
     */
    record Measured(Quality quality, Optional<Reliability> reliability) {}

    /** @param models in the order in which they were given */
    record Found(List<Measured> models, FeaturePass.Sample sample) {}

    /**
     * Measures them; where one sees repaired features, the sample's rows have their group's place behind their features.
     *
     * @param width features of a row
     */
    Found of(List<Transformer> models, int width) {
        List<Transformer> plain =
                models.stream().filter(model -> !readsMore(model)).toList();
        Found found = inBlocks(table, plain, width);
        if (plain.size() == models.size()) {
            return found;
        }
        FeaturePass.Sample sample = found.sample();
        Iterator<Measured> ofPlain = found.models().iterator();
        List<Measured> all = new ArrayList<>();
        for (Transformer model : models) {
            Optional<RepairedModel> repaired = RepairedModel.of(model);
            if (repaired.isPresent()) {
                Found alone = inBlocks(withPlaces(repaired.get()), List.of(model), width + 1);
                all.add(alone.models().get(0));
                sample = alone.sample();
            } else {
                all.add(readsMore(model) ? whereTheyAre(List.of(model)).get(0) : ofPlain.next());
            }
        }
        return new Found(all, sample);
    }

    /** Whether it reads more of a row than its features. */
    private static boolean readsMore(Transformer model) {
        return model instanceof MitigatedModel || RepairedModel.of(model).isPresent();
    }

    private Dataset<Row> withPlaces(RepairedModel repaired) {
        return table.withColumn(
                "features",
                concat(col("features"), array(repaired.repair().place(table).cast("float"))));
    }

    private Found inBlocks(Dataset<Row> read, List<Transformer> models, int width) {
        List<ScoringModel> compiled =
                models.stream().map(ModelMeasurement::compiled).toList();
        long numbers = heldOut
                * compiled.stream().mapToInt(model -> model.outputs() + 2).sum();
        if (numbers > MOST_NUMBERS) {
            FeaturePass.Found found = new FeaturePass(List.of(), width, EXPLAINED_ROWS).over(read, keys, rows);
            return new Found(whereTheyAre(models), found.sample());
        }
        FeaturePass.Found found = new FeaturePass(compiled, width, EXPLAINED_ROWS).over(read, keys, rows);
        List<Measured> measured = new ArrayList<>();
        for (double[] outputs : found.outputs()) {
            Predictions predictions = Predictions.of(task, found.labels(), found.weights(), outputs);
            measured.add(new Measured(
                    Evaluation.of(predictions, task),
                    task.classifies() ? Optional.of(Reliability.of(predictions, task)) : Optional.empty()));
        }
        return new Found(measured, found.sample());
    }

    List<Measured> whereTheyAre(List<Transformer> models) {
        Dataset<Row> test = ModelBundle.withVectors(table.where(col("split").equalTo("test")));
        List<Measured> measured = new ArrayList<>();
        for (Transformer model : models) {
            Dataset<Row> predictions =
                    Evaluation.measured(model.transform(test), task).persist(StorageLevel.MEMORY_AND_DISK());
            try {
                measured.add(new Measured(
                        Evaluation.of(predictions, task),
                        task.classifies() ? Optional.of(Reliability.of(predictions, task)) : Optional.empty()));
            } finally {
                predictions.unpersist(false);
            }
        }
        return measured;
    }

    /**
     * How much worse the model gets on sampled rows when a column's values are shuffled: of a model whose scores are repaired, its scores before;
     * of one that sees repaired features, those of the shuffled ones, repaired by each row's group. The attribute that tells it
     * is a column among the others.
     */
    List<Importance> drivers(
            Transformer model, FeaturePass.Sample sample, FittedFeatures features, String metric, long seed) {
        ScoringModel compiled = compiled(model instanceof MitigatedModel mitigated ? mitigated.model() : model);
        double sign = Quality.higherIsBetter(metric) ? 1 : -1;
        Map<String, List<Integer>> columns = new LinkedHashMap<>();
        features.inputColumns().forEach(column -> columns.put(column, features.placesOf(column)));
        RepairedModel.of(model)
                .ifPresent(found -> columns.merge(
                        found.repair().naming().attribute(),
                        List.of(sample.features().width() - 1),
                        (its, group) ->
                                Stream.concat(its.stream(), group.stream()).toList()));
        return new PermutationImportance(
                        rows -> sign
                                * Evaluation.of(
                                                Predictions.of(
                                                        task,
                                                        sample.labels(),
                                                        sample.weights(),
                                                        rows.outputs(compiled)),
                                                task)
                                        .primary(metric),
                        seed)
                .of(sample.features(), columns);
    }

    /** All that the pipeline file can train is. */
    private static ScoringModel compiled(Transformer model) {
        return BlockModels.of(model)
                .orElseThrow(() -> new IllegalStateException("Only stages of Spark ML know " + model));
    }
}
