package io.lepton.jobs;

import io.lepton.config.Pipeline;
import io.lepton.error.LeptonException;
import io.lepton.lake.Lake;
import io.lepton.lake.RunLedger;
import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
import io.lepton.registry.ModelRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a stage needs: the pipeline file, the lake, the registry, and who is asking.
 *
 * @param runId of this run; the same id again continues the run
 * @param codeVersion of Lepton, for lineage
 */
record RunContext(
        SparkSession spark,
        Pipeline pipeline,
        Lake lake,
        RunLedger ledger,
        String runId,
        String codeVersion,
        Progress progress) {

    /** Opens the lake, with the keys of its files where the pipeline file names some: then in a session of its own. */
    static RunContext open(SparkSession spark, Pipeline pipeline, String runId, String codeVersion, Progress progress) {
        Lake plain = new Lake(spark, pipeline.lake());
        RunContext context = new RunContext(spark, pipeline, plain, new RunLedger(plain), runId, codeVersion, progress);
        return pipeline.encryption()
                .map(encryption -> context.with(LakeKeys.of(encryption, context)))
                .orElse(context);
    }

    private RunContext with(LakeKeys keys) {
        SparkSession session = spark.cloneSession();
        keys.keys().settings(keys.tables().stream().map(lake::pathOf).toList()).forEach((key, value) -> session.conf()
                .set(key, value));
        Lake sealed = new Lake(session, pipeline.lake(), keys);
        return new RunContext(session, pipeline, sealed, new RunLedger(sealed), runId, codeVersion, progress);
    }

    /** The same pipeline in another run. */
    RunContext ofRun(String other) {
        return new RunContext(spark, pipeline, lake, new RunLedger(lake), other, codeVersion, progress);
    }

    WriteId writeId(StageName stage) {
        return new WriteId(runId, stage.id());
    }

    ModelRegistry registry() {
        return new ModelRegistry(spark.sparkContext().hadoopConfiguration(), lake.pathOf("registry"));
    }

    String rawTable() {
        return "raw/" + pipeline.ingest().table();
    }

    String quarantineTable() {
        return "quarantine/" + pipeline.ingest().table();
    }

    String trustedTable() {
        return "trusted/" + pipeline.ingest().table();
    }

    String featureTable() {
        return "features/" + pipeline.features().table();
    }

    String scoreTable() {
        return "scores/" + pipeline.register().model();
    }

    /** The scores of a run until its audit publishes them. */
    String unpublishedScores() {
        return "work/" + runId + "/scores";
    }

    /** Keys of rows whose scores go when the run's scores are published. */
    String unpublishedDeletions() {
        return "work/" + runId + "/deletions";
    }

    /** The scores of the models that were compared with those that are published; no model's name holds the sign. */
    String challengerTable() {
        return scoreTable() + "@challenger";
    }

    /** Where a stage leaves files (no table) for the stages after it. */
    String workPath(String runOfStage, String name) {
        return lake.pathOf("work/" + runOfStage + "/" + name);
    }

    /** @throws LeptonException configuration, if what an earlier stage left at the path is gone */
    void requireWork(String path, String doing) {
        Path folder = new Path(path);
        try {
            if (!folder.getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .exists(folder)) {
                throw LeptonException.configuration("Cannot " + doing + ": its files are gone from " + path
                        + ". 'lepton forget' deletes them, as they were made of rows of people who were forgotten."
                        + " Run the pipeline again, with a new --run-id.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + path, e);
        }
    }

    /** The table as this run's stage left it, without rows that were erased since, or else as it is now. */
    TableVersion versionOf(StageName producer, String table) {
        return completed(producer)
                .flatMap(run -> java.util.Arrays.stream(Json.read(run.outputs(), TableVersion[].class))
                        .filter(output -> output.table().equals(table))
                        .max(Comparator.comparingLong(TableVersion::version)))
                .map(lake::standIn)
                .orElseGet(() -> new TableVersion(table, lake.version(table)));
    }

    Dataset<Row> read(TableVersion table) {
        return lake.read(table.table(), table.version());
    }

    /** What this run recorded for a stage, or else the newest record of it for this pipeline. */
    Optional<StageRun> completed(StageName stage) {
        return ledger.completed(runId, stage.id()).or(() -> ledger.latest(pipeline.pipeline(), stage.id()));
    }

    /** A path of the pipeline file, which may be relative to the file's folder. */
    String resolve(String path) {
        return pipeline.resolve(path);
    }

    java.util.List<String> keys() {
        return pipeline.ingest().key().isEmpty()
                ? java.util.List.of("row_id")
                : pipeline.ingest().key();
    }
}
