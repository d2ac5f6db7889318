package io.lepton.cli.bench;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.jobs.RunSummary;
import io.lepton.jobs.StageName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.SparkSession;

/**
 * The demo's pipeline file, as it is and without its anonymization, and how good its models get.
 *
 * @param home where the launcher is
 * @param folder for everything that is written
 * @param rows of the census data to use; absent: all
 */
public record CensusPipelines(Path home, Path folder, OptionalInt rows) {
    private static final List<StageName> UP_TO_TRAINING =
            List.of(StageName.INGEST, StageName.ANONYMIZE, StageName.FEATURES, StageName.TRAIN);
    private static final String DATA = "../data/adult/adult.csv.gz";

    /** All but XGBoost, and their ensemble. */
    private static final String OTHER_MODELS = "(?m)^    random-forest:.*\\n    linear:.*\\n  ensemble:.*\\n";

    /** From the section's name to the empty line after it, or to the end. */
    private static final String ANONYMIZE = "(?ms)^anonymize:.*?^$";

    private static final String AUDIT = "(?ms)^audit:.*?(^$|\\z)";

    /** As little as can be asked for: overall figures. */
    private static final String NO_AUDIT = "audit: {slices: false, consistency: {sample: 0}}\n";

    /** The file that anonymizes, with k = 5. */
    Path demo() {
        return file("demo", "");
    }

    /** The file that trains on the columns as they are. */
    Path unmodified() {
        return file("unmodified", ANONYMIZE);
    }

    private Path file(String name, String without) {
        try {
            Path shipped = home.resolve("deploy/pipelines/adult.yaml");
            String text = Files.readString(shipped);
            Path data = rows.isPresent()
                    ? sample(shipped.resolveSibling(DATA))
                    : shipped.resolveSibling(DATA).toAbsolutePath().normalize();
            String changed = without.isEmpty() ? text : text.replaceFirst(without, "");
            return Files.writeString(folder.resolve(name + ".yaml"), changed.replace(DATA, data.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare the benchmark in " + folder, e);
        }
    }

    private Path sample(Path data) throws IOException {
        Path sample = folder.resolve("adult.csv");
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(data)), StandardCharsets.UTF_8))) {
            Files.write(sample, in.lines().limit(rows.getAsInt() + 1L).toList());
        }
        return sample;
    }

    /**
     * A pipeline that scores a Delta table of the census's columns, as they are, by XGBoost, which it has registered.
     *
     * @param people the table, with a key, {@code person}, besides
     */
    public Pipeline nightly(SparkSession spark, Path people) {
        Path file = unmodified();
        String text = text(file).replaceFirst(OTHER_MODELS, "");
        PipelineRun run = new PipelineRun(spark, pipeline(file, text), "trained", "bench", Progress.silent());
        UP_TO_TRAINING.forEach(run::only);
        run.only(StageName.REGISTER);
        return pipeline(file, scoring(text, people));
    }

    /** The same scoring by the model that {@link #nightly} registered, of a pipeline file that asks for no more than overall figures. */
    public Pipeline unaudited(Path people) {
        Path file = unmodified();
        String text = text(file).replaceFirst(OTHER_MODELS, "").replaceFirst(AUDIT, NO_AUDIT);
        return pipeline(file, scoring(text, people));
    }

    private static String scoring(String text, Path people) {
        return text.replace(
                        "  input: {rows: test}",
                        "  model: adult-income/1\n  input: {source: {format: delta, path: " + people + "}}")
                .replaceFirst("(?m)^ingest:$", "ingest:\n  key: [person]");
    }

    private Pipeline pipeline(Path file, String text) {
        Path lake = folder.resolve(file.getFileName() + "-lake");
        return new PipelineParser()
                .read(text, file.toString(), Map.of("LEPTON_LAKE", lake.toString()))
                .orThrow();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of XGBoost, on held-out rows. */
    double auc(SparkSession spark, Path file) {
        PipelineRun run = new PipelineRun(spark, pipeline(file, text(file)), "bench", "bench", Progress.silent());
        UP_TO_TRAINING.forEach(run::only);
        RunSummary.Quality quality = run.summary().orElseThrow().quality().orElseThrow();
        return quality.test().get("xgboost").get("auc");
    }
}
