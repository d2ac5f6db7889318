package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * What is computed of a scan's batches.
 *
 * @param scanned the columns of a batch
 * @param computed of them
 * @param conditions that rows must meet
 */
record ScanColumns(List<Attribute> scanned, List<Expression> computed, List<Expression> conditions)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The columns of rows, which are computed already. */
    static ScanColumns ofRows(List<Attribute> columns) {
        return new ScanColumns(columns, List.copyOf(columns), List.of());
    }

    /** The scan's columns from {@code from} on, as they are, of batches that have no others. */
    ScanColumns itself(int from) {
        return ofRows(List.copyOf(scanned.subList(from, scanned.size())));
    }

    StructType scannedTypes() {
        return new StructType(scanned.stream()
                .map(each -> new StructField(each.name(), each.dataType(), each.nullable(), each.metadata()))
                .toArray(StructField[]::new));
    }

    /** Some of what is computed, from {@code from} up to {@code to} */
    ScanColumns part(int from, int to) {
        return new ScanColumns(scanned, List.copyOf(computed.subList(from, to)), conditions);
    }

    /** Computes some of them, or others of the same scan. */
    UnsafeProjection projection(List<Expression> expressions) {
        return UnsafeProjection.create(
                JavaConverters.asScalaBuffer(expressions).toSeq(),
                JavaConverters.asScalaBuffer(scanned).toSeq());
    }
}
