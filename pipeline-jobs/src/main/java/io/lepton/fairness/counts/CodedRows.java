package io.lepton.fairness.counts;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;

/** Rows as blocks of codes, kept where they were read until they are closed: two bytes a value, and no object a row. */
public final class CodedRows implements AutoCloseable {
    private final List<ColumnCodes> codes;
    private final JavaRDD<CodedBlock> blocks;

    private CodedRows(List<ColumnCodes> codes, JavaRDD<CodedBlock> blocks) {
        this.codes = List.copyOf(codes);
        this.blocks = blocks;
    }

    /**
     * Reads the rows at the first use.
     *
     * @param columns to code, in the order of their codes
     * @param value a number (double, never null) to keep beside each row
     */
    public static CodedRows of(Dataset<Row> rows, List<CountedColumn> columns, List<ColumnCodes> codes, Column value) {
        List<Column> read =
                new ArrayList<>(columns.stream().map(CountedColumn::value).toList());
        read.add(value);
        JavaRDD<CodedBlock> blocks = rows.select(read.toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(new Coding(new ArrayList<>(codes)));
        return new CodedRows(codes, blocks.persist(StorageLevel.MEMORY_AND_DISK()));
    }

    /** The codes of each column. */
    public List<ColumnCodes> codes() {
        return codes;
    }

    /** The rows; not to be changed. */
    public JavaRDD<CodedBlock> blocks() {
        return blocks;
    }

    /**
     * Counts rows by the codes of columns, all tables in one pass.
     *
     * @param tables the columns of each table, by number
     */
    public List<CrossTab> count(List<List<Integer>> tables) {
        ArrayList<CrossTab> empty = new ArrayList<>();
        for (List<Integer> columns : tables) {
            empty.add(CrossTab.empty(
                    columns,
                    columns.stream().map(column -> codes.get(column).size()).toList()));
        }
        return blocks.mapPartitions(new Counting(empty)).treeReduce(CodedRows::plus);
    }

    private static ArrayList<CrossTab> plus(ArrayList<CrossTab> some, ArrayList<CrossTab> others) {
        for (int i = 0; i < some.size(); i++) {
            some.get(i).addAll(others.get(i));
        }
        return some;
    }

    @Override
    public void close() {
        blocks.unpersist(false);
    }

    private record Coding(ArrayList<ColumnCodes> codes) implements FlatMapFunction<Iterator<InternalRow>, CodedBlock> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<CodedBlock> call(Iterator<InternalRow> rows) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public CodedBlock next() {
                    CodedBlock block = new CodedBlock(codes.size());
                    while (rows.hasNext() && !block.isFull()) {
                        InternalRow row = rows.next();
                        block.add(row.getDouble(codes.size()));
                        for (int i = 0; i < codes.size(); i++) {
                            block.set(i, codes.get(i).code(row, i));
                        }
                    }
                    return block.trimmed();
                }
            };
        }
    }

    private record Counting(ArrayList<CrossTab> empty)
            implements FlatMapFunction<Iterator<CodedBlock>, ArrayList<CrossTab>> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<ArrayList<CrossTab>> call(Iterator<CodedBlock> blocks) {
            ArrayList<CrossTab> counted = new ArrayList<>();
            empty.forEach(table -> counted.add(table.copy()));
            while (blocks.hasNext()) {
                CodedBlock block = blocks.next();
                counted.forEach(table -> table.add(block));
            }
            return List.of(counted).iterator();
        }
    }
}
