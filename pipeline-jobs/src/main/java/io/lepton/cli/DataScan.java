package io.lepton.cli;

import io.lepton.privacy.scan.ColumnProfile;
import io.lepton.privacy.scan.ColumnScanner;
import io.lepton.privacy.scan.Role;
import io.lepton.privacy.scan.Uniqueness;
import io.lepton.privacy.scan.UniquenessScanner;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a look at a data set found.
 *
 * @param known columns that somebody who looks for a person may know, the ones with the most values if they are many
 * @param sets how far sets of the known columns single people out, the worst first
 */
record DataScan(List<ColumnProfile> columns, List<String> known, List<Uniqueness> sets) {
    static final int LARGEST_SET = 3;

    /** Twelve columns have 298 sets of up to three. */
    private static final int MOST_KNOWN = 12;

    static DataScan of(Dataset<Row> rows) {
        List<ColumnProfile> columns = new ColumnScanner().scan(rows);
        List<ColumnProfile> candidates = columns.stream()
                .filter(column -> column.suspected() == Role.QUASI_IDENTIFIER || column.suspected() == Role.PROTECTED)
                .sorted(Comparator.comparingLong(ColumnProfile::distinct).reversed())
                .limit(MOST_KNOWN)
                .toList();
        List<String> known = columns.stream()
                .filter(candidates::contains)
                .map(ColumnProfile::column)
                .toList();
        return new DataScan(columns, known, new UniquenessScanner(LARGEST_SET).scan(rows, known));
    }

    long rows() {
        return columns.stream().mapToLong(ColumnProfile::rows).findFirst().orElse(0);
    }

    /** Of all known columns together; empty if there are none. */
    Optional<Uniqueness> together() {
        return sets.stream().filter(set -> set.columns().equals(known)).findFirst();
    }
}
