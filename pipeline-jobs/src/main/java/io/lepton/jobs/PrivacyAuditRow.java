package io.lepton.jobs;

import io.lepton.privacy.Anonymized;
import io.lepton.privacy.PrivacyEvidence;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A row of {@code audits/privacy}: what was proven on one version of a trusted table. */
record PrivacyAuditRow(String runId, String table, PrivacyEvidence evidence, Anonymized anonymized) {
    private static final StructType SCHEMA =
            StructType.fromDDL("run_id string, table string, k int, rows bigint, suppressed bigint, "
                    + "classes bigint, smallest_class bigint, average_class_size double, discernibility double, prosecutor_risk double, "
                    + "marketer_risk double, normalized_certainty_penalty double, holds boolean");

    Dataset<Row> table(SparkSession spark) {
        Row row = RowFactory.create(
                runId,
                table,
                evidence.kRequired(),
                evidence.rows(),
                anonymized.rowsSuppressed(),
                evidence.classes(),
                evidence.smallestClass(),
                evidence.averageClassSize(),
                evidence.discernibility(),
                evidence.prosecutorRisk(),
                evidence.marketerRisk(),
                anonymized.normalizedCertaintyPenalty(),
                evidence.holds());
        return spark.createDataFrame(List.of(row), SCHEMA);
    }
}
