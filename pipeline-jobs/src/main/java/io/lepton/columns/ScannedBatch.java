package io.lepton.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** A batch of a scan, and what is computed of it. */
final class ScannedBatch implements RowBatch {
    private static final int FIRST_CAPACITY = 4096;

    private final ChosenRows chosen;
    private final UnsafeProjection passing;
    /** By column that is looked at: its place in the scan's batches; none where it is computed. */
    private final List<Optional<Integer>> read = new ArrayList<>();

    private final UnsafeProjection computing;
    private final CopiedColumns computed;
    private final ColumnVector[] columns;
    private final ColumnBlock counted;

    ScannedBatch(ScanColumns scan, ColumnRoles roles) {
        int passed = roles.passed();
        int looked = scan.computed().size() - roles.counted();
        chosen = new ChosenRows(scan);
        counted = new ColumnBlock(scan.part(looked, scan.computed().size()), chosen);
        passing = scan.projection(scan.computed().subList(0, passed));
        List<Expression> expressions = new ArrayList<>();
        StructType types = new StructType();
        for (Expression each : scan.computed().subList(passed, looked)) {
            Optional<Integer> place = Leaf.itself(each, scan.scanned())
                    .filter(leaf -> leaf.fields().isEmpty())
                    .map(Leaf::column);
            read.add(place);
            if (place.isEmpty()) {
                types = types.add("computed" + expressions.size(), each.dataType());
                expressions.add(each);
            }
        }
        computing = scan.projection(expressions);
        computed = new CopiedColumns(types, expressions.isEmpty() ? 0 : FIRST_CAPACITY);
        columns = new ColumnVector[read.size()];
    }

    void read(ColumnarBatch batch) {
        chosen.read(batch);
        counted.fit();
        ColumnVector[] copies = computed.vectors();
        if (copies.length > 0) {
            compute(batch);
        }
        int next = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = read.get(i).isPresent() ? batch.column(read.get(i).get()) : copies[next++];
        }
    }

    /** Only for chosen rows: of others it may not be possible. */
    private void compute(ColumnarBatch batch) {
        computed.clear();
        int place = 0;
        for (int i = 0; i < chosen.count(); i++) {
            for (; place < chosen.places()[i]; place++) {
                computed.skip();
            }
            computed.add(computing.apply(batch.getRow(place++)));
        }
    }

    @Override
    public int rows() {
        return chosen.count();
    }

    @Override
    public int[] places() {
        return chosen.places();
    }

    @Override
    public ColumnVector[] columns() {
        return columns;
    }

    @Override
    public ColumnBlock counted() {
        return counted;
    }

    @Override
    public InternalRow passed(int row) {
        return passing.apply(chosen.batch().getRow(chosen.places()[row]));
    }
}
