package io.lepton.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class RunLedgerTest {
    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00.123456Z");

    @TempDir
    private Path folder;

    private final SparkSession spark;
    private RunLedger ledger;
    private Lake lake;

    RunLedgerTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeEach
    void open() {
        lake = new Lake(spark, folder.toString());
        ledger = new RunLedger(lake);
    }

    @Test
    void knowsNothingBeforeTheFirstRecord() {
        assertThat(ledger.completed("r", "ingest")).isEmpty();
        assertThat(ledger.latest("p", "ingest")).isEmpty();
        assertThat(ledger.ofRun("r")).isEmpty();
    }

    @Test
    void givesBackWhatWasRecorded() {
        StageRun run = run("r", "ingest", "done", NOON);

        ledger.record(run);

        assertThat(ledger.completed("r", "ingest")).contains(run);
    }

    @Test
    void recordsAStageThatIsDoneOnce() {
        ledger.record(run("r", "ingest", "done", NOON));
        ledger.record(run("r", "ingest", "done", NOON.plusSeconds(60)));

        assertThat(lake.read("runs").count()).isEqualTo(1);
        assertThat(ledger.completed("r", "ingest").orElseThrow().startedAt()).isEqualTo(NOON);
    }

    @Test
    void recordsEveryAttemptThatDidNotEndWell() {
        ledger.record(run("r", "audit", "refused", NOON));
        ledger.record(run("r", "audit", "failed", NOON.plusSeconds(1)));
        ledger.record(run("r", "audit", "refused", NOON.plusSeconds(2)));
        ledger.record(run("r", "audit", "refused", NOON.plusSeconds(2)));

        assertThat(lake.read("runs").count()).isEqualTo(3);
        assertThat(ledger.completed("r", "audit")).isEmpty();
    }

    @Test
    void findsTheNewestRunOfAPipelineThatIsDone() {
        ledger.record(run("old", "ingest", "done", NOON));
        ledger.record(run("new", "ingest", "done", NOON.plusSeconds(60)));
        ledger.record(run("newer", "ingest", "failed", NOON.plusSeconds(120)));

        assertThat(ledger.latest("p", "ingest").orElseThrow().runId()).isEqualTo("new");
        assertThat(ledger.latest("another", "ingest")).isEmpty();
    }

    @Test
    void listsTheStagesOfARunInTheOrderOfTheirNewestAttempts() {
        ledger.record(run("r", "train", "failed", NOON));
        ledger.record(run("r", "features", "done", NOON.plusSeconds(1)));
        ledger.record(run("r", "train", "done", NOON.plusSeconds(2)));
        ledger.record(run("other", "score", "done", NOON));

        assertThat(ledger.ofRun("r"))
                .extracting(StageRun::stage, StageRun::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("features", "done"),
                        org.assertj.core.groups.Tuple.tuple("train", "done"));
    }

    private static StageRun run(String runId, String stage, String status, Instant startedAt) {
        return new StageRun(
                runId, "p", stage, status, startedAt, 1.5, 10, 8, 2, "[]", "[{}]", "hash", "0.1", "{\"a\": 1}");
    }
}
