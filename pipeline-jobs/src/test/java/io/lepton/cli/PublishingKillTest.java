package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.tables.DeltaTable;
import io.lepton.jobs.StageName;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch whose scoring, audit or publication is killed, at any instant, is not there, or it is there whole and with its audit; gone on with, and
 * killed again, and gone on with to its end, it is there once: what a batch leaves that nobody killed. {@code -Dkills=5} kills oftener,
 * {@code -Dall-tests=true} also batches with a challenger, merged ones of a table without change feed, and those of streams.
 */
@Tag("slow")
@ExtendWith(LocalSpark.class)
class PublishingKillTest {
    /** Of each way to score, in the processes that go on with one batch. */
    private static final int KILLS = Integer.getInteger("kills", 2);

    /** Of several that were tried the one whose last instants come nearest to publication. */
    private static final int SEED = 362;

    private static final int PEOPLE = 300;

    private static final String AUDIT_STARTED = String.format("  %-10s started", StageName.AUDIT.id());

    @TempDir
    private static Path folder;

    private static TinyProject project;

    /** Two models for all: each test has pipelines of its own. */
    @BeforeAll
    static void train(SparkSession spark) {
        project = TinyProject.in(spark, folder).keyed().with(TinyProject.keyedPeople(PEOPLE));
        TinyProject other = project.replacing("linear: {}", "decision-tree: {depth: 2, min-instances: 5}");
        Set<StageName> before = EnumSet.range(StageName.INGEST, StageName.FEATURES);
        Set<StageName> training = EnumSet.of(StageName.TRAIN, StageName.REGISTER);
        assertThat(project.run("data", run -> before.forEach(run::only)).error())
                .isEmpty();
        assertThat(other.run("other", run -> training.forEach(run::only)).error())
                .isEmpty();
        assertThat(project.run("first", run -> training.forEach(run::only)).error())
                .isEmpty();
    }

    /** By the pipeline's own model, which its audit promotes, too; with slices and alike people. */
    @Test
    void aBatchThatIsAppended() throws Exception {
        TinyProject appended = project.auditedInFull().adding("score: {input: {rows: all}}\n");

        requirePublishedOnce(
                ScoringJob.ofRun(appended, "append-whole", "scores/tiny"),
                ScoringJob.ofRun(appended, "append-cut", "scores/tiny"));
    }

    @Test
    @EnabledIfSystemProperty(named = "all-tests", matches = "true")
    void aBatchWithAChallenger() throws Exception {
        TinyProject compared =
                project.named("compared").adding("score: {model: tiny/2, challenger: tiny/1, input: {rows: all}}\n");

        requirePublishedOnce(
                ScoringJob.ofRun(compared, "compared-whole", "scores/compared@challenger", "scores/compared"),
                ScoringJob.ofRun(compared, "compared-cut", "scores/compared@challenger", "scores/compared"));
    }

    /** By the change feed; of the scores that are there, some take new values, some stay, and some go. */
    @Test
    void aBatchOfWhatChangedThatIsMergedIntoOlderScores(SparkSession spark) throws Exception {
        requireMergedOnce(spark, "fed", true);
    }

    /** The same by comparing the files of the table's versions. */
    @Test
    @EnabledIfSystemProperty(named = "all-tests", matches = "true")
    void aMergedBatchOfATableWithoutChangeFeed(SparkSession spark) throws Exception {
        requireMergedOnce(spark, "compared-files", false);
    }

    private static void requireMergedOnce(SparkSession spark, String name, boolean feed) throws Exception {
        String table = folder.resolve(name).toString();
        people(spark, "person <= 280")
                .write()
                .format("delta")
                .option("delta.enableChangeDataFeed", feed)
                .save(table);
        ScoringJob whole = merging(name, "whole");
        ScoringJob cut = merging(name, "cut");
        DeltaTable.forPath(spark, table)
                .update(functions.expr("person <= 40"), Map.of("hours", functions.expr("hours + 30")));
        DeltaTable.forPath(spark, table).delete("person between 41 and 50");
        people(spark, "person > 280").write().format("delta").mode("append").save(table);

        requirePublishedOnce(whole, cut);
    }

    private static ScoringJob merging(String table, String which) {
        String name = table + "-" + which;
        TinyProject merging = project.named(name)
                .adding("score: {model: tiny/2, write: merge, input: {incremental: true, rows: all, "
                        + "source: {format: delta, path: %s}}}\n".formatted(table));
        ScoringJob.ofTable(merging, name + "-before", "scores/" + name).finish();
        return ScoringJob.ofTable(merging, name, "scores/" + name);
    }

    /** Its second one, after a first that is done. */
    @Test
    @EnabledIfSystemProperty(named = "all-tests", matches = "true")
    void aBatchOfAStream() throws Exception {
        List<String> people = TinyProject.keyedPeople(PEOPLE);
        Files.createDirectories(folder.resolve("files"));
        Files.write(folder.resolve("files/first.csv"), people.subList(0, 201));
        ScoringJob whole = streaming("stream-whole");
        ScoringJob cut = streaming("stream-cut");
        List<String> second = new ArrayList<>(people.subList(201, people.size()));
        second.add(0, people.get(0));
        Files.write(folder.resolve("files/second.csv"), second);

        requirePublishedOnce(whole, cut);
    }

    private static ScoringJob streaming(String name) {
        TinyProject streaming =
                project.named(name).adding("score: {model: tiny/2, input: {source: {format: csv, path: files}}}\n");
        ScoringJob stream = ScoringJob.ofStream(streaming, name, "scores/" + name);
        stream.finish();
        return stream;
    }

    private static Dataset<Row> people(SparkSession spark, String which) {
        return spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(folder.resolve("people.csv").toString())
                .where(which);
    }

    /**
     * Kills one of two jobs that have the same to do, again and again.
     *
     * @param whole is left alone
     */
    private static void requirePublishedOnce(ScoringJob whole, ScoringJob cut) throws Exception {
        List<List<String>> before = cut.scores();
        Pace pace = Pace.of(whole);
        Published expected = Published.of(whole);
        assertThat(expected.scores()).isNotEqualTo(before);
        assertThat(expected.audits().get(0)).isNotEmpty();
        Random random = new Random(cut.run().hashCode() + SEED);
        int killed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (LeptonProcess process = cut.start()) {
                // While it starts: what the one before left.
                requireNothingOrAll(cut, before, expected);
                // One in each part of the time, so that few kills meet early and late instants alike.
                killed += pace.kill(process, (kill + random.nextDouble()) / KILLS) ? 1 : 0;
            }
        }
        requireNothingOrAll(cut, before, expected);

        cut.finish();

        assertThat(Published.of(cut)).isEqualTo(expected);
        assertThat(cut.traces()).containsExactly("audit done", "score done");
        assertThat(killed)
                .as("of %d processes %d had work left when they were killed", KILLS, killed)
                .isGreaterThanOrEqualTo(3 * KILLS / 4);
    }

    private static void requireNothingOrAll(ScoringJob job, List<List<String>> before, Published expected) {
        List<List<String>> found = job.scores();
        if (found.equals(before)) {
            return;
        }
        assertThat(job.audits()).isEqualTo(expected.audits());
        int last = found.size() - 1;
        for (int table = 0; table < last; table++) {
            assertThat(found.get(table))
                    .isIn(before.get(table), expected.scores().get(table));
        }
        if (!found.get(last).equals(before.get(last))) {
            assertThat(found).isEqualTo(expected.scores());
        }
    }

    /** Of each table, what readers find there. */
    private record Published(List<List<String>> scores, List<List<String>> audits) {
        static Published of(ScoringJob job) {
            return new Published(job.scores(), job.audits());
        }
    }

    /**
     * How long a process takes that has just started.
     *
     * @param scoring until the audit begins
     * @param auditing and publishing, until all is done
     */
    private record Pace(Duration scoring, Duration auditing) {
        static Pace of(ScoringJob job) throws Exception {
            try (LeptonProcess process = job.start()) {
                long began = proceed(process);
                require(process, AUDIT_STARTED);
                long scored = System.nanoTime();
                require(process, ScoringDriver.DONE);
                long done = System.nanoTime();
                assertThat(process.exitCode()).as(process.output()).isZero();
                return new Pace(Duration.ofNanos(scored - began), Duration.ofNanos(done - scored));
            }
        }

        /**
         * Kills a process.
         *
         * @param part of its work, in [0, 1): scoring is the first half of it, as often hit as the audit
         * @return whether something was left to do
         */
        boolean kill(LeptonProcess process, double part) throws Exception {
            proceed(process);
            boolean whileScoring = part < 0.5;
            double rest = whileScoring ? 2 * part : 2 * part - 1;
            Duration all = whileScoring ? scoring : auditing;
            return (whileScoring || process.awaitLine(AUDIT_STARTED))
                    && process.killAfter((long) (all.toMillis() * rest))
                    && !process.awaitLine(ScoringDriver.DONE);
        }

        private static long proceed(LeptonProcess process) throws IOException {
            require(process, ScoringDriver.READY);
            process.proceed();
            return System.nanoTime();
        }

        private static void require(LeptonProcess process, String line) throws IOException {
            assertThat(process.awaitLine(line)).as(process.output()).isTrue();
        }
    }
}
