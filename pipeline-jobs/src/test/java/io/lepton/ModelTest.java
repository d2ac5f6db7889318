package io.lepton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ModelTest {
    private static final String CENSUS = "../deploy/data/adult/adult.csv.gz";

    @TempDir
    private Path folder;

    @Test
    void goesFromDataToPredictionsAsTheReadmeSays(SparkSession spark) throws IOException {
        String path = folder.resolve("income").toString();
        // The README shows these lines; keepsTheReadmeUpToDate compares them.
        // README begin
        Dataset<Row> people =
                spark.read().option("header", true).option("inferSchema", true).csv(CENSUS);
        Dataset<Row>[] parts = people.randomSplit(new double[] {0.8, 0.2}, 42);

        Model model = Model.of("income-per-year")
                .positive(">50K")
                .excluding("fnlwgt", "education")
                .trying("xgboost", Map.of("rounds", 40, "depth", 5))
                .fit(parts[0]);
        double auc = model.evaluate(parts[1]).primary("auc");

        Dataset<Row> scores = model.predict(parts[1]);
        model.save(path);
        Model again = Model.load(spark, path);
        // README end

        assertThat(auc).isBetween(0.90, 0.95);
        assertThat(scores.columns()).contains("age", "score", "prediction").doesNotContain("features");
        assertThat(scores.select("prediction").distinct().collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("<=50K", ">50K");
        assertThat(again.predict(parts[1]).selectExpr("sum(score)").head().getDouble(0))
                .isEqualTo(scores.selectExpr("sum(score)").head().getDouble(0));
        Dataset<Row> alone = model.predict(parts[1], "age");
        assertThat(alone.columns()).containsExactly("age", "score", "prediction");
        assertThat(alone.selectExpr("sum(score)").head().getDouble(0))
                .isEqualTo(scores.selectExpr("sum(score)").head().getDouble(0));
    }

    @Test
    void keepsTheReadmeUpToDate() throws IOException {
        List<String> test = Files.readAllLines(Path.of("src/test/java/io/lepton/ModelTest.java"));
        int begin = test.indexOf("        // README begin");
        String shown = test.subList(begin + 1, test.indexOf("        // README end")).stream()
                .map(line -> line.isEmpty() ? line : line.substring(8))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + shown + "\n```");
    }

    @Test
    void saysWhatIsWrongWithASetting() {
        Model.Plan plan = Model.of("income").trying("xgboost", Map.of("rouns", 5));

        assertThatThrownBy(() -> plan.fit(null))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("train.models.xgboost.rouns")
                .hasMessageContaining("Did you mean 'rounds'?");
    }

    @Test
    void saysWhichColumnALabelIsMissingFrom(SparkSession spark) {
        Dataset<Row> rows = spark.range(10).toDF("number");

        assertThatThrownBy(() -> Model.of("nubmer").fit(rows))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Did you mean 'number'?");
    }
}
