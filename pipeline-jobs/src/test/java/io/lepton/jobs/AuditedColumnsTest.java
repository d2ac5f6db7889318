package io.lepton.jobs;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.AuditInput;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GroupMetrics;
import io.lepton.testing.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class AuditedColumnsTest {
    /** What people are grouped by may have the names that scoring gives to what it adds. */
    @Test
    void attributesMayBeNamedScoreAndPrediction(SparkSession spark) {
        Dataset<Row> people = spark.range(200)
                .selectExpr(
                        "if(id % 2 = 0, 'low', 'high') as score",
                        "if(id % 5 = 0, 'yes', 'no') as prediction", "double(id % 3 = 0) as outcome");
        List<String> attributes = List.of("score", "prediction");

        Dataset<Row> scored = new AuditedColumns("outcome", attributes, InputSample.NONE)
                .added(people)
                .select(lit(0.7).as("score"), lit("1").as("prediction"), functions.col(AuditedColumns.NAME));
        Dataset<Row> audited = AuditedColumns.beside(scored, ScoreNames.USUAL, lit(true))
                .withColumn("__prediction", functions.expr("double(score = 'low')"));

        FairnessReport report =
                new FairnessAudit(AuditInput.of("outcome", "__score", "__prediction", attributes)).audit(audited);
        assertThat(report.groups())
                .extracting(GroupMetrics::attributes, GroupMetrics::group, GroupMetrics::count)
                .contains(
                        tuple("score", "low", 100L),
                        tuple("prediction", "yes", 40L),
                        tuple("score × prediction", "high × yes", 20L));
        assertThat(report.overall().metric("mean_score")).isCloseTo(0.7, within(1e-12));
    }
}
