package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.ExitCode;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.StageName;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the train stage says of the data that it learns from. */
@ExtendWith(LocalSpark.class)
class DataAuditRunTest {
    @TempDir
    private Path folder;

    @Test
    void aColumnThatGivesAwayAGroupIsSeenInATableAndInTheReport(SparkSession spark) {
        TinyProject project = TinyProject.in(spark, folder).with(withTitles(TinyProject.people(600)));

        assertThat(project.run("seen", DataAuditRunTest::trainAndReport).exitCode())
                .isEqualTo(ExitCode.DONE);

        Dataset<Row> table = project.lake().read("audits/data").where("run_id = 'seen'");
        assertThat(table.where("kind = 'representation' and group_name = 'f' and metric = 'share'")
                        .selectExpr("concat(rows, ' ', round(value, 4), ' ', judged)")
                        .head()
                        .getString(0))
                .isEqualTo("200 0.3333 true");
        assertThat(table.where("kind = 'proxy' and metric = 'normalized_mutual_information'")
                        .orderBy("value")
                        .collectAsList())
                .extracting(row -> row.<String>getAs("column_name"))
                .as("the label, and the attribute itself, are no proxies")
                .hasSize(3)
                .endsWith("title");
        assertThat(table.where("kind = 'predictability' and metric = 'auc'")
                        .head()
                        .<Double>getAs("value"))
                .isBetween(.9, 1.0);
        assertThat(table.where("kind = 'label' and metric = 'difference_in_proportions_of_labels'")
                        .count())
                .isEqualTo(2);
        assertThat(folder.resolve("lake/reports/seen.html"))
                .content()
                .contains("gives away sex: from it alone", "Rows by sex: f 33.3 %", "all 600 rows");
    }

    @Test
    void thereIsNoAuditWithoutProtectedAttributesAndNoSecondOneOfARun(SparkSession spark) {
        TinyProject project = TinyProject.in(spark, folder).with(TinyProject.people(200));

        project.run("audited", DataAuditRunTest::trainAndReport);
        long rows = project.lake().read("audits/data").count();
        project.run("audited", DataAuditRunTest::trainAndReport);
        project.auditedInFull()
                .replacing("audit:\n  protected-attributes: [sex]\n", "")
                .named("blind")
                .run("blind", DataAuditRunTest::trainAndReport);

        assertThat(rows).isPositive();
        assertThat(project.lake().read("audits/data").count()).isEqualTo(rows);
        assertThat(folder.resolve("lake/reports/blind.html")).content().doesNotContain("what gives people away");
    }

    /** One of twenty titles is the other one. */
    private static List<String> withTitles(List<String> people) {
        List<String> lines = new ArrayList<>(List.of(people.get(0) + ",title"));
        for (int i = 1; i < people.size(); i++) {
            boolean female = people.get(i).contains(",f,");
            lines.add(people.get(i) + "," + (female == i % 20 > 0 ? "Ms" : "Mr"));
        }
        return lines;
    }

    private static void trainAndReport(PipelineRun run) {
        Stream.of(StageName.INGEST, StageName.ANONYMIZE, StageName.FEATURES, StageName.TRAIN, StageName.REPORT)
                .forEach(run::only);
    }
}
