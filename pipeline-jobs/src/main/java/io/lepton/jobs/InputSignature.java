package io.lepton.jobs;

import io.lepton.error.Suggestion;
import io.lepton.features.FittedFeatures;
import io.lepton.registry.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that a model learned from. Rows are held against them before any is scored.
 *
 * @param columns as they were when the model was trained
 */
record InputSignature(String model, StructType columns, FittedFeatures features) {

    static InputSignature of(ModelVersion version, FittedFeatures features) {
        // Versions that somebody registered without a schema have nothing to be held against.
        StructType columns = version.inputSchemaJson().isEmpty()
                ? new StructType()
                : (StructType) DataType.fromJson(version.inputSchemaJson());
        return new InputSignature(version.name() + "/" + version.version(), columns, features);
    }

    /**
     * Gives columns of files that have no types, and had theirs guessed, the types that they had in training, where no value says
     * otherwise: a column without any value, or numbers where training had texts.
     */
    Dataset<Row> conformed(Dataset<Row> rows) {
        Dataset<Row> conformed = rows;
        for (StructField column : columns.fields()) {
            if (Arrays.asList(rows.columns()).contains(column.name()) && !reads(column, rows.schema())) {
                Column value = Columns.of(column.name());
                boolean agrees = column.dataType() instanceof StringType
                        || rows.where(value.isNotNull()).isEmpty();
                conformed = agrees ? conformed.withColumn(column.name(), value.cast(column.dataType())) : conformed;
            }
        }
        return conformed;
    }

    private boolean reads(StructField column, StructType rows) {
        return features.reads(
                column.name(), column.dataType(), rows.apply(column.name()).dataType());
    }

    /** The same, but for columns of these names. */
    InputSignature without(StructType others) {
        List<String> names = Arrays.asList(others.fieldNames());
        return new InputSignature(
                model,
                new StructType(Arrays.stream(columns.fields())
                        .filter(column -> !names.contains(column.name()))
                        .toArray(StructField[]::new)),
                features);
    }

    /** Says of each column that differs how, and what would mend it; absent where none does. */
    Optional<String> differences(StructType rows) {
        List<String> differences = differing(rows);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("Cannot score these rows by " + model + ": " + differences.size() + " of the "
                        + columns.size() + " columns that it learned from "
                        + (differences.size() == 1 ? "differs." : "differ.") + "\n  - "
                        + String.join("\n  - ", differences));
    }

    private List<String> differing(StructType rows) {
        List<String> present = Arrays.asList(rows.fieldNames());
        List<String> others = present.stream()
                .filter(name -> !Arrays.asList(columns.fieldNames()).contains(name))
                .toList();
        List<String> differences = new ArrayList<>();
        for (StructField column : columns.fields()) {
            String name = column.name();
            if (!present.contains(name)) {
                differences.add("'" + name + "' (" + column.dataType().simpleString() + ") is missing."
                        + Suggestion.didYouMean(name, others) + " Add it, or rename the column that holds it.");
            } else if (!reads(column, rows)) {
                differences.add(
                        "'" + name + "' is " + rows.apply(name).dataType().simpleString() + ", and was "
                                + column.dataType().simpleString() + " in training. Convert it before it is scored.");
            }
        }
        return differences;
    }
}
