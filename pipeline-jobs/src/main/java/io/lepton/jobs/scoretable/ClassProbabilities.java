package io.lepton.jobs.scoretable;

import static io.lepton.fairness.counting.ProtectedGroups.column;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;

import io.lepton.error.LeptonException;
import io.lepton.fairness.counting.ClassScores;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * A column that holds the probability of each class: a map or a structure tells which is whose, an array or a vector holds those of the classes 0, 1,
 * 2, ... in this order.
 *
 * @param values what it holds, as such a map, structure or array
 */
record ClassProbabilities(String name, DataType type, Column values) {
    private static final int MOST_SHOWN = 5;

    /** @throws LeptonException configuration: the column holds something else */
    static ClassProbabilities of(Dataset<Row> rows, String name) {
        DataType type = rows.schema().apply(name).dataType();
        if (type.equals(SQLDataTypes.VectorType())) {
            return new ClassProbabilities(name, type, vector_to_array(column(name), "float64"));
        }
        if (!holdsNumbers(type)) {
            throw LeptonException.configuration(
                    "Cannot audit '" + name + "' as probabilities: it holds " + type.simpleString()
                            + ". Name a map or a structure of classes and numbers, or an array of numbers, one a class, with --probabilities.");
        }
        return new ClassProbabilities(name, type, column(name));
    }

    private static boolean holdsNumbers(DataType type) {
        if (type instanceof MapType map) {
            return map.valueType() instanceof NumericType;
        }
        if (type instanceof StructType structure) {
            return Arrays.stream(structure.fields()).allMatch(field -> field.dataType() instanceof NumericType);
        }
        return type instanceof ArrayType array && array.elementType() instanceof NumericType;
    }

    /** Whether it says which probability is which class's. */
    boolean namesClasses() {
        return type instanceof MapType || type instanceof StructType;
    }

    /** Rows of the classes that it names, as texts, in the column {@code value}. */
    Dataset<Row> classes(Dataset<Row> rows) {
        if (type instanceof StructType structure) {
            return rows.sparkSession()
                    .createDataset(List.of(structure.fieldNames()), Encoders.STRING())
                    .toDF("value");
        }
        return rows.select(explode(map_keys(values).cast("array<string>")).as("value"));
    }

    /** How many classes there are, of those without a name. */
    int count(Dataset<Row> rows) {
        Row longest = rows.agg(max(size(values))).head();
        return longest.isNullAt(0) ? 0 : Math.max(0, longest.getInt(0));
    }

    /**
     * An array of double, one a class in the order of their numbers; null where none is known.
     *
     * @param classes by number; empty where they have no names
     */
    Column byNumber(List<String> classes) {
        if (!namesClasses()) {
            return values.cast("array<double>");
        }
        return array(classes.stream()
                .map(each -> values.getItem(each).cast("double"))
                .toArray(Column[]::new));
    }

    /**
     * @param held classes that labels and predictions have
     * @param named classes that probabilities are named after
     * @throws LeptonException configuration: of a class there is no probability
     */
    void requireAll(List<String> held, List<String> named, String columns) {
        List<String> lacking =
                held.stream().filter(each -> !named.contains(each)).toList();
        if (!lacking.isEmpty()) {
            throw LeptonException.configuration("Cannot audit '" + name + "' as probabilities: there is none of "
                    + quoted(lacking) + ", in '" + columns + "'; they are of "
                    + (named.isEmpty() ? "no class" : quoted(named))
                    + ". Write classes alike, or take --probabilities away.");
        }
    }

    /**
     * @param highest number of a class that a row has
     * @throws LeptonException configuration: of that class there is no probability
     */
    void requireOf(double highest, int classes) {
        if (highest >= classes) {
            throw LeptonException.configuration(
                    "Cannot audit '" + name + "' as probabilities: it holds those of " + classes
                            + " classes, numbered from 0, and a row has the class " + (long) highest
                            + ". Hold one for each, or take --probabilities away.");
        }
    }

    private static String quoted(List<String> classes) {
        return classes.stream().limit(MOST_SHOWN).map(each -> "'" + each + "'").collect(Collectors.joining(", "))
                + (classes.size() > MOST_SHOWN ? ", …" : "");
    }

    /** @throws LeptonException configuration: they are too many to be ranked by */
    void require(int classes) {
        if (classes > ClassScores.MOST_CLASSES) {
            throw LeptonException.configuration("Cannot audit the probabilities in '" + name + "': they are of "
                    + classes + " classes, and of at most " + ClassScores.MOST_CLASSES
                    + " each is measured. Take --probabilities away.");
        }
    }
}
