package io.lepton.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.error.LeptonException;
import io.lepton.jobs.PersonErasure;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.StageName;
import io.lepton.jobs.forget.Forgotten;
import io.lepton.jobs.forget.Subject;
import io.lepton.lake.Lake;
import io.lepton.lake.RunLedger;
import io.lepton.lake.StageRun;
import io.lepton.lake.WriteId;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ForgetTest {
    private static final String ID = "qx-7041-zz";
    private static final String NAME = "Zebulon Quark";

    @TempDir
    private Path folder;

    @Test
    void leavesNoTraceOfAPersonInAnyByteOfTheLakeHoweverOftenItIsCutOff(SparkSession spark) {
        TinyProject project = keyed(spark).with(people(60));
        assertThat(project.run("first", PipelineRun::all).error()).isEmpty();
        assertThat(project.run("again", run -> run.only(StageName.INGEST)).error())
                .isEmpty();
        TinyProject strict = project.replacing(
                "allowed-fraction: 0.5}", "allowed-fraction: 0.5}\n    - {check: name not like 'Zeb%'}");
        assertThat(strict.run("strict", run -> run.only(StageName.INGEST)).error())
                .contains(NAME);
        Lake lake = project.lake();
        quoteInASlice(lake, spark);
        String token = lake.read("trusted/people")
                .where("hours = 97")
                .select("id")
                .head()
                .getString(0);
        List<String> traces = List.of(ID, NAME, token);
        LakeBytes bytes = new LakeBytes(folder.resolve("lake"));
        assertThat(bytes.holding(traces))
                .as("places that hold the person before")
                .anyMatch(found -> found.startsWith("raw/people/_delta_log"))
                .anyMatch(found -> found.startsWith("raw/people/part"))
                .anyMatch(found -> found.startsWith("quarantine/people/part"))
                .anyMatch(found -> found.startsWith("trusted/people/part"))
                .anyMatch(found -> found.startsWith("features/people/part"))
                .anyMatch(found -> found.startsWith("scores/tiny/part"))
                .anyMatch(found -> found.startsWith("runs/part"));
        Map<String, Long> before = counts(lake);

        for (String step : List.of("deleting rows of raw", "deleting the old log of raw")) {
            assertThatThrownBy(() -> forget(project, cutOffAt(step))).hasMessage(step);
        }
        Forgotten last = forget(project, said -> {});

        assertThat(bytes.holding(traces)).isEmpty();
        assertThat(counts(lake))
                .isEqualTo(Map.of(
                        "raw/people", before.get("raw/people") - 1,
                        "trusted/people", before.get("trusted/people") - 1,
                        "features/people", before.get("features/people") - 1,
                        "scores/tiny", before.get("scores/tiny") - 1,
                        "quarantine/people", 2L));
        assertThat(lake.read("runs")
                        .where("status = 'failed'")
                        .select("detail")
                        .head()
                        .getString(0))
                .contains("(forgotten)");
        assertThat(lake.read("audits/slices").select("slice").head().getString(0))
                .isEqualTo("name = (forgotten)");
        List<Row> receipts = lake.read("audits/privacy")
                .where("kind = 'erasure'")
                .groupBy("table")
                .agg(sum("erased_rows"))
                .where("sum(erased_rows) > 0")
                .orderBy("table")
                .collectAsList();
        assertThat(receipts.stream().map(Row::toString))
                .as("each table's rows, once, however often the command was begun")
                .containsExactly(
                        "[features/people,1]",
                        "[quarantine/people,4]",
                        "[raw/people,1]",
                        "[scores/tiny,1]",
                        "[trusted/people,1]");
        assertThat(lake.read("audits/privacy")
                        .where("table = 'registry'")
                        .select("receipt")
                        .head()
                        .getString(0))
                .contains("\"model\":\"tiny/v1\"", "\"aliases\":[\"champion\"]");
        assertThat(last.rows().values()).as("nothing is left to erase").containsOnly(0L);
        assertThatThrownBy(() -> lake.read("raw/people", 0))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot read version 0 of table 'raw/people'")
                .hasMessageContaining("it is not, or no longer, there");

        assertThat(project.run("later", run -> run.only(StageName.ANONYMIZE)).error())
                .as("a stage that goes on from what an earlier run ingested")
                .isEmpty();
        assertThat(lake.read("trusted/people").count()).isEqualTo(before.get("raw/people") - 1);
        assertThat(project.run("first-cut-off", run -> run.only(StageName.REGISTER))
                        .error())
                .contains("Cannot register the model of run 'first': its files are gone")
                .contains("lepton forget");
    }

    /** Where the model errs most, in words; of few people nobody looks. */
    private static void quoteInASlice(Lake lake, SparkSession spark) {
        lake.append(
                spark.range(1).selectExpr("'first' as run_id", "'name = " + NAME + "' as slice"),
                "audits/slices",
                new WriteId("first", "audit"));
    }

    @Test
    void findsRowsByTheirPositionInTheVersionThatEachTableWasMadeOf(SparkSession spark) {
        TinyProject project = byPosition(spark).with(people(60));
        for (StageName stage : List.of(StageName.INGEST, StageName.ANONYMIZE, StageName.FEATURES)) {
            assertThat(project.run("first", run -> run.only(stage)).error()).isEmpty();
        }
        Lake lake = project.lake();
        scored(lake, spark);
        List<String> shifted = new ArrayList<>(people(60));
        shifted.addAll(1, List.of("aa-1,Ann,30,f,40,low", "aa-2,Bea,31,f,41,low"));
        assertThat(project.with(shifted)
                        .run("second", run -> run.only(StageName.INGEST))
                        .error())
                .isEmpty();
        long position =
                lake.read("raw/people", 0).where(col("id").equalTo(ID)).head().getAs("row_id");
        assertThat(lake.read("raw/people").where(col("id").equalTo(ID)).head().<Long>getAs("row_id"))
                .isEqualTo(position + 2);

        Forgotten forgotten = forget(project, said -> {});

        assertThat(forgotten.rows())
                .isEqualTo(Map.of(
                        "scores/tiny",
                        1L,
                        "features/people",
                        1L,
                        "trusted/people",
                        1L,
                        "quarantine/people",
                        4L,
                        "raw/people",
                        1L));
        for (String table : List.of("trusted/people", "features/people", "scores/tiny")) {
            assertThat(lake.read(table)
                            .where(col("row_id").isin(position, position + 2))
                            .select("row_id")
                            .collectAsList())
                    .as(table + " has lost the person and kept who has their position now")
                    .extracting(row -> row.getLong(0))
                    .containsExactly(position + 2);
        }
    }

    /** What the first run would score, without a model. */
    private static void scored(Lake lake, SparkSession spark) {
        lake.append(
                lake.read("trusted/people").selectExpr("row_id", "0.5D score", "'first' run_id"),
                "scores/tiny",
                new WriteId("first", "score"));
        new RunLedger(lake)
                .record(new StageRun(
                        "first",
                        "tiny",
                        "score",
                        "done",
                        Instant.now(),
                        1,
                        60,
                        60,
                        0,
                        "[{\"table\":\"trusted/people\",\"version\":0}]",
                        "[]",
                        "",
                        "",
                        "{}"));
    }

    @Test
    void changesNothingWhereItOnlyLooks(SparkSession spark) {
        TinyProject project = keyed(spark).with(people(20));
        assertThat(project.run("first", run -> run.only(StageName.INGEST)).error())
                .isEmpty();
        List<String> before = project.published();

        Forgotten found = new PersonErasure(spark, pipeline(project))
                .forgetting(said -> {})
                .look(subject(project));

        assertThat(found.rows()).containsEntry("raw/people", 1L).containsEntry("quarantine/people", 2L);
        assertThat(project.published()).isEqualTo(before);
        assertThat(subject(project)).hasToString("Subject[id=***, column=id]");
    }

    @Test
    void saysWhatKeepsPeopleFromBeingToldApart(SparkSession spark) {
        TinyProject masked = keyed(spark).replacing("{method: pseudonymize, key: 0123456789abcdef}", "mask");
        TinyProject nameless = byPosition(spark).replacing("  subject: id\n", "");

        assertThatThrownBy(() -> new PersonErasure(spark, pipeline(masked)).forgetting(said -> {}))
                .hasMessage(
                        "Cannot forget anybody of pipeline 'tiny': its key column 'id' is changed by anonymize (mask), "
                                + "so that several people may have one key, and rows of others would be deleted. Pseudonymize it.");
        assertThatThrownBy(() -> PersonErasure.subject(pipeline(nameless), ID, Optional.empty()))
                .hasMessage("Cannot forget anybody of pipeline 'tiny': nothing tells which column says whose a row is. "
                        + "Set ingest.subject in the pipeline file, or --column.");
    }

    private static Forgotten forget(TinyProject project, Consumer<String> progress) {
        return new PersonErasure(project.spark(), pipeline(project))
                .forgetting(progress)
                .erase(subject(project), "forget-" + java.util.UUID.randomUUID());
    }

    private static Subject subject(TinyProject project) {
        return PersonErasure.subject(pipeline(project), ID, Optional.empty());
    }

    private static Consumer<String> cutOffAt(String step) {
        return said -> {
            if (said.startsWith(step)) {
                throw new IllegalStateException(step);
            }
        };
    }

    private static Pipeline pipeline(TinyProject project) {
        return new PipelineParser()
                .read(project.yaml(), project.folder().resolve("pipeline.yaml").toString(), Map.of())
                .orThrow();
    }

    private static Map<String, Long> counts(Lake lake) {
        return List.of("raw/people", "trusted/people", "features/people", "scores/tiny", "quarantine/people").stream()
                .collect(java.util.stream.Collectors.toMap(
                        table -> table, table -> lake.read(table).count()));
    }

    private TinyProject keyed(SparkSession spark) {
        return byPosition(spark)
                .replacing("  subject: id\n", "  key: [id]\n")
                .replacing(
                        "    name: drop\n", "    name: drop\n    id: {method: pseudonymize, key: 0123456789abcdef}\n");
    }

    private TinyProject byPosition(SparkSession spark) {
        return TinyProject.in(spark, folder)
                .replacing(
                        "train:\n",
                        """
                          subject: id
                          expectations:
                            - {check: age < 120, severity: quarantine, allowed-fraction: 0.5}
                        anonymize:
                          columns:
                            name: drop
                        features: {exclude: [id]}
                        score: {input: {rows: all}}
                        train:
                        """);
    }

    /** With one who works as long as nobody else; and rejected rows of theirs, of which one cannot be parsed. */
    private static List<String> people(int count) {
        List<String> lines = new ArrayList<>(List.of("id,name,age,sex,hours,income"));
        List<String> tiny = TinyProject.people(count);
        for (int i = 1; i <= count; i++) {
            lines.add("p-" + (1000 + i) + ",Person " + (1000 + i) + "," + tiny.get(i));
        }
        lines.add(20, ID + "," + NAME + ",44,f,97,high");
        lines.add(ID + "," + NAME + ",144,f,97,high");
        lines.add(ID + "," + NAME + ",44,f,97,high,and,more,cells");
        lines.add("p-9999,Other,150,f,33,high");
        return lines;
    }
}
