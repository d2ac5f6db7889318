package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.lake.Lake;
import io.lepton.lake.WriteId;
import io.lepton.privacy.keys.FixedKeys;
import io.lepton.privacy.token.TokenKind;
import io.lepton.privacy.token.TokenReader;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReidentificationTest {
    private static final String TABLE = "trusted/people";

    private final SparkSession spark;

    private Path folder;
    private Lake lake;

    ReidentificationTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeAll
    void writesATable(@TempDir Path temporary) {
        folder = temporary;
        lake = new Lake(spark, folder.resolve("lake").toString());
        Dataset<Row> people =
                spark.sql("select * from values (1, 'Ann'), (2, 'Ann'), (3, 'Zoë'), (4, null) as t(id, `full name`)");
        lake.replace(
                people.withColumn(
                        "full name",
                        udf(
                                        TokenKind.DETERMINISTIC.function("full name", FixedKeys.reversible(), "d"),
                                        DataTypes.StringType)
                                .apply(col("full name"))),
                TABLE,
                new WriteId("run", "test"));
    }

    private Reidentification.Request request(String column, String output, String why) {
        return new Reidentification.Request(
                TABLE, column, folder.resolve(output).toString(), why);
    }

    @Test
    void writesTheOriginalsOnceAndRecordsWhoAskedForThem() {
        TokenReader reader = TokenReader.deterministic(FixedKeys.reversible(), "d");
        Reidentification.Request request = request("full name", "out/people", "a court's order");

        Reidentification.Result result = new Reidentification(spark, lake).run(request, reader);

        assertThat(result).isEqualTo(new Reidentification.Result(0, 4, 3, 2, System.getProperty("user.name")));
        assertThat(new Lake(spark, folder.resolve("out").toString())
                        .read("people").orderBy("id").collectAsList().stream().map(row -> row.getString(1)))
                .containsExactly("Ann", "Ann", "Zoë", null);
        assertThatThrownBy(() -> new Reidentification(spark, lake).run(request, reader))
                .hasMessageContaining("there is a table already. Name another path with --output.");
        List<Row> audit = audit("a court's order").collectAsList();
        assertThat(audit).hasSize(1);
        assertThat(audit.get(0).mkString("|"))
                .isEqualTo("trusted/people|0|full name|4|3|2|a court's order|" + System.getProperty("user.name"));
    }

    private Dataset<Row> audit(String why) {
        return lake.read("audits/reidentification")
                .drop("requested_at", "output")
                .filter(col("reason").equalTo(why));
    }

    @Test
    void writesNothingWithTheWrongKeyOrColumn() {
        TokenReader right = TokenReader.deterministic(FixedKeys.reversible(), "d");
        TokenReader wrong = TokenReader.deterministic(FixedKeys.reversible(1), "d");
        Reidentification reidentification = new Reidentification(spark, lake);

        assertThatThrownBy(() -> reidentification.run(request("full name", "none/people", "none"), wrong))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessage(
                        "Cannot re-identify column 'full name' of trusted/people: 3 of its 3 values are no tokens that a key"
                                + " of the keyset made in this domain. Nothing was written. Check the keyset, --domain and --as.");
        assertThatThrownBy(() -> reidentification.run(request("name", "none/people", "none"), right))
                .hasMessageContaining("the table has no such column.");
        assertThatThrownBy(() -> reidentification.run(request("id", "none/people", "none"), right))
                .hasMessageEndingWith("it holds no texts, and so no tokens.");
        assertThatThrownBy(() -> reidentification.run(new Reidentification.Request(TABLE, "id", "", "none"), right))
                .hasMessage(
                        "Cannot write to '': Can not create a Path from an empty string. Name a folder with --output.");
        assertThat(folder.resolve("none/people")).doesNotExist();
        assertThat(!lake.exists("audits/reidentification") || audit("none").isEmpty())
                .isTrue();
    }
}
