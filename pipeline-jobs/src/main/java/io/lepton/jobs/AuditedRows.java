package io.lepton.jobs;

import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What tasks are told of an audit, and the column of what they counted.
 *
 * @param column of which the last row of each task is not null
 */
record AuditedRows(TaskAudit.Settings settings, StructField column) {

    /** @param told columns of scored rows */
    static AuditedRows of(ScoringAudit audit, StructType told) {
        int sampledAt = Arrays.asList(told.fieldNames()).indexOf(ScoringAudit.SAMPLED);
        StructType sample = new StructType(Arrays.stream(told.fields())
                .map(field -> field.name().equals(ScoringAudit.SAMPLED)
                        ? new StructField(AuditedColumns.NAME, field.dataType(), true, field.metadata())
                        : field)
                .toArray(StructField[]::new));
        return new AuditedRows(
                TaskAudit.Settings.of(audit, sampledAt, sample),
                new StructField(AuditedColumns.NAME, DataTypes.BinaryType, true, audit.metadata(sample)));
    }
}
