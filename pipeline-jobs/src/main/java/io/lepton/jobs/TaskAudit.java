package io.lepton.jobs;

import io.lepton.columns.ColumnBlock;
import io.lepton.fairness.counting.AuditTask;
import io.lepton.fairness.counting.LabelledGroupCounter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/** Counts the rows that one task scores, and keeps those that are sampled: see {@link ScoringAudit}. */
final class TaskAudit {
    private final Settings settings;
    private final LabelledGroupCounter counter;
    private final UnsafeProjection projection;
    private final JoinedRow joined = new JoinedRow();
    private final ByteArrayOutputStream sampled = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(sampled);

    /**
     * What tasks are told.
     *
     * @param attributes whose groups are told apart
     * @param threshold of the score from which on a row counts as selected
     * @param task what labels and predictions are, and how many classes there are
     * @param sampledAt the column of what is passed on that is not null in sampled rows
     * @param sample columns of sampled rows: what is passed on, and what the model says
     */
    record Settings(ArrayList<String> attributes, double threshold, AuditTask task, int sampledAt, StructType sample)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 2L;

        static Settings of(ScoringAudit audit, int sampledAt, StructType sample) {
            return new Settings(
                    new ArrayList<>(audit.terms().protectedAttributes()),
                    audit.terms().threshold(),
                    audit.label().audited(),
                    sampledAt,
                    sample);
        }
    }

    TaskAudit(Settings settings) {
        this.settings = settings;
        this.counter = new LabelledGroupCounter(settings.task(), settings.attributes());
        this.projection = UnsafeProjection.create(settings.sample());
    }

    /** Its rows are those that are counted next. */
    void begin(ColumnBlock block) {
        counter.begin(block);
    }

    /**
     * Counts rows.
     *
     * @param first of the rows, in their block
     * @param predictions of these rows, as many numbers for each
     */
    void count(int first, int count, double[] predictions, int numbers) {
        for (int i = 0; i < count; i++) {
            int at = i * numbers;
            switch (settings.task().kind()) {
                case BINARY -> {
                    double score = predictions[at + 1];
                    counter.count(first + i, score >= settings.threshold() ? 1 : 0, score);
                }
                case CLASSES -> countClasses(first + i, predictions, at);
                case QUANTITY -> counter.count(first + i, predictions[at], predictions[at]);
                case GUESSED -> throw new IllegalStateException("A model knows its task");
            }
        }
        counter.end();
    }

    private void countClasses(int row, double[] predictions, int at) {
        int likeliest = ScoredColumns.likeliest(predictions, at, settings.task().classes());
        if (settings.task().countsProbabilities()) {
            counter.countClasses(row, likeliest, predictions, at);
        } else {
            counter.count(row, likeliest, predictions[at + likeliest]);
        }
    }

    /** Keeps a row if it is sampled. */
    void sample(InternalRow passed, InternalRow told) {
        if (!passed.isNullAt(settings.sampledAt())) {
            write(projection.apply(joined.apply(passed, told)));
        }
    }

    private void write(UnsafeRow row) {
        try {
            byte[] bytes = row.getBytes();
            out.writeInt(bytes.length);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link CountedBatch} reads. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream all = new DataOutputStream(bytes)) {
            all.writeInt(sampled.size());
            sampled.writeTo(all);
            counter.groups().write(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
