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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.SparkSession;

/** The main job: how long the demo takes, how good its models are and what anonymity costs them, how soon a light command answers. */
public final class MainBenchmark {
    private static final double DEMO_SECONDS = 90;
    private static final double LIGHT_SECONDS = 1;
    private static final double AUC = 0.925;
    private static final List<StageName> UP_TO_TRAINING =
            List.of(StageName.INGEST, StageName.ANONYMIZE, StageName.FEATURES, StageName.TRAIN);
    private static final String DATA = "../data/adult/adult.csv.gz";

    private final Path home;
    private final Path folder;
    private final OptionalInt rows;

    /**
     * @param home where the launcher is
     * @param folder for everything that is written
     * @param rows of the census data to use; absent: all
     */
    public MainBenchmark(Path home, Path folder, OptionalInt rows) {
        this.home = home;
        this.folder = folder;
        this.rows = rows;
    }

    /** Light commands and the demo first, each in processes of its own, while this one has not started Spark. */
    public List<Measurement> run(Supplier<SparkSession> session) {
        Path demo = pipeline("demo", "");
        LauncherTimer timer = new LauncherTimer(
                home, Map.of("LEPTON_LAKE", folder.resolve("demo-lake").toString()));
        List<Measurement> measurements = new ArrayList<>();
        String command = rows.isPresent() ? "run" : "demo";
        double seconds = rows.isPresent() ? timer.seconds("run", demo.toString()) : timer.seconds("demo");
        measurements.add(Measurement.atMost(
                command + " from built jars to printed summary, s : limit", seconds, DEMO_SECONDS, 1));
        for (String[] light : new String[][] {
            {"models", "list"},
            {"models", "show", "adult-income"},
            {"validate", demo.toString()},
            {"explain-config", "train.xgboost"},
            {"schema"}
        }) {
            String name = String.join(" ", light).replace(demo.toString(), "PIPELINE");
            measurements.add(Measurement.atMost(name + ", s : limit", timer.medianSeconds(5, light), LIGHT_SECONDS, 1));
        }
        double unmodified = auc(session.get(), pipeline("unmodified", ANONYMIZE));
        double anonymous = auc(session.get(), demo);
        measurements.add(Measurement.atLeast(
                "test auc of XGBoost on unmodified columns : what is published for it, rounded down",
                unmodified,
                AUC,
                1));
        measurements.add(Measurement.atLeast(
                "test auc of XGBoost after k = 5 : on unmodified columns", anonymous, unmodified, 0.99));
        return measurements;
    }

    /** From the section's name to the empty line after it. */
    private static final String ANONYMIZE = "(?ms)^anonymize:.*?^$";

    /** The demo's pipeline file for these rows, less what matches. */
    private Path pipeline(String name, String without) {
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

    private double auc(SparkSession spark, Path file) {
        Path lake = folder.resolve(file.getFileName() + "-lake");
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Pipeline pipeline = new PipelineParser()
                .read(text, file.toString(), Map.of("LEPTON_LAKE", lake.toString()))
                .orThrow();
        PipelineRun run = new PipelineRun(spark, pipeline, "bench", "bench", Progress.silent());
        UP_TO_TRAINING.forEach(run::only);
        RunSummary.Quality quality = run.summary().orElseThrow().quality().orElseThrow();
        return quality.test().get("xgboost").get("auc");
    }
}
