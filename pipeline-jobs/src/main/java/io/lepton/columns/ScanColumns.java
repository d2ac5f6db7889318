package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** Where the columns are in a batch; absent where one has to be computed, or rows are left out. */
    Optional<ArrayList<Integer>> places() {
        List<Integer> places = computed.stream()
                .flatMap(each -> Leaf.itself(each, scanned).stream())
                .filter(leaf -> leaf.fields().isEmpty())
                .map(Leaf::column)
                .toList();
        return conditions.isEmpty() && places.size() == computed.size()
                ? Optional.of(new ArrayList<>(places))
                : Optional.empty();
    }
}
