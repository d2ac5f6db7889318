package io.lepton.jobs;

import io.lepton.privacy.Anonymized;
import io.lepton.privacy.proof.PrivacyEvidence;
import io.lepton.privacy.proof.SensitiveEvidence;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** A row of {@code audits/privacy}: what was proven on one version of a trusted table. */
record PrivacyAuditRow(String runId, String table, AnonymizeStage.Detail detail, Anonymized anonymized) {
    private static final StructType SCHEMA = StructType.fromDDL(
            "run_id string, table string, k int, rows bigint, suppressed bigint, "
                    + "classes bigint, smallest_class bigint, average_class_size double, discernibility double, prosecutor_risk double, "
                    + "marketer_risk double, normalized_certainty_penalty double, holds boolean, "
                    + "journalist_risk double, c_avg double, uniques bigint, uniques_before bigint, prosecutor_risk_before double, "
                    + "loss_by_column map<string, double>, "
                    + "sensitive array<struct<column: string, distinct_l: bigint, entropy_l: double, recursive_c: double, t: double, holds: boolean>>");

    Dataset<Row> table(SparkSession spark) {
        PrivacyEvidence after = detail.after().orElseThrow();
        Optional<PrivacyEvidence> before = detail.before();
        Row row = RowFactory.create(
                runId,
                table,
                after.kRequired(),
                after.rows(),
                anonymized.rowsSuppressed(),
                after.classes(),
                after.smallestClass(),
                after.averageClassSize(),
                after.discernibility(anonymized.rowsSuppressed()),
                after.prosecutorRisk(),
                after.marketerRisk(),
                anonymized.normalizedCertaintyPenalty(),
                after.holds(),
                after.journalistRisk(),
                after.normalizedAverageClassSize(),
                after.uniques(),
                before.map(PrivacyEvidence::uniques).orElse(null),
                before.map(PrivacyEvidence::prosecutorRisk).orElse(null),
                JavaConverters.mapAsScalaMap(anonymized.informationLossByColumn()),
                after.sensitive().stream().map(PrivacyAuditRow::sensitive).toArray(Row[]::new));
        return spark.createDataFrame(List.of(row), SCHEMA);
    }

    private static Row sensitive(SensitiveEvidence column) {
        return RowFactory.create(
                column.column(),
                column.distinctL(),
                column.entropyL(),
                column.recursiveC().isPresent() ? column.recursiveC().getAsDouble() : null,
                column.closenessT(),
                column.holds());
    }
}
