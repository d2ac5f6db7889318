package io.lepton.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.cli.scan.NamedRows;
import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.lake.BudgetLedger;
import io.lepton.lake.Lake;
import io.lepton.testing.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@ExtendWith(LocalSpark.class)
class StatsRunTest {
    @TempDir
    private Path folder;

    private final SparkSession spark;
    private Lake lake;

    StatsRunTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeEach
    void open() {
        lake = new Lake(spark, folder.resolve("lake").toString());
    }

    private Dataset<Row> adult() {
        return spark.read()
                .option("header", true)
                .schema("age int, workclass string, fnlwgt int, education string, education_num int, marital string,"
                        + " occupation string, relationship string, race string, sex string, capital_gain int")
                .csv("../deploy/data/adult/adult.csv.gz");
    }

    /** The census has 10,771 women and 21,790 men, whose mean ages are 36.86 and 39.43. */
    @Test
    void tellsTheCensusWithinItsNoise() throws Exception {
        Path file = folder.resolve("adult.csv");

        String out = stats(
                adult(),
                "--epsilon=1",
                "--by=sex",
                "--count",
                "--mean=age:17:90",
                "--quantiles=age:17:90:0.5",
                "--output=" + file);

        assertThat(out)
                .startsWith("trusted/adult, with noise for differential privacy\n\nsex     STATISTIC")
                .contains(
                        "Promised   With or without any one row, each possible result is at most 2.72 times as likely"
                                + " (e^1), but for a probability of 1e-6.\n",
                        "           Each row was taken for a person of its own. If people have several, name --person.\n",
                        "Shared     epsilon 0.25 each for groups, count, mean(age), quantile(age)\n",
                        "Budget     epsilon 4 of 5 left, delta 9e-6 of 1e-5 left, for all queries on this table.\n",
                        "Written    " + file);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("sex,statistic,part,value,low,high");
        assertThat(lines).hasSize(7);
        assertThat(value(lines, "Female,count,,")).isCloseTo(10_771, within(100.0));
        assertThat(value(lines, "Male,count,,")).isCloseTo(21_790, within(100.0));
        assertThat(value(lines, "Female,mean(age),,")).isCloseTo(36.86, within(0.7));
        assertThat(value(lines, "Male,mean(age),,")).isCloseTo(39.43, within(0.4));
        assertThat(value(lines, "Male,quantile(age),0.5,")).isCloseTo(38, within(2.0));
        assertThat(new BudgetLedger(lake).history("trusted/adult").get(0).<String>getAs("query"))
                .isEqualTo("count, mean(age) in [17.0, 90.0], quantile(age) in [17.0, 90.0] by sex; each row a person");
        showsTheLedger();
    }

    private void showsTheLedger() {
        StringWriter out = new StringWriter();
        new BudgetScreen(new PrintWriter(out)).print(new BudgetLedger(lake), Optional.of("trusted/adult"));

        assertThat(out.toString())
                .contains("trusted/adult        1  4 of 5", "9e-6 of 1e-5", "       1     1e-6  count, mean");
        assertThatThrownBy(() -> new BudgetScreen(new PrintWriter(out))
                        .print(new BudgetLedger(lake), Optional.of("trusted/adlut")))
                .hasMessage(
                        "Cannot show the budget of 'trusted/adlut': nothing was asked about such a table. Did you mean"
                                + " 'trusted/adult'?");
    }

    @Test
    void writesToATableAndTakesPeopleApart() {
        Dataset<Row> visits = spark.range(2000).selectExpr("id % 500 as patient", "'x' as clinic");

        String out = stats(
                visits,
                "--epsilon=2",
                "--by=clinic",
                "--groups=clinic=x,y",
                "--person=patient",
                "--max-rows=2",
                "--output=visits");

        assertThat(out)
                .contains(
                        "Promised   With or without any one person, each possible result is at most 7.39 times as likely"
                                + " (e^2).\n",
                        "Of each 'patient', at most 1 group and at most 2 rows in each was used; rows without one were left"
                                + " out.",
                        "delta 1e-5 of 1e-5 left");
        List<Row> rows = lake.read("statistics/visits").orderBy("clinic").collectAsList();
        assertThat(rows).extracting(row -> row.<String>getAs("clinic")).containsExactly("x", "y");
        // 500 people, of whom 2 rows each are used.
        assertThat(rows.get(0).<Double>getAs("value")).isCloseTo(1000, within(40.0));
    }

    @Test
    void spendsNothingOnQueriesThatCannotBeAnswered() throws Exception {
        Path there = Files.writeString(folder.resolve("there.csv"), "mine");
        Dataset<Row> rows = spark.range(10).selectExpr("id as age", "'a' as value");

        assertRefused(rows, ExitCode.CONFIGURATION, "no such column", "--epsilon=1", "--sum=agee");
        assertRefused(
                rows, ExitCode.CONFIGURATION, "it exists. Choose another file", "--epsilon=1", "--output=" + there);
        assertRefused(
                rows, ExitCode.CONFIGURATION, "figures go to statistics/NAME", "--epsilon=1", "--output=trusted/age");
        assertRefused(
                rows,
                ExitCode.CONFIGURATION,
                "a column of that name itself",
                "--epsilon=1",
                "--by=value",
                "--output=t");
        assertRefused(
                rows, ExitCode.CONFIGURATION, "such as sex=Female,Male", "--epsilon=1", "--by=value", "--groups=a,b");
        assertRefused(rows, ExitCode.CONFIGURATION, "epsilon is 0.0", "--epsilon=0");
        assertRefused(rows, ExitCode.CONFIGURATION, "delta of", "--epsilon=1", "--delta=0", "--by=value");
        assertRefused(rows, ExitCode.GATE, "only epsilon 2 and delta 1e-5 is left", "--epsilon=3", "--budget=2");

        assertThat(new BudgetLedger(lake).all()).isEmpty();
        assertThat(there).hasContent("mine");
    }

    @Test
    void saysWhereTheLedgerIsEmpty() {
        StringWriter empty = new StringWriter();

        new BudgetScreen(new PrintWriter(empty)).print(new BudgetLedger(lake), Optional.empty());

        assertThat(empty.toString()).startsWith("No budget was spent yet: lepton stats TABLE");
    }

    @Test
    void saysWhatItCannotRead() {
        ColumnTexts texts = new ColumnTexts(List.of("age"), column -> true);

        assertThatThrownBy(() -> texts.mean("age:x:90"))
                .hasMessage("Cannot read 'age:x:90': 'x' is no number. Write for example age:17:90.");
        assertThatThrownBy(() -> texts.sum("age:17:90:3"))
                .hasMessageContaining("--sum takes a column, or a column and two bounds, such as age:17:90");
        assertThatThrownBy(() -> texts.quantiles("age:17:90:3:4"))
                .hasMessageContaining("at most two bounds and one more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "age:17:90:0.1,0.9 | Quantiles[column=age, bounds=Optional[Bounds[lower=17.0, upper=90.0]], ranks=[0.1, 0.9]]",
                "age:0.5 | Quantiles[column=age, bounds=Optional.empty, ranks=[0.5]]",
                "age:-1e3:1 | Quantiles[column=age, bounds=Optional[Bounds[lower=-1000.0, upper=1.0]], ranks=[0.25, 0.5, 0.75]]",
                "a:1 | Quantiles[column=a:1, bounds=Optional.empty, ranks=[0.25, 0.5, 0.75]]",
                "a:1:0:2 | Quantiles[column=a:1, bounds=Optional[Bounds[lower=0.0, upper=2.0]], ranks=[0.25, 0.5, 0.75]]",
            })
    void readsColumnsWithBounds(String text, String expected) {
        ColumnTexts texts = new ColumnTexts(List.of("age", "a:1"), column -> true);

        assertThat(texts.quantiles(text)).hasToString(expected);
    }

    private void assertRefused(Dataset<Row> rows, ExitCode exitCode, String message, String... arguments) {
        assertThatThrownBy(() -> stats(rows, arguments))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(exitCode))
                .hasMessageContaining(message);
    }

    private String stats(Dataset<Row> rows, String... arguments) {
        StatsOptions options = CommandLine.populateCommand(new StatsOptions(), arguments);
        StringWriter out = new StringWriter();
        new StatsRun(new NamedRows("trusted/adult", rows, 0, lake), options).print(new PrintWriter(out));
        return out.toString();
    }

    private static double value(List<String> lines, String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(prefix.length()).split(",")[0]))
                .findFirst()
                .orElseThrow();
    }
}
