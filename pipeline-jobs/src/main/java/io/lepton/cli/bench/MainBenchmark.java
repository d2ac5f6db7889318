package io.lepton.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** The main job: how long the demo takes, how good its models are and what anonymity costs them, how soon a light command answers. */
public final class MainBenchmark {
    private static final double DEMO_SECONDS = 90;
    private static final double LIGHT_SECONDS = 1;
    private static final double AUC = 0.925;

    private final Path home;
    private final Path folder;
    private final OptionalInt rows;
    private final CensusPipelines pipelines;

    /**
     * @param home where the launcher is
     * @param folder for everything that is written
     * @param rows of the census data to use; absent: all
     */
    public MainBenchmark(Path home, Path folder, OptionalInt rows) {
        this.home = home;
        this.folder = folder;
        this.rows = rows;
        this.pipelines = new CensusPipelines(home, folder, rows);
    }

    /** Light commands and the demo first, each in processes of its own, while this one has not started Spark. */
    public List<Measurement> run(Supplier<SparkSession> session) {
        Path demo = pipelines.demo();
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
        double unmodified = pipelines.auc(session.get(), pipelines.unmodified());
        double anonymous = pipelines.auc(session.get(), demo);
        measurements.add(Measurement.atLeast(
                "test auc of XGBoost on unmodified columns : what is published for it, rounded down",
                unmodified,
                AUC,
                1));
        measurements.add(Measurement.atLeast(
                "test auc of XGBoost after k = 5 : on unmodified columns", anonymous, unmodified, 0.99));
        return measurements;
    }
}
