package io.lepton.jobs;

import io.lepton.config.Encryption;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.data.RowSample;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What scoring lays beside the scores of a sample of rows, for audits that ask what the model saw.
 *
 * @param keys by which rows are told apart; none: by all that they hold
 */
record SampledInputs(Optional<Encryption> encryption, List<String> keys, long seed) {

    static SampledInputs of(RunContext context) {
        return new SampledInputs(
                context.pipeline().encryption(),
                context.keys(),
                context.pipeline().seed());
    }

    /**
     * Plain values of columns.
     *
     * @param wanted columns; those that the rows lack, or that have keys of their own, are left out
     * @param mostRows about so many are sampled at most, by a hash of their keys
     * @return absent where nothing may be laid open
     */
    Optional<InputSample.Part> of(Incoming incoming, Set<String> wanted, long mostRows) {
        Dataset<Row> rows = incoming.rows();
        boolean wouldLieOpen = encryption
                .filter(found -> !found.tables().contains(Encryption.Folder.SCORES))
                .isPresent();
        Set<String> columns = new LinkedHashSet<>(wanted);
        columns.retainAll(Arrays.asList(rows.columns()));
        // Who lacks a column's own key must not read it here.
        encryption.ifPresent(found -> columns.removeAll(found.columns().keySet()));
        columns.removeIf(
                name -> !CountedColumn.isPlain(rows.schema().apply(name).dataType()));
        if (wouldLieOpen || columns.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new InputSample.Part(
                new RowSample(keys, mostRows, seed).chosen(rows, incoming.count()),
                columns.stream().map(name -> CountedColumn.of(rows, name)).toList()));
    }
}
