package io.lepton.jobs;

import io.lepton.features.FeatureWriter;
import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import io.lepton.training.TaskType;
import io.lepton.training.scoring.CompiledModel;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * Scores rows as Spark holds them, block by block: features, model and label in one pass, without an object a row. Says what
 * {@link ModelBundle#predictByStages} says, which stays the reference.
 *
 * @param features that read the inputs, which stand behind all other columns
 */
record BlockScoring(FeatureWriter features, ScoringModel model, LabelCodec label) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final StructType ADDED =
            new StructType().add("score", DataTypes.DoubleType).add("prediction", DataTypes.StringType);

    /**
     * Adds {@code score} and {@code prediction}.
     *
     * @return absent for models or columns that only their own stages know
     */
    static Optional<Dataset<Row>> predict(ModelBundle bundle, Dataset<Row> rows) {
        List<Column> read = new ArrayList<>();
        for (String column : rows.columns()) {
            read.add(Columns.of(column));
        }
        List<Column> inputs = FeatureWriter.inputs(bundle.features());
        for (int i = 0; i < inputs.size(); i++) {
            read.add(inputs.get(i).as("lepton_input_" + i));
        }
        Dataset<Row> prepared = rows.select(read.toArray(Column[]::new));
        return FeatureWriter.of(bundle.features(), prepared.schema(), rows.columns().length)
                .flatMap(features -> CompiledModel.of(bundle.model())
                        .map(model -> new BlockScoring(features, model, bundle.label())))
                .map(scoring -> scoring.scored(prepared, rows.schema()));
    }

    private Dataset<Row> scored(Dataset<Row> prepared, StructType schema) {
        InPartition inPartition = new InPartition(this, schema);
        RDD<InternalRow> scored = prepared.queryExecution()
                .toRdd()
                .mapPartitions(inPartition, true, ClassTag$.MODULE$.<InternalRow>apply(InternalRow.class));
        return prepared.sparkSession()
                .internalCreateDataFrame(
                        scored,
                        new StructType(Stream.concat(Arrays.stream(schema.fields()), Arrays.stream(ADDED.fields()))
                                .toArray(StructField[]::new)),
                        false);
    }

    private static final class InPartition
            extends AbstractFunction1<scala.collection.Iterator<InternalRow>, scala.collection.Iterator<InternalRow>>
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final BlockScoring scoring;
        private final StructType kept;

        InPartition(BlockScoring scoring, StructType kept) {
            this.scoring = scoring;
            this.kept = kept;
        }

        @Override
        public scala.collection.Iterator<InternalRow> apply(scala.collection.Iterator<InternalRow> rows) {
            return JavaConverters.asScalaIterator(scoring.new Scored(JavaConverters.asJavaIterator(rows), kept));
        }
    }

    /** The rows of a partition with their scores. Each is overwritten by the next, as Spark's own are. */
    private final class Scored implements Iterator<InternalRow> {
        private final Iterator<InternalRow> rows;
        private final Scorer scorer = model.scorer();
        private final FeatureBlock block = new FeatureBlock(features.features());
        private final float[] matrix = new float[FeatureBlock.ROWS * features.features()];
        private final double[] predictions = new double[FeatureBlock.ROWS * model.outputs()];
        private final UTF8String[] classes =
                label.classes().stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
        private final UnsafeProjection withoutInputs;
        private final RowArena kept;
        private final SpecificInternalRow added = new SpecificInternalRow(ADDED);
        private final JoinedRow scored = new JoinedRow();
        private int next;

        Scored(Iterator<InternalRow> rows, StructType kept) {
            this.rows = rows;
            this.withoutInputs = UnsafeProjection.create(kept);
            this.kept = new RowArena(FeatureBlock.ROWS, kept.size());
        }

        @Override
        public boolean hasNext() {
            if (next == block.rows() && rows.hasNext()) {
                fill();
            }
            return next < block.rows();
        }

        private void fill() {
            kept.clear();
            int count = 0;
            while (count < FeatureBlock.ROWS && rows.hasNext()) {
                InternalRow row = rows.next();
                features.write(row, matrix, count * features.features());
                kept.add(withoutInputs.apply(row));
                count++;
            }
            block.copyRows(matrix, 0, count);
            scorer.predict(block, predictions);
            next = 0;
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            int outputs = model.outputs();
            int at = next * outputs;
            if (label.task() == TaskType.REGRESSION) {
                add(predictions[at], UTF8String.fromString(Double.toString(predictions[at])));
            } else {
                int likeliest = likeliest(at, outputs);
                int told = label.task() == TaskType.BINARY ? 1 : likeliest;
                add(predictions[at + told], classes[likeliest]);
            }
            return scored.apply(kept.row(next++), added);
        }

        private void add(double score, UTF8String prediction) {
            added.setDouble(0, score);
            added.update(1, prediction);
        }

        /** The first of the likeliest, as Spark has it. */
        private int likeliest(int at, int outputs) {
            int best = 0;
            for (int k = 1; k < outputs; k++) {
                best = predictions[at + k] > predictions[at + best] ? k : best;
            }
            return best;
        }
    }
}
