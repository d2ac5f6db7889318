package io.lepton.jobs;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.features.FittedFeatures;
import io.lepton.registry.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that a model learned from. Rows to be scored are held against them before any is read.
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

    /** @throws LeptonException configuration: each column that differs, and what would mend it */
    void require(StructType rows) {
        List<String> differences = differences(rows);
        if (!differences.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot score these rows by " + model + ": " + differences.size() + " of the "
                            + columns.size() + " columns that it learned from "
                            + (differences.size() == 1 ? "differs." : "differ.") + "\n  - "
                            + String.join("\n  - ", differences));
        }
    }

    private List<String> differences(StructType rows) {
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
            } else if (!features.reads(name, column.dataType(), rows.apply(name).dataType())) {
                differences.add(
                        "'" + name + "' is " + rows.apply(name).dataType().simpleString() + ", and was "
                                + column.dataType().simpleString() + " in training. Convert it before it is scored.");
            }
        }
        return differences;
    }
}
