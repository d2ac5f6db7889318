package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;

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
}
