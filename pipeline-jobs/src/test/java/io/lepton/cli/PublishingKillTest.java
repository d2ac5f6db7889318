package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.StageName;
import io.lepton.testing.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch whose scoring or audit is killed, at any instant, is not there, or it is there whole and with its audit; done again it is there
 * once. {@code -Dkills=20} kills oftener.
 */
@Tag("slow")
@ExtendWith(LocalSpark.class)
class PublishingKillTest {
    private static final int KILLS = Integer.getInteger("kills", 2);

    @TempDir
    private Path folder;

    @Test
    void aKilledBatchIsPublishedWithItsAuditOrNotAtAllAndOnceInTheEnd(SparkSession spark) throws Exception {
        TinyProject project = TinyProject.in(spark, folder)
                .adding("score: {input: {rows: all}}\n")
                .with(TinyProject.people(300));
        project.with("pipeline.yaml", project.yaml().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(project.run("whole", PipelineRun::all).error()).isEmpty();
        List<String> expected = scores(project, "whole");
        long figures = figures(project, "whole");
        // A process that has just started takes longer than this one: thrice as long.
        long milliseconds = (long) (3000 * seconds(project));
        Random instants = new Random(5);
        for (int kill = 0; kill < KILLS; kill++) {
            String run = "killed-" + kill;
            try (LeptonProcess killed = start(run)) {
                assertThat(killed.awaitLine(ScoringDriver.BEGINS))
                        .as(killed.output())
                        .isTrue();
                // One in each part of the time, so that few kills meet early and late instants alike.
                killed.killAfter((long) (milliseconds * (kill + instants.nextDouble()) / KILLS));
            }

            List<String> found = scores(project, run);
            if (!found.isEmpty()) {
                assertThat(found).as("whole").isEqualTo(expected);
                assertThat(figures(project, run)).as("with its audit").isEqualTo(figures);
            }
            assertThat(project.run(run, PublishingKillTest::scoreAndAudit).error())
                    .isEmpty();
            assertThat(scores(project, run)).isEqualTo(expected);
            assertThat(figures(project, run)).isEqualTo(figures);
            assertThat(Files.exists(folder.resolve("lake/work/" + run + "/scores")))
                    .isFalse();
        }
    }

    private static double seconds(TinyProject project) {
        return of(project, "runs", "whole")
                .where("stage in ('score', 'audit')")
                .selectExpr("sum(duration_seconds)")
                .head()
                .getDouble(0);
    }

    private static void scoreAndAudit(PipelineRun run) {
        run.only(StageName.SCORE);
        run.only(StageName.AUDIT);
    }

    private LeptonProcess start(String runId) throws Exception {
        return LeptonProcess.program(
                folder,
                folder.resolve("lake"),
                ScoringDriver.class,
                folder.resolve("pipeline.yaml").toString(),
                runId);
    }

    private static List<String> scores(TinyProject project, String run) {
        return of(project, "scores/tiny", run)
                .selectExpr("concat_ws(' ', row_id, score, prediction)")
                .orderBy("row_id")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static long figures(TinyProject project, String run) {
        return of(project, "audits/fairness", run).count();
    }

    private static Dataset<Row> of(TinyProject project, String table, String run) {
        return project.lake().read(table).where("run_id = '" + run + "'");
    }
}
