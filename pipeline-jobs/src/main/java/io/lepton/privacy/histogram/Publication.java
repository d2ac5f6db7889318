package io.lepton.privacy.histogram;

import io.lepton.error.LeptonException;
import io.lepton.privacy.recoding.Recoding;
import io.lepton.privacy.values.Dictionary;
import io.lepton.privacy.values.QuasiIdentifier;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Brings the classes found on the histogram back to the rows: every row's combination is looked up in a table that all tasks share, and
 * what its class is published as takes the place of its quasi-identifiers. Spark's own rows go in and come out.
 */
public final class Publication {
    private final Histogram histogram;
    private final Recoding recoding;
    private final boolean[] recoded;

    /** @param histogram of all combinations */
    public Publication(Histogram histogram, Recoding recoding) {
        this.histogram = histogram;
        this.recoding = recoding;
        this.recoded = new boolean[histogram.columns().size()];
        for (int column = 0; column < recoded.length; column++) {
            for (int c = 0; c < recoding.classes() && !recoded[column]; c++) {
                recoded[column] = !histogram.columns().get(column).isValue(recoding.state(c, column));
            }
        }
    }

    /** The table as it is published: without suppressed rows; a quasi-identifier is text where any class of it was generalized. */
    public Dataset<Row> of(Dataset<Row> table) {
        StructField[] fields = table.schema().fields();
        List<Column> read = new ArrayList<>();
        for (StructField field : fields) {
            read.add(KeyColumns.column(table, field.name()));
        }
        read.addAll(histogram.keys().of(table).subList(0, recoded.length));
        List<Expression> written = new ArrayList<>();
        StructType schema = new StructType();
        int texts = 0;
        for (int i = 0; i < fields.length; i++) {
            int column = histogram.keys().names().subList(0, recoded.length).indexOf(fields[i].name());
            StructField field = fields[i];
            if (column >= 0 && recoded[column]) {
                field = new StructField(field.name(), DataTypes.StringType, true, field.metadata());
                written.add(
                        new BoundReference(fields.length + recoded.length + texts(column), DataTypes.StringType, true));
                texts++;
            } else if (column >= 0) {
                // Not-a-number is a missing value.
                field = new StructField(field.name(), field.dataType(), true, field.metadata());
                read.set(i, present(table, field));
                written.add(new BoundReference(i, field.dataType(), true));
            } else {
                written.add(new BoundReference(i, field.dataType(), field.nullable()));
            }
            schema = schema.add(field);
        }
        JavaRDD<InternalRow> rows = table.select(read.toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        Broadcast<Lookup> lookup =
                JavaSparkContext.fromSparkContext(rows.context()).broadcast(lookup());
        int from = fields.length;
        Seq<Expression> columns = JavaConverters.asScalaBuffer(written).toList();
        JavaRDD<InternalRow> published = rows.mapPartitions(in -> new PublishedRows(in, lookup.value(), from, columns));
        return table.sparkSession().internalCreateDataFrame(published.rdd(), schema, false);
    }

    private static Column present(Dataset<Row> table, StructField field) {
        Column value = KeyColumns.column(table, field.name());
        boolean fractional = field.dataType().equals(DataTypes.DoubleType)
                || field.dataType().equals(DataTypes.FloatType);
        return fractional
                ? org.apache
                        .spark
                        .sql
                        .functions
                        .when(org.apache.spark.sql.functions.isnan(value), null)
                        .otherwise(value)
                        .as(field.name())
                : value;
    }

    /** The place of a recoded column among those. */
    private int texts(int column) {
        int place = 0;
        for (int before = 0; before < column; before++) {
            place += recoded[before] ? 1 : 0;
        }
        return place;
    }

    private Lookup lookup() {
        int d = recoded.length;
        CodeTable table = new CodeTable(d);
        int[] codes = new int[d];
        int[] classOf = new int[histogram.combinations().size()];
        for (int combination = 0; combination < classOf.length; combination++) {
            for (int column = 0; column < d; column++) {
                codes[column] = histogram.combinations().codes()[column][combination];
            }
            table.add(codes);
            classOf[combination] = recoding.classOf(combination);
        }
        List<UTF8String[]> texts = new ArrayList<>();
        for (int column = 0; column < d; column++) {
            if (recoded[column]) {
                texts.add(texts(histogram.columns().get(column), column));
            }
        }
        Dictionary[] dictionaries = histogram.columns().stream()
                .map(column -> column.values().dictionary())
                .toArray(Dictionary[]::new);
        return new Lookup(dictionaries, table, classOf, texts.toArray(UTF8String[][]::new));
    }

    /** What each class is published as; equal texts are one object. */
    private UTF8String[] texts(QuasiIdentifier identifier, int column) {
        Map<String, UTF8String> known = new HashMap<>();
        UTF8String[] texts = new UTF8String[recoding.classes()];
        for (int c = 0; c < texts.length; c++) {
            texts[c] = identifier
                    .text(recoding.state(c, column))
                    .map(text -> known.computeIfAbsent(text, UTF8String::fromString))
                    .orElse(null);
        }
        return texts;
    }

    /**
     * @param classOf class by tuple of the table
     * @param texts by recoded column, then by class
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Lookup(Dictionary[] dictionaries, CodeTable table, int[] classOf, UTF8String[][] texts)
            implements Serializable {}

    /** One partition's rows. */
    private static final class PublishedRows implements Iterator<InternalRow> {
        private final Iterator<InternalRow> in;
        private final Lookup lookup;
        private final int from;
        private final int[] codes;
        private final GenericInternalRow texts;
        private final JoinedRow joined = new JoinedRow();
        private final UnsafeProjection projection;
        private InternalRow next;

        PublishedRows(Iterator<InternalRow> in, Lookup lookup, int from, Seq<Expression> written) {
            this.in = in;
            this.lookup = lookup;
            this.from = from;
            this.codes = new int[lookup.dictionaries.length];
            this.texts = new GenericInternalRow(lookup.texts.length);
            this.projection = UnsafeProjection.create(written);
        }

        @Override
        public boolean hasNext() {
            while (next == null && in.hasNext()) {
                InternalRow row = in.next();
                int c = classOf(row);
                if (c != Recoding.SUPPRESSED) {
                    for (int column = 0; column < lookup.texts.length; column++) {
                        texts.update(column, lookup.texts[column][c]);
                    }
                    next = projection.apply(joined.apply(row, texts));
                }
            }
            return next != null;
        }

        private int classOf(InternalRow row) {
            for (int column = 0; column < codes.length; column++) {
                codes[column] = lookup.dictionaries[column].find(row, from + column);
            }
            int tuple = lookup.table.find(codes);
            if (tuple == CodeTable.ABSENT) {
                throw LeptonException.data("Cannot account for every row: the table holds a combination of"
                        + " quasi-identifiers that it did not hold before. It changed while it was read; run again.");
            }
            return lookup.classOf[tuple];
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            InternalRow row = next;
            next = null;
            return row;
        }
    }
}
