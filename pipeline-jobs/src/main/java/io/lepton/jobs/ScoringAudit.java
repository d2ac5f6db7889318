package io.lepton.jobs;

import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Encryption;
import io.lepton.fairness.counting.ProtectedGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * What is done for an audit while rows are scored: they are counted by group, and what the model saw of sampled ones is kept. The last row of each task
 * carries both, in the column {@link AuditedColumns#NAME}: it is written with the scores or not at all, no row is read again to be counted, and
 * other rows bear nothing of people's groups and labels.
 *
 * @param label of the rows
 * @param audited what is kept of sampled rows
 */
record ScoringAudit(AuditTerms terms, LabelCodec label, AuditedColumns audited) {
    /** A structure, null in rows that are not sampled. */
    static final String SAMPLED = "lepton_sampled";

    private static final String FORMAT = "format";
    /** Of what tasks write; another one cannot be read. */
    private static final long WRITTEN = 4;

    private static final String TERMS = "counted";
    private static final String SAMPLE = "sampled";

    /**
     * What can be counted while these rows are scored.
     *
     * @param audited what the audit needs of rows otherwise
     * @param names of the columns that the model adds
     * @return absent where an audit needs to know all rows before it counts any: to find ranges of numbers, or which rows are selected; or
     *     where a second model scores them, or a column has a key of its own, which what is counted and sampled would not have
     */
    static Optional<ScoringAudit> of(
            RunContext context, ScoringModels models, Incoming incoming, AuditedColumns audited, ScoreNames names) {
        StructType schema = incoming.rows().schema();
        AuditTerms terms = AuditTerms.of(context.pipeline().audit());
        LabelCodec label = models.model().bundle().label();
        Set<String> told = new HashSet<>(terms.protectedAttributes());
        told.add(label.column());
        told.addAll(context.keys());
        told.addAll(names.all());
        List<String> present = Arrays.asList(schema.fieldNames());
        boolean isKnown = terms.protectedAttributes().stream()
                .allMatch(name -> present.contains(name)
                        && (terms.bins().containsKey(name)
                                || !(schema.apply(name).dataType() instanceof NumericType)));
        boolean possible = isKnown
                && !isKeyed(context.pipeline().encryption(), told)
                && models.challenger().isEmpty()
                && context.pipeline().score().select().isEmpty();
        return possible ? Optional.of(new ScoringAudit(terms, label, audited)) : Optional.empty();
    }

    /** Whether one of the columns may be read by those alone who have its own key: what is carried would be open to all who read the table. */
    static boolean isKeyed(Optional<Encryption> encryption, Set<String> columns) {
        return encryption
                .filter(found -> found.columns().keySet().stream().anyMatch(columns::contains))
                .isPresent();
    }

    /** Whether probabilities of classes may stand beside scores: not open to all where score or prediction have a key of their own. */
    static boolean mayTellProbabilities(Optional<Encryption> encryption) {
        return !isKeyed(encryption, Set.of("score", "prediction")) || isKeyed(encryption, Set.of("probabilities"));
    }

    /** The rows with what is to be kept of sampled ones. */
    Dataset<Row> sampled(Dataset<Row> rows) {
        return rows.withColumn(SAMPLED, audited.sampled(rows));
    }

    /** What is counted of rows: the names of their groups, and the label's number, which is null or NaN where it is not known. */
    List<Column> counted(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>(ProtectedGroups.of(rows, terms.protectedAttributes(), terms.bins())
                .values());
        columns.add(Arrays.asList(rows.columns()).contains(label.column()) ? label.number() : lit(Double.NaN));
        return columns;
    }

    /**
     * What a reader must know of the column.
     *
     * @param sample columns of sampled rows
     */
    Metadata metadata(StructType sample) {
        return new MetadataBuilder()
                .putLong(FORMAT, WRITTEN)
                .putString(TERMS, Json.text(terms))
                .putString(SAMPLE, sample.json())
                .build();
    }

    /** Whether a column was written as it is now. */
    static boolean isReadable(Metadata column) {
        return column.contains(FORMAT) && column.getLong(FORMAT) == WRITTEN;
    }

    static AuditTerms terms(Metadata column) {
        return Json.read(column.getString(TERMS), AuditTerms.class);
    }

    static StructType sample(Metadata column) {
        return (StructType) StructType.fromJson(column.getString(SAMPLE));
    }
}
