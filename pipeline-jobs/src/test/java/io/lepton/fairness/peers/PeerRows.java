package io.lepton.fairness.peers;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Real people, scored by a formula that any reader can follow. Scores have three digits and a half, so that none lies on the edge of a bin, for
 * which rounding would decide.
 */
record PeerRows(SparkSession spark) {
    private static final String SCORE = "(floor(1000 / (1 + exp(-(%s)))) + 0.5) / 1000";
    private static final Path GERMAN_CREDIT = Path.of("../../shared/data/german-credit/german.csv");

    /** Which people of UCI Adult earn more than $50,000, each as one row (a quarter of them, all with {@code -Dall-tests=true}), and by sampling weight; their education; their hours of work. */
    List<PeerCase> adult() {
        Dataset<Row> people = read("../deploy/data/adult/adult.csv.gz")
                .withColumn(
                        "age group", expr("case when age < 30 then 'young' when age < 60 then 'middle' else 'old' end"))
                .withColumn("weight", lit(1.0))
                .localCheckpoint();
        Dataset<Row> earners = people.withColumn("label", expr("double(`income-per-year` = '>50K')"))
                .withColumn(
                        "score",
                        expr(SCORE.formatted("0.33 * `education-num` + 0.03 * age + 0.03 * `hours-per-week` - 7.5"
                                + " + if(`marital-status` = 'Married-civ-spouse', 2, 0)")))
                .withColumn("prediction", expr("double(score > 0.5)"));
        Dataset<Row> educated = people.withColumn("label", expr("double(least(3, floor((`education-num` - 1) / 4)))"))
                .withColumn(
                        "prediction",
                        expr("double(case when `capital-gain` > 5000 then 3 when `hours-per-week` > 45 then 2"
                                + " when `hours-per-week` < 20 then 0 else 1 end)"))
                .withColumn("score", lit(0.5));
        Dataset<Row> workers = people.withColumn("label", expr("double(`hours-per-week`)"))
                .withColumn("prediction", expr("25 + 1.3 * `education-num` + 0.1 * age - 0.001 * age * age"))
                .withColumn("score", lit(0.5));
        List<String> attributes = List.of("sex", "race", "age group");
        return List.of(
                new PeerCase(
                        "binary",
                        "adult",
                        Boolean.getBoolean("all-tests") ? earners : earners.where("fnlwgt % 4 = 1"),
                        List.of("sex")),
                new PeerCase(
                        "binary",
                        "adult-some",
                        some(earners)
                                // Which of two rows that are equally far is a neighbour, AIF360 leaves to chance.
                                .withColumn("feature weight", expr("double(fnlwgt)"))
                                .withColumn(
                                        "feature work",
                                        expr("age + 3 * `hours-per-week` + pmod(hash(*), 1000) / 1000D")),
                        attributes,
                        List.of("feature weight", "feature work"),
                        List.of()),
                new PeerCase("binary", "adult-some-weighted", weighted(some(earners)), List.of("sex", "race")),
                new PeerCase("classes", "education", some(educated), List.of("sex", "race")),
                likely(some(educated)),
                new PeerCase("quantity", "hours", some(workers), attributes),
                new PeerCase("quantity", "hours-weighted", weighted(some(workers)), attributes));
    }

    /** How likely each education is; no two add up to 1, for what is told of one class by another. */
    private static PeerCase likely(Dataset<Row> educated) {
        Map<String, String> byClass = new TreeMap<>(Map.of(
                "probability 0", "age / 20 - `hours-per-week` / 30",
                "probability 1", "1.5 - `hours-per-week` / 90",
                "probability 2", "`hours-per-week` / 40 - age / 60",
                "probability 3", "`hours-per-week` / 25 + `capital-gain` / 4000 - 2.3"));
        Dataset<Row> rows = educated;
        for (Map.Entry<String, String> each : byClass.entrySet()) {
            rows = rows.withColumn(each.getKey(), expr(SCORE.formatted(each.getValue())));
        }
        return new PeerCase(
                "classes", "likely", rows, List.of("sex", "race"), List.of(), List.copyOf(byClass.keySet()));
    }

    /** One of sixteen: Fairlearn walks row by row, once for each figure and attribute. */
    private static Dataset<Row> some(Dataset<Row> people) {
        return people.where("fnlwgt % 16 = 0");
    }

    private static Dataset<Row> weighted(Dataset<Row> people) {
        return people.withColumn("weight", expr("fnlwgt / 100000"));
    }

    /** Which loans of the Statlog German credit data turned out bad. */
    PeerCase germanCredit() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(GERMAN_CREDIT).exists();
        }
        assertThat(GERMAN_CREDIT).exists();
        Dataset<Row> loans = read(GERMAN_CREDIT.toString())
                .withColumn("label", expr("double(credit = 2)"))
                .withColumn(
                        "score",
                        expr(SCORE.formatted("0.03 * month + 0.00005 * credit_amount - 0.01 * age - 1.4"
                                + " + case status when 'A11' then 1 when 'A12' then 0.6 else -0.6 end"
                                + " + case savings when 'A61' then 0.4 else -0.3 end")))
                .withColumn("prediction", expr("double(score > 0.4)"))
                .withColumn("weight", lit(1.0))
                .withColumn("sex", expr("if(personal_status in ('A92', 'A95'), 'female', 'male')"))
                .withColumn("age group", expr("if(age < 26, 'young', 'older')"))
                .withColumn("foreign worker", expr("if(foreign_worker = 'A201', 'yes', 'no')"));
        return new PeerCase("binary", "german-credit", loans, List.of("sex", "age group", "foreign worker"));
    }

    private Dataset<Row> read(String file) {
        return spark.read().option("header", true).option("inferSchema", true).csv(file);
    }
}
