package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import io.lepton.error.LeptonException;
import io.lepton.fairness.counting.CountedGroups;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Scores that were counted for their audit while they were scored: see {@link ScoringAudit}.
 *
 * @param told of the column that carries what was counted
 */
record CountedBatch(Dataset<Row> scores, Metadata told) {

    /** Absent where the rows bear what they are to be counted by. */
    static Optional<CountedBatch> of(Dataset<Row> scores) {
        StructField column = scores.schema().apply(AuditedColumns.NAME);
        return column.dataType().equals(DataTypes.BinaryType)
                ? Optional.of(new CountedBatch(scores, column.metadata()))
                : Optional.empty();
    }

    /** @throws LeptonException configuration, where rows were counted by other terms, or by another version of Lepton */
    void require(AuditTerms terms, String run) {
        if (!ScoringAudit.isReadable(told)) {
            throw LeptonException.configuration(
                    "Cannot audit the scores of run '%s': another version of Lepton counted their rows. Score them again, with a new --run-id."
                            .formatted(run));
        }
        AuditTerms counted = ScoringAudit.terms(told);
        if (!counted.equals(terms)) {
            throw LeptonException.configuration(
                    ("Cannot audit the scores of run '%s': their rows were counted by %s when they"
                                    + " were scored, and the pipeline file asks for %s. Score them again, with a new --run-id.")
                            .formatted(run, inWords(counted), inWords(terms)));
        }
    }

    private static String inWords(AuditTerms terms) {
        String attributes = terms.protectedAttributes().isEmpty()
                ? "no protected attribute"
                : String.join(", ", terms.protectedAttributes());
        String bins = terms.bins().isEmpty() ? "" : " (bins " + terms.bins() + ")";
        return attributes + bins + " and a threshold of " + terms.threshold();
    }

    /** All that was counted, added up where it lies. */
    CountedGroups groups() {
        return carried()
                .map(CountedBatch::groups)
                .treeAggregate(CountedGroups.none(), CountedGroups::addAll, CountedGroups::addAll);
    }

    /** Rows of which scoring kept what the model saw. */
    JavaRDD<InternalRow> sampled() {
        int fields = sample().size();
        return carried().flatMap(bytes -> rows(bytes, fields));
    }

    /** The columns of sampled rows. */
    StructType sample() {
        return ScoringAudit.sample(told);
    }

    private JavaRDD<byte[]> carried() {
        // Files tell which of their pages hold nothing but nulls: hardly any row is read.
        return scores.where(col(AuditedColumns.NAME).isNotNull())
                .select(AuditedColumns.NAME)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(row -> row.getBinary(0));
    }

    private static CountedGroups groups(byte[] carried) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(carried));
        in.skipNBytes(in.readInt());
        return CountedGroups.read(in);
    }

    private static Iterator<InternalRow> rows(byte[] carried, int fields) {
        ByteBuffer in = ByteBuffer.wrap(carried);
        int end = Integer.BYTES + in.getInt();
        List<InternalRow> rows = new ArrayList<>();
        while (in.position() < end) {
            byte[] bytes = new byte[in.getInt()];
            in.get(bytes);
            UnsafeRow row = new UnsafeRow(fields);
            row.pointTo(bytes, bytes.length);
            rows.add(row);
        }
        return rows.iterator();
    }
}
