package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
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

    /** Computes some of them, or others of the same scan. */
    UnsafeProjection projection(List<Expression> expressions) {
        return UnsafeProjection.create(
                JavaConverters.asScalaBuffer(expressions).toSeq(),
                JavaConverters.asScalaBuffer(scanned).toSeq());
    }
}
