package io.lepton.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.cli.scan.NamedRows;
import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.lake.Lake;
import io.lepton.testing.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@ExtendWith(LocalSpark.class)
class ScoreTableRunTest {
    private static final String ASKED =
            "--scores loans.csv --score probability --label paid --protected sex,age --bins age=30";

    @TempDir
    private Path folder;

    private static Dataset<Row> loans(SparkSession spark) {
        return spark.range(4000)
                .selectExpr(
                        "if(id % 4 = 0, 'f', 'm') as sex",
                        "20 + id % 21 as age",
                        "if(id % 4 = 0, 0.3, 0.4) + (id * 37 % 101) / 200D as probability",
                        "int(id * 53 % 97 < id * 37 % 101) as paid");
    }

    private static ScoreTableOptions asked(String options) {
        ScoreTableOptions asked = new ScoreTableOptions();
        new CommandLine(asked).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options.split(" "));
        return asked;
    }

    private String run(SparkSession spark, String runId, String options) {
        StringWriter out = new StringWriter();
        ScoreTableOptions parsed = asked(options);
        new ScoreTableRun(parsed, runId)
                .audit(
                        parsed.audit(),
                        new NamedRows("loans.csv", loans(spark), 2, new Lake(spark, folder.toString())),
                        new PrintWriter(out));
        return out.toString();
    }

    @Test
    void saysInWordsWhoIsSelectedAndKeepsEveryFigureOnce(SparkSession spark) {
        String printed = run(
                spark,
                "monday",
                ASKED
                        + " --features sex,age --sample 900 --gate consistency>=0.5 --gate demographic_parity_ratio@age>=0.8"
                        + " --report " + folder.resolve("page.html"));
        run(spark, "monday", ASKED);

        assertThat(printed)
                .contains("Rows      4,000, of which 4,000 audited; 2 more records of the file could not be read")
                .containsPattern("In words  sex: of 100 rows of 'f' \\d+ are selected, of 'm' \\d+\\. Chance alone")
                .containsPattern("age=< 30 +1,9\\d\\d")
                .containsPattern(
                        "sex +equalized_odds_difference +0\\.\\d{4} \\(0\\.\\d{4} to 0\\.\\d{4}\\) +p < 0\\.001")
                .containsPattern(
                        "Alike     consistency 0\\.\\d{4} \\(0\\.\\d{4} to 0\\.\\d{4}\\) of a sample of [78]\\d\\d rows")
                .containsPattern("Passed    consistency of all rows is 0\\.\\d+")
                .containsPattern("Passed    demographic_parity_ratio of age .* at least 0\\.8\\.");
        assertThat(folder.resolve("page.html"))
                .content()
                .contains(
                        "Scores of loans.csv",
                        "4,000 rows, audited as run monday",
                        "Of 100 people in",
                        "ROC",
                        "who are alike are decided alike");
        Dataset<Row> kept = new Lake(spark, folder.toString()).read("audits/fairness");
        assertThat(kept.where(
                                "model_name = 'loans.csv' and run_id = 'monday' and model_version is null and "
                                        + "kind = 'group' and metric = 'selection_rate' and group_name = 'f' and interval_low < value")
                        .count())
                .isEqualTo(1);
        assertThat(kept.where("kind = 'gate' and passed").count()).isEqualTo(2);
        assertThat(kept.where(
                                "kind = 'group' and metric = 'consistency' and sampled_rows < rows and interval_low < value")
                        .count())
                .as("of both attributes' two groups")
                .isEqualTo(4);
        assertThat(kept.where("kind = 'contrast' and rest_value is not null and p_value_holm >= p_value"
                                + " and interval_low <= value and value <= interval_high")
                        .select("attributes", "group_name")
                        .distinct()
                        .count())
                .as("each combination")
                .isEqualTo(4);
    }

    @Test
    void aGateThatRefusesIsKeptAndTold(SparkSession spark) {
        assertThatThrownBy(() -> run(spark, "tuesday", ASKED + " --model loans --judged-by interval --gate auc>=0.99"))
                .isInstanceOfSatisfying(LeptonException.class, refused -> assertThat(refused.exitCode())
                        .isEqualTo(ExitCode.GATE))
                .hasMessage("The scores of 'loans' do not hold: 1 gate refuses.");
        assertThat(new Lake(spark, folder.toString())
                        .read("audits/fairness")
                        .where("model_name = 'loans' and kind = 'gate' and not passed")
                        .count())
                .isEqualTo(1);
    }

    /** Nothing is kept, so that a gate's refusal is not lost behind another error. */
    @Test
    void aReportThatCannotBeWrittenIsRefusedFirst(SparkSession spark) {
        Path nowhere = folder.resolve("nowhere/page.html");

        assertThatThrownBy(
                        () -> run(spark, "friday", ASKED + " --model unwritten --gate auc>=0.99 --report " + nowhere))
                .hasMessage("Cannot write the report to " + nowhere
                        + ": there is no such folder. Name a file in a folder that is there.");
        assertThat(new Lake(spark, folder.toString()).exists("audits/fairness")
                        && new Lake(spark, folder.toString())
                                        .read("audits/fairness")
                                        .where("model_name = 'unwritten'")
                                        .count()
                                > 0)
                .isFalse();
    }

    @Test
    void optionsThatCannotBeMeantAreRefused() {
        assertRefused("--scores a --protected sex").hasMessageContaining("name their column with --score");
        assertRefused("--scores a --protected sex --task multiclass --label b").hasMessageContaining("--prediction");
        assertRefused(ASKED + " --gate acuracy>=1").hasMessageContaining("Did you mean 'accuracy'?");
        assertRefused(ASKED + " --gate accuracy>1").hasMessageContaining("Write METRIC>=BOUND");
        assertRefused("--scores a --protected sex --score b --task regression --features age")
                .hasMessageContaining("decides nothing");
        assertRefused(ASKED + " --bins age").hasMessageContaining("Write COLUMN=EDGE:EDGE");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String options) {
        return assertThatThrownBy(() -> asked(options).audit()).isInstanceOf(LeptonException.class);
    }
}
