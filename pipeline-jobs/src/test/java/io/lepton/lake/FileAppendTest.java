package io.lepton.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come into a table as copied columns of another's files, beside rows that are written. */
@ExtendWith(LocalSpark.class)
class FileAppendTest {
    private static final List<String> PUBLISHED = List.of("person", "score", "prediction", "scored_at");

    private final SparkSession spark;

    @TempDir
    private Path folder;

    FileAppendTest(SparkSession spark) {
        this.spark = spark;
    }

    private Lake lake() {
        return new Lake(spark, folder.toString());
    }

    /** Three files; some values missing, the column between that is not to be told holds a word that is nowhere else. */
    private Dataset<Row> scores(int from, int to) {
        return spark.range(from, to, 1, 3)
                .selectExpr(
                        "concat('p', id) as person",
                        "named_struct('sex', 'Undisclosed', 'age', id) as lepton_audited",
                        "if(id % 7 = 0, null, rand(5)) as score",
                        "if(id % 2 = 0, 'yes', 'no') as prediction",
                        "timestamp_seconds(id) as scored_at");
    }

    private static Dataset<Row> published(Dataset<Row> scores) {
        return scores.selectExpr(PUBLISHED.toArray(String[]::new));
    }

    private static List<Row> sorted(Dataset<Row> rows) {
        return published(rows).orderBy("person").collectAsList();
    }

    @Test
    void copiedRowsAreThoseThatWereWritten() throws IOException {
        Lake lake = lake();
        lake.append(published(scores(0, 100)), "scores/m", new WriteId("one", "audit"));
        TableVersion waiting = lake.replace(scores(100, 5000), "work/two/scores", new WriteId("two", "score"));
        WriteId id = new WriteId("two", "audit");

        Optional<TableVersion> written = lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/m", id);
        Optional<TableVersion> again = lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/m", id);

        assertThat(written).isPresent();
        assertThat(again).isEqualTo(written);
        assertThat(lake.written("scores/m", id)).isEqualTo(written);
        assertThat(sorted(lake.read("scores/m").where("int(substring(person, 2)) >= 100")))
                .isEqualTo(sorted(lake.read("work/two/scores")))
                .hasSize(4900);
        assertThat(lake.read("scores/m").count()).isEqualTo(5000);
        // By statistics and page indexes, too.
        assertThat(lake.read("scores/m").where("person = 'p4711'").count()).isEqualTo(1);
        assertThat(lake.read("scores/m")
                        .where("scored_at = timestamp_seconds(4711)")
                        .count())
                .isEqualTo(1);
        assertThat(lake.read("scores/m", written.orElseThrow().version() - 1).count())
                .isEqualTo(100);
    }

    @Test
    void nothingOfAColumnThatStaysBehindComesAlong() throws IOException {
        Lake lake = lake();
        lake.append(published(scores(0, 1)), "scores/m", new WriteId("one", "audit"));
        TableVersion waiting = lake.replace(scores(1, 300), "work/two/scores", new WriteId("two", "score"));

        assertThat(lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/m", new WriteId("two", "audit")))
                .isPresent();

        assertThat(texts("work/two/scores")).anyMatch(text -> text.contains("Undisclosed"));
        assertThat(texts("scores/m"))
                .hasSizeGreaterThan(4)
                .noneMatch(text -> text.contains("Undisclosed") || text.contains("lepton_audited"));
    }

    private List<String> texts(String table) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve(table))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    @Test
    void whereTheTableIsOtherwiseRowsAreToBeWritten() {
        Lake lake = lake();
        TableVersion waiting = lake.replace(scores(0, 10), "work/two/scores", new WriteId("two", "score"));
        WriteId id = new WriteId("two", "audit");

        assertThat(lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/none", id))
                .isEmpty();

        lake.append(published(scores(0, 5)).withColumnRenamed("score", "points"), "scores/renamed", id("other"));
        assertThat(lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/renamed", id))
                .isEmpty();

        lake.append(
                published(scores(0, 5))
                        .selectExpr("person", "cast(score as float) as score", "prediction", "scored_at"),
                "scores/float",
                id("other"));
        assertThat(lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/float", id))
                .isEmpty();

        lake.append(published(scores(0, 5)), "scores/checked", id("other"));
        spark.sql("ALTER TABLE delta.`" + lake.pathOf("scores/checked")
                + "` ADD CONSTRAINT some CHECK (score is null or score < 2)");
        assertThat(lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/checked", id))
                .isEmpty();
        assertThat(lake.read("scores/checked").count()).isEqualTo(5);
    }

    @Test
    void columnsThatMustHaveValuesAreWrittenSoThatTheyAreLookedAt() {
        Lake lake = lake();
        spark.sql("CREATE TABLE delta.`" + lake.pathOf("scores/m")
                + "` (person STRING, score DOUBLE, prediction STRING NOT NULL, scored_at TIMESTAMP) USING delta");
        TableVersion waiting = lake.replace(scores(1, 10), "work/two/scores", new WriteId("two", "score"));

        assertThat(lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/m", id("two")))
                .isEmpty();
    }

    @Test
    void columnsOfAnyTypeAndNameCanBeLeftUnmeasured() {
        Lake lake = lake();
        Dataset<Row> rows = spark.range(10)
                .selectExpr("id", "id > 3 as flag", "cast(id as binary) as bytes", "id as `a``b`", "array(id) as list");

        lake.replace(rows, "work/odd", id("one"), List.of(rows.columns()));
        lake.replace(rows.select("flag"), "work/flags", id("one"), List.of("flag"));
        lake.replace(rows.drop("a`b"), "work/plain", id("one"), List.of("id", "flag", "bytes", "list"));

        assertThat(lake.read("work/odd").count()).isEqualTo(10);
        assertThat(lake.read("work/flags").where("flag").count()).isEqualTo(6);
        assertThat(lake.read("work/plain").where("id = 7 and flag").count()).isEqualTo(1);
    }

    @Test
    void filesWithoutStatisticsAreCopiedWithoutThem() {
        Lake lake = lake();
        lake.append(published(scores(0, 5)), "scores/m", id("one"));
        spark.conf().set("spark.databricks.delta.stats.collect", false);
        TableVersion waiting;
        try {
            waiting = lake.replace(scores(5, 20), "work/two/scores", new WriteId("two", "score"));
        } finally {
            spark.conf().unset("spark.databricks.delta.stats.collect");
        }

        assertThat(lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/m", id("two")))
                .isPresent();

        assertThat(lake.read("scores/m").where("person = 'p11'").count()).isEqualTo(1);
    }

    private static WriteId id(String run) {
        return new WriteId(run, "audit");
    }

    @Test
    void aTableWithoutRowsAddsNone() {
        Lake lake = lake();
        lake.append(published(scores(0, 5)), "scores/m", id("one"));
        TableVersion waiting = lake.replace(scores(0, 0), "work/two/scores", new WriteId("two", "score"));

        assertThat(lake.appendFiles(lake.files(waiting), PUBLISHED, "scores/m", id("two")))
                .isPresent();

        assertThat(lake.read("scores/m").count()).isEqualTo(5);
        assertThat(lake.written("scores/m", id("two"))).isPresent();
    }
}
