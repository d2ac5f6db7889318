package io.lepton.jobs;

import io.lepton.lake.Lake;
import io.lepton.registry.FileEntry;
import io.lepton.registry.ModelFile;
import io.lepton.registry.ModelRegistry;
import io.lepton.registry.ModelVersion;
import io.lepton.registry.NewVersion;
import io.lepton.training.compression.Compression;
import io.lepton.training.compression.Compression.Measured;
import io.lepton.training.compression.Size;
import io.lepton.training.compression.Strength;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A registered model → a smaller version of it. No alias moves: that is for an audit, or a person, to decide. */
public final class ModelCompression {
    private final SparkSession spark;
    private final Lake lake;
    private final ModelRegistry registry;

    /**
     * What was made.
     *
     * @param metric that the quality is: auc, or r2
     * @param after absent where no smaller model was good enough
     */
    public record Report(String metric, Figures before, Optional<Figures> after) {}

    /**
     * A version in figures.
     *
     * @param model name and version, or what it is
     * @param bytes of its files
     * @param nanosPerRow to score in memory on one core
     */
    public record Figures(String model, Size size, long bytes, double quality, double nanosPerRow) {
        static Figures of(String model, Measured measured, long bytes) {
            return new Figures(model, measured.size(), bytes, measured.quality(), measured.nanosPerRow());
        }

        private static Figures of(ModelVersion version, Measured measured) {
            return of(
                    version.name() + "/" + version.version(),
                    measured,
                    version.files().stream().mapToLong(FileEntry::size).sum());
        }
    }

    public ModelCompression(SparkSession spark, String lake) {
        this.spark = spark;
        this.lake = new Lake(spark, lake);
        this.registry = new ModelRegistry(spark.sparkContext().hadoopConfiguration(), this.lake.pathOf("registry"));
    }

    /**
     * Compresses a model and registers what came out.
     *
     * @param reference {@code name@alias} or {@code name/version}
     * @param mostLoss of AUC, on held-out rows; of R² for quantities
     * @param runId of whoever asks
     * @throws io.lepton.error.LeptonException where the model has neither trees nor networks, or the rows that were held out from its training are gone
     */
    public Report compress(String reference, double mostLoss, String runId) {
        ModelVersion version = registry.resolve(reference);
        ModelBundle bundle = ModelBundle.load(spark, version.path());
        Dataset<Row> features =
                lake.read(version.lineage().table(), version.lineage().tableVersion());
        Compression.Outcome outcome = new BundleCompression(mostLoss).of(bundle, features);
        return new Report(
                metric(bundle),
                Figures.of(version, outcome.before()),
                outcome.after()
                        .map(smaller -> Figures.of(
                                register(version, bundle.with(smaller.model()), features, smaller, runId), smaller)));
    }

    private ModelVersion register(
            ModelVersion from, ModelBundle smaller, Dataset<Row> features, Measured measured, String runId) {
        Path folder = new Path(lake.pathOf("work/" + runId + "/smaller"));
        smaller.save(spark, folder.toString());
        Map<String, String> parameters = new LinkedHashMap<>(from.parameters());
        parameters.putAll(parameters(measured));
        parameters.put("compressed-from", from.name() + "/" + from.version());
        ModelVersion registered = registry.register(new NewVersion(
                from.name(),
                runId,
                from.description(),
                ModelBundle.PARTS.stream()
                        .map(part -> ModelFile.of(part, new Path(folder, part)))
                        .toList(),
                from.inputSchemaJson(),
                from.outputSchemaJson(),
                parameters,
                BundleCompression.metrics(smaller, features),
                "",
                from.lineage()));
        lake.delete("work/" + runId);
        return registered;
    }

    static String metric(ModelBundle bundle) {
        return bundle.label().task().classifies() ? "auc" : "r2";
    }

    /** What a version's parameters tell of how it was made smaller. */
    static Map<String, String> parameters(Measured measured) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Strength strength = measured.strength();
        if (measured.size().trees() > 0) {
            parameters.put("compressed-trees", share(strength.trees()));
            parameters.put("compressed-splits", share(1 - strength.splits()));
            parameters.put("compressed-bins", String.valueOf(strength.bins()));
        }
        if (measured.size().weights() > 0) {
            parameters.put("compressed-units", share(strength.units()));
            parameters.put("compressed-weights", strength.int8() ? "int8" : "float");
        }
        return parameters;
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
