package io.lepton.cli.bench.train;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.jobs.RunSummary;
import io.lepton.jobs.StageName;
import io.lepton.training.XgBoostSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A lake in which synthetic rows have come as far as the feature table, with nothing anonymized: what the train stage starts from. */
final class SyntheticLake {
    private static final String PIPELINE =
            """
            pipeline: bench
            lake: %s
            ingest:
              table: rows
              source: {format: parquet, path: %s}
              key: [id]
            features:
              table: rows
            train:
              label: label
              positive: "1"
              task: binary
              split: {method: random, test-fraction: 0.2}
              folds: 2
              models:
                xgboost: {rounds: %d, depth: %d, learning-rate: %s}
            """;

    private final SparkSession spark;
    private final Path lake;
    private final Pipeline pipeline;

    private SyntheticLake(SparkSession spark, Path lake, Pipeline pipeline) {
        this.spark = spark;
        this.lake = lake;
        this.pipeline = pipeline;
    }

    /** Ingests the rows and makes features of them. */
    static SyntheticLake of(TrainSetup setup, XgBoostSettings settings) {
        Path source = setup.folder().resolve("rows-with-columns");
        withColumns(setup.training()).write().parquet(source.toString());
        Path lake = setup.folder().resolve("lake");
        Pipeline pipeline = new PipelineParser()
                .read(
                        PIPELINE.formatted(lake, source, settings.rounds(), settings.depth(), settings.learningRate()),
                        "bench.yaml",
                        Map.of())
                .orThrow();
        PipelineRun run = new PipelineRun(setup.spark(), pipeline, "prepared", "bench", Progress.silent());
        List.of(StageName.INGEST, StageName.ANONYMIZE, StageName.FEATURES).forEach(run::only);
        return new SyntheticLake(setup.spark(), lake, pipeline);
    }

    private static Dataset<Row> withColumns(Dataset<Row> rows) {
        Column values = vector_to_array(col("features"), "float64");
        List<Column> columns = new ArrayList<>(List.of(
                monotonically_increasing_id().as("id"), col("label").cast("int").as("label")));
        for (int feature = 0; feature < SyntheticRows.FEATURES; feature++) {
            columns.add(values.getItem(feature).as("f" + feature));
        }
        return rows.select(columns.toArray(Column[]::new));
    }

    /** Runs the train stage. */
    RunSummary train(String runId, Progress progress) {
        PipelineRun run = new PipelineRun(spark, pipeline, runId, "bench", progress);
        run.only(StageName.TRAIN);
        return run.summary().orElseThrow();
    }

    /** The rows that the train stage reads, as vectors: those of its split train, or test. */
    Dataset<Row> features(String split) {
        return spark.read()
                .format("delta")
                .load(lake.resolve("features/rows").toString())
                .where(col("split").equalTo(split))
                .select(
                        array_to_vector(col("features").cast("array<double>")).as("features"),
                        col("label"),
                        col("weight"));
    }
}
