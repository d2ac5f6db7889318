package io.lepton;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.ModelBundle;
import io.lepton.jobs.ModelTrainer;
import io.lepton.jobs.Progress;
import io.lepton.training.Quality;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.yaml.snakeyaml.Yaml;

/**
 * A fitted model with its transformations: rows as people know them in, scores out. {@link #of} begins one:
 *
 * <pre>{@code
 * Model model = Model.of("income").excluding("fnlwgt").trying("xgboost", "linear").fit(training);
 * double auc = model.evaluate(test).primary("auc");
 * Dataset<Row> scores = model.predict(rows);
 * model.save("models/income");
 * }</pre>
 *
 * <p>Settings are those of the pipeline file, by the same names; {@code lepton explain-config train} prints them. What cannot be used
 * throws {@link io.lepton.error.LeptonException}.
 */
public final class Model {
    private final ModelBundle bundle;

    private Model(ModelBundle bundle) {
        this.bundle = bundle;
    }

    /** A model to be, that learns to predict a column from all others; XGBoost unless {@link Plan#trying} says otherwise. */
    public static Plan of(String labelColumn) {
        return new Plan(Map.of("label", labelColumn), Map.of(), 42);
    }

    /** Measures predictions of rows whose label is known: auc, accuracy, f1, … or rmse, mae, r2. */
    public Quality evaluate(Dataset<Row> rows) {
        return bundle.evaluate(rows);
    }

    /**
     * Adds {@code score} (double: the positive class's probability, the likeliest class's probability, or the estimated quantity) and
     * {@code prediction} (string: the label as people write it); keeps every other column.
     */
    public Dataset<Row> predict(Dataset<Row> rows) {
        return bundle.predict(rows);
    }

    /** The same with only these columns of the rows besides; the others are read as far as the model needs them, and not copied. */
    public Dataset<Row> predict(Dataset<Row> rows, String... kept) {
        return bundle.predict(rows, List.of(kept));
    }

    /** Writes the model to a folder, any Hadoop path; replaces one that is there. */
    public void save(String folder) {
        bundle.save(SparkSession.active(), folder);
    }

    /** Reads a model that was saved, or a version's folder of the registry. */
    public static Model load(SparkSession spark, String folder) {
        return new Model(ModelBundle.load(spark, folder));
    }

    /** What a model is to be like; immutable, each method gives another plan. */
    public static final class Plan {
        private final Map<String, Object> train;
        private final Map<String, Object> features;
        private final long seed;

        private Plan(Map<String, ?> train, Map<String, ?> features, long seed) {
            this.train = new LinkedHashMap<>(train);
            this.features = new LinkedHashMap<>(features);
            this.seed = seed;
        }

        /** The label that counts as positive; otherwise the rarer of two. */
        public Plan positive(String label) {
            return setting("positive", label);
        }

        /** Columns that the model must not see; {@code row_id}, which Lepton gives to rows, it never does. */
        public Plan excluding(String... columns) {
            Map<String, Object> changed = new LinkedHashMap<>(features);
            changed.put("exclude", List.of(columns));
            return new Plan(train, changed, seed);
        }

        /** Kinds of models to try, with their default settings: {@code xgboost}, {@code random-forest}, {@code linear}, … */
        public Plan trying(String... kinds) {
            Plan plan = this;
            for (String kind : Arrays.asList(kinds)) {
                plan = plan.trying(kind, Map.of());
            }
            return plan;
        }

        /** One more kind of model to try. @param settings for example {@code Map.of("rounds", 200, "depth", 4)} */
        public Plan trying(String kind, Map<String, ?> settings) {
            Map<String, Object> models = new LinkedHashMap<>();
            if (train.get("models") instanceof Map<?, ?> before) {
                before.forEach((name, value) -> models.put(name.toString(), value));
            }
            models.put(kind, settings);
            return setting("models", models);
        }

        /** Joins the models that are tried: {@code stacking} or {@code voting}. The ensemble is one more candidate. */
        public Plan joinedBy(String method) {
            return setting("ensemble", method);
        }

        /** Any other setting of the pipeline file's section {@code train}: {@code task}, {@code metric}, {@code folds}, {@code weight}. */
        public Plan setting(String name, Object value) {
            Map<String, Object> changed = new LinkedHashMap<>(train);
            changed.put(name, value);
            return new Plan(changed, features, seed);
        }

        /** Of every random choice; 42 unless it is set. */
        public Plan seed(long value) {
            return new Plan(train, features, value);
        }

        /** Fits on all rows. Hold rows out yourself for {@link Model#evaluate}. */
        public Model fit(Dataset<Row> rows) {
            return new Model(new ModelTrainer(pipeline(), Progress.silent()).fit(rows));
        }

        private Pipeline pipeline() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("pipeline", "model");
            document.put("seed", seed);
            document.put(
                    "ingest", Map.of("table", "rows", "source", Map.of("path", "in-memory"), "key", List.of("row_id")));
            document.put("features", features);
            document.put("train", train);
            return new PipelineParser()
                    .read(new Yaml().dump(document), "Model.of(...)", Map.of())
                    .orThrow();
        }
    }
}
