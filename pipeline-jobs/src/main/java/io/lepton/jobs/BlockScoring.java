package io.lepton.jobs;

import static org.apache.spark.ml.functions.array_to_vector;

import io.lepton.columns.ColumnRoles;
import io.lepton.columns.RowBatch;
import io.lepton.columns.RowBatches;
import io.lepton.features.FeatureColumns;
import io.lepton.features.FeatureWriter;
import io.lepton.features.InputCounter;
import io.lepton.features.RowRange;
import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import io.lepton.jobs.mitigation.BlockModels;
import io.lepton.jobs.mitigation.repaired.RepairedBlocks;
import io.lepton.jobs.mitigation.repaired.RepairedModel;
import io.lepton.training.TaskType;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Scores rows as Spark holds them, block by block: features, model and what is told of it in one pass, without an object a row but for
 * the texts of quantities. Says what the stages of Spark ML say one after the other, which stay the reference (see {@link ModelBundle}).
 *
 * @param features that read the inputs, which stand behind all other columns
 * @param model of these features, and behind them the place of a row's group where it repairs them ({@link RepairedBlocks}): a column
 *     behind the inputs
 * @param added to each row; columns of these names that it had are replaced
 * @param tallies of the inputs' values: one, or none
 * @param audits that count the rows, which their last one carries: one, or none
 */
record BlockScoring(
        FeatureWriter features,
        ScoringModel model,
        ScoredColumns added,
        List<InputTally> tallies,
        List<TaskAudit.Settings> audits)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Adds score and prediction, as people read them.
     *
     * @param kept columns of the rows
     * @param names of what is added
     * @param tallies of the inputs' values: one, or none
     * @param audit that counts the rows
     * @return absent for models or columns that only their own stages know
     */
    static Optional<Dataset<Row>> predict(
            ModelBundle bundle,
            Dataset<Row> rows,
            List<String> kept,
            ScoreNames names,
            List<InputTally> tallies,
            Optional<ScoringAudit> audit) {
        Optional<ScoringModel> model =
                names.rawScore().isPresent() ? BlockModels.besideRaw(bundle.model()) : BlockModels.of(bundle.model());
        return model.flatMap(compiled ->
                scored(bundle, compiled, rows, kept, new ScoredColumns.Named(bundle.label(), names), tallies, audit));
    }

    /** The same as numbers: {@code prediction} and, for classes, {@code probability} (vector). */
    static Optional<Dataset<Row>> predictNumbers(ModelBundle bundle, Dataset<Row> rows) {
        TaskType task = bundle.label().task();
        List<String> kept = Arrays.asList(rows.columns());
        return BlockModels.of(bundle.model())
                .flatMap(model ->
                        scored(bundle, model, rows, kept, new ScoredColumns.Numbers(task), List.of(), Optional.empty()))
                .map(scored -> {
                    Column outputs = functions.col(ScoredColumns.Numbers.OUTPUTS);
                    return (task.classifies() ? scored.withColumn("probability", array_to_vector(outputs)) : scored)
                            .drop(outputs);
                });
    }

    private static Optional<Dataset<Row>> scored(
            ModelBundle bundle,
            ScoringModel model,
            Dataset<Row> rows,
            List<String> columns,
            ScoredColumns added,
            List<InputTally> tallies,
            Optional<ScoringAudit> audit) {
        List<String> replaced = Arrays.asList(added.schema().fieldNames());
        List<Column> read = new ArrayList<>();
        for (String column : columns) {
            if (!replaced.contains(column)) {
                read.add(Columns.of(column));
            }
        }
        StructType kept = rows.select(read.toArray(Column[]::new)).schema();
        List<Column> inputs = FeatureWriter.inputs(bundle.features());
        for (int i = 0; i < inputs.size(); i++) {
            read.add(inputs.get(i).as("lepton_input_" + i));
        }
        RepairedModel.of(bundle.model())
                .ifPresent(found -> read.add(found.repair().place(rows).as("lepton_group_place")));
        List<Column> counted = audit.map(found -> found.counted(rows)).orElse(List.of());
        for (int i = 0; i < counted.size(); i++) {
            read.add(counted.get(i).as("lepton_counted_" + i));
        }
        Dataset<Row> prepared = rows.select(read.toArray(Column[]::new));
        StructType told = new StructType(Stream.concat(
                        Arrays.stream(kept.fields()),
                        Arrays.stream(added.schema().fields()))
                .toArray(StructField[]::new));
        Optional<AuditedRows> audited = audit.map(found -> AuditedRows.of(found, told));
        return FeatureWriter.of(bundle.features(), prepared.schema(), kept.size())
                .map(features -> new BlockScoring(
                        features,
                        model,
                        added,
                        List.copyOf(tallies),
                        audited.map(AuditedRows::settings).stream().toList()))
                .map(scoring -> scoring.scored(
                        prepared,
                        new ColumnRoles(kept.size(), counted.size()),
                        audited.map(found -> told.add(found.column())).orElse(told)));
    }

    private Dataset<Row> scored(Dataset<Row> prepared, ColumnRoles roles, StructType scored) {
        RDD<InternalRow> rows =
                RowBatches.of(prepared, roles).<InternalRow>map(Scored::new).rdd();
        return prepared.sparkSession().internalCreateDataFrame(rows, scored, false);
    }

    /** The rows of a partition with their scores. Each is overwritten by the next, as Spark's own are. */
    private final class Scored implements Iterator<InternalRow> {
        private final Iterator<RowBatch> batches;
        private final Scorer scorer = model.scorer();
        private final boolean grouped = model instanceof RepairedBlocks;
        private final FeatureBlock block = new FeatureBlock(features.features() + (grouped ? 1 : 0));
        private final FeatureColumns written = new FeatureColumns(block.values(), FeatureBlock.ROWS);
        private final double[] predictions = new double[FeatureBlock.ROWS * model.outputs()];
        private final List<InputCounter> counters =
                new ArrayList<>(tallies.stream().map(InputTally::counter).toList());
        private final List<TaskAudit> counting =
                audits.stream().map(TaskAudit::new).toList();
        private final SpecificInternalRow told = new SpecificInternalRow(toldTypes());
        private final JoinedRow scored = new JoinedRow();
        private RowBatch batch;
        private int rowsOfBatch;
        /** The block's first row, in its batch. */
        private int first;
        /** The next row, in the block. */
        private int next;

        Scored(Iterator<RowBatch> batches) {
            this.batches = batches;
            added.prepare(told);
        }

        @Override
        public boolean hasNext() {
            while (next == block.rows()) {
                if (first + block.rows() < rowsOfBatch) {
                    score(first + block.rows());
                } else if (batches.hasNext()) {
                    begin(batches.next());
                } else {
                    tell();
                    return false;
                }
            }
            return true;
        }

        private void begin(RowBatch read) {
            batch = read;
            rowsOfBatch = read.rows();
            features.begin();
            for (TaskAudit audit : counting) {
                audit.begin(batch.counted());
            }
            block.resize(0);
            first = 0;
            next = 0;
        }

        private void score(int from) {
            RowRange rows = new RowRange(batch.places(), from, Math.min(FeatureBlock.ROWS, rowsOfBatch - from));
            features.write(batch.columns(), rows, written);
            for (InputCounter counter : counters) {
                counter.count(batch.columns(), rows, written);
            }
            if (grouped) {
                writeGroups(rows);
            }
            block.resize(rows.count());
            scorer.predict(block, predictions);
            for (TaskAudit audit : counting) {
                audit.count(from, rows.count(), predictions, model.outputs());
            }
            first = from;
            next = 0;
        }

        private void writeGroups(RowRange rows) {
            ColumnVector places = batch.columns()[batch.columns().length - 1];
            for (int i = 0; i < rows.count(); i++) {
                block.set(i, features.features(), places.getInt(rows.places()[rows.first() + i]));
            }
        }

        /** Once, however often it is asked whether there are more rows. */
        private void tell() {
            for (int i = 0; i < counters.size(); i++) {
                tallies.get(i).add(counters.get(i));
            }
            counters.clear();
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            added.set(predictions, next * model.outputs(), model.outputs(), told);
            InternalRow passed = batch.passed(first + next++);
            return counting.isEmpty() ? scored.apply(passed, told) : carrying(passed, counting.get(0));
        }

        /** The last row carries what was counted. */
        private InternalRow carrying(InternalRow passed, TaskAudit audit) {
            audit.sample(passed, told);
            if (first + next < rowsOfBatch) {
                return scored.apply(passed, told);
            }
            // To look for the next batch may overwrite this one.
            InternalRow kept = passed.copy();
            if (isLast()) {
                told.update(added.schema().size(), audit.bytes());
            }
            return scored.apply(kept, told);
        }

        /** Whether no row follows; goes on to those that do. */
        private boolean isLast() {
            while (batches.hasNext()) {
                begin(batches.next());
                if (rowsOfBatch > 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private StructType toldTypes() {
        return audits.isEmpty() ? added.schema() : added.schema().add(AuditedColumns.NAME, DataTypes.BinaryType);
    }
}
