package io.lepton.jobs;

import io.lepton.training.TaskType;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The columns that block scoring adds to a row, from the numbers that a model predicts for it. */
sealed interface ScoredColumns extends Serializable {
    /** Their names and types. */
    StructType schema();

    /** Makes a row ready to be set again and again. */
    default void prepare(InternalRow row) {}

    /**
     * Sets them.
     *
     * @param predictions of a block
     * @param at where those of the row begin
     * @param count of them: one a class, or one for a quantity
     */
    void set(double[] predictions, int at, int count, InternalRow row);

    /** The first of the likeliest, as Spark has it. */
    static int likeliest(double[] predictions, int at, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            best = predictions[at + k] > predictions[at + best] ? k : best;
        }
        return best;
    }

    /** Score, prediction, raw score and probabilities, as far as they have names, as people read them. */
    final class Named implements ScoredColumns {
        @Serial
        private static final long serialVersionUID = 2L;

        private final StructType schema;
        /** Where they stand; −1: nowhere. */
        private final int rawScore;

        private final int probabilities;
        private final TaskType task;
        private final UTF8String[] classes;

        Named(LabelCodec label, ScoreNames names) {
            StructType usual = new StructType()
                    .add(names.score(), DataTypes.DoubleType)
                    .add(names.prediction(), DataTypes.StringType);
            StructType withRaw = names.rawScore()
                    .map(raw -> usual.add(raw, DataTypes.DoubleType))
                    .orElse(usual);
            this.schema = names.probabilities()
                    .map(name -> withRaw.add(
                            name, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false)))
                    .orElse(withRaw);
            this.rawScore = names.rawScore().map(schema::fieldIndex).orElse(-1);
            this.probabilities = names.probabilities().map(schema::fieldIndex).orElse(-1);
            this.task = label.task();
            this.classes = label.classes().stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
        }

        @Override
        public StructType schema() {
            return schema;
        }

        @Override
        public void prepare(InternalRow row) {
            if (probabilities >= 0) {
                row.update(
                        probabilities,
                        new ArrayBasedMapData(
                                new GenericArrayData(classes),
                                UnsafeArrayData.fromPrimitiveArray(new double[classes.length])));
            }
        }

        @Override
        public void set(double[] predictions, int at, int count, InternalRow row) {
            int score = at;
            if (task == TaskType.REGRESSION) {
                row.update(1, UTF8String.fromString(Double.toString(predictions[at])));
            } else {
                int likeliest = likeliest(predictions, at, classes.length);
                score += task == TaskType.BINARY ? 1 : likeliest;
                row.update(1, classes[likeliest]);
            }
            row.setDouble(0, predictions[score]);
            if (rawScore >= 0) {
                // What was not calibrated is its own raw score.
                row.setDouble(
                        rawScore, predictions[count > Math.max(classes.length, 1) ? score + classes.length : score]);
            }
            if (probabilities >= 0) {
                ArrayData values = row.getMap(probabilities).valueArray();
                for (int k = 0; k < classes.length; k++) {
                    values.setDouble(k, predictions[at + k]);
                }
            }
        }
    }

    /** {@code prediction}, a class's number or a quantity, and {@value #OUTPUTS}, all that the model says. */
    final class Numbers implements ScoredColumns {
        @Serial
        private static final long serialVersionUID = 1L;

        static final String OUTPUTS = "lepton_outputs";

        private static final StructType SCHEMA = new StructType()
                .add("prediction", DataTypes.DoubleType)
                .add(OUTPUTS, DataTypes.createArrayType(DataTypes.DoubleType, false));

        private final boolean classifies;

        Numbers(TaskType task) {
            this.classifies = task.classifies();
        }

        @Override
        public StructType schema() {
            return SCHEMA;
        }

        @Override
        public void set(double[] predictions, int at, int count, InternalRow row) {
            row.setDouble(0, classifies ? likeliest(predictions, at, count) : predictions[at]);
            row.update(1, UnsafeArrayData.fromPrimitiveArray(Arrays.copyOfRange(predictions, at, at + count)));
        }
    }
}
