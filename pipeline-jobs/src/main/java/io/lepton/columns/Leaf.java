package io.lepton.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.JavaConverters;

/**
 * A column of a batch, or a field within its structures.
 *
 * @param column its place in the batch
 * @param fields its place in the structure, from the outermost on; none: the column itself
 */
record Leaf(int column, List<Integer> fields) {

    /** What an expression is computed of. */
    static List<Leaf> of(Expression expression, List<Attribute> scanned) {
        return itself(expression, scanned)
                .map(List::of)
                .orElseGet(() -> JavaConverters.seqAsJavaList(expression.children()).stream()
                        .flatMap(child -> of(child, scanned).stream())
                        .distinct()
                        .toList());
    }

    /** The leaf that an expression is; empty where it is something else. */
    static Optional<Leaf> itself(Expression expression, List<Attribute> scanned) {
        if (expression instanceof Attribute attribute) {
            for (int i = 0; i < scanned.size(); i++) {
                if (scanned.get(i).exprId().equals(attribute.exprId())) {
                    return Optional.of(new Leaf(i, List.of()));
                }
            }
            throw new IllegalArgumentException("the scan has no column " + attribute);
        }
        return expression instanceof GetStructField field
                ? itself(field.child(), scanned).map(structure -> structure.field(field.ordinal()))
                : Optional.empty();
    }

    private Leaf field(int place) {
        List<Integer> longer = new ArrayList<>(fields);
        longer.add(place);
        return new Leaf(column, List.copyOf(longer));
    }

    /** Its values; empty where a structure that it lies in is missing in some rows. */
    Optional<ColumnVector> vector(ColumnarBatch batch) {
        ColumnVector vector = batch.column(column);
        for (int field : fields) {
            if (vector.hasNull()) {
                return Optional.empty();
            }
            vector = vector.getChild(field);
        }
        return Optional.of(vector);
    }
}
