package io.lepton.cli.bench;

import io.lepton.cli.generate.CensusGenerator;
import io.lepton.privacy.Anonymized;
import io.lepton.privacy.Anonymizer;
import io.lepton.privacy.Hierarchy;
import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.histogram.Histogram;
import io.lepton.privacy.proof.PrivacyEvidence;
import io.lepton.privacy.proof.PrivacyVerifier;
import io.lepton.privacy.recoding.Combinations;
import io.lepton.privacy.recoding.LocalRecoder;
import io.lepton.privacy.recoding.Recoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Anonymization: what it loses beside strict Mondrian, what that costs a model, and how long it takes beside copying. */
public final class AnonymizeBenchmark {
    /** Rows of the large table unless said otherwise. */
    public static final int MANY = 10_000_000;

    private static final int[] K = {2, 5, 10, 25, 50, 100};
    private static final int LARGE_K = 10;
    private static final double TENTH_LESS = 0.9;
    private static final double COPIES = 3;
    private static final double WARM_UP = 0.1;
    private static final double MOST_AUC_LOST = 0.01;

    /** Rows of UCI Adult; all of them are used unless fewer are asked for. */
    private static final int ADULT = 32_561;

    /** The attributes of ARX's benchmark, as UCI names them. */
    private static final List<String> ATTRIBUTES = List.of(
            "sex",
            "age",
            "race",
            "marital-status",
            "education",
            "native-country",
            "workclass",
            "occupation",
            "income-per-year");

    private final SparkSession spark;
    private final Path data;
    private final Path census;
    private final Path home;
    private final Path folder;
    private final long rows;

    /**
     * @param data folder with adult.csv.gz and a hierarchy for each column that has one
     * @param census what the large table is invented from
     * @param home where the launcher is
     * @param folder for everything that is written
     * @param rows of the large table
     */
    public AnonymizeBenchmark(SparkSession spark, Path data, Path census, Path home, Path folder, long rows) {
        this.spark = spark;
        this.data = data;
        this.census = census;
        this.home = home;
        this.folder = folder;
        this.rows = rows;
    }

    public List<Measurement> run() {
        List<Measurement> measurements = new ArrayList<>(losses());
        // Of fewer rows a model's quality tells nothing.
        if (sample().isEmpty()) {
            measurements.add(quality());
        }
        measurements.addAll(speed());
        return measurements;
    }

    private OptionalInt sample() {
        return rows < ADULT ? OptionalInt.of((int) rows) : OptionalInt.empty();
    }

    private Measurement quality() {
        CensusPipelines pipelines = new CensusPipelines(home, folder, OptionalInt.empty());
        double unmodified = pipelines.auc(spark, pipelines.unmodified());
        double anonymous = pipelines.auc(spark, pipelines.demo());
        return Measurement.atLeast(
                "Adult, k = 5, test auc of XGBoost : on unmodified columns, less " + MOST_AUC_LOST,
                anonymous,
                unmodified - MOST_AUC_LOST,
                1);
    }

    /** At every k: penalty, average size, discernibility, time. */
    List<Measurement> losses() {
        Dataset<Row> adult = adult();
        List<String> attributes = Arrays.stream(adult.columns())
                .filter(name -> ATTRIBUTES.contains(name) || name.equals("salary-class"))
                .toList();
        Combinations table = Histogram.of(
                        adult, PrivacyModel.kAnonymity(2, attributes).with(hierarchies(attributes)), Long.MAX_VALUE)
                .combinations();
        List<Measurement> measurements = new ArrayList<>();
        // The first run warms up.
        measure(table, K[0]);
        for (int k : K) {
            measurements.addAll(measure(table, k));
        }
        return measurements;
    }

    private Dataset<Row> adult() {
        Path file = data.resolve("adult.csv.gz");
        boolean semicolons =
                spark.read().text(file.toString()).head().getString(0).contains(";");
        Dataset<Row> all = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .option("sep", semicolons ? ";" : ",")
                .option("nullValue", "?")
                .csv(file.toString())
                .na()
                .drop();
        return sample().isPresent() ? all.limit(sample().getAsInt()) : all;
    }

    private Map<String, Hierarchy> hierarchies(List<String> attributes) {
        Map<String, Hierarchy> hierarchies = new HashMap<>();
        for (String attribute : attributes) {
            Path file = data.resolve("adult_hierarchy_" + attribute + ".csv");
            if (Files.exists(file)) {
                hierarchies.put(attribute, Hierarchy.read(spark, file.toString()));
            }
        }
        return hierarchies;
    }

    private static List<Measurement> measure(Combinations table, int k) {
        Timed<Recoding> ours = Timed.of(() -> new LocalRecoder(k, 0).recode(table));
        Timed<Recoding> mondrian = Timed.of(() -> new StrictMondrian(k).recode(table));
        Losses less = Losses.of(table, ours.value, k);
        Losses more = Losses.of(table, mondrian.value, k);
        String name = "Adult, k = " + k + ", ";
        String against = " : strict Mondrian";
        return List.of(
                Measurement.atMost(
                        name + "normalized certainty penalty" + against, less.penalty, more.penalty, TENTH_LESS),
                Measurement.atMost(name + "C_avg" + against, less.averageSize, more.averageSize, TENTH_LESS),
                Measurement.atMost(
                        name + "discernibility" + against, less.discernibility, more.discernibility, TENTH_LESS),
                Measurement.told(name + "time of the search, s" + against, ours.seconds, mondrian.seconds));
    }

    private record Losses(double penalty, double averageSize, double discernibility) {
        static Losses of(Combinations table, Recoding recoding, int k) {
            long[] sizes = new long[recoding.classes()];
            for (int combination = 0; combination < table.size(); combination++) {
                sizes[recoding.classOf(combination)] += table.counts()[combination];
            }
            return new Losses(
                    Arrays.stream(recoding.lossByAttribute()).average().orElse(0),
                    (double) table.rows() / sizes.length / k,
                    Arrays.stream(sizes)
                            .mapToDouble(size -> (double) size * size)
                            .sum());
        }
    }

    private List<Measurement> speed() {
        String raw = folder.resolve("raw").toString();
        new CensusGenerator(spark, census, 1)
                .rows(rows)
                .withColumn("row_id", functions.monotonically_increasing_id())
                .write()
                .format("delta")
                .save(raw);
        Dataset<Row> table = spark.read().format("delta").load(raw);
        PrivacyModel model = PrivacyModel.kAnonymity(LARGE_K, ATTRIBUTES).with(hierarchies(ATTRIBUTES));
        write(table.sample(WARM_UP, 1), "warm-up");
        double copying = Timed.of(() -> write(table, "copy")).seconds;
        Timed<Anonymized> anonymizing = Timed.of(() -> {
            Anonymized anonymized = new Anonymizer(List.of(), Optional.of(model)).anonymize(table);
            write(anonymized.rows(), "trusted");
            return anonymized;
        });
        double copyingAgain = Timed.of(() -> write(table, "copy")).seconds;
        Dataset<Row> written =
                spark.read().format("delta").load(folder.resolve("trusted").toString());
        Timed<PrivacyEvidence> proving = Timed.of(() -> new PrivacyVerifier().verify(written, model));
        if (!proving.value.holds() || proving.value.rows() + anonymizing.value.rowsSuppressed() != rows) {
            throw new IllegalStateException("The benchmark's table is not " + LARGE_K + "-anonymous: " + proving.value);
        }
        double copy = (copying + copyingAgain) / 2;
        String name = String.format(java.util.Locale.ROOT, "%,d rows, 9 quasi-identifiers, k = %d, ", rows, LARGE_K);
        return List.of(
                Measurement.atMost(name + "anonymize and write, s : read and write", anonymizing.seconds, copy, COPIES),
                Measurement.told(
                        name + "with the proof on what was written, s : read and write",
                        anonymizing.seconds + proving.seconds,
                        copy),
                Measurement.told(
                        name + "normalized certainty penalty : 1", anonymizing.value.normalizedCertaintyPenalty(), 1));
    }

    private boolean write(Dataset<Row> table, String name) {
        table.write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", true)
                .save(folder.resolve(name).toString());
        return true;
    }

    private record Timed<T>(T value, double seconds) {
        static <T> Timed<T> of(Supplier<T> work) {
            long start = System.nanoTime();
            T value = work.get();
            return new Timed<>(value, (System.nanoTime() - start) / 1e9);
        }
    }
}
