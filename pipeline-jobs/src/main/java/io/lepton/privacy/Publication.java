package io.lepton.privacy;

import static org.apache.spark.sql.functions.broadcast;

import io.lepton.privacy.recoding.Recoding;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Brings the classes found on the histogram back to the rows: a broadcast join from combination to published values. */
final class Publication {
    private static final String FROM = "lepton_from_";
    private static final String TO = "lepton_to_";

    private final Histogram histogram;
    private final Recoding recoding;
    private final int d;
    private final String[][] texts;
    private final boolean[] recoded;

    Publication(Histogram histogram, Recoding recoding) {
        this.histogram = histogram;
        this.recoding = recoding;
        this.d = histogram.columns().size();
        this.texts = new String[recoding.classes()][d];
        this.recoded = new boolean[d];
        List<List<TreeSet<Integer>>> held = held();
        for (int c = 0; c < texts.length; c++) {
            for (int i = 0; i < d; i++) {
                TreeSet<Integer> codes = held.get(c).get(i);
                texts[c][i] = histogram.columns().get(i).text(codes);
                recoded[i] |= codes.size() > 1;
            }
        }
    }

    /** The table as it is published: without suppressed rows; a quasi-identifier is text where any class of it was generalized. */
    Dataset<Row> of(Dataset<Row> table) {
        List<String> names =
                histogram.columns().stream().map(QuasiIdentifier::name).toList();
        Dataset<Row> classes = table.sparkSession().createDataFrame(mapping(), schema(table, names));
        Column same = null;
        for (int i = 0; i < d; i++) {
            Column equal = Histogram.value(table, names.get(i)).eqNullSafe(classes.col(FROM + i));
            same = same == null ? equal : same.and(equal);
        }
        Column[] columns = new Column[table.columns().length];
        for (int c = 0; c < columns.length; c++) {
            String name = table.columns()[c];
            int i = names.indexOf(name);
            if (i < 0) {
                columns[c] = Columns.of(table, name);
            } else {
                columns[c] = (recoded[i] ? classes.col(TO + i) : Histogram.value(table, name)).as(name);
            }
        }
        return table.join(broadcast(classes), same, "inner").select(columns);
    }

    private StructType schema(Dataset<Row> table, List<String> names) {
        StructType schema = new StructType();
        for (int i = 0; i < d; i++) {
            schema = schema.add(FROM + i, Columns.type(table, names.get(i)));
        }
        for (int i = 0; i < d; i++) {
            schema = schema.add(TO + i, DataTypes.StringType);
        }
        return schema;
    }

    private List<Row> mapping() {
        List<Row> mapping = new ArrayList<>();
        for (int combination = 0; combination < histogram.combinations().size(); combination++) {
            int c = recoding.classOf()[combination];
            if (c != Recoding.SUPPRESSED) {
                Object[] values = new Object[2 * d];
                for (int i = 0; i < d; i++) {
                    values[i] = histogram.value(combination, i);
                    values[d + i] = texts[c][i];
                }
                mapping.add(RowFactory.create(values));
            }
        }
        return mapping;
    }

    /** Codes by class and quasi-identifier. */
    private List<List<TreeSet<Integer>>> held() {
        List<List<TreeSet<Integer>>> held = new ArrayList<>();
        for (int c = 0; c < recoding.classes(); c++) {
            List<TreeSet<Integer>> sets = new ArrayList<>();
            for (int i = 0; i < d; i++) {
                sets.add(new TreeSet<>());
            }
            held.add(sets);
        }
        for (int combination = 0; combination < recoding.classOf().length; combination++) {
            int c = recoding.classOf()[combination];
            if (c != Recoding.SUPPRESSED) {
                for (int i = 0; i < d; i++) {
                    held.get(c).get(i).add(histogram.combinations().codes()[i][combination]);
                }
            }
        }
        return held;
    }
}
