package io.lepton.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Predicts every training row by models that never saw it: rows fall into folds, and each fold is predicted by models fitted on the
 * others. What comes out judges models honestly and feeds ensembles (Wolpert, 1992; van der Laan, Polley and Hubbard, 2007).
 *
 * <p>A row's fold is the hash of its content and the seed, so that it depends on no partitioning, and equal rows share a fold and can't
 * leak into each other's prediction.
 */
public final class CrossFitting {
    static final String FOLD = "lepton_fold";

    /** Models fitted at the same time; more only keep memory busy. */
    private static final int MOST_AT_ONCE = 4;

    private CrossFitting() {}

    /**
     * Fits every model once a fold and collects the predictions of the rows left out. Close the result when done: it caches them.
     *
     * @param models by name, over the columns features, label and weight (1 where there is none)
     * @param training rows with features (vector), label (double; classes 0, 1, ...), and whatever else; read once
     * @param folds at least 2
     * @throws LeptonException for fewer than 2 folds or no models (configuration); for labels that can't be learned from, or a class so
     *     rare that one fold holds all of it (data)
     */
    public static CrossFitted fit(
            Map<String, Estimator<?>> models, TaskType task, Dataset<Row> training, int folds, long seed) {
        if (folds < 2) {
            throw LeptonException.configuration(
                    "Cannot cross-fit with " + folds + " folds: at least 2 are needed. Set train: folds.");
        }
        if (models.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot cross-fit: no model is named. Name at least one under train: models.");
        }
        Dataset<Row> rows = Evaluation.weighted(training)
                .withColumn("label", col("label").cast("double"))
                .withColumn(FOLD, fold(training, folds, seed))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            int classes = Labels.check(rows, task, folds);
            List<Map<String, Transformer>> fitted = fitFolds(models, rows, folds);
            List<String> names = List.copyOf(models.keySet());
            Dataset<Row> scored = score(fitted, names, task, rows).persist(StorageLevel.MEMORY_AND_DISK());
            scored.count(); // fills the cache while the folds' rows and models are still there
            return new CrossFitted(names, task, classes, scored);
        } finally {
            rows.unpersist(false);
        }
    }

    /**
     * Checks the labels without fitting anything.
     *
     * @throws LeptonException (data) for labels that can't be learned from
     */
    public static void requireLearnable(Dataset<Row> training, TaskType task) {
        Labels.check(training.select(col("label").cast("double").as("label"), lit(0).as(FOLD)), task, 1);
    }

    /** Fits every model on all rows, several at once; the result keeps the order of the models. */
    public static Map<String, Transformer> refit(Map<String, Estimator<?>> models, Dataset<Row> training) {
        Dataset<Row> rows =
                Evaluation.weighted(training).withColumn("label", col("label").cast("double"));
        // One model reads them twice or so, and a cache of vectors takes as long to fill as thrice the reading of a
        // table.
        boolean keeps = models.size() > 1 && training.storageLevel().equals(StorageLevel.NONE());
        if (keeps) {
            rows.persist(StorageLevel.MEMORY_AND_DISK());
        }
        try {
            List<Callable<Transformer>> tasks = new ArrayList<>();
            models.values().forEach(model -> tasks.add(() -> model.fit(rows)));
            List<Transformer> fitted = atOnce(tasks, rows);
            Map<String, Transformer> byName = new LinkedHashMap<>();
            models.keySet().forEach(name -> byName.put(name, fitted.get(byName.size())));
            return byName;
        } finally {
            if (keeps) {
                rows.unpersist(false);
            }
        }
    }

    private static Column fold(Dataset<Row> training, int folds, long seed) {
        List<Column> content = new ArrayList<>(List.of(lit(seed)));
        for (String column : training.columns()) {
            content.add(col("`" + column.replace("`", "``") + "`"));
        }
        return pmod(xxhash64(content.toArray(Column[]::new)), lit(folds)).cast("int");
    }

    private static List<Map<String, Transformer>> fitFolds(
            Map<String, Estimator<?>> models, Dataset<Row> rows, int folds) {
        List<Callable<Transformer>> tasks = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            Dataset<Row> others = rows.filter(col(FOLD).notEqual(fold)).drop(FOLD);
            models.values().forEach(model -> tasks.add(() -> model.fit(others)));
        }
        List<Transformer> fitted = atOnce(tasks, rows);
        List<Map<String, Transformer>> byFold = new ArrayList<>();
        int next = 0;
        for (int fold = 0; fold < folds; fold++) {
            Map<String, Transformer> byName = new LinkedHashMap<>();
            for (String name : models.keySet()) {
                byName.put(name, fitted.get(next++));
            }
            byFold.add(byName);
        }
        return byFold;
    }

    /** Small fits spend their time waiting for one task or the driver; running some together keeps every core busy. */
    static <T> List<T> atOnce(List<Callable<T>> tasks, Dataset<Row> rows) {
        // One more than there are cores: now and then a fit waits for the driver.
        int threads = Math.min(MOST_AT_ONCE, rows.sparkSession().sparkContext().defaultParallelism() + 1);
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads));
        try {
            List<T> results = new ArrayList<>();
            List<Future<T>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(pool.submit(task)));
            for (Future<T> future : running) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(
                    "Cannot fit or measure a model: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot fit or measure a model: interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Dataset<Row> score(
            List<Map<String, Transformer>> fitted, List<String> names, TaskType task, Dataset<Row> rows) {
        String output = task.classifies() ? "probability" : "prediction";
        Dataset<Row> all = null;
        for (int fold = 0; fold < fitted.size(); fold++) {
            Dataset<Row> scored = rows.filter(col(FOLD).equalTo(fold));
            for (String name : names) {
                scored = fitted.get(fold)
                        .get(name)
                        .transform(scored)
                        .withColumn(CrossFitted.scoreColumn(names.indexOf(name)), col(output))
                        .drop("rawPrediction", "probability", "prediction");
            }
            Dataset<Row> part = scored.drop("features");
            all = all == null ? part : all.unionByName(part);
        }
        return all;
    }

    /** What labels must be like before any model is fitted. */
    private static final class Labels {
        private Labels() {}

        /** Returns the number of classes, 0 for regression. */
        static int check(Dataset<Row> rows, TaskType task, int folds) {
            return task.classifies() ? checkClasses(rows, task, folds) : checkNumbers(rows);
        }

        private static int checkNumbers(Dataset<Row> rows) {
            Row range = rows.agg(
                            org.apache.spark.sql.functions.min("label"),
                            org.apache.spark.sql.functions.max("label"),
                            count(lit(1)),
                            count(org.apache.spark.sql.functions.when(
                                    col("label").isNull().or(col("label").isNaN()), 1)))
                    .head();
            refuseMissing(range.getLong(3));
            if (range.getLong(2) == 0 || range.getDouble(0) == range.getDouble(1)) {
                throw oneValue(range.getLong(2));
            }
            return 0;
        }

        private static int checkClasses(Dataset<Row> rows, TaskType task, int folds) {
            TreeMap<Double, TreeSet<Integer>> foldsByLabel = new TreeMap<>();
            long counted = 0;
            for (Row row : rows.groupBy("label", FOLD).count().collectAsList()) {
                if (row.isNullAt(0) || Double.isNaN(row.getDouble(0))) {
                    refuseMissing(row.getLong(2));
                }
                foldsByLabel
                        .computeIfAbsent(row.getDouble(0), unused -> new TreeSet<>())
                        .add(row.getInt(1));
                counted += row.getLong(2);
            }
            if (foldsByLabel.size() < 2) {
                throw oneValue(counted);
            }
            for (var entry : foldsByLabel.entrySet()) {
                double label = entry.getKey();
                if (label < 0 || label != Math.rint(label) || (task == TaskType.BINARY && label > 1)) {
                    throw LeptonException.data(
                            "Cannot train: the label " + label + " is no class. Classes are numbered 0, 1"
                                    + (task == TaskType.BINARY ? "; for more use the task multiclass." : ", 2, ..."));
                }
                if (folds > 1 && entry.getValue().size() < 2) {
                    throw LeptonException.data(
                            "Cannot cross-fit with " + folds + " folds: all rows of class " + (int) label
                                    + " fall into one fold, so that no other could learn it. Gather more rows of this class, join it with"
                                    + " another, or leave it out.");
                }
            }
            return foldsByLabel.lastKey().intValue() + 1;
        }

        private static void refuseMissing(long rows) {
            if (rows > 0) {
                throw LeptonException.data(
                        "Cannot train: " + rows + " rows have no label. Leave them out of the training rows.");
            }
        }

        private static LeptonException oneValue(long rows) {
            return LeptonException.data("Cannot train: the label has "
                    + (rows == 0 ? "no rows" : "the same value in all " + rows + " rows")
                    + ", and at least two values are needed to learn a difference. Check the label column, its positive value and the"
                    + " split.");
        }
    }
}
