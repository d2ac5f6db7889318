package io.lepton.lake;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The table {@code runs}: what every stage of every run did. A stage that failed or was refused may be recorded again. */
public final class RunLedger {
    private static final String TABLE = "runs";
    private static final StructType SCHEMA =
            StructType.fromDDL("run_id string, pipeline string, stage string, status string, "
                    + "started_at timestamp, duration_seconds double, rows_in bigint, rows_out bigint, rows_quarantined bigint, "
                    + "inputs string, outputs string, config_hash string, code_version string, detail string");

    private final Lake lake;
    /** Records of runs that were asked for: a run is one process's, so that nobody else adds to it. */
    private final Map<String, List<StageRun>> known = new HashMap<>();

    public RunLedger(Lake lake) {
        this.lake = lake;
    }

    /** Writes the record down; the same stage of the same run with the same outcome is written once. */
    public void record(StageRun run) {
        Row row = RowFactory.create(
                run.runId(),
                run.pipeline(),
                run.stage(),
                run.status(),
                Timestamp.from(run.startedAt()),
                run.durationSeconds(),
                run.rowsIn(),
                run.rowsOut(),
                run.rowsQuarantined(),
                run.inputs(),
                run.outputs(),
                run.configHash(),
                run.codeVersion(),
                run.detailJson());
        String attempt =
                run.status().equals("done") ? run.stage() : run.stage() + "/" + run.status() + "/" + run.startedAt();
        lake.append(lake.rows(List.of(row), SCHEMA), TABLE, new WriteId(run.runId(), attempt));
        known.computeIfPresent(run.runId(), (id, records) -> Stream.concat(records.stream(), Stream.of(stageRun(row)))
                .toList());
    }

    /** The record of a stage that is done in this run. */
    public Optional<StageRun> completed(String runId, String stage) {
        return records(runId).stream()
                .filter(run -> run.stage().equals(stage) && run.status().equals("done"))
                .reduce((older, newer) -> newer);
    }

    /** The newest record of a stage that is done in any run of a pipeline. */
    public Optional<StageRun> latest(String pipeline, String stage) {
        return newest(col("pipeline")
                .equalTo(pipeline)
                .and(col("stage").equalTo(stage))
                .and(col("status").equalTo("done")));
    }

    /** The newest record of a stage that is done in a run of a pipeline in which the stage after it is done, too. */
    public Optional<StageRun> latestFollowedBy(String pipeline, String stage, String next) {
        if (!lake.exists(TABLE)) {
            return Optional.empty();
        }
        Dataset<Row> done = lake.read(TABLE)
                .where(col("pipeline").equalTo(pipeline).and(col("status").equalTo("done")));
        Dataset<Row> followed =
                done.where(col("stage").equalTo(next)).select(col("run_id").as("followed"));
        return first(done.where(col("stage").equalTo(stage))
                .join(followed, col("run_id").equalTo(col("followed")), "left_semi"));
    }

    /** Every record of a stage that is done, of all pipelines, oldest first. */
    public List<StageRun> done() {
        if (!lake.exists(TABLE)) {
            return List.of();
        }
        return lake.read(TABLE).where(col("status").equalTo("done")).orderBy("started_at").collectAsList().stream()
                .map(RunLedger::stageRun)
                .toList();
    }

    /** The newest record of each stage of a run, in the order in which they started. */
    public List<StageRun> ofRun(String runId) {
        Map<String, StageRun> byStage = new LinkedHashMap<>();
        records(runId).forEach(run -> {
            byStage.remove(run.stage());
            byStage.put(run.stage(), run);
        });
        return List.copyOf(byStage.values());
    }

    /** All records of a run, in the order in which their stages started. */
    private List<StageRun> records(String runId) {
        return known.computeIfAbsent(runId, id -> {
            if (!lake.exists(TABLE)) {
                return List.of();
            }
            return lake.read(TABLE).where(col("run_id").equalTo(id)).orderBy("started_at").collectAsList().stream()
                    .map(RunLedger::stageRun)
                    .toList();
        });
    }

    /** @param name a regular expression that all of a run's name matches */
    public boolean hasRuns(String name) {
        return lake.exists(TABLE)
                && !lake.read(TABLE)
                        .where(col("run_id").rlike("^(?:" + name + ")$"))
                        .isEmpty();
    }

    private Optional<StageRun> newest(Column condition) {
        if (!lake.exists(TABLE)) {
            return Optional.empty();
        }
        return first(lake.read(TABLE).where(condition));
    }

    private static Optional<StageRun> first(Dataset<Row> records) {
        return records.orderBy(col("started_at").desc()).limit(1).collectAsList().stream()
                .map(RunLedger::stageRun)
                .findFirst();
    }

    private static StageRun stageRun(Row row) {
        return new StageRun(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getTimestamp(4).toInstant(),
                row.getDouble(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13));
    }
}
